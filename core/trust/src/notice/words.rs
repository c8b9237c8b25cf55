//! What a notice says: its heading, values of its columns, sums.

use basics::BusinessDate;
use divisions::Divisions;
use pages::{Frame, Message};

use super::{Hung, Line, Notice};
use crate::list_type::{Column, ColumnKind, ListType};
use crate::roster::Roster;

/// `翠屏村 2019 年 12 月积分公示`; what hangs out later for the same month says which addition it is.
pub fn heading(frame: &Frame, list_type: &ListType, roster: &Roster, notice: &Notice, on: BusinessDate) -> String {
    heading_of(frame, list_type, (&roster.place, roster.period), notice.earlier, on)
}

/// The same of a place and a month.
pub(crate) fn heading_of(frame: &Frame, list_type: &ListType, (place, period): (&str, i64), earlier: i64, on: BusinessDate) -> String {
    let place = Divisions::built_in().find(place, on.date()).map_or_else(|| place.to_owned(), |place| place.short_name());
    let (year, month) = ((period / 100).to_string(), period % 100);
    let heading = frame.message(&Message::new(list_type.title).with("place", place).with("year", year).with("month", month));
    if earlier > 0 { frame.say2("notice-adds", "heading", heading, "number", earlier) } else { heading }
}

/// A line as a person tells it from the others: two heads of a group may be called alike.
pub(crate) fn line_of(frame: &Frame, line: &Line, name: String) -> String {
    let words = Message::new("notice-line-of").with("number", line.number).with("name", name);
    frame.message(&words.with("group", line.group_label.as_str()))
}

/// From the county down.
pub(crate) fn place_in_full(roster: &Roster, on: BusinessDate) -> String {
    Divisions::built_in().full_name(&roster.place, on.date()).unwrap_or_else(|| roster.place.clone())
}

/// A value as its column writes it.
pub fn written(kind: ColumnKind, value: i64) -> String {
    match kind {
        ColumnKind::Tenths { signed: false } if value == 0 => "—".to_owned(),
        ColumnKind::Tenths { signed } => {
            let points = money::TenthPoints(value.abs());
            match value.signum() {
                -1 => format!("−{points}"),
                1 if signed => format!("+{points}"),
                _ => points.to_string(),
            }
        }
        ColumnKind::Count | ColumnKind::Text => value.to_string(),
    }
}

/// The values of a line in words, column by column.
pub(crate) fn values(columns: &[Column], hung: &Hung) -> Vec<String> {
    columns.iter().zip(&hung.line.values).map(|(column, value)| written(column.kind, *value)).collect()
}

/// The sums of the columns that have one, with the columns' names.
pub(crate) fn sums(columns: &[Column], lines: &[Hung]) -> Vec<(&'static str, String)> {
    let sum = |at: usize| lines.iter().filter_map(|hung| hung.line.values.get(at)).sum();
    let summed = columns.iter().enumerate().filter(|(_, column)| column.summed);
    // A sum of nothing is nothing, not a dash.
    let said = |kind, sum: i64| if sum == 0 { "0".to_owned() } else { written(kind, sum) };
    summed.map(|(at, column)| (column.name, said(column.kind, sum(at)))).collect()
}
