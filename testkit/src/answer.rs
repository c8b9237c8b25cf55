//! What came back: status, headers, body, and the parts of a page that tests look at.

use axum::body::to_bytes;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;

use crate::html;

/// An answer read to its end.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Path and query that were asked for.
    pub path: String,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub(crate) async fn read(path: String, response: Response) -> Answer {
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("the body comes from memory").to_vec();
        Answer { path, status: parts.status, headers: parts.headers, bytes }
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.header(header::LOCATION.as_str())
    }

    /// Whether it is a page.
    pub fn is_html(&self) -> bool {
        self.header("content-type").starts_with("text/html")
    }

    /// Whether something was shown or done: neither refused, nor absent, nor broken.
    pub fn is_done(&self) -> bool {
        self.status.is_success() || self.status.is_redirection() && !self.location().starts_with("/login")
    }

    /// What stands inside `<main>`.
    pub fn main(&self) -> String {
        html::main(&self.text()).to_owned()
    }

    /// The token its forms carry.
    pub fn csrf(&self) -> Option<String> {
        html::value_of_hidden(&self.text(), "csrf").map(str::to_owned)
    }

    /// The value of a hidden field, such as the id chosen when a form was shown.
    ///
    /// # Panics
    /// When there is no such field.
    pub fn hidden(&self, name: &str) -> String {
        html::value_of_hidden(&self.text(), name).unwrap_or_else(|| panic!("{} has a hidden field {name}", self.path)).to_owned()
    }
}
