//! Photos come out upright, small and clean; anything else is refused with its reason.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use super::png_saying_its_size;
use crate::container::{Webp, webp};
use crate::photo::prepare;
use crate::{PhotoLimits, PhotoProblem};

const RED: Rgb<u8> = Rgb([220, 20, 20]);
const BLUE: Rgb<u8> = Rgb([20, 20, 220]);

/// Red on the left, blue on the right.
fn two_colours(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| if x < width / 2 { RED } else { BLUE })
}

fn jpeg(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 95).encode_image(image).expect("a JPEG");
    bytes
}

fn encoded(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).expect("an encoder");
    bytes.into_inner()
}

/// An APP1 segment as a phone writes it: how to turn the picture, and where it was taken.
fn exif_segment(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    tiff.extend(b"\x02\0");
    tiff.extend([0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    tiff.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
    tiff.extend([0; 4]);
    tiff.extend(b"\x02\0");
    tiff.extend([1, 0, 2, 0, 2, 0, 0, 0, b'N', 0, 0, 0]);
    tiff.extend([2, 0, 5, 0, 3, 0, 0, 0, 68, 0, 0, 0]);
    tiff.extend([0; 4]);
    tiff.extend(
        [(22_u32, 1_u32), (31, 1), (4242, 100)].into_iter().flat_map(|(over, under)| [over.to_le_bytes(), under.to_le_bytes()]).flatten(),
    );
    let length = u16::try_from(2 + 6 + tiff.len()).expect("a short segment").to_be_bytes();
    [b"\xff\xe1".as_slice(), &length, b"Exif\0\0", &tiff].concat()
}

fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    [&jpeg[..2], &exif_segment(orientation), &jpeg[2..]].concat()
}

/// The marker of every segment before the picture itself.
fn segments(jpeg: &[u8]) -> Vec<u8> {
    let mut markers = Vec::new();
    let mut position = 2;
    while jpeg[position + 1] != 0xda {
        markers.push(jpeg[position + 1]);
        position += 2 + usize::from(u16::from_be_bytes([jpeg[position + 2], jpeg[position + 3]]));
    }
    markers
}

fn is_near(image: &RgbImage, x: u32, y: u32, colour: Rgb<u8>) -> bool {
    image.get_pixel(x, y).0.iter().zip(colour.0).all(|(found, wanted)| found.abs_diff(wanted) < 20)
}

fn read_back(jpeg: &[u8]) -> RgbImage {
    image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).expect("a JPEG").into_rgb8()
}

fn small() -> PhotoLimits {
    PhotoLimits { edge_max: 100, ..PhotoLimits::default() }
}

#[test]
fn a_photo_is_turned_upright_and_loses_exif_and_place() {
    let sent = with_exif(&jpeg(&two_colours(64, 32)), 6);
    assert!(segments(&sent).contains(&0xe1));
    let photo = prepare(&sent, &small()).expect("a photo");
    assert_eq!((photo.width, photo.height), (32, 64));
    assert!(segments(&photo.jpeg).iter().all(|marker| !(0xe1..=0xef).contains(marker) && *marker != 0xfe));
    assert!(!photo.jpeg.windows(4).any(|word| word == b"Exif"));
    let image = read_back(&photo.jpeg);
    assert_eq!(image.dimensions(), (32, 64));
    assert!(is_near(&image, 16, 8, RED) && is_near(&image, 16, 56, BLUE));
}

#[test]
fn each_way_of_holding_the_phone_comes_out_right() {
    let sent = jpeg(&two_colours(64, 32));
    for (orientation, red_at) in
        [(1, (4, 16)), (2, (60, 16)), (3, (60, 16)), (4, (4, 16)), (5, (16, 4)), (6, (16, 4)), (7, (16, 60)), (8, (16, 60)), (99, (4, 16))]
    {
        let photo = prepare(&with_exif(&sent, orientation), &small()).expect("a photo");
        assert!(is_near(&read_back(&photo.jpeg), red_at.0, red_at.1, RED), "orientation {orientation}");
    }
}

#[test]
fn a_large_photo_is_shrunk_and_a_small_one_is_not_grown() {
    for ((width, height), kept) in [
        ((330, 220), (100, 67)),
        ((150, 300), (50, 100)),
        ((101, 100), (100, 99)),
        ((100, 7), (100, 7)),
        ((2000, 1), (100, 1)),
        ((1, 1), (1, 1)),
    ] {
        for sent in [jpeg(&two_colours(width, height)), encoded(two_colours(width, height), ImageFormat::WebP)] {
            let photo = prepare(&sent, &small()).expect("a photo");
            assert_eq!((photo.width, photo.height), kept, "{width} by {height}");
            assert_eq!(read_back(&photo.jpeg).dimensions(), kept);
        }
    }
    let photo = prepare(&jpeg(&two_colours(330, 220)), &small()).expect("a photo");
    let image = read_back(&photo.jpeg);
    assert!(is_near(&image, 20, 30, RED) && is_near(&image, 80, 30, BLUE));
}

#[test]
fn the_same_photo_becomes_the_same_bytes() {
    let sent = jpeg(&two_colours(330, 220));
    assert_eq!(prepare(&sent, &small()), prepare(&sent, &small()));
}

