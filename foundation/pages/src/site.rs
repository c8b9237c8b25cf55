//! What every handler needs of the running installation.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
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
    /// The latest moment a demo has given out.
    demo_now: AtomicI64,
    /// A write failed because the disk is full, and none has succeeded since.
    full: AtomicBool,
}

impl Site {
    /// An installation; `demo_date` is the day a demo stands at.
    pub fn new(db: Db, clock: Clock, texts: Arc<Texts>, assets: Arc<Assets>, files: FileStore, options: SiteOptions) -> Site {
        let limits = Limits::new(clock.clone());
        let (demo_now, full) = (AtomicI64::new(i64::MIN), AtomicBool::new(false));
        Site { limits, db, clock, texts, assets, files, options, demo_date: Mutex::new(None), demo_now, full }
    }

    /// The present moment, as everything recorded has it. Where a demo stands at a day it lies on that day, at the present time of
    /// day, so that papers and lists agree with the date in the bar; it never goes back while the program runs.
    pub fn now(&self) -> Moment {
        let machine = self.clock.now();
        let Some(day) = self.demo_day() else { return machine };
        let moment = day.at_time_of(machine).0;
        Moment(self.demo_now.fetch_max(moment, Ordering::SeqCst).max(moment))
    }

    /// What the machine's clock says, for what ends after so many hours whatever day a demo stands at: sign-ins, waits, kept forms.
    pub fn machine_now(&self) -> Moment {
        self.clock.now()
    }

    fn demo_day(&self) -> Option<BusinessDate> {
        *self.demo_date.lock().expect("no holder of this lock can panic")
    }

    /// Whether the disk was full when something was last written.
    pub fn is_full(&self) -> bool {
        self.full.load(Ordering::Relaxed)
    }

    /// Notes that it is, or that writing works again.
    pub fn set_full(&self, full: bool) {
        self.full.store(full, Ordering::Relaxed);
    }

    /// The business date: today in Asia/Shanghai, or where a demo stands.
    pub fn today(&self) -> BusinessDate {
        self.demo_day().unwrap_or_else(|| self.clock.now().day())
    }

    /// Puts a demo at a day; any other installation goes by the calendar.
    pub fn set_demo_date(&self, date: BusinessDate) {
        if self.options.demo {
            *self.demo_date.lock().expect("no holder of this lock can panic") = Some(date);
        }
    }
}
