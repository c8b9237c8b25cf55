//! The whole schema as both engines see it: every statement, table class, key and guard of the crates below and of this one.

#[expect(dead_code, reason = "here only the rows of the world matter")]
mod common;

use basics::Subject;
use common::World;
use database::Engine;
use testkit::catalogue::{class_faults, declared, shapes, undeclared, unguarded, unprepared};
use testkit::{NOW, TestApp, daguan, id, on_both_engines, today};
use trust::entry::{NewEntry, Shown};
use trust::list_type::{ListType, StepKind, StepType};
use trust::roster::{self, Actor, NewRoster, Taking};
use trust::signing::{self, SignedFor};

const NONE: [String; 0] = [];

/// A list that is signed for and nothing else: no list of this area is.
const HANDED_OUT: ListType = ListType {
    name: "handed-out",
    title: "handed-out-title",
    steps: &[StepType::new(StepKind::Sign, trust::SEE_ROSTERS)],
    columns: &[],
    settled: |_, _| Ok(()),
    taken_back: |_, _| Ok(true),
    involved: |_, _| Ok(Vec::new()),
    change_href: |_| String::new(),
    sheet_href: |_| String::new(),
    board_href: |_| String::new(),
};

/// A list that is looked over: what is sent back and mended leaves a version behind.
const LOOKED_OVER: ListType = ListType { name: "looked-over", steps: &[StepType::new(StepKind::Review, trust::SEE_ROSTERS)], ..HANDED_OUT };

/// A washing machine for the household.
fn washer(word: &str) -> NewEntry {
    NewEntry {
        id: id(word),
        subject: Subject::new(daguan(), "washer", id::<()>("washer")),
        party: id::<()>("cuiping.household"),
        label: "陈家福".to_owned(),
        group_label: "2".to_owned(),
        shown: Shown::default(),
        doubts: Vec::new(),
    }
}

fn mended(app: &TestApp) {
    let actor = Actor { login: id::<()>("cuiping.clerk"), concerned: Vec::new(), on: today(), at: NOW };
    let new = NewRoster { county: daguan(), id: id("looked over"), place: "530624101201".to_owned(), period: 202_001 };
    let entry = washer("looked over entry");
    let taking = |word: &str| Taking {
        county: daguan(),
        roster: id("looked over"),
        action: id(word),
        actor: actor.clone(),
        reason: "看不清".to_owned(),
    };
    let (back, again, opens) = (taking("sent back"), taking("mended"), actor.clone());
    app.db()
        .write_now(move |tx| {
            roster::open(tx, &LOOKED_OVER, &new, &opens)?;
            roster::add(tx, daguan(), new.id, std::slice::from_ref(&entry))?;
            roster::begin(tx, daguan(), new.id)?;
            roster::return_entry(tx, &LOOKED_OVER, &back, LOOKED_OVER.steps[0].by.name, entry.id)?;
            roster::amend(tx, &LOOKED_OVER, &again, entry.id, (&Shown::default(), &[]))
        })
        .expect("mended");
}

/// Somebody signs for what is handed out.
fn signed_for(app: &TestApp) {
    let actor = Actor { login: id::<()>("cuiping.clerk"), concerned: Vec::new(), on: today(), at: NOW };
    let new = NewRoster { county: daguan(), id: id("handed out"), place: "530624101201".to_owned(), period: 202_001 };
    let entry = washer("handed out entry");
    let taking = Taking { county: daguan(), roster: new.id, action: id("signed"), actor: actor.clone(), reason: String::new() };
    let signed =
        SignedFor { who: "李正芬".to_owned(), relation: "spouse".to_owned(), kind: "paper".to_owned(), what: "领-7".to_owned() };
    app.db()
        .write_now(move |tx| {
            roster::open(tx, &HANDED_OUT, &new, &actor)?;
            roster::add(tx, daguan(), new.id, std::slice::from_ref(&entry))?;
            roster::begin(tx, daguan(), new.id)?;
            signing::sign(tx, &HANDED_OUT, &taking, HANDED_OUT.steps[0].by.name, (entry.id, &signed))
        })
        .expect("signed for");
}

/// A year whose figures are kept.
fn frozen(world: &World) {
    let officer = world.app.sign_in("cuiping.officer");
    let look = officer.get("/c/530624/figures/freeze?year=2019");
    let answer = officer.post("/c/530624/figures/freeze", &[("year", "2019"), ("shown", &look.hidden("shown"))]);
    assert!(answer.is_done(), "{}: {}", answer.status, answer.text());
}

/// A household that is no longer there: everything else of the world wants it present.
fn moved_away(world: &World) {
    let path = world.own.fill("/c/{county}/households/{household}/end").expect("the own household");
    let fields = [("id", "00000000-0000-7000-8000-000000000031"), ("reason", "moved"), ("from", "2020-01-08"), ("go", "confirm")];
    let answer = world.app.sign_in("cuiping.reviewer").post(&path, &fields);
    assert!(answer.status.is_redirection(), "{}: {}", answer.status, answer.main());
}

on_both_engines! {
    fn every_statement_prepares(engine) {
        let app = World::new(engine).app;
        assert_eq!(unprepared(app.db(), &app.statements), NONE);
    }

    fn every_table_declares_a_class_and_keeps_to_it(engine) {
        let app = World::new(engine).app;
        let (tables, shapes) = (declared(&app.schemas), shapes(app.db()));
        assert_eq!(undeclared(&tables, &shapes), NONE);
        assert_eq!(class_faults(&tables, &shapes), NONE);
    }

    fn append_only_tables_refuse_every_change(engine) {
        let world = World::new(engine);
        moved_away(&world);
        frozen(&world);
        let app = world.app;
        signed_for(&app);
        mended(&app);
        let (tables, shapes) = (declared(&app.schemas), shapes(app.db()));
        let guarded: Vec<_> = tables.iter().filter(|table| table.append_only).collect();
        assert!(guarded.iter().any(|table| table.name == "ledger_posting"), "the ledger's own tables are among them");
        let faults: Vec<String> = guarded.into_iter().flat_map(|table| unguarded(app.db(), table, &shapes[table.name])).collect();
        assert_eq!(faults, NONE);
    }
}

#[test]
fn columns_and_keys_are_the_same_on_both_engines() {
    let [lite, postgres] = [Engine::Sqlite, Engine::Postgres].map(|engine| shapes(World::new(engine).app.db()));
    assert_eq!(lite.keys().collect::<Vec<_>>(), postgres.keys().collect::<Vec<_>>());
    for (table, shape) in &lite {
        assert_eq!(shape, &postgres[table], "{table}");
    }
}
