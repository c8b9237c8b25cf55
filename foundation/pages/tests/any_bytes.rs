//! Form bodies and query strings out of any bytes: refused, or read into fields that can be sent again.

use axum::body::Bytes;
use pages::{Form, Submitted};
use proptest::prelude::*;

fn read(content_type: &str, body: Vec<u8>) -> Option<Submitted> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(Submitted::read(content_type, Bytes::from(body))).ok()
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Every reader of a form, on every field.
fn asked(submitted: Submitted) {
    let names: Vec<String> = submitted.fields.iter().map(|(name, _)| name.clone()).collect();
    let mut form = Form::from(submitted);
    for name in &names {
        let text = form.text(name, 200);
        assert!(text.is_none_or(|text| !text.is_empty() && !text.contains('\0') && text.chars().count() <= 200));
        form.whole(name, 0..=1_000);
        form.points(name, money::TenthPoints(0)..=money::TenthPoints(10_000));
        form.yuan(name, money::Fen(0)..=money::Fen(10_000));
    }
}

proptest! {
    #[test]
    fn any_bytes_are_a_form_that_can_be_sent_again(body in proptest::collection::vec(any::<u8>(), 0..300)) {
        let submitted = Submitted::url_encoded(&body);
        prop_assert!(submitted.fields.iter().all(|(name, value)| !name.contains('\0') && !value.contains('\0')));
        let again = submitted.fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect::<Vec<_>>().join("&");
        // A field without name and value leaves a lone sign.
        prop_assert_eq!(Submitted::url_encoded(again.as_bytes()).fields, submitted.fields.clone());
        asked(submitted);
    }

    #[test]
    fn any_bytes_in_parts_are_refused_or_read(
        body in proptest::collection::vec(any::<u8>(), 0..300),
        name in "[a-z\"\\\\\r\n;=%]{0,12}",
        file in "[a-z./\\\\%\"]{0,20}",
        kind in "multipart/form-data(; ?boundary=[a-zA-Z0-9\"]{0,72})?",
    ) {
        read(&kind, body.clone());
        let content_type = "multipart/form-data; boundary=cut";
        read(content_type, body.clone());
        let head = format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n");
        let whole = [head.as_bytes(), &body, b"\r\n--cut--\r\n"].concat();
        for end in [whole.len(), whole.len() - 3, whole.len() / 2] {
            if let Some(submitted) = read(content_type, whole[..end].to_vec()) {
                asked(submitted);
            }
        }
    }
}
