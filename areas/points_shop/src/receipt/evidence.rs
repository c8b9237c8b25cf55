//! What proves a receipt: the second person's signature and a photo of the signed list, kept as files before the transaction.

use files::photo::{self, PhotoLimits, PhotoProblem};
use files::{Class, FileStore};
use pages::{Form, Message, PageError};

use crate::signature::{self, Signed};

/// How the second person signed, and the digest of the photo, if one was sent.
pub(super) struct Evidence {
    pub signed: Signed,
    pub photo: Option<String>,
}

/// Reads both in a thread of its own, because pictures take their time; what is wrong is noted in the form.
pub(super) async fn read(mut form: Form, files: FileStore) -> Result<(Form, Option<Evidence>), PageError> {
    let work = move || {
        let photo = photo(&mut form);
        let signed = signature::read(&mut form, &files);
        // A form that is shown again keeps nothing: whoever fills it sends the photo once more.
        let (Some(photo), Some(signed), true) = (photo, signed, form.is_good()) else { return (form, None) };
        let photo = match photo.map(|jpeg| files.put(Class::Internal, &jpeg)).transpose() {
            Ok(file) => file.map(|file| file.to_string()),
            Err(error) => {
                tracing::error!(%error, "a photo could not be stored");
                form.refuse("photo", Message::new("receipt-photo-not-stored"));
                return (form, None);
            }
        };
        (form, Some(Evidence { signed, photo }))
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| PageError::Broken(error.to_string()))
}

/// The photo made small and clean; none was sent, or it does not do.
fn photo(form: &mut Form) -> Option<Option<Vec<u8>>> {
    let Some(upload) = form.file("photo").cloned() else { return Some(None) };
    match photo::prepare(&upload.bytes, &PhotoLimits::default()) {
        Ok(photo) => Some(Some(photo.jpeg)),
        Err(problem) => {
            form.refuse("photo", problem_message(problem));
            None
        }
    }
}

fn problem_message(problem: PhotoProblem) -> Message {
    match problem {
        PhotoProblem::TooLarge { bytes, bytes_max } => {
            Message::new("receipt-photo-large").with("megabytes", bytes.div_ceil(1_000_000)).with("max", bytes_max / 1_000_000)
        }
        PhotoProblem::TooManyPixels { .. } => Message::new("receipt-photo-pixels"),
        PhotoProblem::UnknownFormat { what } => Message::new("receipt-photo-format").with("what", what),
        PhotoProblem::Empty | PhotoProblem::NotAPhoto => Message::new("receipt-photo-none"),
        PhotoProblem::Damaged => Message::new("receipt-photo-damaged"),
    }
}
