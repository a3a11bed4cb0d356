//! Pictures as bytes: how large they are shown, the same without what they tell of whoever took
//! them — nothing is decoded for that, so nothing is lost —, and the same in several widths.

mod drawing;
mod steps;

pub use steps::{Fault, Step, Steps, steps};

use std::borrow::Cow;

/// A short name that changes with the bytes.
pub fn fingerprint(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..12].to_owned()
}

/// Ends of the names of files that browsers show as pictures.
const NAMES: [&str; 13] = [
    "png", "apng", "jpg", "jpeg", "jfif", "pjpeg", "gif", "webp", "avif", "svg", "bmp", "ico",
    "jxl",
];

/// Whether a file is called what pictures are called.
pub fn is_named_like_one(path: &str) -> bool {
    let end = path.rsplit_once('.').map_or("", |(_, end)| end);
    NAMES.iter().any(|name| name.eq_ignore_ascii_case(end))
}

/// Width and height in pixels as a browser shows the picture, if it is one that is known.
pub fn size(bytes: &[u8]) -> Option<(usize, usize)> {
    let Ok(size) = imagesize::blob_size(bytes) else { return drawing::size(bytes) };
    // From the fifth value on the camera was held upright: the picture is shown on its side.
    let sideways = jpeg(bytes).and_then(|s| orientation(&s)).is_some_and(|o| o >= 5);
    Some(if sideways { (size.height, size.width) } else { (size.width, size.height) })
}

/// The file without place, time, camera and remarks. Colours and the way up stay.
pub fn without_metadata(bytes: &[u8]) -> Cow<'_, [u8]> {
    if let Some(segments) = jpeg(bytes) {
        return stripped_jpeg(bytes, &segments).map_or(Cow::Borrowed(bytes), Cow::Owned);
    }
    stripped_png(bytes).map_or(Cow::Borrowed(bytes), Cow::Owned)
}

/// A marker segment of a JPEG file: its marker, and all of it, marker included.
type Segment<'b> = (u8, &'b [u8]);

/// The segments before the picture itself; `None` for another format or a broken file.
fn jpeg(bytes: &[u8]) -> Option<Vec<Segment<'_>>> {
    const START: [u8; 2] = [0xFF, 0xD8];
    const SCAN: u8 = 0xDA;
    let mut rest = bytes.strip_prefix(&START)?;
    let mut segments = Vec::new();
    loop {
        let (&[mark, marker, high, low], _) = rest.split_first_chunk::<4>()?;
        if mark != 0xFF {
            return None;
        }
        if marker == SCAN {
            return Some(segments);
        }
        let (segment, after) =
            rest.split_at_checked(2 + usize::from(high) * 256 + usize::from(low))?;
        segments.push((marker, segment));
        rest = after;
    }
}

/// Segments that tell more than the picture: Exif and XMP, Photoshop's notes, comments.
const TELLTALE: [u8; 3] = [0xE1, 0xED, 0xFE];

