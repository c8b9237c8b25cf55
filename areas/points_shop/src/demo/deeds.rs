//! Deeds of the demo's current month: some handed in and waiting to be checked, some checked, one kept as a draft.

use basics::Id;
use database::{DatabaseError, Db};
use money::TenthPoints;
use registry::household;

use super::people_of::id_of;
use super::{at, county, opening_day};
use crate::deed::{self, Deed, State, Step};
use crate::point_rule;

/// Where liaison and clerk of the demo are at home.
const VILLAGE: &str = "530624101201";

/// Days before the demo's day, start of the rule's item, where, witness, state.
const DEEDS: &[(i32, &str, &str, &str, State)] = &[
    (6, "出工修路", "二组水沟", "", State::Checked),
    (6, "出工修路", "二组水沟", "", State::Checked),
    (5, "参加村民会", "村委会", "", State::Checked),
    (4, "帮邻居", "四组", "朱世友", State::Submitted),
    (3, "参加村民会", "夜校", "", State::Submitted),
    (2, "老人同住", "", "", State::Submitted),
    (1, "烧秸秆", "河边地里", "", State::Submitted),
    (0, "红白事", "", "", State::Draft),
];

/// Recorded by the liaison of the village, checked by its clerk.
pub(super) fn record(db: &Db) -> Result<(), DatabaseError> {
    let of_village: Vec<_> =
        db.read_now(|tx| household::in_village(tx, county(), VILLAGE))?.into_iter().map(|household| household.id).collect();
    let step = (of_village.len() / DEEDS.len()).max(1);
    for ((days, item, place, witness, state), household) in DEEDS.iter().zip(of_village.into_iter().step_by(step)) {
        let done_on = opening_day().plus_days(-days);
        db.write_now(move |tx| {
            let broken = |refused: &dyn std::fmt::Debug| DatabaseError::Broken(format!("the demo's deeds: {refused:?}"));
            let (liaison, clerk) = (login(tx, "chenzu")?, login(tx, "wanghong")?);
            let table = point_rule::in_force(tx, county(), "530624101", done_on)?.ok_or_else(|| broken(&"no rules"))?;
            let rules = point_rule::rules(tx, county(), table.id)?;
            let rule = rules.iter().find(|rule| rule.item.starts_with(item)).ok_or_else(|| broken(item))?.id;
            let deed = Deed {
                county: county(),
                id: Id::derived(&[b"demo deed", household.as_bytes(), item.as_bytes()]),
                household,
                person: None,
                rule,
                done_on,
                place: (*place).to_owned(),
                witness: (*witness).to_owned(),
                note: String::new(),
                points: TenthPoints::ZERO,
                recorder: id_of("chenzu").any(),
                recorded_at: at(done_on, 300),
                state: if *state == State::Draft { State::Draft } else { State::Submitted },
            };
            deed::record(tx, &deed, &liaison, opening_day()).map_err(|refused| broken(&refused))?;
            if *state == State::Checked {
                deed::step(tx, (county(), deed.id), Step::Check, "", &clerk, (opening_day(), at(done_on, 480)))
                    .map_err(|refused| broken(&refused))?;
            }
            Ok::<_, DatabaseError>(())
        })?;
    }
    Ok(())
}

fn login(tx: &mut database::Tx<'_>, name: &str) -> Result<people::login::Login, DatabaseError> {
    let found = people::login::by_name(tx, name)?;
    found.map(|found| found.0).ok_or_else(|| DatabaseError::Broken(format!("the demo has no login {name}")))
}
