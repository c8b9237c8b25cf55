//! Commands as a person at the terminal meets them: results, sentences, exit codes.

mod common;

use common::{code, err, fill, out, run, serve, text, xieshou};
use database::{Db, Location, Options};
use tempfile::TempDir;
use testkit::{NOW, daguan};

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder can be made")
}

/// A data folder whose database has one book with postings.
fn filled_folder(postings: usize) -> TempDir {
    let folder = folder();
    let db = Db::open(&Location::Sqlite(folder.path().join("xieshou.db")), &Options::default()).expect("it opens");
    db.migrate(&xieshou::areas::schemas(), NOW).expect("the schema applies");
    fill(&db, postings);
    db.close();
    folder
}

fn raw(folder: &TempDir, sql: &str) {
    let connection = rusqlite::Connection::open(folder.path().join("xieshou.db")).expect("it opens");
    connection.execute_batch(sql).expect("the statement runs");
}

#[test]
fn wrong_usage_is_2() {
    for arguments in [
        &["verify", "--county", "12"][..],
        &["no-such-command"],
        &["export-book"],
        &["verify", "--head", "530624:1:00"],
        &["routes", "--database", "mysql:x"],
    ] {
        let output = run(arguments);
        let expected = if arguments[0] == "routes" { 0 } else { 2 };
        assert_eq!(code(&output), expected, "{arguments:?}: {}", err(&output));
    }
    let folder = folder();
    let output = run(&["serve", "--data", text(folder.path()), "--database", "mysql:x"]);
    assert_eq!(code(&output), 2, "{}", err(&output));
}

#[test]
fn a_database_that_is_not_there_is_3_and_is_not_made() {
    let folder = folder();
    for command in [&["verify"][..], &["export-book", "--county", "530624"], &["backup", "x.tar.gz"], &["user", "list"]] {
        let output = run(&[command, &["--data", text(folder.path())]].concat());
        assert_eq!(code(&output), 3, "{command:?}");
        assert!(err(&output).contains("There is no database"), "{}", err(&output));
    }
    assert!(!folder.path().join("xieshou.db").exists());
}

#[test]
fn a_newer_database_is_4() {
    let folder = filled_folder(0);
    raw(&folder, "INSERT INTO migration (area, name, checksum, applied_at) VALUES ('later', '20990101_0000_more', zeroblob(32), 0)");
    for command in [&["serve"][..], &["verify"], &["migrate"], &["user", "list"]] {
        let output = run(&[command, &["--data", text(folder.path()), "--listen", ":0"]].concat());
        assert_eq!(code(&output), 4, "{command:?}: {}", err(&output));
        assert!(err(&output).contains("later/20990101_0000_more"));
    }
}

#[test]
fn routes_name_permission_and_scope() {
    let output = run(&["routes", "--json"]);
    assert_eq!(code(&output), 0);
    let routes: serde_json::Value = serde_json::from_str(&out(&output)).expect("JSON");
    let routes = routes.as_array().expect("a list");
    let find =
        |method: &str, path: &str| routes.iter().find(|route| route["method"] == method && route["path"] == path).expect("listed").clone();
    assert_eq!(find("GET", "/login")["permission"], "public");
    assert_eq!(find("GET", "/")["permission"], "signed-in");
    let household = find("GET", "/c/{county}/households/{household}");
    assert_eq!((household["permission"].as_str(), household["scope"].as_str()), (Some("see-households"), Some("household")));
    assert!(routes.iter().all(|route| ["method", "path", "permission"].iter().all(|key| route[key].is_string())));
}

