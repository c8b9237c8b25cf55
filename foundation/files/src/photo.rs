//! Makes a photo small and clean: upright, at most so large, and with nothing in it but the picture.

use std::io::Cursor;
use std::sync::{Mutex, PoisonError};

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage};

use crate::container::{Webp, jpeg_is_whole, webp};
use crate::sniff::{Sniffed, sniff};

const QUALITY_PERCENT: u8 = 80;
/// A JPEG cannot say more.
const JPEG_EDGE_MAX: u32 = 65_535;
/// Room a decoder may need beside its result: a progressive JPEG in four inks keeps four numbers of 16 bits for each pixel.
const WORK_BYTES_PER_PIXEL: u64 = 8;

/// One photo is decoded at a time: each may take [`PhotoLimits::memory_max`], and ten at once would be more than the machine has.
static TURN: Mutex<()> = Mutex::new(());

/// What is accepted, and how large a photo is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhotoLimits {
    /// A file of this many bytes is refused; one byte less is taken.
    pub bytes_max: usize,
    /// Width times height of the photo sent.
    pub pixels_max: u64,
    /// The longer edge of the photo kept.
    pub edge_max: u32,
    /// Bytes that decoding one photo may take; lowers `pixels_max` where a format needs much for each pixel.
    pub memory_max: u64,
}

impl Default for PhotoLimits {
    fn default() -> Self {
        PhotoLimits { bytes_max: 20_000_000, pixels_max: 52_000_000, edge_max: 1600, memory_max: 640 * 1024 * 1024 }
    }
}

/// A photo ready to keep: a JPEG without any metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    pub jpeg: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// Why a photo was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhotoProblem {
    #[error("the file is empty")]
    Empty,
    #[error("the file has {bytes} bytes; it must have fewer than {bytes_max}")]
    TooLarge { bytes: usize, bytes_max: usize },
    #[error("the file is not a photo")]
    NotAPhoto,
    #[error("the file is {what}; a photo is JPEG, PNG or WebP")]
    UnknownFormat { what: &'static str },
    #[error("the photo has {pixels} pixels; it may have {pixels_max}")]
    TooManyPixels { pixels: u64, pixels_max: u64 },
    #[error("the photo is damaged or of a rare kind")]
    Damaged,
}

/// Reads JPEG, PNG or WebP and gives back a JPEG: upright, shrunk, on white, without EXIF, GPS, colour profile or comment.
pub fn prepare(bytes: &[u8], limits: &PhotoLimits) -> Result<Photo, PhotoProblem> {
    if bytes.is_empty() {
        return Err(PhotoProblem::Empty);
    }
    if bytes.len() >= limits.bytes_max {
        return Err(PhotoProblem::TooLarge { bytes: bytes.len(), bytes_max: limits.bytes_max });
    }
    let format = match sniff(bytes) {
        Sniffed::Picture(format) => format,
        Sniffed::Other(what) => return Err(PhotoProblem::UnknownFormat { what }),
        Sniffed::Unknown => return Err(PhotoProblem::NotAPhoto),
    };
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let (image, orientation) = decode(bytes, format, limits)?;
    let mut upright = DynamicImage::ImageRgb8(shrunk(over_white(image), limits.edge_max.clamp(1, JPEG_EDGE_MAX)));
    upright.apply_orientation(orientation);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY_PERCENT)
        .encode_image(&upright)
        .expect("a picture of 1 to 65535 pixels an edge always becomes a JPEG in memory");
    Ok(Photo { jpeg, width: upright.width(), height: upright.height() })
}

/// The pixels as stored, and how they are to be turned.
fn decode(bytes: &[u8], format: ImageFormat, limits: &PhotoLimits) -> Result<(DynamicImage, Orientation), PhotoProblem> {
    let pixels_inside = match format {
        ImageFormat::WebP => match webp(bytes) {
            Webp::Still { pixels } => pixels,
            Webp::Moving => return Err(PhotoProblem::UnknownFormat { what: "animated WebP" }),
            Webp::Damaged => return Err(PhotoProblem::Damaged),
        },
        ImageFormat::Jpeg if !jpeg_is_whole(bytes) => return Err(PhotoProblem::Damaged),
        _ => 0,
    };
    let mut decoder = open(bytes, format, limits.memory_max).ok_or(PhotoProblem::Damaged)?;
    let (width, height) = decoder.dimensions();
    let pixels = pixels_inside.max(u64::from(width) * u64::from(height));
    let pixel_bytes = u64::from(decoder.color_type().bytes_per_pixel()) + WORK_BYTES_PER_PIXEL;
    let pixels_max = limits.pixels_max.min(limits.memory_max / pixel_bytes);
    if pixels > pixels_max {
        return Err(PhotoProblem::TooManyPixels { pixels, pixels_max });
    }
    // An unreadable EXIF is no reason to refuse the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(|_| PhotoProblem::Damaged)?;
    if image.width() == 0 || image.height() == 0 { Err(PhotoProblem::Damaged) } else { Ok((image, orientation)) }
}

/// A decoder that has read the headers only.
pub(crate) fn open(bytes: &[u8], format: ImageFormat, memory_max: u64) -> Option<impl ImageDecoder> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(memory_max);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    reader.into_decoder().ok()
}

/// The picture as it looks on white paper.
pub(crate) fn over_white(image: DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.into_rgb8();
    }
    let image = image.into_rgba8();
    let mut paper = RgbImage::new(image.width(), image.height());
    for (seen, pixel) in paper.pixels_mut().zip(image.pixels()) {
        let [red, green, blue, alpha] = pixel.0.map(u16::from);
        let mixed = |colour: u16| ((colour * alpha + 255 * (255 - alpha) + 127) / 255) as u8;
        *seen = Rgb([mixed(red), mixed(green), mixed(blue)]);
    }
    paper
}

/// Halves, thirds, … exactly first, which is quick and needs little room; a good filter does the rest.
fn shrunk(image: RgbImage, edge_max: u32) -> RgbImage {
    let (width, height) = image.dimensions();
    let edge = width.max(height);
    if edge <= edge_max {
        return image;
    }
    let times = edge / edge_max;
    let smaller = if times > 1 { imageops::thumbnail(&image, (width / times).max(1), (height / times).max(1)) } else { image };
    let fitted = |length: u32| {
        let rounded = (u64::from(length) * u64::from(edge_max) + u64::from(edge) / 2) / u64::from(edge);
        u32::try_from(rounded).expect("no longer than edge_max").max(1)
    };
    imageops::resize(&smaller, fitted(width), fitted(height), FilterType::CatmullRom)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{RecvTimeoutError, channel};
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_photo_waits_while_another_is_decoded() {
        let mut bytes = Cursor::new(Vec::new());
        RgbImage::new(8, 8).write_to(&mut bytes, ImageFormat::Png).expect("an encoder");
        let bytes = bytes.into_inner();
        let turn = TURN.lock().expect("nobody panicked");
        let (done, waiting) = channel();
        let second = thread::spawn(move || done.send(prepare(&bytes, &PhotoLimits::default()).is_ok()));
        assert_eq!(waiting.recv_timeout(Duration::from_millis(200)), Err(RecvTimeoutError::Timeout));
        assert!(prepare(b"no photo", &PhotoLimits::default()).is_err(), "what is none is said at once");
        drop(turn);
        assert_eq!(waiting.recv_timeout(Duration::from_secs(30)), Ok(true));
        second.join().expect("no panic").expect("somebody listens");
    }
}
