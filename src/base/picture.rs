//! Pictures as bytes: how large they are shown, the same without what they tell of whoever took
//! them — nothing is decoded for that, so nothing is lost —, and the same in several widths.

mod drawing;
mod metadata;
mod packed;
mod steps;

pub use metadata::without_metadata;
pub use steps::{PictureError, Step, Steps, examine, steps};

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
    let sideways = metadata::orientation(bytes).is_some_and(|value| value >= 5);
    Some(if sideways { (size.height, size.width) } else { (size.width, size.height) })
}
