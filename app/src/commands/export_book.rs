//! `export-book`: a book as JSON Lines in the hashed form, for a verifier that is not ours.

use std::io::Write as _;

use basics::County;
use ledger::{ExportedPosting, genesis, next_head};

use super::Called;
use crate::exit::{Exit, Failure};
use crate::interrupt::Leaving;
use crate::opening;

/// Postings read at once.
const PAGE: i64 = 500;

/// Writes the postings there were at the start; the book may grow meanwhile, because nothing in it changes.
pub fn run(called: &Called, county: County) -> Result<Exit, Failure> {
    let _leaving = Leaving::at_signal("Interrupted; the export is not whole. Run the command again.");
    let db = opening::open_current(&called.read.config)?;
    if !db.read_now(database::books)?.iter().any(|book| book.county == county) {
        return Err(Failure::usage(format!("There is no book {county} here.")));
    }
    let (last, _) = db.read_now(move |tx| ledger::head(tx, county))?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (mut after, mut head) = (0, genesis(county));
    while after < last {
        let upto = (after + PAGE).min(last);
        let postings: Vec<ExportedPosting> = db.read_now(move |tx| ledger::export_page(tx, county, after, upto))?;
        for posting in &postings {
            head = next_head(&head, &posting.stored);
            if let Err(error) = writeln!(out, "{}", posting.json(&head)) {
                return unwritten(&error);
            }
        }
        after = upto;
    }
    if let Err(error) = out.flush() {
        return unwritten(&error);
    }
    Ok(Exit::Good)
}

/// A reader such as `head` that has seen enough is no failure.
fn unwritten(error: &std::io::Error) -> Result<Exit, Failure> {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        return Ok(Exit::Good);
    }
    Err(Failure::cannot_open(format!("The export cannot be written: {error}. Make room where the output goes and run the command again.")))
}
