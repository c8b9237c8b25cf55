//! The whole schema as both engines see it: every statement, table class, key and guard of the crates below and of this one.

#[expect(dead_code, reason = "here only the rows of the world matter")]
mod common;

use common::World;
use database::Engine;
use testkit::catalogue::{class_faults, declared, shapes, undeclared, unguarded, unprepared};
use testkit::on_both_engines;

const NONE: [String; 0] = [];

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
        let app = World::new(engine).app;
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
