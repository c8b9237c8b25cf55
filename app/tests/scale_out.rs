//! Whether the books can be spread over several servers: no statement reaches over two of them, and `migrate --citus` says how.

mod common;

use std::collections::BTreeSet;

use common::{code, err, fill, out, run, text, url};
use database::{Class, DatabaseError, Db, Engine, Location, Options, Table, Text};
use postgres::{Client, NoTls};
use testkit::catalogue::{class_faults, declared, shapes};
use testkit::shards::{faults_of, shard_faults};
use testkit::{NOW, on_both_engines, scratch};
use xieshou::areas;

const NONE: [String; 0] = [];

fn tables() -> Vec<Table> {
    declared(&areas::schemas())
}

#[test]
fn no_statement_reaches_over_two_books() {
    let statements = areas::statements();
    assert!(statements.iter().map(|list| list.len()).sum::<usize>() > 300, "all areas are asked");
    assert_eq!(shard_faults(&tables(), &statements), NONE);
}

#[test]
fn what_reaches_over_two_books_is_seen() {
    let faults = |sql: &str| faults_of(&tables(), sql).len();
    for good in [
        "SELECT id FROM household WHERE county = $1",
        "SELECT max(recorded_at) FROM ledger_head",
        "SELECT h.id FROM household h JOIN deed d ON d.county = h.county AND d.household = h.id WHERE h.county = $1",
        "SELECT id FROM household WHERE county = $1 AND id IN (SELECT household FROM deed WHERE county = $1)",
        "SELECT id FROM household h WHERE county = $1 AND NOT EXISTS (SELECT 1 FROM deed d WHERE d.county = h.county AND d.household = h.id)",
        "INSERT INTO household (county, id) SELECT $1, id FROM login",
        "UPDATE household SET label = $3 WHERE county = $1 AND id = $2",
        "WITH d AS (SELECT county, household FROM deed WHERE county = $1) SELECT h.id FROM household h JOIN d ON d.household = h.id WHERE h.county = $1",
    ] {
        assert_eq!(faults(good), 0, "{good}: {:?}", faults_of(&tables(), good));
    }
    for bad in [
        "SELECT h.id FROM household h JOIN deed d ON d.household = h.id WHERE h.county = $1",
        "SELECT id FROM household WHERE county = $1 AND id IN (SELECT household FROM deed)",
        "SELECT id FROM household h WHERE county = $1 AND NOT EXISTS (SELECT 1 FROM deed d WHERE d.household = h.id)",
        "SELECT id FROM household WHERE county = $1 UNION SELECT household FROM deed WHERE county = $2",
        "UPDATE household SET label = $2 WHERE id = $1",
        "DELETE FROM household WHERE id = $1",
        "UPDATE household SET county = $2 WHERE county = $1",
        "INSERT INTO household (id, label) VALUES ($1, $2)",
        "INSERT INTO household (county, id) SELECT county, id FROM deed",
        "INSERT INTO household (county, id) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING",
        "INSERT INTO household (county, id) VALUES ($1, nextval('ids'))",
    ] {
        assert_ne!(faults(bad), 0, "{bad}");
    }
}

#[test]
fn no_table_counts_by_itself() {
    let texts = areas::schemas().into_iter().flat_map(|schema| schema.migrations).map(|migration| migration.text);
    let texts = texts.flat_map(|text| match text {
        Text::Both(text) => vec![text],
        Text::Pair { sqlite, postgres } => vec![sqlite, postgres],
    });
    for text in texts {
        let text = text.to_uppercase();
        for word in ["BIGSERIAL", "SERIAL PRIMARY", "AUTOINCREMENT", "GENERATED", "NEXTVAL", "SEQUENCE"] {
            assert!(!text.contains(word), "{word} is not the same on several servers: {text}");
        }
    }
}

on_both_engines! {
    fn every_key_of_a_book_is_led_by_its_county(engine) {
        let scratch = scratch(engine, &areas::schemas());
        assert_eq!(class_faults(&tables(), &shapes(&scratch)), NONE);
    }
}

/// The script as the program prints it.
fn script(login: &str) -> String {
    let output = run(&["migrate", "--citus", "--login", login]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    out(&output)
}

/// Names in calls of a function, in order.
fn called<'s>(script: &'s str, function: &str) -> Vec<&'s str> {
    let mark = format!("SELECT {function}('");
    script.lines().filter_map(|line| line.strip_prefix(mark.as_str())?.split('\'').next()).collect()
}

