//! The pages that are measured: their addresses in the filled demo, and how soon each is answered.

use std::time::Instant;

use basics::{BusinessDate, Id};
use database::Db;
use points_shop::bench::{Place, places, traced_lot};

use super::visitor::Visitor;
use crate::commands::measured::at_share;
use crate::exit::Failure;

/// How often each page is asked for with a warm cache.
const WARM: usize = 15;

/// A page by its name, and where it is.
#[derive(Clone)]
pub(super) struct Page {
    pub(super) name: &'static str,
    /// Who asks for it, by the login of the demo.
    pub(super) login: &'static str,
    pub(super) path: String,
    /// It shows one thing, whatever else is in the book, and so must not slow down as the book grows.
    pub(super) steady: bool,
}

/// The shop where the measuring is done, and the pages about it and its county.
pub(super) struct Scene {
    pub(super) place: Place,
    pub(super) pages: Vec<Page>,
}

/// Looks the addresses up.
pub(super) fn scene(db: &Db, on: BusinessDate) -> Result<Scene, Failure> {
    let county = points_shop::demo::county();
    let place = places(db, county, on)?.into_iter().next().ok_or_else(|| Failure::cannot_open("The demo has no shop."))?;
    let customer = place.customers[place.customers.len() / 2].household;
    let postings = db.read_now(move |tx| ledger::export_page(tx, county, 0, 1_000))?;
    let posting: Id =
        postings.last().map(|posting| posting.leaf.id.any()).ok_or_else(|| Failure::cannot_open("The book has no posting."))?;
    let shop = place.shop;
    let year_end = BusinessDate::try_new(2019, 12, 31).map_err(|error| Failure::cannot_open(error.to_string()))?;
    let lot = db.read_now(move |tx| traced_lot(tx, county, year_end))?.ok_or_else(|| Failure::cannot_open("The demo has no slip."))?;
    let initials = place.customers[place.customers.len() / 2].name.clone();
    let at_shop = |name, path: String| Page { name, login: "liuyun", path: format!("/c/{county}{path}"), steady: true };
    let pages = vec![
        Page { name: "home", login: "gaomin", path: "/".to_owned(), steady: false },
        Page { name: "county", login: "gaomin", path: format!("/c/{county}/figures?year=2019"), steady: true },
        at_shop("shop", format!("/figures/{shop}?year=2019")),
        at_shop("passbook", format!("/households/{customer}/points")),
        at_shop("posting", format!("/postings/{posting}")),
        at_shop("trace", format!("/lots/{lot}")),
        at_shop("search", format!("/shops/{shop}/counter?q={}", encoded(&initials))),
        at_shop("counter", format!("/shops/{shop}/counter/{customer}")),
        at_shop("goods", format!("/shops/{shop}/goods")),
        Page { steady: false, ..at_shop("day", format!("/shops/{shop}/today")) },
    ];
    Ok(Scene { place, pages })
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Milliseconds of a page: the first time, then half of the others faster.
pub(super) fn timed(visitor: &mut Visitor, page: &Page) -> Result<(f64, f64), Failure> {
    let mut ask = || {
        let began = Instant::now();
        let answer = visitor.get(&page.path)?;
        let took = began.elapsed().as_secs_f64() * 1000.0;
        if answer.status == 200 { Ok(took) } else { Err(Failure::cannot_open(format!("{} answers {}.", page.path, answer.status))) }
    };
    let first = ask()?;
    let mut warm = (0..WARM).map(|_| ask()).collect::<Result<Vec<f64>, Failure>>()?;
    warm.sort_by(f64::total_cmp);
    Ok((first, at_share(&warm, 0.5)))
}
