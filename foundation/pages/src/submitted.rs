//! What a form sent: text fields in order and uploads, from either way browsers encode forms.

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Multipart};
use axum::http::request::Parts;
use axum::http::{Request, header};

use crate::PageError;

/// A file that came with a form.
#[derive(Clone, Debug)]
pub struct Upload {
    pub field: String,
    pub name: String,
    pub bytes: Bytes,
}

/// Fields and files of one form.
#[derive(Clone, Debug, Default)]
pub struct Submitted {
    pub fields: Vec<(String, String)>,
    pub files: Vec<Upload>,
}

/// The body was not a form.
#[derive(Debug)]
pub struct NotUnderstood;

impl Submitted {
    /// Reads a body of the given content type.
    pub async fn read(content_type: &str, body: Bytes) -> Result<Submitted, NotUnderstood> {
        if content_type.starts_with("multipart/form-data") {
            Self::multipart(content_type, body).await
        } else {
            Ok(Self::url_encoded(&body))
        }
    }

    /// Reads `a=1&b=2`.
    pub fn url_encoded(body: &[u8]) -> Submitted {
        let fields = form_pairs(body);
        Submitted { fields, files: Vec::new() }
    }

    /// The first value of a field, or nothing written.
    pub fn value(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    async fn multipart(content_type: &str, body: Bytes) -> Result<Submitted, NotUnderstood> {
        let mut request =
            Request::builder().header(header::CONTENT_TYPE, content_type).body(Body::from(body)).map_err(|_| NotUnderstood)?;
        // The gate has measured the body; axum's own limit of 2 MB would refuse most photos.
        DefaultBodyLimit::disable().apply(&mut request);
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| NotUnderstood)?;
        let mut submitted = Submitted::default();
        while let Some(part) = parts.next_field().await.map_err(|_| NotUnderstood)? {
            let field = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(name) => {
                    let bytes = part.bytes().await.map_err(|_| NotUnderstood)?;
                    // A file field left empty comes as a nameless empty file.
                    if !name.is_empty() || !bytes.is_empty() {
                        submitted.files.push(Upload { field, name, bytes });
                    }
                }
                None => submitted.fields.push((field, part.text().await.map_err(|_| NotUnderstood)?)),
            }
        }
        Ok(submitted)
    }
}

fn form_pairs(body: &[u8]) -> Vec<(String, String)> {
    body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).map(pair).collect()
}

fn pair(pair: &[u8]) -> (String, String) {
    let cut = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
    (decoded(&pair[..cut]), decoded(pair.get(cut + 1..).unwrap_or_default()))
}

/// Plus signs and `%41`; what is not UTF-8 becomes replacement characters, and NUL, which PostgreSQL refuses, is dropped.
fn decoded(text: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => match after.get(..2).and_then(|digits| hex::decode(digits).ok()) {
                Some(decoded) => {
                    bytes.extend(decoded);
                    rest = &after[2..];
                }
                None => bytes.push(b'%'),
            },
            other => bytes.push(*other),
        }
    }
    String::from_utf8_lossy(&bytes).replace('\0', "")
}

/// A value as it stands in a query, the other way round.
pub fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

impl<S: Send + Sync> FromRequestParts<S> for Submitted {
    type Rejection = PageError;

    /// The gate has read the body already, because it checks the form's token.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        Ok(parts.extensions.get::<Submitted>().cloned().unwrap_or_default())
    }
}
