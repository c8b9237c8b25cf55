//! Sign-for: drawn on the screen, or the number of the paper that was signed. Drawings are kept as files.

use files::{Class, FileStore, signature};
use pages::{Form, Message};

/// How somebody signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// `drawn` or `paper`.
    pub kind: &'static str,
    /// Digest of the drawing's file, or the paper's number.
    pub what: String,
}

/// Reads `signature` (a drawing) or `paper` (a number); a drawing is stored before the transaction, under its own digest.
pub fn read(form: &mut Form, files: &FileStore) -> Option<Signed> {
    let paper = form.optional_text("paper", 40)?;
    if !paper.is_empty() {
        return Some(Signed { kind: "paper", what: paper });
    }
    let problem = match signature::prepare(form.value("signature")) {
        Ok(drawing) => match files.put(Class::Internal, &drawing.png) {
            Ok(file) => return Some(Signed { kind: "drawn", what: file.to_string() }),
            Err(error) => {
                tracing::error!(%error, "a signature could not be stored");
                "signature-not-stored"
            }
        },
        Err(files::SignatureProblem::Missing | files::SignatureProblem::Blank) => "signature-missing",
        Err(_) => "signature-unreadable",
    };
    // A drawing that cannot be read is not shown again: it is signed anew.
    form.set("signature", String::new());
    form.refuse("paper", Message::new(problem));
    None
}

/// The stored drawing, for a paper.
pub fn drawing(files: &FileStore, kind: &str, what: &str) -> Option<Vec<u8>> {
    if kind != "drawn" {
        return None;
    }
    files.read(Class::Internal, what.parse().ok()?).ok()
}
