//! Makes a signature drawn on a page small: grey, trimmed to its ink, and refused when nothing was drawn.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, GrayImage, ImageDecoder, ImageFormat, Luma, imageops};

use crate::photo::{open, over_white};
use crate::sniff::{Sniffed, sniff};

const PREFIX: &str = "data:image/png;base64,";
const URL_BYTES_MAX: usize = 64 * 1024;
const WIDTH_MAX: u32 = 1200;
const HEIGHT_MAX: u32 = 600;
/// Enough for a picture of that size in 16 bits, and for no more.
const MEMORY_MAX: u64 = 16 * 1024 * 1024;
/// Grey below this is ink; the soft edge of a stroke is not counted.
const INK_BELOW: u8 = 128;
/// More than a tap or two of a broad pen, less than the shortest name.
const INK_PIXELS_MIN: usize = 120;
const MARGIN: u32 = 8;

/// A signature ready to keep: a grey PNG, dark on white.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    pub png: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// Why a signature was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureProblem {
    #[error("there is no signature")]
    Missing,
    #[error("the signature has {bytes} bytes; it may have {bytes_max}")]
    TooLarge { bytes: usize, bytes_max: usize },
    #[error("the signature is not a drawing from the page")]
    NotADrawing,
    #[error("the drawing is {width} by {height}; it may be {width_max} by {height_max}")]
    TooManyPixels { width: u32, height: u32, width_max: u32, height_max: u32 },
    #[error("the drawing is damaged")]
    Damaged,
    #[error("nothing was drawn")]
    Blank,
}

/// Reads the `data:image/png;base64,…` that a canvas gives and keeps its ink.
pub fn prepare(data_url: &str) -> Result<Signature, SignatureProblem> {
    // A canvas without a size gives "data:,".
    if data_url.is_empty() || data_url == "data:," {
        return Err(SignatureProblem::Missing);
    }
    if data_url.len() > URL_BYTES_MAX {
        return Err(SignatureProblem::TooLarge { bytes: data_url.len(), bytes_max: URL_BYTES_MAX });
    }
    let encoded = data_url.strip_prefix(PREFIX).ok_or(SignatureProblem::NotADrawing)?;
    let bytes = STANDARD.decode(encoded).map_err(|_| SignatureProblem::NotADrawing)?;
    let drawing = trimmed(&decode(&bytes)?).ok_or(SignatureProblem::Blank)?;
    let mut png = Vec::new();
    drawing
        .write_with_encoder(PngEncoder::new_with_quality(&mut png, CompressionType::Best, FilterType::Adaptive))
        .expect("a small grey picture always becomes a PNG in memory");
    Ok(Signature { png, width: drawing.width(), height: drawing.height() })
}

fn decode(bytes: &[u8]) -> Result<GrayImage, SignatureProblem> {
    if sniff(bytes) != Sniffed::Picture(ImageFormat::Png) {
        return Err(SignatureProblem::NotADrawing);
    }
    let decoder = open(bytes, ImageFormat::Png, MEMORY_MAX).ok_or(SignatureProblem::Damaged)?;
    let (width, height) = decoder.dimensions();
    if width > WIDTH_MAX || height > HEIGHT_MAX {
        return Err(SignatureProblem::TooManyPixels { width, height, width_max: WIDTH_MAX, height_max: HEIGHT_MAX });
    }
    let image = DynamicImage::from_decoder(decoder).map_err(|_| SignatureProblem::Damaged)?;
    Ok(DynamicImage::ImageRgb8(over_white(image)).into_luma8())
}

/// The ink and a white margin around it, or nothing where there is too little ink.
fn trimmed(drawing: &GrayImage) -> Option<GrayImage> {
    let is_ink = |pixel: &Luma<u8>| pixel.0[0] < INK_BELOW;
    if drawing.pixels().filter(|pixel| is_ink(pixel)).count() < INK_PIXELS_MIN {
        return None;
    }
    let ink = || drawing.enumerate_pixels().filter(|(_, _, pixel)| is_ink(pixel));
    let left = ink().map(|(x, _, _)| x).min()?;
    let right = ink().map(|(x, _, _)| x).max()?;
    let top = ink().map(|(_, y, _)| y).min()?;
    let bottom = ink().map(|(_, y, _)| y).max()?;
    let mut paper = GrayImage::from_pixel(right - left + 1 + 2 * MARGIN, bottom - top + 1 + 2 * MARGIN, Luma([255]));
    imageops::replace(&mut paper, drawing, i64::from(MARGIN) - i64::from(left), i64::from(MARGIN) - i64::from(top));
    Some(paper)
}
