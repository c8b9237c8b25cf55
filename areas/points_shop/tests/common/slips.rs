//! What households did: brought points along, got a card, took goods, changed their mind, had something put aside.

use basics::{Id, Subject};
use database::{DatabaseError, Tx};
use ledger::{Proposal, propose_reversal};
use money::{Pieces, TenthPoints};
use points_shop::card::{self, Card};
use points_shop::goods::Goods;
use points_shop::late_slip::{self, LateSlip};
use points_shop::opening_balance::{OpeningBalance, award};
use points_shop::redemption::{self, Cancellation, Redemption, Wanted};
use points_shop::set_aside::{self, SetAside};
use points_shop::signature::Signed;
use registry::household::Household;
use testkit::permissions::Place;
use testkit::{NOW, today};

use super::households::Households;
use super::logins::Staff;
use super::shelves::{Shelf, on_paper};
use super::{Note as _, Spot, granted};

pub(super) fn write(
    tx: &mut Tx<'_>,
    spot: Spot,
    staff: &Staff,
    (households, shelf): (&Households, &Shelf),
    picture: &str,
    place: &mut Place,
) -> Result<(), DatabaseError> {
    bring_points(tx, spot, staff, households, place);
    issue_card(tx, spot, staff, households.first, place)?;
    let drawn = Signed { kind: "drawn", what: picture.to_owned() };
    redeem(tx, spot, staff, ("redemption", households.first, shelf.rice, drawn), place);
    redeem(tx, spot, staff, ("cancelled", households.first, shelf.soap, on_paper("领-0002")), place);
    let cancellation = Cancellation {
        county: spot.county(),
        shop: spot.id("shop"),
        redemption: spot.id("cancelled"),
        reason: "拿错了".to_owned(),
        on: today(),
        salt: [7; 16],
    };
    granted(redemption::cancel(tx, &cancellation, &staff.manager, NOW));
    redemption::note_reprint(tx, spot.county(), spot.id("redemption"), staff.manager.id.any(), NOW)?;
    enter_late(tx, spot, staff, (households.first, shelf.soap));
    put_aside(tx, spot, staff, households.second, shelf.rice, place);
    let subject = Subject::new(spot.county(), "household", households.first);
    people::log_access(tx, spot.id("access"), staff.supervisor, &subject, ("id_number", "核对补卡人的身份"), NOW)
}

fn bring_points(tx: &mut Tx<'_>, spot: Spot, staff: &Staff, households: &Households, place: &mut Place) {
    for (word, household, points) in [("opening_balance", households.first, 1_200), ("other_opening", households.second, 805)] {
        let balance = OpeningBalance {
            county: spot.county(),
            id: spot.id(word),
            shop: spot.id("shop"),
            household,
            on: today().plus_days(-5),
            points: TenthPoints(points),
            reason: "存折余额".to_owned(),
            signer: "户主".to_owned(),
            signed: on_paper("存-0001"),
            by: staff.reviewer.id.any(),
        };
        granted(award(tx, &balance, Some(&staff.reviewer), NOW));
    }
    let posting = spot.id("other_opening");
    let proposal = Proposal { id: spot.id("reversal"), posting, reason: "写错了户".to_owned(), by: staff.manager.id.any() };
    granted(propose_reversal(tx, spot.county(), &proposal, NOW));
    place.note::<OpeningBalance>("opening", spot.id("opening_balance"));
    place.note("reversal", proposal.id);
}

fn issue_card(tx: &mut Tx<'_>, spot: Spot, staff: &Staff, household: Id<Household>, place: &mut Place) -> Result<(), DatabaseError> {
    let letters = b"abcdefghjkmnpqrstuvwxyz23456789z";
    let secret = spot
        .id::<()>("secret")
        .as_bytes()
        .iter()
        .flat_map(|byte| [byte & 31, byte >> 3])
        .map(|at| char::from(letters[usize::from(at)]))
        .collect();
    let new = Card { county: spot.county(), id: spot.id("card"), household, number: 0, secret, issued_on: today(), dead_on: None };
    let issued = card::issue(tx, &new, "", staff.manager.id.any(), NOW)?;
    place.note("card", issued.id);
    place.values.insert("card_number", card::shown_number(issued.number));
    place.values.insert("secret", issued.secret);
    Ok(())
}

fn redeem(
    tx: &mut Tx<'_>,
    spot: Spot,
    staff: &Staff,
    (word, household, goods, signed): (&'static str, Id<Household>, Id<Goods>, Signed),
    place: &mut Place,
) {
    let slip = Redemption {
        county: spot.county(),
        id: spot.id(word),
        shop: spot.id("shop"),
        household,
        on: today(),
        at: NOW,
        clerk: staff.manager.id.any(),
        collector: spot.people[1].to_owned(),
        relation: "spouse".to_owned(),
        signed,
        set_aside: None,
    };
    place.note(word, slip.id);
    granted(redemption::redeem(tx, &slip, &[Wanted { goods, quantity: Pieces(2), lot: None, shown: None }], NOW));
}

/// A slip written by hand four days ago, before the count that missed its soap.
fn enter_late(tx: &mut Tx<'_>, spot: Spot, staff: &Staff, (household, goods): (Id<Household>, Id<Goods>)) {
    let redemption = Redemption {
        county: spot.county(),
        id: spot.id("late"),
        shop: spot.id("shop"),
        household,
        on: today().plus_days(-4),
        at: NOW,
        clerk: staff.manager.id.any(),
        collector: spot.people[1].to_owned(),
        relation: "spouse".to_owned(),
        signed: on_paper("手-0007"),
        set_aside: None,
    };
    let slip =
        LateSlip { redemption, paper_number: "手-0007".to_owned(), reason: "那天停电".to_owned(), entered_on: today(), sure: false };
    let wanted = [Wanted { goods, quantity: Pieces(1), lot: None, shown: None }];
    granted(late_slip::enter(tx, &slip, &wanted, &staff.manager, NOW));
}

fn put_aside(tx: &mut Tx<'_>, spot: Spot, staff: &Staff, household: Id<Household>, goods: Id<Goods>, place: &mut Place) {
    let asked = SetAside {
        county: spot.county(),
        id: spot.id("set_aside"),
        shop: spot.id("shop"),
        household,
        asked_by: spot.people[4].to_owned(),
        note: "电话里说的".to_owned(),
        for_day: today().plus_days(1),
        on: today(),
        by: staff.manager.id.any(),
    };
    place.note("set_aside", asked.id);
    granted(set_aside::make(tx, &asked, &[Wanted { goods, quantity: Pieces(1), lot: None, shown: None }], NOW));
}
