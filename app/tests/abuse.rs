//! What strangers and programs try on an open port: the server says no, soon, and serves everybody else meanwhile.

mod common;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use common::{Serving, code, opened, out, port, run, sent, serve, text};
use tempfile::TempDir;

const HOST: &str = "Host: localhost\r\n";

/// A small demo, served for all tests of this file.
struct Demo {
    port: u16,
    _serving: Serving,
    _folder: TempDir,
}

static DEMO: LazyLock<Demo> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let data = text(folder.path());
    assert_eq!(code(&run(&["demo", "--size", "small", "--no-serve", "--data", data])), 0);
    let serving = serve(&["serve", "--data", data, "--listen", ":0"]);
    Demo { port: port(&serving), _serving: serving, _folder: folder }
});

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

fn header<'a>(answer: &'a str, name: &str) -> &'a str {
    let head = answer.split("\r\n\r\n").next().unwrap_or_default();
    head.lines().filter_map(|line| line.split_once(": ")).find(|(found, _)| found.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
}

fn cookies(answer: &str) -> String {
    let set = answer.lines().filter_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next());
    set.collect::<Vec<_>>().join("; ")
}

fn token(page: &str) -> &str {
    page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default()
}

/// Sends a form with these cookies and headers.
fn posted(path: &str, cookies: &str, headers: &str, form: &str) -> String {
    let kind = "Content-Type: application/x-www-form-urlencoded";
    let head = format!("POST {path} HTTP/1.1\r\n{HOST}Cookie: {cookies}\r\n{kind}\r\n{headers}Content-Length: {}", form.len());
    sent(DEMO.port, format!("{head}\r\nConnection: close\r\n\r\n{form}").as_bytes())
}

/// Signs in and answers the session's cookie; `to` is where the form says to go.
fn signed_in(to: &str) -> (String, String) {
    let page = opened(DEMO.port, "/login", HOST);
    let answer = posted("/login", &cookies(&page), "", &format!("csrf={}&name=liuyun&password=xieshou-demo&to={to}", token(&page)));
    (cookies(&answer), answer)
}

#[test]
fn a_connection_that_sends_a_byte_a_second_is_closed_and_holds_up_nobody() {
    let began = Instant::now();
    // Half of them never finish their head, the others their form.
    let begun = [
        "GET /login HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".to_owned(),
        format!("POST /login HTTP/1.1\r\n{HOST}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n"),
    ];
    let slow: Vec<_> = (0..60)
        .map(|number| {
            let begun = begun[number % 2].clone();
            std::thread::spawn(move || {
                let mut stream = TcpStream::connect(("127.0.0.1", DEMO.port)).expect("it listens");
                stream.write_all(begun.as_bytes()).expect("the beginning is taken");
                stream.set_read_timeout(Some(Duration::from_secs(1))).expect("a time");
                let mut answer = Vec::new();
                while began.elapsed() < Duration::from_secs(60) {
                    let mut some = [0; 4096];
                    match stream.read(&mut some) {
                        Ok(0) => return (began.elapsed(), answer),
                        Ok(count) => answer.extend_from_slice(&some[..count]),
                        Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {
                            drop(stream.write_all(b"a"));
                        }
                        Err(_) => return (began.elapsed(), answer),
                    }
                }
                panic!("a minute, and it is still open");
            })
        })
        .collect();
    std::thread::sleep(Duration::from_secs(2));
    for _ in 0..5 {
        let asked = Instant::now();
        assert_eq!(status(&opened(DEMO.port, "/login", HOST)), "200");
        assert!(asked.elapsed() < Duration::from_secs(3), "{:?} while sixty dawdle", asked.elapsed());
    }
    for (number, thread) in slow.into_iter().enumerate() {
        let (after, answer) = thread.join().expect("closed in time");
        assert!(after > Duration::from_secs(10), "not at once: {after:?}");
        let answer = String::from_utf8_lossy(&answer);
        // The head is hung up on, with or without a word; a form is told why.
        assert!(number % 2 == 0 || status(&answer) == "400" && answer.contains("发得太慢"), "{answer}");
    }
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let many: String = (0..200).map(|number| format!("X-{number}: a\r\n")).collect();
    assert_eq!(status(&opened(DEMO.port, "/login", &format!("{HOST}{many}"))), "431");
    assert_eq!(status(&opened(DEMO.port, "/login", &format!("{HOST}X-Long: {}\r\n", "a".repeat(300_000)))), "431");
    let long = format!("/login?{}", "a".repeat(200_000));
    assert!(matches!(status(&opened(DEMO.port, &long, HOST)), "414" | "431"));

    let asked = Instant::now();
    let head = |path: &str, length: u64| format!("POST {path} HTTP/1.1\r\n{HOST}Content-Length: {length}\r\nConnection: close\r\n\r\n");
    let answer = sent(DEMO.port, head("/login", 10_000_000_000).as_bytes());
    assert!(status(&answer) == "400" && answer.contains("太大了"), "{answer}");
    // Nobody is signed in: a photo is not even waited for.
    let upload = "/c/530624/households/00000000-0000-7000-8000-000000000031/deeds";
    let answer = sent(DEMO.port, head(upload, 60_000_000).as_bytes());
    assert_eq!((status(&answer), header(&answer, "location")), ("303", "/login?lost=1"), "{answer}");
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    // More than was said, in pieces without a length.
    let piece = format!("10000\r\n{}\r\n", "a".repeat(0x10000));
    let endless = format!("POST /login HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n{}", piece.repeat(8));
    let answer = sent(DEMO.port, endless.as_bytes());
    assert!(answer.is_empty() || status(&answer) == "400", "{answer}");
    assert_eq!(status(&opened(DEMO.port, "/login", HOST)), "200");
}

