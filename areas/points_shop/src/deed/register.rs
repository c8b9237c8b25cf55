//! The deed register as a paper: what was recorded in a village group in a month, for the check and for the meeting's file.

mod store;

use std::collections::BTreeMap;

use axum::extract::{Path, Query};
use basics::{BusinessDate, County, Id};
use database::DatabaseError;
use money::TenthPoints;
use pages::{Choice, Frame, PageResult};
use people::{RouteAccess, Routes, Target, Visitor};
use registry::household::group_number;
use serde_json::{Value, json};

use self::store::{Entry, of_month};
use super::photo;
use crate::area::SEE_DEEDS;
use crate::names::names;
use crate::papers;
use crate::shop::{full_name, townships};

pub(crate) use self::store::STATEMENTS;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/c/{county}/deeds/register.pdf", RouteAccess::Needs(SEE_DEEDS, "county-part"), print)
}

/// Villages whose register the visitor may print.
pub(super) fn villages(visitor: &Visitor, county: County) -> Vec<Choice> {
    let all = townships(county, &visitor.divisions(SEE_DEEDS, county), visitor.site().today());
    all.into_iter().flat_map(|township| township.villages).map(|(code, name)| Choice::new(code, name)).collect()
}

/// `2020-01`, as a browser's field for months has it.
pub(super) fn month_text(on: BusinessDate) -> String {
    let (year, month, _) = on.parts();
    format!("{year:04}-{month:02}")
}

/// The month (yyyymm) that was asked for, as `2019-12` or `201912`; what is none is this one.
fn month_number(asked: &str, today: BusinessDate) -> i64 {
    let asked = asked.trim();
    let dashed = match asked.split_at_checked(4) {
        Some((year, month)) if month.len() == 2 => format!("{year}-{month}-01"),
        _ => format!("{asked}-01"),
    };
    dashed.parse().unwrap_or(today).month_number()
}

#[derive(serde::Deserialize, Default)]
struct RegisterQuery {
    #[serde(default)]
    village: String,
    /// Empty: all groups, each on sheets of its own.
    #[serde(default)]
    group: String,
    #[serde(default)]
    month: String,
}

async fn print(visitor: Visitor, Path(county): Path<County>, Query(asked): Query<RegisterQuery>) -> PageResult {
    visitor.must(SEE_DEEDS, &Target::division(&asked.village))?;
    let (today, village) = (visitor.site().today(), asked.village.clone());
    let month = month_number(&asked.month, today);
    let (mut entries, names) = visitor
        .site()
        .db
        .read(move |tx| {
            let entries = of_month(tx, county, &village, month)?;
            let names = names(tx, entries.iter().map(|entry| entry.recorder))?;
            Ok::<_, DatabaseError>((entries, names))
        })
        .await?;
    let frame = visitor.frame();
    let group = asked.group.trim().trim_end_matches('组');
    entries.retain(|entry| group.is_empty() || entry.group == group);
    let mut groups: Vec<String> = entries.iter().map(|entry| entry.group.clone()).collect();
    if groups.is_empty() {
        groups.push(group.to_owned());
    }
    groups.sort_by_key(|group| (group_number(group), group.clone()));
    groups.dedup();
    let sheet = |group: &String| {
        let of_group: Vec<&Entry> = entries.iter().filter(|entry| entry.group == *group).collect();
        group_data(&frame, group, &of_group, &names)
    };
    let data = json!({
        "village": full_name(&asked.village, today),
        "month": format!("{}-{:02}", month / 100, month % 100),
        "groups": groups.iter().map(sheet).collect::<Vec<_>>(),
        "printed_at": format!("{today} {}", visitor.site().now().hour_minute()),
        "demo": visitor.site().options.demo,
    });
    papers::REGISTER.answer(&frame, data, Vec::new(), today.parts()).await
}

fn group_data(frame: &Frame, group: &str, entries: &[&Entry], names: &BTreeMap<Id, String>) -> Value {
    let sum = |minus: bool| entries.iter().map(|entry| entry.points).filter(|points| points.is_negative() == minus).sum::<TenthPoints>();
    let lines: Vec<Value> = entries.iter().zip(1..).map(|(entry, number)| line(frame, entry, number, names)).collect();
    let group = if group.is_empty() { String::new() } else { frame.say1("household-in-group", "group", group) };
    json!({ "group": group, "plus": signed(sum(false)), "minus": signed(sum(true)), "lines": lines })
}

fn signed(points: TenthPoints) -> String {
    match points {
        TenthPoints::ZERO => "0".to_owned(),
        _ if points.is_negative() => format!("−{}", points.abs()),
        _ => format!("+{points}"),
    }
}

fn line(frame: &Frame, entry: &Entry, number: i64, names: &BTreeMap<Id, String>) -> Value {
    let late = if entry.late_reason.is_empty() { String::new() } else { frame.say1("register-late", "reason", &entry.late_reason) };
    let told = [entry.person_name.as_str(), entry.place.as_str(), entry.note.as_str(), late.as_str()];
    let note = told.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ");
    let mut evidence = Vec::new();
    if !entry.witness.is_empty() {
        evidence.push(frame.say1("register-witness", "name", &entry.witness));
    }
    if entry.photos > 0 {
        evidence.push(frame.say1("register-photos", "count", entry.photos));
    }
    if let Some(missing) = photo::missing(&entry.evidence, usize::try_from(entry.photos).unwrap_or(usize::MAX)) {
        evidence.push(frame.say(missing));
    }
    json!({
        "number": number,
        "date": entry.done_on.to_string(),
        "household": entry.head_name,
        "code": entry.code,
        "deed": entry.item,
        "note": note,
        "rule": entry.rule_number,
        "points": if entry.points == TenthPoints::ZERO { "—".to_owned() } else { signed(entry.points) },
        "recorder": names.get(&entry.recorder).cloned().unwrap_or_default(),
        "evidence": evidence,
        "state": frame.say(&format!("deed-state-{}", entry.state)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_month_is_this_one() {
        let today = BusinessDate::from_number(20_200_108).expect("a day");
        for (asked, expected) in [("2019-12", 201_912), (" 2020-02 ", 202_002), ("", 202_001), ("2019-13", 202_001), ("去年", 202_001)] {
            assert_eq!(month_number(asked, today), expected, "{asked}");
        }
        assert_eq!(month_text(today), "2020-01");
    }
}
