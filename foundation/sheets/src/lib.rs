//! Writes spreadsheets (xlsx): texts stay texts, amounts are numbers, the properties say who made it and when.
//!
//! Nothing here reads the disk or the clock. A text that a spreadsheet program could take for a formula is written as a text and
//! marked as quoted, so that it stays one even when somebody edits the cell.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use basics::{BusinessDate, Moment};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words, codes and ids: never turned into a number.
    Text(String),
    Whole(i64),
    /// Shown with one decimal.
    Tenths(i64),
    /// Shown with two decimals.
    Hundredths(i64),
    Day(BusinessDate),
    Empty,
}

/// One table on a sheet of its own.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// On the tab.
    pub name: String,
    /// Heading and width in characters.
    pub columns: Vec<(String, u16)>,
    pub rows: Vec<Vec<Cell>>,
    /// Sentences below the table.
    pub notes: Vec<String>,
}

/// Who made the file, when, and what it is.
#[derive(Clone, Debug)]
pub struct About {
    pub title: String,
    pub author: String,
    pub subject: String,
    pub at: Moment,
}

/// The file could not be put together.
#[derive(Debug, thiserror::Error)]
#[error("the spreadsheet cannot be written: {0}")]
pub struct SheetError(String);

impl From<XlsxError> for SheetError {
    fn from(error: XlsxError) -> Self {
        SheetError(error.to_string())
    }
}

/// Rows a sheet can hold, with room for heading and notes.
pub const ROWS_MAX: usize = 1_000_000;

/// Longest name of a tab.
const NAME_MAX: usize = 31;
/// Longest text of a cell.
const TEXT_MAX: usize = 32_767;

struct Formats {
    heading: Format,
    text: Format,
    quoted: Format,
    whole: Format,
    tenths: Format,
    hundredths: Format,
    day: Format,
}

/// The file.
pub fn write(about: &About, tables: &[Table]) -> Result<Vec<u8>, SheetError> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_timestamp(about.at.0 / 1000)?;
    let properties =
        DocProperties::new().set_title(&about.title).set_subject(&about.subject).set_author(&about.author).set_creation_datetime(&created);
    book.set_properties(&properties);
    let formats = Formats {
        heading: Format::new().set_bold().set_text_wrap(),
        text: Format::new().set_num_format("@").set_text_wrap(),
        quoted: Format::new().set_num_format("@").set_text_wrap().set_quote_prefix(),
        whole: Format::new().set_num_format("#,##0"),
        tenths: Format::new().set_num_format("#,##0.0"),
        hundredths: Format::new().set_num_format("#,##0.00"),
        day: Format::new().set_num_format("yyyy-mm-dd"),
    };
    let mut names = BTreeSet::new();
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(free_name(&table.name, &mut names))?;
        fill(sheet, table, &formats)?;
    }
    Ok(book.save_to_buffer()?)
}

fn fill(sheet: &mut Worksheet, table: &Table, formats: &Formats) -> Result<(), SheetError> {
    for (column, (heading, width)) in (0_u16..).zip(&table.columns) {
        sheet.set_column_width(column, *width)?;
        sheet.write_string_with_format(0, column, heading, &formats.heading)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    let mut row = 1;
    for cells in table.rows.iter().take(ROWS_MAX) {
        for (column, cell) in (0_u16..).zip(cells) {
            put(sheet, (row, column), cell, formats)?;
        }
        row += 1;
    }
    for note in &table.notes {
        row += 1;
        sheet.write_string(row, 0, note)?;
    }
    Ok(())
}

fn put(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, formats: &Formats) -> Result<(), SheetError> {
    match cell {
        Cell::Text(text) => {
            let format = if is_like_a_formula(text) { &formats.quoted } else { &formats.text };
            let text: String = text.chars().take(TEXT_MAX).collect();
            sheet.write_string_with_format(row, column, text, format)?;
        }
        Cell::Whole(number) => drop(sheet.write_number_with_format(row, column, *number as f64, &formats.whole)?),
        Cell::Tenths(number) => drop(sheet.write_number_with_format(row, column, *number as f64 / 10.0, &formats.tenths)?),
        Cell::Hundredths(number) => drop(sheet.write_number_with_format(row, column, *number as f64 / 100.0, &formats.hundredths)?),
        Cell::Day(day) => {
            let (year, month, of_month) = day.parts();
            let date = ExcelDateTime::from_ymd(year.unsigned_abs(), month.unsigned_abs(), of_month.unsigned_abs())?;
            sheet.write_datetime_with_format(row, column, &date, &formats.day)?;
        }
        Cell::Empty => {}
    }
    Ok(())
}

/// What a spreadsheet program would read as a formula if it were typed.
fn is_like_a_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\u{2212}'])
}

/// The name, or with the first number before it that no other tab has; large and small letters are one to a spreadsheet.
fn free_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2_u32..).map(|number| format!("{number} {wanted}"));
    let names = std::iter::once(wanted.to_owned()).chain(numbered).map(|name| tab_name(&name));
    names.into_iter().find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
}

/// Without what no tab may be called by.
fn tab_name(name: &str) -> String {
    let mut room = NAME_MAX;
    // Counted as spreadsheets count, for whom a rare character is two.
    let fits = |c: &char| room.checked_sub(c.len_utf16()).map(|left| room = left).is_some();
    let plain: String = name.chars().map(|c| if c.is_control() || "[]:*?/\\'".contains(c) { ' ' } else { c }).take_while(fits).collect();
    let plain = plain.trim();
    if plain.is_empty() { "1".to_owned() } else { plain.to_owned() }
}
