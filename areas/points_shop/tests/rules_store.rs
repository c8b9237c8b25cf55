//! Rule tables on both engines: drafted from what is in force, changed row by row, adopted once, and then never changed.

use basics::{BusinessDate, Id};
use database::{Schema, open_book};
use money::TenthPoints;
use points_shop::point_rule::{self, AdoptRefused, Adoption, Effect, PointRule, RuleRefused, RuleTable};
use testkit::{NOW, Scratch, both_engines, daguan, id, today};

const CUIHUA: &str = "530624101";
const YUWAN: &str = "530624102";

fn schemas() -> Vec<Schema> {
    let mut all = vec![database::schema(), settings::schema(), ledger::schema(), people::schema(), registry::schema(), trust::schema()];
    all.extend(points_shop::area().schemas);
    all
}

fn drafted(db: &Scratch, place: &'static str, word: &str) -> (RuleTable, Vec<PointRule>) {
    let table_id = id(word);
    db.write_now(move |tx| {
        open_book(tx, daguan(), "大关县", today())?;
        let table = point_rule::draft(tx, daguan(), place, table_id, (id("gaomin"), NOW), today())?;
        let rows = point_rule::rules(tx, daguan(), table.id)?;
        Ok::<_, database::DatabaseError>((table, rows))
    })
    .expect("a draft")
}

fn adoption(on: BusinessDate, valid_from: BusinessDate) -> Adoption {
    Adoption { on, valid_from, meeting: "村民代表会".to_owned(), attended: 31, minutes: "会-001".to_owned(), by: id("gaomin") }
}

fn adopt(db: &Scratch, table: Id<RuleTable>, adoption: Adoption) -> Result<(), AdoptRefused> {
    db.write_now(move |tx| point_rule::adopt(tx, daguan(), table, &adoption, today(), NOW))
}

fn in_force(db: &Scratch, place: &'static str, on: BusinessDate) -> Option<Id<RuleTable>> {
    db.read_now(move |tx| point_rule::in_force(tx, daguan(), place, on)).expect("it can be read").map(|table| table.id)
}

both_engines! {
    fn a_version_is_adopted_once_and_stays_as_it_is(db in &schemas()) {
        let (table, rows) = drafted(db, CUIHUA, "first");
        assert_eq!((table.version, rows.len()), (1, point_rule::default_rules(daguan(), table.id).len()));
        assert_eq!(drafted(db, CUIHUA, "again").0.id, table.id, "a place has one draft at a time");
        assert_eq!(in_force(db, CUIHUA, today()), None, "a draft binds nobody");
        assert_eq!(adopt(db, table.id, adoption(today().plus_days(1), today().plus_days(2))), Err(AdoptRefused::MeetingAhead));
        assert_eq!(adopt(db, table.id, adoption(today(), today().plus_days(-1))), Err(AdoptRefused::BeforeMeeting));
        assert_eq!(adopt(db, table.id, adoption(today().plus_days(-3), today())), Ok(()));
        assert_eq!(adopt(db, table.id, adoption(today().plus_days(-3), today())), Err(AdoptRefused::Already));
        assert_eq!((in_force(db, CUIHUA, today()), in_force(db, CUIHUA, today().plus_days(-1))), (Some(table.id), None));
        let changed = PointRule { effect: Effect::Fixed(TenthPoints(500)), ..rows[0].clone() };
        assert_eq!(db.write_now(move |tx| point_rule::put(tx, &changed, id("gaomin"), NOW)), Err(RuleRefused::Adopted));
        let row = rows[0].id;
        let struck = db.write_now(move |tx| point_rule::strike(tx, daguan(), table.id, row, id("gaomin"), NOW));
        assert_eq!(struck, Err(RuleRefused::Adopted));
    }

    fn a_new_version_starts_from_the_one_in_force(db in &schemas()) {
        let (county_table, county_rows) = drafted(db, "530624", "county");
        let (gone, kept) = (county_rows[0].id, county_rows[1].clone());
        db.write_now(move |tx| point_rule::strike(tx, daguan(), county_table.id, gone, id("gaomin"), NOW)).expect("a row is struck");
        let doubled = PointRule { effect: Effect::Fixed(TenthPoints(100)), ..kept };
        let written = doubled.clone();
        db.write_now(move |tx| point_rule::put(tx, &written, id("gaomin"), NOW)).expect("a row is written");
        let same_number = PointRule { id: id("other"), ..doubled.clone() };
        let refused = db.write_now(move |tx| point_rule::put(tx, &same_number, id("gaomin"), NOW));
        assert_eq!(refused, Err(RuleRefused::NumberTaken { item: doubled.item.clone() }));
        adopt(db, county_table.id, adoption(today(), today())).expect("it is adopted");
        assert_eq!(in_force(db, YUWAN, today()), Some(county_table.id), "a township without its own goes by the county's");

        let (own, rows) = drafted(db, YUWAN, "yuwan");
        assert_eq!(rows.len(), county_rows.len() - 1);
        assert!(rows.iter().any(|row| row.item == doubled.item && row.effect == doubled.effect && row.table == own.id));
        adopt(db, own.id, adoption(today(), today().plus_days(5))).expect("it is adopted");
        assert_eq!(in_force(db, YUWAN, today().plus_days(4)), Some(county_table.id));
        assert_eq!(in_force(db, YUWAN, today().plus_days(5)), Some(own.id));
        assert_eq!(in_force(db, CUIHUA, today().plus_days(5)), Some(county_table.id));
    }

    fn a_table_without_rows_is_not_adopted(db in &schemas()) {
        let (table, rows) = drafted(db, CUIHUA, "first");
        for row in rows {
            db.write_now(move |tx| point_rule::strike(tx, daguan(), table.id, row.id, id("gaomin"), NOW)).expect("a row is struck");
        }
        assert_eq!(adopt(db, table.id, adoption(today(), today())), Err(AdoptRefused::Empty));
    }
}
