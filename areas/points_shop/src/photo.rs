//! Photos as people send them: made small and clean, kept as files, refused in words that say what to do instead.

use files::photo::{self, PhotoLimits, PhotoProblem};
use files::{Class, FileId, FileStore};
use pages::{Form, Message};

/// Takes the photos of a field, which pictures take their time for: call it in a thread of its own. What is wrong is noted on
/// the field; a form that is shown again keeps nothing, so whoever fills it sends the photos once more.
pub(crate) fn take(form: &mut Form, field: &str, most: usize, files: &FileStore) -> Option<Vec<FileId>> {
    let uploads: Vec<pages::Upload> = form.files(field).cloned().collect();
    if uploads.len() > most {
        form.refuse(field, Message::new("photo-too-many").with("has", uploads.len()).with("max", most));
        return None;
    }
    let mut photos = Vec::new();
    for upload in uploads {
        match photo::prepare(&upload.bytes, &PhotoLimits::default()) {
            Ok(photo) => photos.push(photo.jpeg),
            Err(problem) => form.refuse(field, problem_message(&upload.name, problem)),
        }
    }
    if !form.is_good() {
        return None;
    }
    match photos.iter().map(|jpeg| files.put(Class::Internal, jpeg)).collect::<Result<Vec<FileId>, _>>() {
        Ok(mut kept) => {
            // The same picture chosen twice is one.
            kept.sort();
            kept.dedup();
            Some(kept)
        }
        Err(error) => {
            tracing::error!(%error, "a photo could not be stored");
            form.refuse(field, Message::new("photo-not-stored"));
            None
        }
    }
}

fn problem_message(name: &str, problem: PhotoProblem) -> Message {
    let message = match problem {
        PhotoProblem::TooLarge { bytes, bytes_max } => {
            Message::new("photo-large").with("megabytes", bytes.div_ceil(1_000_000)).with("max", bytes_max / 1_000_000)
        }
        PhotoProblem::TooManyPixels { .. } => Message::new("photo-pixels"),
        PhotoProblem::UnknownFormat { what } => Message::new(format_problem(what)).with("what", what),
        PhotoProblem::Empty => Message::new("photo-empty"),
        PhotoProblem::NotAPhoto => Message::new("photo-none"),
        PhotoProblem::Damaged => Message::new("photo-damaged"),
    };
    message.with("name", name)
}

/// What helps depends on what it is: a telephone's own format, a document, a film.
fn format_problem(what: &str) -> &'static str {
    match what {
        "HEIC" | "AVIF" | "CR3" => "photo-telephone",
        "PDF" | "DOC" | "ZIP" | "RAR" => "photo-document",
        "MP4" | "MOV" | "AVI" | "MKV" | "animated WebP" | "GIF" => "photo-film",
        _ => "photo-format",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_photo_is_refused_by_its_kind() {
        for (beginning, key) in [
            (&b"%PDF-1.7"[..], "photo-document"),
            (b"\0\0\0\x18ftypheic", "photo-telephone"),
            (b"\0\0\0\x18ftypmp42", "photo-film"),
            (b"BM", "photo-format"),
            (b"<script>", "photo-none"),
            (b"", "photo-empty"),
            (b"\xff\xd8\xff\xe0", "photo-damaged"),
        ] {
            let problem = photo::prepare(beginning, &PhotoLimits::default()).expect_err("it is no photo");
            assert_eq!(problem_message("a.jpg", problem).key, key, "{beginning:?}");
        }
        let large = photo::prepare(&vec![0xff; 20_000_000], &PhotoLimits::default()).expect_err("it is too large");
        assert_eq!(problem_message("a.jpg", large).key, "photo-large");
    }
}
