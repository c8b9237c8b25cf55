//! A visitor with a browser's manners: keeps the connection and the cookies, sends forms with their token.

use std::collections::BTreeMap;

use ureq::Agent;
use ureq::http::Response;

use crate::exit::Failure;

/// Signed in, on one connection after the other.
#[derive(Clone)]
pub(super) struct Visitor {
    agent: Agent,
    base: String,
    cookies: BTreeMap<String, String>,
    csrf: String,
}

/// What came back.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) text: String,
}

impl Visitor {
    /// Signs in as this login.
    pub(super) fn sign_in(base: &str, login: &str, password: &str) -> Result<Visitor, Failure> {
        let agent = Agent::config_builder().http_status_as_error(false).max_redirects(0).build().new_agent();
        let mut visitor = Visitor { agent, base: base.to_owned(), cookies: BTreeMap::new(), csrf: String::new() };
        let page = visitor.get("/login")?;
        visitor.csrf = hidden(&page.text, "csrf").unwrap_or_default();
        let answer = visitor.post("/login", &[("name", login), ("password", password)])?;
        if answer.status != 303 {
            return Err(Failure::cannot_open(format!("{login} cannot sign in: status {}.", answer.status)));
        }
        let home = visitor.get("/")?;
        visitor.csrf = hidden(&home.text, "csrf").unwrap_or_default();
        Ok(visitor)
    }

    /// The same visitor on a connection of its own.
    pub(super) fn again(&self) -> Visitor {
        Visitor { agent: Agent::config_builder().http_status_as_error(false).max_redirects(0).build().new_agent(), ..self.clone() }
    }

    /// A page in plain text.
    pub(super) fn get(&mut self, path: &str) -> Result<Answer, Failure> {
        let request = self.agent.get(format!("{}{path}", self.base)).header("cookie", self.cookie());
        let response = request.call().map_err(|error| failed(path, error))?;
        self.taken(path, response)
    }

    /// Bytes of a page as they go over the wire, packed.
    pub(super) fn wire(&self, path: &str) -> Result<(u16, usize), Failure> {
        let request = self.agent.get(format!("{}{path}", self.base)).header("cookie", self.cookie()).header("accept-encoding", "gzip");
        let mut response = request.call().map_err(|error| failed(path, error))?;
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(64 << 20).read_to_vec().map_err(|error| failed(path, error))?;
        Ok((status, body.len()))
    }

    /// Sends a form.
    pub(super) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Answer, Failure> {
        let token = self.csrf.clone();
        let fields: Vec<(&str, &str)> = [("csrf", token.as_str())].into_iter().chain(fields.iter().copied()).collect();
        let request = self.agent.post(format!("{}{path}", self.base)).header("cookie", self.cookie());
        let response = request.send_form(fields).map_err(|error| failed(path, error))?;
        self.taken(path, response)
    }

    fn cookie(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn taken(&mut self, path: &str, mut response: Response<ureq::Body>) -> Result<Answer, Failure> {
        for cookie in response.headers().get_all("set-cookie") {
            let pair = cookie.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let status = response.status().as_u16();
        let text = response.body_mut().with_config().limit(64 << 20).read_to_vec().map_err(|error| failed(path, error))?;
        Ok(Answer { status, text: String::from_utf8_lossy(&text).into_owned() })
    }
}

fn failed(path: &str, error: ureq::Error) -> Failure {
    Failure::cannot_open(format!("{path} was not answered: {error}."))
}

/// The value of a hidden field.
fn hidden(page: &str, name: &str) -> Option<String> {
    let from = page.split_once(&format!("name=\"{name}\" value=\""))?.1;
    Some(from.split_once('"')?.0.to_owned())
}
