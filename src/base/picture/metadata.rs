//! What a picture tells of whoever took it: place, time, camera, remarks, a film behind the photograph.
//!
//! Containers are read and written by libraries; a file that they cannot read is left as it is. AVIF and
//! HEIF are, too: what they tell is reported by `check`, not taken away.

use exif::{In, Reader, Tag};
use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::{Png, PngChunk};
use img_parts::riff::RiffContent;
use img_parts::webp::{self, WebP};
use img_parts::{Bytes, ImageEXIF};
use std::borrow::Cow;
use std::io::Cursor;

/// The file without what it tells of whoever made it. Colours and the way up stay.
pub fn without_metadata(bytes: &[u8]) -> Cow<'_, [u8]> {
    let strip: fn(Bytes) -> Option<Bytes> = match bytes {
        [0xFF, 0xD8, ..] => jpeg,
        [0x89, b'P', b'N', b'G', ..] => png,
        [b'R', b'I', b'F', b'F', ..] => webp,
        _ => return Cow::Borrowed(bytes),
    };
    let stripped = strip(Bytes::copy_from_slice(bytes));
    match stripped.filter(|stripped| stripped != bytes) {
        Some(stripped) => Cow::Owned(stripped.to_vec()),
        None => Cow::Borrowed(bytes),
    }
}

/// Which way up a photograph is, by its Exif data: 1 to 8.
pub(super) fn orientation(bytes: &[u8]) -> Option<u32> {
    if !bytes.starts_with(&[0xFF, 0xD8]) {
        return None;
    }
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    let read = reader.read_from_container(&mut Cursor::new(bytes));
    let exif = read.or_else(|error| error.distill_partial_result(drop)).ok()?;
    let value = exif.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0)?;
    (1..=8).contains(&value).then_some(value)
}

/// Segments that tell more than the picture: Exif and XMP, Photoshop's notes, comments, and the list of
/// further pictures behind this one.
fn is_telling(segment: &JpegSegment) -> bool {
    match segment.marker() {
        markers::APP1 | markers::APP13 | markers::COM => true,
        markers::APP2 => segment.contents().starts_with(b"MPF\0"),
        _ => false,
    }
}

fn jpeg(bytes: Bytes) -> Option<Bytes> {
    let way_up = orientation(&bytes).filter(|value| *value > 1);
    let mut jpeg = Jpeg::from_bytes(bytes).ok()?;
    let is_whole = jpeg.segments().last().is_some_and(JpegSegment::has_entropy);
    jpeg.segments_mut().retain(|segment| !is_telling(segment));
    if let Some(way_up) = way_up {
        jpeg.set_exif(Some(upright(way_up)));
    }
    let whole = jpeg.encoder().bytes();
    let end = end_of_image(&whole)?;
    is_whole.then(|| whole.slice(..end))
}

/// Where a JPEG image ends, whatever follows it in the file: one past its last marker.
///
/// Segments have a length; the data behind a scan's header goes on to the next marker that is no restart
/// (ITU-T T.81, B.1.1).
fn end_of_image(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        at += bytes.get(at..)?.windows(2).position(|two| {
            two[0] == 0xFF && !matches!(two[1], 0 | 0xFF | markers::RST0..=markers::RST7)
        })?;
        if bytes[at + 1] == markers::EOI {
            return Some(at + 2);
        }
        let length = bytes.get(at + 2..at + 4)?;
        at += 2 + usize::from(length[0]) * 256 + usize::from(length[1]);
    }
}

/// Exif data that say nothing but which way is up.
fn upright(orientation: u32) -> Bytes {
    let mut exif = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.push(u8::try_from(orientation).unwrap_or(1));
    exif.extend([0; 6]);
    Bytes::from(exif)
}

fn png(bytes: Bytes) -> Option<Bytes> {
    const TELLING: [&[u8; 4]; 5] = [b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"];
    let mut png = Png::from_bytes(bytes).ok()?;
    png.chunks_mut().retain(|chunk: &PngChunk| !TELLING.contains(&&chunk.kind()));
    Some(png.encoder().bytes())
}

fn webp(bytes: Bytes) -> Option<Bytes> {
    let mut webp = WebP::from_bytes(bytes).ok()?;
    for telling in [webp::CHUNK_EXIF, webp::CHUNK_XMP] {
        webp.remove_chunks_by_id(telling);
    }
    // The head of the file says which chunks follow: bits 3 and 2 of its flags.
    for chunk in webp.chunks_mut().iter_mut().filter(|chunk| chunk.id() == webp::CHUNK_VP8X) {
        if let RiffContent::Data(data) = chunk.content_mut()
            && let Some((flags, rest)) = data.split_first()
        {
            *data = Bytes::from([&[flags & !0b1100], rest].concat());
        }
    }
    Some(webp.encoder().bytes())
}

#[cfg(test)]
mod tests {
    use super::super::size;
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
        assert_eq!(orientation(&stripped), Some(6));
        assert_eq!((size(&photo), size(&stripped)), (Some((2, 3)), Some((2, 3))));
        assert_eq!(without_metadata(&stripped), stripped.as_slice());
    }

    #[test]
    fn a_screenshot_loses_its_remarks() {
        let chunk = |kind: &[u8; 4], data: &'static [u8]| {
            PngChunk::new(*kind, Bytes::from_static(data)).encoder().bytes().to_vec()
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

    #[test]
    fn a_picture_of_the_web_tells_no_place() {
        let chunk = |kind: &[u8; 4], data: &[u8]| {
            let length = u32::try_from(data.len()).expect("short").to_le_bytes();
            let padding: &[u8] = if data.len() % 2 == 1 { b"\0" } else { b"" };
            [&kind[..], &length, data, padding].concat()
        };
        let file = |flags: u8, parts: &[&[u8]]| {
            let head = chunk(b"VP8X", &[flags, 0, 0, 0, 4, 0, 0, 3, 0, 0]);
            chunk(b"RIFF", &[b"WEBP", head.as_slice(), &parts.concat()].concat())
        };
        let (image, place) = (chunk(b"VP8L", b"\x2F\x04\xC0\0\0"), chunk(b"EXIF", b"GPS at home"));
        let remark = chunk(b"XMP ", b"by somebody");
        let stripped = without_metadata(&file(0x0C, &[&image, &place, &remark])).into_owned();
        assert_eq!(stripped, file(0, &[&image]), "its flags no longer promise what is gone");
        assert_eq!(size(&stripped), Some((5, 4)));
        assert_eq!(without_metadata(&stripped), stripped.as_slice());
    }

    #[test]
    fn what_a_phone_hides_behind_a_photograph_is_gone() {
        let photo = picture(&[]);
        let hidden = [&photo[..], b"\0\0\0\x18ftypmp42 a film, with the place"].concat();
        assert_eq!(without_metadata(&hidden), photo.as_slice());
        // What looks like the end within a table of a later scan is none.
        let tables =
            b"\xFF\xC4\0\x04\xFF\xD9\xFF\xDA\0\x08\x01\x01\0\0\x3F\0\x56\xFF\0\xFF\xD0\x78\xFF\xD9";
        let scans = [&photo[..photo.len() - 2], tables].concat();
        assert_eq!(without_metadata(&scans), scans.as_slice());
    }
}
