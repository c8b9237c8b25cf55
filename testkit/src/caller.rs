//! A browser with a cookie jar that carries its form token along.

use std::cell::RefCell;
use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Method, Request, header};
use pages::Lang;

use crate::{Answer, TestApp};

/// Somebody at a browser.
pub struct Caller<'a> {
    app: &'a TestApp,
    cookies: RefCell<BTreeMap<String, String>>,
    /// The token of the last form seen; it changes with the session.
    token: RefCell<Option<String>>,
}

impl<'a> Caller<'a> {
    pub(crate) fn new(app: &'a TestApp) -> Self {
        Caller { app, cookies: RefCell::default(), token: RefCell::default() }
    }

    /// Chooses the language as the link in the bar does.
    pub fn speaking(self, lang: Lang) -> Self {
        self.cookies.borrow_mut().insert("language".to_owned(), lang.tag().to_owned());
        self
    }

    /// The same browser after choosing another language: one session, two ways to look.
    pub fn also_speaking(&self, lang: Lang) -> Caller<'a> {
        Caller { app: self.app, cookies: self.cookies.clone(), token: self.token.clone() }.speaking(lang)
    }

    /// Opens a page.
    pub fn get(&self, path: &str) -> Answer {
        self.send(Request::builder().method(Method::GET).uri(path).body(Body::empty()).expect("the path is one"))
    }

    /// Sends a form with its token.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.form_token();
        self.post_without_token(path, &[fields, &[("csrf", token.as_str())]].concat())
    }

    /// Sends a form just as it is.
    pub fn post_without_token(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect::<Vec<_>>().join("&");
        self.send(
            Request::builder()
                .method(Method::POST)
                .uri(path)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::from(body))
                .expect("the path is one"),
        )
    }

    /// Sends a form with a file in one of its fields.
    pub fn upload(&self, path: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Answer {
        const BOUNDARY: &str = "----xieshou-test-boundary";
        let token = self.form_token();
        let mut body = Vec::new();
        for (name, value) in [fields, &[("csrf", token.as_str())]].concat() {
            body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        let (field, bytes) = file;
        body.extend(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"photo.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n").bytes(),
        );
        body.extend(bytes);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(
            Request::builder()
                .method(Method::POST)
                .uri(path)
                .header(header::CONTENT_TYPE, kind)
                .body(Body::from(body))
                .expect("the path is one"),
        )
    }

    /// Goes where a redirect leads; any other answer stays as it is.
    pub fn follow(&self, answer: Answer) -> Answer {
        let mut answer = answer;
        for _ in 0..5 {
            if !answer.status.is_redirection() {
                break;
            }
            answer = self.get(answer.location());
        }
        answer
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(name).cloned()
    }

    /// The token of this browser's forms: that of the last page seen, or of the first page that has a form.
    pub fn form_token(&self) -> String {
        if self.token.borrow().is_none() {
            let page = if self.cookie("xieshou").is_some() { "/me" } else { "/login" };
            self.follow(self.get(page));
        }
        self.token.borrow().clone().unwrap_or_default()
    }

    fn send(&self, mut request: Request<Body>) -> Answer {
        let cookies = self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        if let Ok(cookies) = cookies.parse() {
            request.headers_mut().insert(header::COOKIE, cookies);
        }
        let answer = self.app.call(request);
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().unwrap_or_default());
        }
        if let Some(token) = answer.csrf() {
            *self.token.borrow_mut() = Some(token);
        }
        answer
    }

    fn keep(&self, cookie: &str) {
        let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) else { return };
        if cookie.contains("Max-Age=0") {
            self.cookies.borrow_mut().remove(name);
        } else {
            self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
        }
        if matches!(name, "xieshou" | "visit") {
            *self.token.borrow_mut() = None;
        }
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
