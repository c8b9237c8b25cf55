//! What `/metrics` shows, to whom, and that nobody's name or number is in it.

mod common;

use std::collections::BTreeSet;

use common::{code, err, opened, out, port, run, sent, serve, text, xieshou};

const HOST: &str = "Host: localhost\r\n";

/// The value of a row, such as `xieshou_jobs{state="due"}`; nothing is zero.
fn value(page: &str, row: &str) -> f64 {
    page.lines().find_map(|line| line.strip_prefix(row)?.trim().parse().ok()).unwrap_or_default()
}

/// Values of a label.
fn labels<'p>(page: &'p str, name: &str) -> BTreeSet<&'p str> {
    let mark = format!("{name}=\"");
    page.lines().filter_map(|line| line.split_once(mark.as_str())?.1.split_once('"')).map(|(value, _)| value).collect()
}

/// What stays of an answer when what is new each time is taken out.
fn lasting(answer: &str) -> Vec<&str> {
    answer.split("\r\n").filter(|line| !["date:", "set-cookie:"].iter().any(|name| line.to_ascii_lowercase().starts_with(name))).collect()
}

#[test]
fn whoever_may_not_read_finds_no_such_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let serving = serve(&["serve", "--data", text(folder.path()), "--listen", ":0"]);
    let port = port(&serving);
    assert!(opened(port, "/metrics", HOST).starts_with("HTTP/1.1 200"));
    for headers in [
        "Host: localhost\r\nX-Forwarded-For: 203.0.113.9\r\n",
        "Host: localhost\r\nForwarded: for=203.0.113.9\r\n",
        "Host: xieshou.example.cn\r\n",
        "Host: localhost\r\nAuthorization: Bearer something-or-other\r\n",
    ] {
        let (refused, unknown) = (opened(port, "/metrics", headers), opened(port, "/metriks", headers));
        assert!(refused.starts_with("HTTP/1.1 404"), "{headers}: {refused}");
        let page = |answer: &str| lasting(answer).join("\n").replace("metriks", "metrics").replace(token_of(answer), "");
        assert_eq!(page(&refused), page(&unknown), "{headers}");
    }
    let posted = sent(port, b"POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    assert!(posted.starts_with("HTTP/1.1 404"), "{posted}");
}

/// The token of the page's forms, which is new each time.
fn token_of(answer: &str) -> &str {
    answer.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).filter(|token| !token.is_empty()).unwrap_or("-")
}

#[test]
fn a_token_opens_it_from_elsewhere_and_is_never_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = text(folder.path());
    let token = "a-word-nobody-guesses";
    std::fs::write(folder.path().join("xieshou.toml"), format!("metrics_token = \"{token}\"\ntrusted_proxies = [\"127.0.0.1\"]\n"))
        .expect("written");
    let explained = run(&["config", "--explain", "--data", data]);
    assert!(out(&explained).contains("metrics_token = (set, not shown)"), "{}", out(&explained));
    assert!(!out(&explained).contains(token) && !out(&run(&["config", "--json", "--data", data])).contains(token));
    let serving = serve(&["serve", "--data", data, "--listen", ":0"]);
    let port = port(&serving);
    let bearing = |token: &str| opened(port, "/metrics", &format!("Host: xieshou.example.cn\r\nAuthorization: Bearer {token}\r\n"));
    let answer = bearing(token);
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("xieshou_database_answers 1"), "{answer}");
    assert!(answer.to_ascii_lowercase().contains("cache-control: no-store"), "{answer}");
    assert!(bearing("a-word-nobody-guessed").starts_with("HTTP/1.1 404"));
    assert!(opened(port, "/metrics", HOST).starts_with("HTTP/1.1 404"), "with a proxy in front anybody may come from here");
    let output = xieshou(&["config", "--data", data]).env("XIESHOU_METRICS_TOKEN", "short").output().expect("it starts");
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("metrics_token has 5 letters"), "{}", err(&output));
}

