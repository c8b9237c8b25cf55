//! The rule table of the demo's township: the shipped one, adopted when the shops opened.

use basics::Id;
use database::{DatabaseError, Db};

use super::people_of::{id_of, started};
use super::{at, county};
use crate::point_rule::{self, Adoption};

const TOWNSHIP: &str = "530624101";

pub(super) fn adopt(db: &Db) -> Result<(), DatabaseError> {
    let by = id_of("zhouxiang").any();
    db.write_now(move |tx| {
        let now = at(started(), 30);
        let table = point_rule::draft(tx, county(), TOWNSHIP, Id::derived(&[b"demo rules"]), (by, now), started())?;
        let adoption = Adoption {
            on: started(),
            valid_from: started(),
            meeting: "翠华镇村民代表联席会".to_owned(),
            attended: 46,
            minutes: "镇扶贫办 会-2019-001".to_owned(),
            by,
        };
        point_rule::adopt(tx, county(), table.id, &adoption, started(), now)
            .map_err(|refused| DatabaseError::Broken(format!("the demo's rules: {refused:?}")))
    })
}
