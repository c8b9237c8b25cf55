//! Photos and drawings out of any bytes, and out of good ones with some bytes changed: refused, or a picture within its limits.

use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use files::{FileId, PhotoLimits, photo, signature};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use proptest::prelude::*;

const LIMITS: PhotoLimits = PhotoLimits { bytes_max: 100_000, pixels_max: 40_000, edge_max: 64, memory_max: 8 * 1024 * 1024 };

fn picture(format: ImageFormat) -> Vec<u8> {
    let image = RgbImage::from_fn(40, 30, |x, y| if (x + y) % 7 < 3 { Rgb([20, 20, 20]) } else { Rgb([240, 200, 10]) });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image).write_to(&mut bytes, format).expect("an encoder");
    bytes.into_inner()
}

/// Reads it, and what was made of it once more.
fn tried(bytes: &[u8]) {
    if let Ok(photo) = photo::prepare(bytes, &LIMITS) {
        assert!(photo.width <= LIMITS.edge_max && photo.height <= LIMITS.edge_max);
        let again = photo::prepare(&photo.jpeg, &LIMITS).expect("our own photo is one");
        assert_eq!((again.width, again.height), (photo.width, photo.height));
    }
    if let Ok(drawn) = signature::prepare(&format!("data:image/png;base64,{}", STANDARD.encode(bytes))) {
        let again = signature::prepare(&format!("data:image/png;base64,{}", STANDARD.encode(&drawn.png))).expect("our own drawing is one");
        assert_eq!((again.width, again.height), (drawn.width, drawn.height), "trimmed once is trimmed");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn pictures_with_bytes_changed_are_refused_or_pictures(
        format in prop::sample::select(vec![ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP]),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
        whole in any::<bool>(),
    ) {
        let mut bytes = picture(format);
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        tried(&bytes);
        if !whole {
            tried(&bytes[..cut.index(bytes.len())]);
        }
    }

    #[test]
    fn any_bytes_after_a_good_beginning_are_refused_or_pictures(
        start in prop::sample::select(vec![&b"\xff\xd8\xff"[..], b"\x89PNG\r\n\x1a\n", b"RIFF\x40\0\0\0WEBPVP8 ", b""]),
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
    ) {
        tried(&[start, &bytes].concat());
    }

    #[test]
    fn any_text_is_a_file_id_that_prints_back_or_none(text in "[0-9a-fA-F]{60,66}|.{0,20}") {
        if let Ok(id) = text.parse::<FileId>() {
            prop_assert_eq!(id.to_string(), text.to_lowercase());
        }
        signature::prepare(&text).expect_err("no drawing");
    }
}
