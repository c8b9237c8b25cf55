//! Three sorts of failure: refused (shown in the form), absent or forbidden (a page with ways out), broken (an incident number).

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use database::DatabaseError;

use crate::{Frame, Message, Submitted};

/// What a handler answers.
pub type PageResult = Result<Response, PageError>;

/// Why there is no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageError {
    /// It is not there, or the visitor may not know that it is.
    NotFound,
    /// The visitor lacks a permission; its text says who has it.
    Forbidden {
        permission: &'static str,
    },
    /// The request makes no sense: a stale or forged form, a body that is too large.
    BadRequest(Message),
    /// A paper or a page wants something first.
    Refused(Message),
    /// This address asked too often on a public page.
    TooMany {
        seconds: u64,
    },
    Database(DatabaseError),
    /// A bug or damage; the text is for the log only.
    Broken(String),
}

impl From<DatabaseError> for PageError {
    fn from(error: DatabaseError) -> Self {
        PageError::Database(error)
    }
}

impl IntoResponse for PageError {
    /// Carries the error to the gate, which knows language and visitor and renders the page.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl PageError {
    /// The status of its page.
    pub fn status(&self) -> StatusCode {
        match self {
            PageError::NotFound => StatusCode::NOT_FOUND,
            PageError::Forbidden { .. } => StatusCode::FORBIDDEN,
            PageError::BadRequest(_) => StatusCode::BAD_REQUEST,
            PageError::Refused(_) => StatusCode::CONFLICT,
            PageError::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            PageError::Database(
                DatabaseError::Broken(_) | DatabaseError::TwoBooks(..) | DatabaseError::Guarded(_) | DatabaseError::Conflict(_),
            )
            | PageError::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
            PageError::Database(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Key prefix of title and explanation.
    fn key(&self) -> &'static str {
        match self {
            PageError::NotFound => "error-not-found",
            PageError::Forbidden { .. } => "error-forbidden",
            PageError::BadRequest(_) => "error-bad-request",
            PageError::Refused(_) => "error-refused",
            PageError::TooMany { .. } => "error-too-many",
            PageError::Database(DatabaseError::Full(_)) => "error-disk-full",
            PageError::Database(DatabaseError::ReadOnly(_)) => "error-read-only",
            PageError::Database(DatabaseError::Busy(_)) => "error-busy",
            PageError::Database(DatabaseError::Unreachable(_)) => "error-unreachable",
            PageError::Database(_) | PageError::Broken(_) => "error-broken",
        }
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'f> {
    frame: &'f Frame,
    title: String,
    text: String,
    message: Option<String>,
    incident: Option<String>,
    again: Option<SentForm>,
}

/// A form that could not be taken just then.
#[derive(Clone, Debug)]
pub struct SentForm {
    /// Where it goes.
    path: String,
    fields: Vec<(String, String)>,
    had_files: bool,
}

impl SentForm {
    /// The form, if it can be sent once more as it is: passwords are never sent back to a page.
    pub fn of(path: &str, submitted: &Submitted) -> Option<SentForm> {
        if submitted.fields.iter().any(|(name, _)| name.contains("password")) {
            return None;
        }
        let fields = submitted.fields.iter().filter(|(name, _)| name != "csrf").cloned().collect();
        Some(SentForm { path: path.to_owned(), fields, had_files: !submitted.files.is_empty() })
    }
}

/// The page for an error. The cause goes to the log under an incident number and never to the visitor.
pub fn render_error(frame: &Frame, error: &PageError) -> Response {
    render_error_with(frame, error, None)
}

/// The same; what passes by itself, such as a full disk, offers the form that was sent once more, so that nothing typed is lost.
pub fn render_error_with(frame: &Frame, error: &PageError, sent: Option<SentForm>) -> Response {
    let status = error.status();
    let incident = match error {
        PageError::Database(cause) => Some(logged(&cause.to_string())),
        PageError::Broken(cause) => Some(logged(cause)),
        _ => None,
    };
    let message = match error {
        PageError::BadRequest(message) | PageError::Refused(message) => Some(frame.message(message)),
        PageError::Forbidden { permission } => Some(frame.say(&format!("permission-{permission}"))),
        PageError::TooMany { seconds } => Some(frame.say1("error-too-many-wait", "count", *seconds as i64)),
        _ => None,
    };
    let title = frame.say(&format!("{}-title", error.key()));
    let again = sent.filter(|_| status == StatusCode::SERVICE_UNAVAILABLE);
    match (ErrorPage { frame, title, text: frame.say(error.key()), message, incident, again }).render() {
        Ok(html) => with_return(error, (status, axum::response::Html(html)).into_response()),
        Err(cause) => (StatusCode::INTERNAL_SERVER_ERROR, logged(&cause.to_string())).into_response(),
    }
}

/// Tells a program, as the page tells a person, when to come back.
fn with_return(error: &PageError, mut response: Response) -> Response {
    if let PageError::TooMany { seconds } = error {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
    response
}

fn logged(cause: &str) -> String {
    let mut number = [0; 4];
    // Without randomness the number is zeros; the log line is what matters.
    let _ = getrandom::fill(&mut number);
    let incident = hex::encode(number);
    tracing::error!(incident, cause, "a request failed");
    incident
}
