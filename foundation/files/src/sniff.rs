//! Tells by the first bytes what a file is, whatever its name says.

use image::ImageFormat;

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sniffed {
    /// A picture we can decode.
    Picture(ImageFormat),
    /// A known format that we cannot decode, by the name people know it by.
    Other(&'static str),
    /// Text, or something nobody heard of.
    Unknown,
}

/// Longer beginnings stand before the shorter ones they could be taken for.
const BEGINNINGS: [(&[u8], &str); 16] = [
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"8BPS", "PSD"),
    (b"\0\0\x01\0", "ICO"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (b"PK\x03\x04", "ZIP"),
    (b"Rar!", "RAR"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC"),
    (b"\x1aE\xdf\xa3", "MKV"),
    (b"ID3", "MP3"),
    (b"#!AMR", "AMR"),
];

pub(crate) fn sniff(bytes: &[u8]) -> Sniffed {
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Sniffed::Picture(ImageFormat::Jpeg);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Sniffed::Picture(ImageFormat::Png);
    }
    match (bytes.get(..4), bytes.get(4..8), bytes.get(8..12)) {
        (Some(b"RIFF"), _, Some(b"WEBP")) => Sniffed::Picture(ImageFormat::WebP),
        (Some(b"RIFF"), _, Some(b"AVI ")) => Sniffed::Other("AVI"),
        (_, Some(b"ftyp"), Some(brand)) => Sniffed::Other(brand_name(brand)),
        _ => {
            BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning)).map_or(Sniffed::Unknown, |(_, name)| Sniffed::Other(name))
        }
    }
}

/// Pictures and films share one container and differ by its brand.
fn brand_name(brand: &[u8]) -> &'static str {
    match brand {
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" => "HEIC",
        b"avif" | b"avis" => "AVIF",
        b"crx " => "CR3",
        b"qt  " => "MOV",
        _ => "MP4",
    }
}