#[test]
fn transparency_is_put_on_white() {
    let glass = RgbaImage::from_fn(30, 20, |x, _| if x < 15 { Rgba([0, 0, 0, 0]) } else { Rgba([20, 20, 220, 255]) });
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let photo = prepare(&encoded(glass.clone(), format), &small()).expect("a photo");
        let image = read_back(&photo.jpeg);
        assert!(is_near(&image, 4, 10, Rgb([255; 3])) && is_near(&image, 26, 10, BLUE));
    }
    let deep = DynamicImage::ImageRgba8(glass).into_rgba16();
    let photo = prepare(&encoded(deep, ImageFormat::Png), &small()).expect("16 bits");
    assert!(is_near(&read_back(&photo.jpeg), 4, 10, Rgb([255; 3])));
}

#[test]
fn a_lossy_webp_is_a_photo() {
    let photo = prepare(&lossy_webp(), &small()).expect("a photo");
    assert_eq!((photo.width, photo.height), (1, 1));
}

/// One pixel; our own encoder writes lossless ones only.
fn lossy_webp() -> Vec<u8> {
    STANDARD.decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA").expect("base64")
}

/// A canvas of one pixel with a picture of `edge` by `edge` on it.
fn webp_with_a_picture_of(edge: u16) -> Vec<u8> {
    let mut picture = lossy_webp()[12..].to_vec();
    picture[14..16].copy_from_slice(&edge.to_le_bytes());
    picture[16..18].copy_from_slice(&edge.to_le_bytes());
    let canvas = b"VP8X\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0";
    let length = u32::try_from(4 + canvas.len() + picture.len()).expect("short").to_le_bytes();
    [b"RIFF".as_slice(), &length, b"WEBP", canvas, &picture].concat()
}

#[test]
fn a_bomb_is_refused_by_what_its_header_says() {
    let limits = PhotoLimits::default();
    let refused = |pixels: u64| Err(PhotoProblem::TooManyPixels { pixels, pixels_max: limits.pixels_max });
    assert_eq!(prepare(&png_saying_its_size(60_000, 60_000), &limits), refused(3_600_000_000));
    let mut sent = jpeg(&two_colours(16, 16));
    let frame = sent.windows(2).position(|marker| marker == [0xff, 0xc0]).expect("a frame header");
    sent[frame + 5..frame + 9].fill(0xfa);
    assert_eq!(prepare(&sent, &limits), refused(64_250 * 64_250));
    assert!(prepare(&webp_with_a_picture_of(1), &limits).is_ok());
    assert_eq!(prepare(&webp_with_a_picture_of(16_383), &limits), refused(16_383 * 16_383));
}

#[test]
fn a_chunk_longer_than_its_file_is_not_given_room() {
    for length in [[1, 0, 0, 0], [0xff; 4]] {
        assert_eq!(webp(&[b"RIFF\0\0\0\0WEBPEXIF".as_slice(), &length].concat()), Webp::Damaged);
    }
}

#[test]
fn little_memory_allows_fewer_pixels() {
    let limits = PhotoLimits { memory_max: 11_000, ..PhotoLimits::default() };
    assert!(prepare(&jpeg(&two_colours(50, 20)), &limits).is_ok());
    let refused = PhotoProblem::TooManyPixels { pixels: 1050, pixels_max: 1000 };
    assert_eq!(prepare(&jpeg(&two_colours(50, 21)), &limits), Err(refused));
}

#[test]
fn twenty_megabytes_are_refused_and_one_byte_less_is_looked_at() {
    let limits = PhotoLimits::default();
    let bytes_max = 20_000_000;
    let mut sent = jpeg(&two_colours(8, 8));
    sent.resize(bytes_max, 0);
    assert_eq!(prepare(&sent, &limits), Err(PhotoProblem::TooLarge { bytes: bytes_max, bytes_max }));
    sent.truncate(bytes_max - 1);
    assert!(prepare(&sent, &limits).is_ok());
}

#[test]
fn what_is_not_a_photo_is_called_by_its_name() {
    let limits = PhotoLimits::default();
    assert_eq!(prepare(b"", &limits), Err(PhotoProblem::Empty));
    for text in ["minutes of the meeting, saved as photo.jpg", "会议记录", "x", "<svg xmlns='http://www.w3.org/2000/svg'/>"] {
        assert_eq!(prepare(text.as_bytes(), &limits), Err(PhotoProblem::NotAPhoto), "{text}");
    }
    for (beginning, what) in [
        (&b"\0\0\0\x18ftypheic\0\0\0\0"[..], "HEIC"),
        (b"\0\0\0\x1cftypavif", "AVIF"),
        (b"\0\0\0\x20ftypisom", "MP4"),
        (b"GIF89a", "GIF"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04", "ZIP"),
        (b"II*\0", "TIFF"),
        (b"RIFF\0\0\0\0AVI LIST", "AVI"),
        (b"RIFF\x16\0\0\0WEBPANIM\x06\0\0\0\0\0\0\0\0\0", "animated WebP"),
    ] {
        assert_eq!(prepare(beginning, &limits), Err(PhotoProblem::UnknownFormat { what }));
    }
}

#[test]
fn a_photo_cut_off_on_the_way_is_damaged() {
    let image = RgbImage::from_fn(40, 40, |x, y| Rgb([(x * 37 % 251) as u8, (y * 59 % 241) as u8, (x * y % 239) as u8]));
    let whole = with_exif(&jpeg(&image), 1);
    for sent in [whole, encoded(image.clone(), ImageFormat::Png), encoded(image, ImageFormat::WebP)] {
        assert!(prepare(&sent, &small()).is_ok());
        for kept in [12, 20, 40, sent.len() / 2, sent.len() - 40, sent.len() - 20] {
            assert_eq!(prepare(&sent[..kept], &small()), Err(PhotoProblem::Damaged), "{kept} bytes");
        }
    }
}
