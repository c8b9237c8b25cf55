//! `bench weight`: every page that is reached by links from the homes of the demo's logins, and what it weighs on the wire.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::served::{Filled, Served};
use super::visitor::Visitor;
use crate::commands::Called;
use crate::commands::measured::{Report, Row};
use crate::commands::scratch::Scratch;
use crate::exit::{Exit, Failure};

/// What a page may weigh on the wire, in bytes.
const WIRE: usize = 50_000;
/// Pages of one kind that each login looks at.
const OF_A_KIND: usize = 4;

/// Looks at the pages as each login of the demo.
pub(super) fn run(called: &Called) -> Result<Exit, Failure> {
    let scratch = Scratch::take(&called.read.config.data)?;
    let filled = Filled::take(&scratch)?;
    let mut report = Report::begin(&called.read.config.data, 1, "SQLite WAL, synchronous=FULL", called.json)?;
    let served = Served::start(&filled.folder)?;
    let mut heaviest: BTreeMap<String, Heaviest> = BTreeMap::new();
    for login in filled.logins()? {
        let visitor = Visitor::sign_in(&served.base, &login.login, &login.password)?;
        walk(visitor, &mut heaviest)?;
    }
    for (kind, page) in heaviest {
        let figures = vec![("wire_bytes", page.bytes as f64), ("looked_at", page.looked_at as f64)];
        report.add(Row::new(format!("page {kind}"), figures).memory(served.memory_kib()).aims("at most 50 kB", page.bytes <= WIRE));
    }
    Ok(report.end())
}

#[derive(Default)]
struct Heaviest {
    bytes: usize,
    looked_at: usize,
}

/// Follows the links of pages, not of papers and pictures, which are files to keep.
fn walk(mut visitor: Visitor, heaviest: &mut BTreeMap<String, Heaviest>) -> Result<(), Failure> {
    let (mut seen, mut of_a_kind): (BTreeSet<String>, BTreeMap<String, usize>) = (BTreeSet::new(), BTreeMap::new());
    let mut ahead = VecDeque::from(["/".to_owned()]);
    while let Some(path) = ahead.pop_front() {
        let kind = kind(&path);
        let known = of_a_kind.entry(kind.clone()).or_default();
        if *known >= OF_A_KIND || !seen.insert(path.clone()) {
            continue;
        }
        *known += 1;
        let answer = visitor.get(&path)?;
        if answer.status != 200 || !answer.text.starts_with("<!") {
            continue;
        }
        let (_, bytes) = visitor.wire(&path)?;
        let page = heaviest.entry(kind).or_default();
        page.bytes = page.bytes.max(bytes);
        page.looked_at += 1;
        ahead.extend(links(&answer.text));
    }
    Ok(())
}

fn links(page: &str) -> Vec<String> {
    let targets = page.split("href=\"/").skip(1).filter_map(|rest| rest.split_once('"').map(|(target, _)| format!("/{target}")));
    let targets = targets.map(|target| target.replace("&amp;", "&").split('#').next().unwrap_or_default().to_owned());
    let file =
        |target: &String| [".pdf", ".xlsx", ".png", ".svg", ".css", ".js", ".webmanifest"].iter().any(|end| path_of(target).ends_with(end));
    targets.filter(|target| !file(target) && !target.starts_with("//") && !target.starts_with("/assets")).collect()
}

fn path_of(target: &str) -> &str {
    target.split('?').next().unwrap_or_default()
}

/// The address without what names one thing among many, and whether something was asked for.
fn kind(target: &str) -> String {
    let named = |part: &str| part.len() >= 6 && part.bytes().any(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = path_of(target).split('/').map(|part| if named(part) { "*" } else { part }).collect();
    let asked = if target.contains('?') { "?" } else { "" };
    format!("{}{asked}", parts.join("/"))
}
