//! Signatures are trimmed to their ink; anything else is refused with its reason.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgba, RgbaImage};

use super::png_saying_its_size;
use crate::SignatureProblem;
use crate::signature::prepare;

fn data_url(png: &[u8]) -> String {
    format!("data:image/png;base64,{}", STANDARD.encode(png))
}

/// A transparent canvas with a blue stroke on it, as a browser sends it.
fn canvas(width: u32, height: u32, stroke: std::ops::Range<u32>) -> String {
    let mut canvas = RgbaImage::new(width, height);
    for x in stroke {
        for y in 100..104 {
            canvas.put_pixel(x, y, Rgba([0, 0, 160, 255]));
        }
    }
    let mut png = std::io::Cursor::new(Vec::new());
    canvas.write_to(&mut png, ImageFormat::Png).expect("a PNG");
    data_url(png.get_ref())
}

fn read_back(png: &[u8]) -> GrayImage {
    match image::load_from_memory_with_format(png, ImageFormat::Png).expect("a PNG") {
        DynamicImage::ImageLuma8(image) => image,
        other => panic!("not grey: {:?}", other.color()),
    }
}

#[test]
fn a_signature_is_trimmed_to_its_ink_and_grey() {
    let signature = prepare(&canvas(600, 300, 200..400)).expect("a signature");
    assert_eq!((signature.width, signature.height), (216, 20));
    let image = read_back(&signature.png);
    assert_eq!(image.dimensions(), (216, 20));
    assert_eq!(image.get_pixel(0, 0), &Luma([255]));
    assert!(image.get_pixel(8, 8).0[0] < 60);
    assert_eq!(image.get_pixel(7, 8), &Luma([255]));
    assert!(signature.png.len() < 500);
}

#[test]
fn a_stroke_at_the_edge_gets_its_margin_too() {
    let signature = prepare(&canvas(120, 104, 0..120)).expect("a signature");
    assert_eq!((signature.width, signature.height), (136, 20));
    assert_eq!(read_back(&signature.png).get_pixel(3, 19), &Luma([255]));
}

#[test]
fn the_same_drawing_becomes_the_same_bytes() {
    assert_eq!(prepare(&canvas(600, 300, 200..400)), prepare(&canvas(600, 300, 200..400)));
}

#[test]
fn an_empty_canvas_and_a_dot_are_blank() {
    assert_eq!(prepare(&canvas(600, 300, 0..0)), Err(SignatureProblem::Blank));
    assert_eq!(prepare(&canvas(600, 300, 50..54)), Err(SignatureProblem::Blank));
    let mut white = std::io::Cursor::new(Vec::new());
    GrayImage::from_pixel(300, 150, Luma([255])).write_to(&mut white, ImageFormat::Png).expect("a PNG");
    assert_eq!(prepare(&data_url(white.get_ref())), Err(SignatureProblem::Blank));
}

#[test]
fn no_signature_is_missing() {
    assert_eq!(prepare(""), Err(SignatureProblem::Missing));
    assert_eq!(prepare("data:,"), Err(SignatureProblem::Missing));
}

#[test]
fn anything_but_a_drawing_is_refused() {
    for wrong in [
        "hello",
        "data:image/jpeg;base64,AAAA",
        "data:image/png;base64,***",
        "data:image/png;base64,",
        "data:image/png;base64,R0lGODlh",
        "https://example.org/signature.png",
    ] {
        assert_eq!(prepare(wrong), Err(SignatureProblem::NotADrawing), "{wrong}");
    }
}

#[test]
fn a_broken_drawing_is_damaged() {
    let whole = canvas(600, 300, 200..400);
    let cut = whole.len() / 8 * 4;
    let half = &whole[..cut + (whole.len() - cut) % 4];
    let encoded = half.strip_prefix("data:image/png;base64,").expect("a data URL");
    let bytes = STANDARD.decode(&encoded[..encoded.len() / 4 * 4]).expect("base64");
    assert_eq!(prepare(&data_url(&bytes)), Err(SignatureProblem::Damaged));
}

#[test]
fn a_drawing_must_be_small() {
    let bytes = 70_000;
    let long = format!("data:image/png;base64,{}", "A".repeat(bytes - 22));
    assert_eq!(prepare(&long), Err(SignatureProblem::TooLarge { bytes, bytes_max: 65_536 }));
    for (width, height) in [(1201, 10), (10, 601), (60_000, 60_000)] {
        let problem = SignatureProblem::TooManyPixels { width, height, width_max: 1200, height_max: 600 };
        assert_eq!(prepare(&data_url(&png_saying_its_size(width, height))), Err(problem));
    }
}
