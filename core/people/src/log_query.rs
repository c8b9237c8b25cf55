//! What a log is narrowed to: a login, days, a page of it.

use std::str::FromStr as _;

use basics::{BusinessDate, Moment};
use pages::{Form, Message, Submitted, encoded};

/// Rows on a page of a log.
pub const LOG_ROWS: i64 = 40;

/// What was asked for, with what is wrong with it.
pub struct LogQuery {
    pub form: Form,
    /// Name of a login; empty for all.
    pub login: String,
    pub from: Moment,
    pub before: Moment,
    /// Counted from 0.
    pub page: i64,
}

impl LogQuery {
    /// Reads `login=…&from=…&until=…&page=…`; a day that is none is said and left out.
    pub fn read(query: &str) -> LogQuery {
        let mut form = Form::from(Submitted::url_encoded(query.as_bytes()));
        let mut day = |name: &str| {
            let typed = form.value(name).trim().to_owned();
            let day = BusinessDate::from_str(&typed).ok();
            if day.is_none() && !typed.is_empty() {
                form.refuse(name, Message::new("form-not-a-date"));
            }
            day
        };
        let (from, until) = (day("from"), day("until"));
        LogQuery {
            login: form.value("login").trim().to_lowercase(),
            from: from.map_or(Moment(0), BusinessDate::begins),
            before: until.map_or(Moment(i64::MAX), |day| day.plus_days(1).begins()),
            page: form.value("page").parse().unwrap_or(0).clamp(0, 10_000),
            form,
        }
    }

    /// How many rows come before this page.
    pub fn leave_out(&self) -> i64 {
        self.page * LOG_ROWS
    }

    /// The same with another page, as it stands behind `?`.
    pub fn with_page(&self, page: i64) -> String {
        let kept = ["login", "from", "until"].map(|name| format!("{name}={}", encoded(self.form.value(name).trim())));
        format!("{}&page={page}", kept.join("&"))
    }
}
