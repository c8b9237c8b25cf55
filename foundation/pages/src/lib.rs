//! What every page stands on: texts in two languages, the frame, forms that keep what was typed, errors with ways out.

mod asset;
mod component;
mod error;
mod form;
mod frame;
mod headers;
mod labelled;
mod limit;
mod site;
mod submitted;
mod texts;

pub use asset::{Asset, Assets};
pub use component::{Choice, Html};
pub use error::{PageError, PageResult, SentForm, render_error, render_error_with};
pub use form::Form;
pub use frame::{DemoStrip, Frame, NavItem, Place};
pub use headers::{paper_response, secure, unlisted};
pub use limit::{Limits, PER_MINUTE};
pub use site::{Site, SiteOptions};
pub use submitted::{NotUnderstood, Submitted, Upload, encoded};
pub use texts::{Arg, Lang, Message, TextSource, Texts};

use axum::response::{Html as HtmlBody, IntoResponse, Redirect, Response};

/// This crate's texts.
pub const TEXTS: TextSource = TextSource { zh_hans: include_str!("../texts/zh-Hans.ftl"), en: include_str!("../texts/en.ftl") };

/// This crate's style and scripts.
pub const ASSETS: &[Asset] = &[
    Asset { name: "app.css", kind: "text/css; charset=utf-8", bytes: include_bytes!("../assets/app.css") },
    Asset { name: "icon.svg", kind: "image/svg+xml", bytes: include_bytes!("../assets/icon.svg") },
    Asset { name: "shrink.js", kind: "text/javascript; charset=utf-8", bytes: include_bytes!("../assets/shrink.js") },
    Asset { name: "signature.js", kind: "text/javascript; charset=utf-8", bytes: include_bytes!("../assets/signature.js") },
];

/// The page with status 200.
pub fn page<T: askama::Template>(template: &T) -> PageResult {
    let html = template.render().map_err(|error| PageError::Broken(error.to_string()))?;
    Ok(HtmlBody(labelled::labelled(html)).into_response())
}

/// The form again, with what was typed and what is wrong: status 422. The browser may keep it for its way back, which else would be
/// a page of its own about a form to be sent again; the gate takes that back where nothing could clear it at signing out.
pub fn form_again<T: askama::Template>(template: &T) -> PageResult {
    let mut response = page(template)?;
    response.headers_mut().insert(axum::http::header::CACHE_CONTROL, axum::http::HeaderValue::from_static("private, no-cache"));
    *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// On to another page after something was done; `done` names the text `done-…` shown there.
pub fn done(path: &str, done: &str) -> PageResult {
    let mark = if path.contains('?') { '&' } else { '?' };
    Ok(Redirect::to(&format!("{path}{mark}done={done}")).into_response())
}

/// On to another page without a word.
pub fn go(path: &str) -> PageResult {
    Ok(Redirect::to(path).into_response())
}

/// Shown as it is: an answer that is not a page.
pub type Answer = Response;
