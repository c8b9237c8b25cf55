//! What proves a receipt: the second person's signature and a photo of the signed list, kept as files before the transaction.

use files::FileStore;
use pages::{Form, PageError};

use crate::photo;
use crate::signature::{self, Signed};

/// How the second person signed, and the digest of the photo, if one was sent.
pub(super) struct Evidence {
    pub signed: Signed,
    pub photo: Option<String>,
}

/// Reads both in a thread of its own, because pictures take their time; what is wrong is noted in the form.
pub(super) async fn read(mut form: Form, files: FileStore) -> Result<(Form, Option<Evidence>), PageError> {
    let work = move || {
        let signed = signature::read(&mut form, &files);
        let photos = photo::take(&mut form, "photo", 1, &files);
        let (Some(photos), Some(signed), true) = (photos, signed, form.is_good()) else { return (form, None) };
        (form, Some(Evidence { signed, photo: photos.first().map(ToString::to_string) }))
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| PageError::Broken(error.to_string()))
}