#[test]
fn tricks_in_addresses_find_nothing() {
    for path in [
        "/assets/../xieshou.toml",
        "/assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%2f..%2fxieshou.db",
        "/assets/%00",
        "/%00",
        "/c/530624/%2e%2e/%2e%2e/setup",
        "//evil.example/login",
        "/c/530624%00/households",
        "/c/-1/households",
        "/q/530624/../../setup",
        "/assets/%c0%ae%c0%ae/x",
        "/c/%F0%28%8C%28/households",
    ] {
        let answer = opened(DEMO.port, path, HOST);
        // Unknown, or a page that wants somebody signed in; never found and never broken.
        assert!(matches!(status(&answer), "404" | "303"), "{path}: {answer}");
        assert!(!answer.contains("root:") && !header(&answer, "location").starts_with("//"), "{path}: {answer}");
    }
    for request in [
        "GET http://evil.example/login HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "GET /login HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET /../../etc/passwd HTTP/1.0\r\n\r\n",
        "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "TRACE /login HTTP/1.1\r\nHost: localhost\r\nX-Secret: 7\r\nConnection: close\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}nonsense\r\n\r\n",
        "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n",
    ] {
        let answer = sent(DEMO.port, request.as_bytes());
        assert!(answer.is_empty() || !status(&answer).starts_with('5'), "{request}: {answer}");
        assert!(!answer.contains("evil.example") && !answer.contains("X-Secret") && !answer.contains("root:"), "{request}: {answer}");
    }
}

#[test]
fn a_false_host_reaches_no_link_and_no_redirect() {
    let forged = "Host: evil.example\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: javascript\r\nX-Original-URL: /setup\r\n";
    let (session, _) = signed_in("/");
    for path in
        ["/", "/login", "/login?to=//evil.example/", "/language?to=en&back=//evil.example/", "/language?to=en&back=/%5Cevil.example"]
    {
        for headers in [forged.to_owned(), format!("{forged}Cookie: {session}\r\n")] {
            let answer = opened(DEMO.port, path, &headers);
            let to = header(&answer, "location");
            assert!(to.is_empty() || (to.starts_with('/') && !to.starts_with("//") && !to.contains('\\')), "{path}: {to}");
            assert!(path.contains("evil") || !answer.contains("evil.example"), "{path}: {answer}");
            for link in ["href=\"//", "href=\"http://evil", "action=\"//", "href=\"javascript:"] {
                assert!(!answer.contains(link), "{path}: {link}");
            }
        }
    }
    for to in ["//evil.example", "https://evil.example", "%2F%2Fevil.example", "/\\evil.example", "javascript:alert(1)"] {
        let (_, answer) = signed_in(to);
        assert_eq!((status(&answer), header(&answer, "location")), ("303", "/"), "{to}");
    }
}