#[test]
fn config_explains_where_each_value_comes_from() {
    let folder = folder();
    std::fs::write(folder.path().join("xieshou.toml"), "public_url = \"https://xieshou.example.cn\"\n").expect("written");
    let mut command = xieshou(&["config", "--explain", "--json", "--data", text(folder.path())]);
    let output = command.env("XIESHOU_LISTEN", "127.0.0.1:9999").output().expect("it starts");
    let keys: Vec<serde_json::Value> = serde_json::from_str(&out(&output)).expect("JSON");
    let of = |name: &str| keys.iter().find(|key| key["key"] == name).expect("explained").clone();
    assert_eq!(of("listen")["from"], "environment variable XIESHOU_LISTEN");
    assert_eq!(of("listen")["value"], "127.0.0.1:9999");
    assert_eq!(of("data")["from"], "flag --data");
    assert_eq!(of("insecure_lan")["from"], "default");
    assert!(of("public_url")["from"].as_str().expect("a text").ends_with("xieshou.toml"));
    std::fs::write(folder.path().join("xieshou.toml"), "public_ulr = \"x\"\n").expect("written");
    let output = run(&["config", "--data", text(folder.path())]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("public_ulr"), "{}", err(&output));
}

#[test]
fn verify_prints_the_head_and_finds_a_tampered_balance() {
    let folder = filled_folder(20);
    let data = text(folder.path());
    let output = run(&["verify", "--data", data]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let line = out(&output);
    let head = line.split(' ').nth(2).expect("a head").to_owned();
    assert_eq!(line.trim(), format!("530624 20 {head} ok"));
    let given = format!("530624:20:{head}");
    assert_eq!(code(&run(&["verify", "--data", data, "--head", &given])), 0);
    let wrong = format!("530624:19:{head}");
    assert_eq!(code(&run(&["verify", "--data", data, "--head", &given, "--head", &wrong])), 1);

    raw(&folder, "UPDATE ledger_account SET balance = balance + 10 WHERE owner_kind = 'household' AND balance = 45");
    let output = run(&["verify", "--data", data]);
    assert_eq!(code(&output), 1);
    assert!(out(&output).contains("does not fit: account"), "{}", out(&output));
}

#[test]
fn verify_finds_a_missing_guard_and_a_changed_posting() {
    let folder = filled_folder(5);
    let data = text(folder.path());
    raw(&folder, "DROP TRIGGER ledger_line_no_update; UPDATE ledger_line SET amount = amount + 5 WHERE seq = 3 AND line = 1");
    let output = run(&["verify", "--data", data, "--json"]);
    assert_eq!(code(&output), 1);
    let report: serde_json::Value = serde_json::from_str(&out(&output)).expect("JSON");
    assert_eq!(report["missing_guards"][0], serde_json::json!(["ledger_line", "update"]));
    assert!(report["books"][0]["misfits"][0].as_str().expect("a sentence").starts_with("posting 3:"), "{report}");
    assert_eq!(code(&run(&["doctor", "--data", data, "--listen", ":0"])), 1);
    assert_eq!(code(&run(&["migrate", "--data", data])), 0, "migrate puts the guard back");
    let report: serde_json::Value = serde_json::from_str(&out(&run(&["verify", "--data", data, "--json"]))).expect("JSON");
    assert_eq!(report["missing_guards"], serde_json::json!([]));
}

#[test]
fn export_book_ends_at_the_head_that_verify_prints() {
    let folder = filled_folder(12);
    let data = text(folder.path());
    let output = run(&["export-book", "--county", "530624", "--data", data]);
    let last: serde_json::Value = serde_json::from_str(out(&output).lines().last().expect("a line")).expect("JSON");
    assert_eq!(out(&output).lines().count(), 12);
    assert!(out(&run(&["verify", "--data", data])).contains(last["head"].as_str().expect("a head")));
    assert_eq!(code(&run(&["export-book", "--county", "530625", "--data", data])), 2);
}

#[test]
fn a_second_serve_is_refused_and_says_who_holds_the_folder() {
    let folder = folder();
    let data = text(folder.path());
    let serving = serve(&["serve", "--data", data, "--listen", ":0"]);
    assert!(serving.1.starts_with("http://localhost:"), "{}", serving.1);
    for command in [&["serve", "--listen", ":0"][..], &["migrate"], &["demo", "--size", "small", "--no-serve"]] {
        let output = run(&[command, &["--data", data]].concat());
        assert_eq!(code(&output), 3, "{command:?}");
        assert!(err(&output).contains(&format!("serve, process {}", serving.0.id())), "{}", err(&output));
    }
    let other = self::folder();
    let port = serving.1.trim_start_matches("http://localhost:");
    let output = run(&["serve", "--data", text(other.path()), "--listen", &format!("127.0.0.1:{port}")]);
    assert_eq!(code(&output), 3);
    assert!(err(&output).contains(&format!("Port {port} on 127.0.0.1 is taken")), "{}", err(&output));
}

#[cfg(unix)]
#[test]
fn a_server_told_to_stop_ends_well() {
    let folder = folder();
    let mut serving = serve(&["serve", "--data", text(folder.path()), "--listen", ":0"]);
    let told = std::process::Command::new("kill").args(["-TERM", &serving.0.id().to_string()]).status().expect("kill is there");
    assert!(told.success());
    assert_eq!(serving.0.wait().expect("it ends").code(), Some(0));
}

#[test]
fn a_network_address_needs_a_word_and_a_demo_never_gets_one() {
    let folder = folder();
    let data = text(folder.path());
    let output = run(&["serve", "--data", data, "--listen", "0.0.0.0:0"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("insecure_lan = true"), "{}", err(&output));
    std::fs::write(folder.path().join("xieshou.toml"), "insecure_lan = true\n").expect("written");
    drop(serve(&["serve", "--data", data, "--listen", "0.0.0.0:0"]));
    assert_eq!(code(&run(&["demo", "--size", "small", "--no-serve", "--data", data])), 0, "nothing was set up, so it may become a demo");
    let output = run(&["serve", "--data", data, "--listen", "0.0.0.0:0"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("demo"), "{}", err(&output));
}

#[test]
fn a_demo_keeps_its_data_until_it_is_thrown_away() {
    let folder = folder();
    let data = text(folder.path());
    let first = run(&["demo", "--size", "small", "--no-serve", "--data", data]);
    assert_eq!(code(&first), 0, "{}", err(&first));
    assert!(folder.path().join("demo-logins.json").exists());
    assert_eq!(code(&run(&["user", "add", "guest", "--name", "客人", "--data", data])), 0);
    assert_eq!(out(&run(&["demo", "--size", "small", "--no-serve", "--data", data])), out(&first));
    assert!(out(&run(&["user", "list", "--data", data])).contains("guest"));
    assert_eq!(code(&run(&["demo", "--size", "small", "--no-serve", "--reset", "--data", data])), 0);
    assert!(!out(&run(&["user", "list", "--data", data])).contains("guest"));
}

/// One figure of the folder's database.
fn counted(folder: &TempDir, query: &str) -> i64 {
    let connection = rusqlite::Connection::open(folder.path().join("xieshou.db")).expect("it opens");
    connection.query_row(query, [], |row| row.get(0)).expect("a number")
}

#[test]
fn a_demo_is_moved_on_from_the_terminal_and_does_what_falls_due() {
    let folder = folder();
    let data = text(folder.path());
    let advance = |days: &str| run(&["demo", "--size", "small", "--no-serve", "--advance", days, "--data", data]);
    let first = advance("3d");
    assert_eq!(code(&first), 0, "{}", err(&first));
    assert_eq!(out(&first).lines().last(), Some("2020-01-11"));
    assert_eq!(counted(&folder, "SELECT count(*) FROM job WHERE kind = 'hold-expiry' AND state = 'done'"), 3);
    let open = "SELECT count(*) FROM set_aside WHERE state = 'open'";
    assert_eq!(counted(&folder, open), 1, "what was set aside for the 8th waits three days");
    assert_eq!(out(&advance("2")).lines().last(), Some("2020-01-13"));
    assert_eq!(counted(&folder, open), 0, "what nobody collected went back");
    assert_eq!(code(&run(&["verify", "--data", data])), 0);
    assert_eq!(counted(&folder, "SELECT count(*) FROM job WHERE state <> 'done'"), 0);
    for wrong in ["0d", "367d", "-1d", "soon"] {
        assert_eq!(code(&advance(wrong)), 2, "{wrong}");
    }
}

#[test]
fn only_a_demo_is_moved_on() {
    let folder = filled_folder(1);
    let data = text(folder.path());
    assert_eq!(code(&run(&["user", "add", "gao.min", "--name", "高敏", "--data", data])), 0);
    let output = run(&["demo", "--size", "small", "--no-serve", "--advance", "5d", "--data", data]);
    assert_eq!(code(&output), 3);
    assert!(err(&output).contains("real records"), "{}", err(&output));
    assert_eq!(counted(&folder, "SELECT count(*) FROM mark WHERE name = 'business_date'"), 0);
    assert_eq!(code(&run(&["serve", "--advance", "5d", "--data", data])), 2);
}

#[test]
fn a_server_does_what_is_due_and_doctor_says_what_was_given_up() {
    let folder = filled_folder(1);
    let data = text(folder.path());
    let serving = serve(&["serve", "--data", data, "--listen", ":0"]);
    let done = "SELECT count(*) FROM job WHERE kind = 'hold-expiry' AND county = 530624 AND state = 'done'";
    let began = std::time::Instant::now();
    while counted(&folder, done) == 0 {
        assert!(began.elapsed().as_secs() < 30, "the day's job is not done");
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    drop(serving);
    raw(
        &folder,
        "INSERT INTO job (id, kind, county, key, payload, first_due_at, due_at, attempts, state, last_error) \
                  VALUES (zeroblob(16), 'notice-end', 530624, 'x', '', 0, 0, 12, 'failed', 'no such roster')",
    );
    let found = run(&["doctor", "--data", data, "--listen", ":0"]);
    assert_eq!(code(&found), 1);
    assert!(out(&found).contains("BAD  jobs: Given up: notice-end 530624 x (no such roster)"), "{}", out(&found));
}

#[test]
fn a_demo_does_not_touch_real_records() {
    let folder = filled_folder(1);
    let data = text(folder.path());
    assert_eq!(code(&run(&["user", "add", "gao.min", "--name", "高敏", "--data", data])), 0);
    for extra in [&[][..], &["--reset"]] {
        let output = run(&[&["demo", "--size", "small", "--no-serve", "--data", data], extra].concat());
        assert_eq!(code(&output), 3);
        assert!(err(&output).contains("real records"), "{}", err(&output));
    }
    assert_eq!(code(&run(&["verify", "--data", data, "--county", &daguan().to_string()])), 0);
}

#[test]
fn a_password_is_set_from_the_terminal() {
    let folder = filled_folder(0);
    let data = text(folder.path());
    let made = run(&["user", "add", "Gao.Min", "--name", "高敏", "--data", data, "--json"]);
    let made: serde_json::Value = serde_json::from_str(&out(&made)).expect("JSON");
    assert_eq!((made["login"].as_str(), made["password"].as_str().map(str::len)), (Some("gao.min"), Some(10)));
    assert_eq!(code(&run(&["user", "add", "gao.min", "--name", "高敏", "--data", data])), 2, "the name is taken");
    let again = run(&["user", "password", "gao.min", "--data", data, "--json"]);
    assert_ne!(serde_json::from_str::<serde_json::Value>(&out(&again)).expect("JSON")["password"], made["password"]);
    assert_eq!(code(&run(&["user", "password", "nobody", "--data", data])), 2);
}

/// A PostgreSQL database sorted as asked, dropped with this value.
struct Sorted {
    server: String,
    name: String,
}

impl Sorted {
    fn new(how: &str) -> Sorted {
        let server = std::env::var("XIESHOU_TEST_POSTGRES").expect("./test starts a server and sets it");
        let name = format!("s_{}", basics::Id::<()>::fresh().to_string().replace('-', ""));
        let made = Sorted { server, name };
        made.say("postgres", &format!("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' {how}", made.name));
        made
    }

    fn say(&self, database: &str, text: &str) -> Vec<postgres::SimpleQueryMessage> {
        let mut client = postgres::Client::connect(&format!("{}/{database}", self.server), postgres::NoTls).expect("the server answers");
        client.simple_query(text).expect("it can be done")
    }

    fn url(&self) -> String {
        format!("{}/{}", self.server, self.name)
    }
}

impl Drop for Sorted {
    fn drop(&mut self) {
        self.say("postgres", &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

#[test]
fn a_postgres_that_sorts_by_a_language_is_refused_at_once() {
    let folder = folder();
    let other = Sorted::new("LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'zh'");
    for command in [&["migrate"][..], &["serve", "--listen", ":0"]] {
        let output = run(&[command, &["--data", text(folder.path()), "--database", &other.url()]].concat());
        assert_eq!(code(&output), 3, "{}", err(&output));
        assert!(err(&output).contains("createdb --template=template0") && err(&output).contains("ICU"), "{}", err(&output));
    }
    let output = run(&["doctor", "--data", text(folder.path()), "--database", &other.url()]);
    assert!(out(&output).contains("BAD  collation"), "{}", out(&output));
    for how in ["LC_COLLATE 'C' LC_CTYPE 'C'", "LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"] {
        let good = Sorted::new(how);
        let output = run(&["migrate", "--data", text(folder.path()), "--database", &good.url()]);
        assert_eq!(code(&output), 0, "{how}: {}", err(&output));
        assert!(out(&run(&["doctor", "--data", text(folder.path()), "--database", &good.url()])).contains("good collation"));
    }
}

#[test]
fn what_is_sorted_by_code_point_finds_the_same_ranges() {
    let mut words = vec!["530624", "530624101", "530625", "cjf", "CJF", "陈", "阿", "-", "a b", "ab", "é"];
    let list = words.iter().map(|word| format!("('{word}')")).collect::<Vec<_>>().join(", ");
    words.sort_unstable();
    let utf8 = Sorted::new("LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'");
    let rows = utf8.say(&utf8.name, &format!("SELECT w FROM (VALUES {list}) v(w) ORDER BY w"));
    let found: Vec<String> = rows
        .iter()
        .filter_map(|row| match row {
            postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        })
        .collect();
    assert_eq!(found, words);
}

#[test]
fn a_seed_for_a_demo_that_is_filled_is_said_to_be_ignored() {
    let folder = folder();
    let demo = |more: &[&str]| run(&[&["demo", "--size", "small", "--no-serve", "--data", text(folder.path())], more].concat());
    assert_eq!(code(&demo(&["--seed", "7"])), 0);
    let again = demo(&["--seed", "8"]);
    assert!(err(&again).contains("filled with seed 7") && err(&again).contains("--reset --seed 8"), "{}", err(&again));
    assert!(!err(&demo(&["--seed", "7"])).contains("ignored"));
}

#[test]
fn the_doctor_does_not_send_people_to_the_doctor() {
    let folder = filled_folder(3);
    raw(&folder, "DROP TABLE mark");
    let output = run(&["doctor", "--data", text(folder.path())]);
    assert_eq!(code(&output), 1, "{}", out(&output));
    assert!(!out(&output).contains("Run xieshou doctor"), "{}", out(&output));
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn a_server_gives_memory_back() {
    let folder = folder();
    let server = common::serve(&["serve", "--data", text(folder.path()), "--listen", ":0"]);
    let surroundings = std::fs::read(format!("/proc/{}/environ", server.0.id())).expect("it is running, in the process that was started");
    assert!(String::from_utf8_lossy(&surroundings).contains("MALLOC_MMAP_THRESHOLD_=262144"));
    assert!(server.1.starts_with("http://"), "{}", server.1);
}
