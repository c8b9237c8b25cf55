//! Turns a template and its data into a printed page: a PDF with Chinese type, the same bytes every time.
//!
//! Nothing here reads the disk, the network, the clock or the environment: a template sees only what its [`Paper`] carries.
//! Typesetting takes tens to hundreds of milliseconds and does not yield; call [`typeset`] from a blocking thread.

mod desk;
#[cfg(test)]
mod tests;

use serde_json::Value;
use thiserror::Error;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};

use crate::desk::Desk;

/// A paper with more pages is a mistake in the query behind it, not something anybody prints.
pub const PAGES_MAX: usize = 400;

/// After so many papers without use a cached layout is dropped; without this the memory of the process grows with every paper.
const CACHE_AGE_MAX: usize = 10;

/// One paper to be set.
#[derive(Debug, Clone)]
pub struct Paper<'a> {
    /// The text of the template in the typst language, as `include_str!` gives it.
    pub template: &'static str,
    /// Further sources the template may `#import` or `#include`: file name (`"common.typ"`) and text.
    pub library: &'static [(&'static str, &'static str)],
    /// What the template reads with `json("data.json")`. Never paste data into the template text instead.
    pub data: &'a Value,
    /// Pictures (PNG, JPEG) the template opens with `image("<name>")`. The typesetter keeps every file name it has ever met
    /// until the process ends, so use a fixed name (`"signature.png"`), never one made from a number or a person.
    pub images: Vec<(String, Vec<u8>)>,
    /// Year, month 1–12, day: what the template's `datetime.today()` says and what the PDF carries as its date (at 00:00 UTC).
    pub today: (i32, u8, u8),
}

/// A finished paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file, PDF 1.7, its fonts embedded.
    pub bytes: Vec<u8>,
    /// How many sheets of paper, one side each; at least 1.
    pub pages: usize,
}

/// Why a paper could not be set.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum PaperError {
    /// The template and its data do not fit: a missing field, a missing file, a slip in the template itself. One line per fault,
    /// `file:line: what`. This is for the log: it may quote the data.
    #[error("the paper cannot be set: {0}")]
    Template(String),
    /// The layout has this many pages, more than [`PAGES_MAX`].
    #[error("the paper would have {0} pages; at most {PAGES_MAX} are printed")]
    TooManyPages(usize),
    /// The pages are laid out but cannot be written as PDF, for instance because of a broken picture.
    #[error("the paper cannot be written as PDF: {0}")]
    Export(String),
    /// `today` is not a day of the calendar, year 1 to 9999.
    #[error("{0}-{1}-{2} is not a day")]
    NoSuchDay(i32, u8, u8),
    /// A library or picture name that cannot be a file name inside the paper, or that is taken.
    #[error("{0:?} cannot name a file of a paper")]
    FileName(String),
}

/// Sets `paper` and returns it as PDF. The same paper gives the same bytes.
///
/// # Errors
/// See [`PaperError`]; nothing is kept of a paper that failed.
pub fn typeset(paper: &Paper) -> Result<Pdf, PaperError> {
    let outcome = set(paper);
    typst::comemo::evict(CACHE_AGE_MAX);
    outcome
}

fn set(paper: &Paper) -> Result<Pdf, PaperError> {
    let today = day(paper.today)?;
    let desk = Desk::lay(paper, today)?;
    let document = typst::compile::<PagedDocument>(&desk).output.map_err(|faults| PaperError::Template(told(&desk, &faults)))?;
    let pages = document.pages().len();
    if pages > PAGES_MAX {
        return Err(PaperError::TooManyPages(pages));
    }
    let options = PdfOptions {
        // The name and version of the typesetter would change the bytes with every update of it.
        creator: Smart::Custom(None),
        timestamp: Some(Timestamp::new_utc(today)),
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|faults| PaperError::Export(told(&desk, &faults)))?;
    Ok(Pdf { bytes, pages })
}

fn day((year, month, day): (i32, u8, u8)) -> Result<Datetime, PaperError> {
    // The time of day is there because a PDF date without one is not read by every viewer.
    let midnight = if (1..=9999).contains(&year) { Datetime::from_ymd_hms(year, month, day, 0, 0, 0) } else { None };
    midnight.ok_or(PaperError::NoSuchDay(year, month, day))
}

fn told(desk: &Desk, faults: &[SourceDiagnostic]) -> String {
    let lines = faults.iter().map(|fault| match desk.place(fault) {
        Some((file, line)) => format!("{file}:{line}: {}", fault.message),
        None => fault.message.to_string(),
    });
    lines.collect::<Vec<_>>().join("\n")
}