#[test]
fn guessing_a_password_is_slowed_and_tells_nothing() {
    let page = opened(DEMO.port, "/login", HOST);
    let guess = |name: &str| posted("/login", &cookies(&page), "", &format!("csrf={}&name={name}&password=guessed", token(&page)));
    let word = |answer: &str| answer.split("<main").nth(1).unwrap_or_default().replace("nobody-here", "").replace("gaomin", "").len();
    let (known, unknown) = (guess("gaomin"), guess("nobody-here"));
    assert_eq!((status(&known), status(&unknown)), ("422", "422"));
    assert_eq!(word(&known), word(&unknown), "whether there is such a login is not said");
    for _ in 0..6 {
        guess("gaomin");
    }
    let slowed = guess("gaomin");
    assert!(status(&slowed) == "422" && slowed.contains("秒"), "{slowed}");
    let right = posted("/login", &cookies(&page), "", &format!("csrf={}&name=gaomin&password=xieshou-demo", token(&page)));
    assert_eq!(status(&right), "422", "while it has to wait even the right one is not tried");
}

#[test]
fn a_form_from_elsewhere_is_not_taken() {
    let (session, _) = signed_in("/");
    let page = opened(DEMO.port, "/me", &format!("{HOST}Cookie: {session}\r\n"));
    let good = token(&page);
    assert!(!good.is_empty(), "{page}");
    let other = opened(DEMO.port, "/login", HOST);
    for (form, headers) in [
        (String::new(), ""),
        ("csrf=".to_owned(), ""),
        (format!("csrf={}", token(&other)), ""),
        (format!("csrf={}", &good[..good.len() - 1]), ""),
        (format!("csrf={good}"), "Sec-Fetch-Site: cross-site\r\n"),
        (format!("csrf={good}"), "Sec-Fetch-Site: same-site\r\n"),
    ] {
        assert_eq!(status(&posted("/logout", &session, headers, &form)), "400", "{form} {headers}");
    }
    assert_eq!(status(&opened(DEMO.port, "/me", &format!("{HOST}Cookie: {session}\r\n"))), "200", "still signed in");
    assert_eq!(status(&posted("/logout", &session, "Sec-Fetch-Site: same-origin\r\n", &format!("csrf={good}"))), "303");
    assert_eq!(status(&opened(DEMO.port, "/me", &format!("{HOST}Cookie: {session}\r\n"))), "303", "and now no longer");
}

#[test]
fn no_cache_keeps_a_page() {
    let (session, _) = signed_in("/");
    let routes: serde_json::Value = serde_json::from_str(&out(&run(&["routes", "--json"]))).expect("JSON");
    let paths =
        routes.as_array().expect("a list").iter().filter(|route| route["method"] == "GET").filter_map(|route| route["path"].as_str());
    let mut seen = 0;
    for path in paths.filter(|path| !path.starts_with("/assets")) {
        let path = path.replace("{county}", "530624");
        if path.contains('{') {
            continue;
        }
        for headers in [HOST.to_owned(), format!("{HOST}Cookie: {session}\r\n")] {
            let answer = opened(DEMO.port, &path, &headers);
            assert!(!status(&answer).starts_with('5'), "{path}: {answer}");
            assert_eq!(header(&answer, "cache-control"), "no-store", "{path}: {answer}");
            for (name, value) in [("x-content-type-options", "nosniff"), ("x-frame-options", "DENY")] {
                assert_eq!(header(&answer, name), value, "{path}");
            }
            assert!(header(&answer, "content-security-policy").contains("default-src 'none'"), "{path}");
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen} pages");
}
