//! Whether a picture tells where it was taken.
//!
//! Published copies lose what cameras write into them (see [`crate::base::picture`]); the file in the
//! author's folder, and in everybody's copy of it, does not. Reading is a library's, for it knows
//! more formats than are published stripped: JPEG, PNG, WebP, HEIF, AVIF, TIFF.

use exif::{Error, Exif, In, Reader, Tag};
use std::io::Cursor;

/// Endings of files that may hold such data.
const PICTURES: [&str; 9] = ["jpg", "jpeg", "png", "webp", "heic", "heif", "avif", "tif", "tiff"];

/// Whether the file at `path` with these bytes is a picture with a place in its Exif data.
pub(crate) fn is_told(path: &str, bytes: &[u8]) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| PICTURES.contains(&ending.as_str()))
        && read(bytes).is_ok_and(|exif| {
            let places = [Tag::GPSLatitude, Tag::GPSLongitude, Tag::GPSDestLatitude];
            places.into_iter().any(|tag| exif.get_field(tag, In::PRIMARY).is_some())
        })
}

/// Everything that can be read: what a maker wrote carelessly does not hide the rest.
fn read(bytes: &[u8]) -> Result<Exif, Error> {
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    let read = reader.read_from_container(&mut Cursor::new(bytes));
    read.or_else(|error| error.distill_partial_result(drop))
}
