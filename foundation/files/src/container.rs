//! Looks into a picture's container for what its decoder does not check before it spends memory.

/// Whether the JPEG reaches its end marker. The decoder paints the missing part grey and says nothing.
pub(crate) fn jpeg_is_whole(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    loop {
        match rest {
            [0xff, 0xda, ..] => return rest.windows(2).rev().any(|pair| pair == [0xff, 0xd9]),
            // Markers without a length, and the fill bytes between markers.
            [0xff, 0x01 | 0xd0..=0xd8 | 0xff, ..] => rest = &rest[1..],
            [0xff, _, high, low, ..] => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                rest = rest.get(2 + length..).unwrap_or_default();
            }
            [_, after @ ..] => rest = after,
            [] => return false,
        }
    }
}

/// What a WebP holds inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Webp {
    /// One picture; where it says its own size, that many pixels.
    Still {
        pixels: u64,
    },
    Moving,
    Damaged,
}

/// Walks the chunks. The decoder believes the size of the canvas and only afterwards that of the picture on it,
/// and it makes room for a chunk of any length it is told.
pub(crate) fn webp(bytes: &[u8]) -> Webp {
    let mut rest = bytes.get(12..).unwrap_or_default();
    let mut pixels = 0;
    while let Some((name, after)) = rest.split_first_chunk::<4>()
        && let Some((length, body)) = after.split_first_chunk::<4>()
    {
        let length = u32::from_le_bytes(*length) as usize;
        let Some(content) = body.get(..length) else { return Webp::Damaged };
        match name {
            b"ANIM" | b"ANMF" => return Webp::Moving,
            b"VP8 " => pixels = pixels.max(vp8_pixels(content)),
            _ => {}
        }
        // Chunks are padded to an even length.
        rest = body.get(length.next_multiple_of(2)..).unwrap_or_default();
    }
    Webp::Still { pixels }
}

/// Width and height stand behind the three bytes of the frame's tag and three of its start code; two bits of each are a scale.
fn vp8_pixels(content: &[u8]) -> u64 {
    let Some([a, b, c, d]) = content.get(6..10) else { return 0 };
    let edge = |low, high| u64::from(u16::from_le_bytes([low, high]) & 0x3fff);
    edge(*a, *b) * edge(*c, *d)
}