fn stripped_jpeg(bytes: &[u8], segments: &[Segment<'_>]) -> Option<Vec<u8>> {
    segments.iter().find(|(marker, _)| TELLTALE.contains(marker))?;
    let head: usize = 2 + segments.iter().map(|(_, s)| s.len()).sum::<usize>();
    let mut out = Vec::with_capacity(bytes.len());
    out.extend(&bytes[..2]);
    let mut upright = orientation(segments).filter(|o| *o > 1).map(upright_segment);
    for (marker, segment) in segments {
        if !TELLTALE.contains(marker) {
            out.extend(*segment);
        } else if let Some(segment) = upright.take() {
            out.extend(segment);
        }
    }
    out.extend(&bytes[head..]);
    Some(out)
}

/// Which way up the picture is, by its Exif data.
fn orientation(segments: &[Segment<'_>]) -> Option<u16> {
    const TAG: u16 = 0x0112;
    let exif = segments.iter().find_map(|(marker, segment)| {
        (*marker == 0xE1).then(|| segment.get(4..)?.strip_prefix(b"Exif\0\0"))?
    })?;
    let little = exif.starts_with(b"II");
    let short = |at: usize| -> Option<u16> {
        let two = [*exif.get(at)?, *exif.get(at + 1)?];
        Some(if little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    };
    let long = |at: usize| -> Option<usize> {
        let (first, second) = (usize::from(short(at)?), usize::from(short(at + 2)?));
        Some(if little { second << 16 | first } else { first << 16 | second })
    };
    let directory = long(4)?;
    let entries = usize::from(short(directory)?);
    let entry = (0..entries).map(|i| directory + 2 + i * 12).find(|at| short(*at) == Some(TAG))?;
    short(entry + 8).filter(|o| (1..=8).contains(o))
}

/// An Exif segment that says nothing but which way is up.
fn upright_segment(orientation: u16) -> Vec<u8> {
    let mut segment = vec![0xFF, 0xE1, 0, 34];
    segment.extend(b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01");
    segment.extend(orientation.to_be_bytes());
    segment.extend([0; 6]);
    segment
}

fn stripped_png(bytes: &[u8]) -> Option<Vec<u8>> {
    const START: &[u8] = b"\x89PNG\r\n\x1a\n";
    const KINDS: [&[u8]; 5] = [b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"];
    let mut rest = bytes.strip_prefix(START)?;
    let mut out = Vec::with_capacity(bytes.len());
    out.extend(START);
    while let Some((&[a, b, c, d, kind @ ..], _)) = rest.split_first_chunk::<8>() {
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).ok()?;
        let (chunk, after) = rest.split_at_checked(length.checked_add(12)?)?;
        if !KINDS.contains(&kind.as_slice()) {
            out.extend(chunk);
        }
        rest = after;
    }
    out.extend(rest);
    (out.len() < bytes.len()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG file of 3 × 2 pixels, as far as its head goes, with the segments given.
    fn picture(segments: &[&[u8]]) -> Vec<u8> {
        let frame = b"\xFF\xC0\0\x0B\x08\0\x02\0\x03\x01\x01\x11\0";
        let scan = b"\xFF\xDA\0\x08\x01\x01\0\0\x3F\0\x12\x34\xFF\xD9";
        [&b"\xFF\xD8"[..], &segments.concat(), frame, scan].concat()
    }

    fn segment(marker: u8, text: &[u8]) -> Vec<u8> {
        let length = u16::try_from(text.len() + 2).expect("short").to_be_bytes();
        [&[0xFF, marker][..], &length, text].concat()
    }

    #[test]
    fn a_photograph_keeps_its_colours_and_tells_no_place() {
        let (colour, place) =
            (segment(0xE2, b"ICC_PROFILE"), segment(0xE1, b"Exif\0\0GPS at home"));
        let remark = segment(0xFE, b"by somebody");
        let stripped = without_metadata(&picture(&[&colour, &place, &remark])).into_owned();
        assert_eq!(stripped, picture(&[&colour]));
        assert_eq!(size(&stripped), Some((3, 2)));
    }

    #[test]
    fn a_photograph_stays_the_right_way_up() {
        let tiff = b"Exif\0\0II\x2A\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0home";
        let photo = picture(&[&segment(0xE1, tiff)]);
        let stripped = without_metadata(&photo).into_owned();
        assert!(!stripped.windows(4).any(|w| w == b"home"));
        assert_eq!(orientation(&jpeg(&stripped).expect("a JPEG file")), Some(6));
        assert_eq!((size(&photo), size(&stripped)), (Some((2, 3)), Some((2, 3))));
        assert_eq!(without_metadata(&stripped), stripped.as_slice());
    }

    #[test]
    fn a_screenshot_loses_its_remarks() {
        let chunk = |kind: &[u8], data: &[u8]| {
            let length = u32::try_from(data.len()).expect("short").to_be_bytes();
            [&length, kind, data, b"crc!"].concat()
        };
        let head = chunk(b"IHDR", b"\0\0\0\x05\0\0\0\x04\x08\x02\0\0\0");
        let (text, end) = (chunk(b"tEXt", b"Author\0somebody"), chunk(b"IEND", b""));
        let file = |parts: &[&[u8]]| [b"\x89PNG\r\n\x1a\n", parts.concat().as_slice()].concat();
        let stripped = without_metadata(&file(&[&head, &text, &end])).into_owned();
        assert_eq!(stripped, file(&[&head, &end]));
        assert_eq!(size(&stripped), Some((5, 4)));
    }

    #[test]
    fn what_is_no_picture_or_a_broken_one_is_left_alone() {
        for bytes in [
            &b""[..],
            b"text",
            b"\xFF\xD8\xFF",
            b"\xFF\xD8\xFF\xE1\xFF\xFFx",
            b"\xFF\xD8\xFF\xE1\0\0\xFF\xDA\0\0",
            b"\x89PNG\r\n\x1a\n\xFF\xFF\xFF\xFFtEXtx",
        ] {
            assert_eq!(without_metadata(bytes), bytes);
            assert_eq!(size(bytes), None);
        }
    }
}
