//! What every handler needs of the running installation.

use std::sync::{Arc, Mutex};

use basics::{BusinessDate, Clock, Moment};
use database::Db;
use files::FileStore;

use crate::{Assets, Limits, Texts};

/// How this installation is reached and used.
#[derive(Clone, Debug, Default)]
pub struct SiteOptions {
    /// Marked `demo`: invented people, a date that may be moved, loopback only.
    pub demo: bool,
    /// Reached by https: the cookie is `__Host-` and Secure.
    pub https: bool,
    /// Plain http beyond this machine was allowed on purpose.
    pub insecure_lan: bool,
    /// Address printed into QR codes, such as `https://xieshou.example.cn`.
    pub public_url: String,
}

/// The running installation.
pub struct Site {
    pub db: Db,
    pub clock: Clock,
    pub texts: Arc<Texts>,
    pub assets: Arc<Assets>,
    pub files: FileStore,
    pub options: SiteOptions,
    /// How often strangers asked on public pages.
    pub limits: Limits,
    demo_date: Mutex<Option<BusinessDate>>,
}

impl Site {
    /// An installation; `demo_date` is the day a demo stands at.
    pub fn new(db: Db, clock: Clock, texts: Arc<Texts>, assets: Arc<Assets>, files: FileStore, options: SiteOptions) -> Site {
        Site { limits: Limits::new(clock.clone()), db, clock, texts, assets, files, options, demo_date: Mutex::new(None) }
    }

    /// The present moment.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// The business date: today in Asia/Shanghai, or where a demo stands.
    pub fn today(&self) -> BusinessDate {
        let demo = *self.demo_date.lock().expect("no holder of this lock can panic");
        demo.unwrap_or_else(|| self.now().day())
    }

    /// Puts a demo at a day; any other installation goes by the calendar.
    pub fn set_demo_date(&self, date: BusinessDate) {
        if self.options.demo {
            *self.demo_date.lock().expect("no holder of this lock can panic") = Some(date);
        }
    }
}
