//! SQL about the log of looking, with the households it is about.

use basics::{County, Id, Moment};
use database::{DatabaseError, Tx, args, statements};

statements! {
    SINCE = "SELECT count(*) FROM access_log WHERE county = $1 AND at >= $2";
    // `$5` holds codes between commas: those of the divisions overseen, each with all below it. What lies in no village lies in the county.
    PAGE = "SELECT a.at, l.display_name, a.kind, a.subject, a.what, a.purpose, p.name, h.code FROM access_log a JOIN login l ON l.id = a.login
            LEFT JOIN household h ON h.county = a.county AND a.kind = 'household' AND h.id = a.subject
            LEFT JOIN person p ON p.county = h.county AND p.id = h.head
            WHERE a.county = $1 AND ($2 = '' OR l.name = $2) AND a.at >= $3 AND a.at < $4
            AND ($5 LIKE '%,' || substr(coalesce(h.village, $6), 1, 4) || ',%' OR $5 LIKE '%,' || substr(coalesce(h.village, $6), 1, 6) || ',%'
              OR $5 LIKE '%,' || substr(coalesce(h.village, $6), 1, 9) || ',%' OR $5 LIKE '%,' || substr(coalesce(h.village, $6), 1, 12) || ',%')
            ORDER BY a.at DESC, a.id DESC LIMIT $7 OFFSET $8";
}

/// How often somebody looked at what is masked since a moment.
pub(crate) fn looks_since(tx: &mut Tx<'_>, county: County, since: Moment) -> Result<i64, DatabaseError> {
    tx.one(SINCE, args![county, since], |row| row.get(0))
}

/// A look as the list shows it.
#[derive(Clone, Debug)]
pub(super) struct Looked {
    pub at: Moment,
    pub who: String,
    pub kind: String,
    pub subject: Id,
    pub what: String,
    pub purpose: String,
    /// Head and code of the household, where it was one.
    pub household: Option<(String, String)>,
}

/// What of the log is wanted.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// Name of a login; empty for all.
    pub login: String,
    pub from: Moment,
    pub before: Moment,
    /// Codes of divisions, each with all below it.
    pub within: Vec<String>,
    pub limit: i64,
    pub leave_out: i64,
}

/// A page of the log, newest first.
pub(super) fn looked(tx: &mut Tx<'_>, county: County, wanted: &Wanted) -> Result<Vec<Looked>, DatabaseError> {
    let Wanted { login, from, before, within, limit, leave_out } = wanted;
    let codes = format!(",{},", within.join(","));
    tx.rows(PAGE, args![county, login, from, before, codes, county.to_string(), limit, leave_out], |row| {
        let (name, code): (Option<String>, Option<String>) = (row.get(6)?, row.get(7)?);
        Ok(Looked {
            at: row.get(0)?,
            who: row.get(1)?,
            kind: row.get(2)?,
            subject: row.get(3)?,
            what: row.get(4)?,
            purpose: row.get(5)?,
            household: name.zip(code),
        })
    })
}
