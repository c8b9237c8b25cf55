//! `verify`: recounts books, walks their chains, looks for the guards; prints each head and the first thing that does not fit.

use basics::County;
use database::{DatabaseError, Db, Table};
use ledger::{BookReport, Misfit};
use serde_json::{Value, json};

use super::Called;
use crate::command_line::Verify;
use crate::exit::{Exit, Failure};
use crate::interrupt::Leaving;
use crate::{areas, opening, terminal};

/// A head noted earlier.
#[derive(Clone, Debug)]
pub struct GivenHead {
    county: County,
    seq: i64,
    head: Vec<u8>,
}

/// Digits a code on paper has at least.
const LEAST_BYTES: usize = 6;

/// Reads `530624:118:ab12…`, the hash whole or as papers have its beginning, in groups of four.
pub fn given_head(text: &str) -> Result<GivenHead, String> {
    let wrong = || {
        "a head is written COUNTY:NUMBER:HASH, such as 530624:118: and the hexadecimal digits on the paper, 12 of them or up to 64"
            .to_owned()
    };
    // As it stands on paper, with blanks and thousands marks.
    let bare: String = text.chars().filter(|letter| !letter.is_whitespace() && *letter != ',').collect();
    let parts: Vec<&str> = bare.split(':').collect();
    let [county, seq, head] = parts[..] else { return Err(wrong()) };
    let head = hex::decode(head).map_err(|_| wrong())?;
    if !(LEAST_BYTES..=32).contains(&head.len()) {
        return Err(wrong());
    }
    Ok(GivenHead { county: county.parse().map_err(|_| wrong())?, seq: seq.parse().map_err(|_| wrong())?, head })
}

/// Verifies the books asked for.
pub fn run(called: &Called, wanted: Verify) -> Result<Exit, Failure> {
    let _leaving = Leaving::at_signal("Interrupted; nothing was changed. Run the command again.");
    let db = opening::open_current(&called.read.config)?;
    let counties = counties(&db, wanted.county)?;
    if let Some(head) = wanted.heads.iter().find(|head| !counties.contains(&head.county)) {
        return Err(Failure::usage(format!("--head names book {}, which is not among those verified.", head.county)));
    }
    let mut reports = Vec::new();
    let mut good = true;
    for county in counties {
        let heads: Vec<&GivenHead> = wanted.heads.iter().filter(|head| head.county == county).collect();
        let report = verified(&db, county, &heads)?;
        good &= report.misfits.is_empty();
        if !called.json {
            say(&report);
        }
        reports.push(report);
    }
    let missing = missing_guards(&db)?;
    db.close();
    if called.json {
        let books: Vec<Value> = reports.iter().map(as_json).collect();
        terminal::result(&json!({ "good": good && missing.is_empty(), "books": books, "missing_guards": missing }).to_string());
    }
    for (table, what) in &missing {
        terminal::note(&format!(
            "Table {table} lacks its guard against {what}. Find out who took it away; xieshou migrate sets it up again."
        ));
    }
    Ok(if good && missing.is_empty() { Exit::Good } else { Exit::Found })
}

fn counties(db: &Db, wanted: Option<County>) -> Result<Vec<County>, Failure> {
    let open: Vec<County> = db.read_now(database::books)?.into_iter().map(|book| book.county).collect();
    match wanted {
        None => Ok(open),
        Some(county) if open.contains(&county) => Ok(vec![county]),
        Some(county) => {
            let open = open.iter().map(County::to_string).collect::<Vec<_>>().join(", ");
            Err(Failure::usage(format!("There is no book {county} here. The books are: {open}.")))
        }
    }
}

/// One recount; where several heads were noted, one for each.
pub fn verified(db: &Db, county: County, heads: &[&GivenHead]) -> Result<BookReport, Failure> {
    let given = |head: Option<&GivenHead>| -> Result<BookReport, Failure> {
        let (progress, head) = (ledger::Progress::default(), head.map(|head| (head.seq, head.head.clone())));
        let _shown = terminal::Progress::show(&format!("book {county}"), progress.done.clone(), progress.of.clone());
        Ok(db.read_now(move |tx| ledger::verify_book(tx, county, head.as_ref(), &progress))?)
    };
    let mut report = given(heads.first().copied())?;
    for head in heads.iter().skip(1) {
        let other = given(Some(head))?.misfits.into_iter();
        report.misfits.extend(other.filter(|misfit| matches!(misfit, Misfit::GivenHead { .. } | Misfit::Shorter { .. })));
    }
    Ok(report)
}

fn say(report: &BookReport) {
    let BookReport { county, postings, head, misfits, corrected_texts } = report;
    let head = hex::encode(head);
    match misfits.first() {
        None => terminal::result(&format!("{county} {postings} {head} ok")),
        Some(first) => terminal::result(&format!("{county} {postings} {head} does not fit: {first}; {} in all", misfits.len())),
    }
    if !corrected_texts.is_empty() {
        terminal::note(&format!(
            "Book {county}: the text of {} postings was corrected since, which is allowed; the first is {}.",
            corrected_texts.len(),
            corrected_texts[0]
        ));
    }
}

fn as_json(report: &BookReport) -> Value {
    let misfits: Vec<String> = report.misfits.iter().map(Misfit::to_string).collect();
    json!({
        "county": report.county.code(), "seq": report.postings, "head": hex::encode(report.head), "ok": misfits.is_empty(),
        "misfits": misfits, "corrected_texts": report.corrected_texts,
    })
}

/// Guards that should be there and are not.
pub fn missing_guards(db: &Db) -> Result<Vec<(&'static str, &'static str)>, DatabaseError> {
    let tables: Vec<Table> = areas::schemas().iter().flat_map(|schema| schema.tables).copied().collect();
    db.read_now(move |tx| database::missing_guards(tx, &tables))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_head_is_refused_or_read_as_it_is_printed(bytes in prop::collection::vec(any::<u8>(), 0..80), nearly in "[0-9]{5,7}:[-0-9 ,]{1,20}:[0-9a-f ]{0,70}") {
            for text in [String::from_utf8_lossy(&bytes).into_owned(), nearly] {
                if let Ok(given) = given_head(&text) {
                    let printed = format!("{}:{}:{}", given.county, given.seq, hex::encode(&given.head));
                    let again = given_head(&printed).expect("as it is printed");
                    prop_assert_eq!((again.county, again.seq, again.head), (given.county, given.seq, given.head));
                }
            }
        }
    }
}
