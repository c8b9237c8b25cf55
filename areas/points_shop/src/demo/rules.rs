//! The rule tables of the demo's townships: the shipped one, adopted when the shops opened.

use basics::Id;
use database::{DatabaseError, Db};

use super::people_of::id_of;
use super::scene::{REVIEWERS, Scene};
use super::{at, county};
use crate::point_rule::{self, Adoption};

pub(super) fn adopt(db: &Db, scene: &Scene) -> Result<(), DatabaseError> {
    let mut townships: Vec<String> = scene.shops.iter().map(|shop| shop.village[..9].to_owned()).collect();
    townships.dedup();
    for (number, township) in townships.into_iter().enumerate() {
        let (by, on) = (id_of(REVIEWERS[number % REVIEWERS.len()].0).any(), scene.started);
        let name = divisions::Divisions::built_in().find(&township, on.date()).map_or_else(String::new, |found| found.name.clone());
        // The first township's table keeps the id it has in a small demo.
        let id = if number == 0 { Id::derived(&[b"demo rules"]) } else { Id::derived(&[b"demo rules", township.as_bytes()]) };
        db.write_now(move |tx| {
            let now = at(on, 30);
            let table = point_rule::draft(tx, county(), &township, id, (by, now), on)?;
            let adoption = Adoption {
                on,
                valid_from: on,
                meeting: format!("{name}村民代表联席会"),
                attended: 46,
                minutes: "镇扶贫办 会-2019-001".to_owned(),
                by,
            };
            let adopted = point_rule::adopt(tx, county(), table.id, &adoption, on, now);
            adopted.map_err(|refused| DatabaseError::Broken(format!("the demo's rules: {refused:?}")))
        })?;
    }
    Ok(())
}