#[test]
fn the_numbers_move_and_no_label_tells_of_anybody() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = text(folder.path());
    assert_eq!(code(&run(&["demo", "--size", "small", "--no-serve", "--data", data])), 0);
    let serving = serve(&["serve", "--data", data, "--listen", ":0"]);
    let port = port(&serving);
    let before = opened(port, "/metrics", HOST);
    let page = opened(port, "/login", HOST);
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    let cookie = page.lines().find_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next()).expect("guests get a cookie");
    let form = format!("csrf={}&name=nobody&password=wrong", token_of(&page));
    let post = |cookie: &str| {
        let head =
            format!("POST /login HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n");
        sent(port, format!("{head}Content-Length: {}\r\nConnection: close\r\n\r\n{form}", form.len()).as_bytes())
    };
    let refused = post(cookie);
    assert!(refused.starts_with("HTTP/1.1 422"), "{refused}");
    assert!(post("").starts_with("HTTP/1.1 400"), "without the cookie the token is nobody's");
    for path in ["/c/530624/households/00000000-0000-7000-8000-000000000031", "/q/530624/WHATEVERSECRET", "/陈家福", "/?q=陈家福"] {
        let path: String =
            path.bytes().map(|byte| if byte < 128 { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect();
        opened(port, &path, HOST);
    }
    let after = opened(port, "/metrics", HOST);
    for row in [
        "xieshou_requests_total{method=\"GET\",route=\"/login\",status=\"2xx\"}",
        "xieshou_requests_total{method=\"POST\",route=\"/login\",status=\"4xx\"}",
        "xieshou_refusals_total{route=\"/login\",kind=\"form\"}",
        "xieshou_refusals_total{route=\"/login\",kind=\"not-understood\"}",
        "xieshou_refusals_total{route=\"unknown\",kind=\"not-found\"}",
        "xieshou_request_seconds_count{method=\"GET\",route=\"/login\"}",
        "xieshou_commit_seconds_count",
        "xieshou_write_group_size_count",
    ] {
        assert!(value(&after, row) > value(&before, row), "{row}\n{after}");
    }
    assert_eq!(value(&after, "xieshou_database_answers"), 1.0);
    assert!(value(&after, "xieshou_jobs{state=\"done\"}") > 0.0 && value(&after, "xieshou_jobs{state=\"failed\"}") == 0.0, "{after}");
    assert!(after.contains("xieshou_queue_depth{queue=\"writes\"} 0") && after.contains("xieshou_holds_out "), "{after}");

    let routes: serde_json::Value = serde_json::from_str(&out(&run(&["routes", "--json"]))).expect("JSON");
    let listed: BTreeSet<&str> = routes.as_array().expect("a list").iter().filter_map(|route| route["path"].as_str()).collect();
    let strange: Vec<&str> = labels(&after, "route").into_iter().filter(|route| *route != "unknown" && !listed.contains(route)).collect();
    assert_eq!(strange, Vec::<&str>::new(), "a label is a pattern, never an address somebody typed");
    for told in ["陈家福", "WHATEVERSECRET", "0031", "nobody", "530624"] {
        // Sums of seconds may have any digits.
        let rows = after.lines().filter_map(|line| line.rsplit_once(' '));
        let found: Vec<&str> = rows.map(|(row, _)| row).filter(|row| row.contains(told)).collect();
        assert_eq!(found, [""; 0], "{told}");
    }
    let names: BTreeSet<&str> =
        after.lines().filter_map(|line| line.split_once('{')).flat_map(|(_, rest)| rest.split('"').step_by(2)).collect();
    let known = ["method=", ",method=", "route=", ",route=", "status=", ",status=", "kind=", ",kind=", "state=", "queue=", "le=", ",le="];
    let strange: Vec<&&str> = names.iter().filter(|name| !name.starts_with('}') && !known.contains(name)).collect();
    assert!(strange.is_empty(), "{strange:?}");
}