#[test]
fn the_script_takes_every_table_in_an_order_its_keys_allow() {
    let (script, tables) = (script("xieshou"), tables());
    let of = |class: Class| tables.iter().filter(|table| table.class == class).map(|table| table.name).collect::<BTreeSet<_>>();
    let (reference, books) = (called(&script, "create_reference_table"), called(&script, "create_distributed_table"));
    assert_eq!(reference.iter().copied().collect::<BTreeSet<_>>(), of(Class::Reference));
    assert_eq!(books.iter().copied().collect::<BTreeSet<_>>(), of(Class::Book));
    assert!(tables.iter().all(|table| table.class == Class::Book || !table.append_only), "Citus can guard no reference table");

    let scratch = scratch(Engine::Postgres, &areas::schemas());
    let order: Vec<&str> = reference.iter().chain(&books).copied().collect();
    for (table, shape) in shapes(&scratch) {
        let Some(place) = order.iter().position(|name| *name == table) else { continue };
        for (_, to, _) in &shape.foreign {
            assert!(order[..=place].contains(&to.as_str()), "{table} comes before {to}, to which it refers");
        }
    }
    for name in ["Robert'); DROP TABLE", "", "Ä", "1a"] {
        assert_eq!(code(&run(&["migrate", "--citus", "--login", name])), 2, "{name}");
    }
}

/// Stands in for Citus: notes what is distributed and does nothing.
const STAND_IN: &str = "
    CREATE TABLE pg_dist_partition (logicalrelid regclass PRIMARY KEY, beside text);
    CREATE FUNCTION create_reference_table(name regclass) RETURNS void LANGUAGE sql AS $$ INSERT INTO pg_dist_partition VALUES (name, NULL) $$;
    CREATE FUNCTION create_distributed_table(name regclass, column_name text, colocate_with text) RETURNS void LANGUAGE sql
        AS $$ INSERT INTO pg_dist_partition VALUES (name, colocate_with) $$;";

/// The login of one test, which lives in the server and not in the database.
struct Login<'s> {
    server: &'s str,
    name: String,
}

impl Drop for Login<'_> {
    fn drop(&mut self) {
        if let Ok(mut owner) = Client::connect(self.server, NoTls) {
            drop(owner.batch_execute(&format!("DROP OWNED BY {0}; DROP ROLE IF EXISTS {0}", self.name)));
        }
    }
}

#[test]
fn the_programs_login_serves_and_cannot_change_what_is_append_only() {
    let scratch = scratch(Engine::Postgres, &areas::schemas());
    let server = url(&scratch.location);
    let login = Login { server: &server, name: format!("t_login_{}", std::process::id()) };
    fill(&scratch, 20);
    let mut owner = Client::connect(&server, NoTls).expect("the server answers");
    owner.batch_execute(STAND_IN).expect("stood in");
    let script = script(&login.name);
    for time in ["first", "second"] {
        owner.batch_execute(&script).unwrap_or_else(|error| panic!("{time}: {error:?}"));
    }
    let known: i64 = owner.query_one("SELECT count(*) FROM pg_dist_partition", &[]).expect("counted").get(0);
    assert_eq!(known, tables().iter().filter(|table| table.class != Class::Local).count() as i64);

    let (rest, database) = server.rsplit_once('/').expect("a database");
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let address = format!("postgres://{}@{host}/{database}", login.name);
    let mut program = Client::connect(&address, NoTls).expect("the login is let in");
    for table in tables().iter().filter(|table| table.append_only) {
        let name = table.name;
        let column: String = owner
            .query_one("SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_name = $1 LIMIT 1", &[&name])
            .expect("a column")
            .get(0);
        for attempt in [format!("UPDATE {name} SET {column} = {column}"), format!("DELETE FROM {name}"), format!("TRUNCATE {name}")] {
            let error = program.batch_execute(&attempt).expect_err(&attempt);
            assert_eq!(error.code().map(postgres::error::SqlState::code), Some("42501"), "{attempt}: {error}");
        }
    }

    let folder = tempfile::tempdir().expect("a folder");
    let as_login = |command: &[&str]| run(&[command, &["--data", text(folder.path()), "--database", &address]].concat());
    for (command, expected) in
        [(&["migrate"][..], "0 steps applied"), (&["verify"], "530624 20 "), (&["user", "add", "anna", "--name", "安娜"], "")]
    {
        let output = as_login(command);
        assert_eq!(code(&output), 0, "{command:?}: {}{}", out(&output), err(&output));
        assert!(out(&output).starts_with(expected), "{}", out(&output));
    }
    let serving = common::serve(&["serve", "--data", text(folder.path()), "--database", &address, "--listen", ":0"]);
    let answer = common::opened(common::port(&serving), "/login", "Host: localhost\r\n");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    // The day's jobs are committed soon after the start.
    let shown = || common::opened(common::port(&serving), "/metrics", "Host: localhost\r\n");
    let rows = ["xieshou_commit_seconds_count ", "xieshou_queue_depth{queue=\"all\"} ", "xieshou_connections_at_work "];
    let began = std::time::Instant::now();
    while !rows.iter().all(|row| shown().contains(row)) {
        assert!(began.elapsed().as_secs() < 20, "{}", shown());
        std::thread::sleep(std::time::Duration::from_millis(200));
    }

    let db = Db::open(&Location::Postgres(server.clone()), &Options::default()).expect("it opens");
    assert_eq!(db.migrate(&areas::schemas(), NOW).expect("nothing to do"), 0);
    let missing = db.read_now(|tx| database::missing_guards(tx, &tables()));
    assert!(!missing.unwrap_or_else(|error: DatabaseError| panic!("{error}")).is_empty(), "the owner is told that it could change them");
    db.close();
}
