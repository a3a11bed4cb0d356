//! The pictures of a bundle: the smallest file of each, in the page itself, as many as there is room for.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::collections::HashMap;

/// No picture in a bundle has more bytes.
const LARGEST: usize = 100 * 1024;

/// All of them together have no more.
const ALL: usize = 600 * 1024;

/// Pictures as addresses that hold them, by their first file.
#[derive(Debug, Default)]
pub(super) struct Pictures(HashMap<String, String>);

impl Pictures {
    /// These, each by the addresses of all its files, as far as there is room, the first of them first;
    /// `bytes` has the bytes of a file.
    pub(super) fn of<'p>(
        wanted: impl Iterator<Item = &'p Vec<String>>,
        bytes: &dyn Fn(&str) -> Option<Vec<u8>>,
    ) -> Self {
        let mut pictures = Self::default();
        let mut left = ALL;
        for picture in wanted {
            let Some(first) = picture.first().filter(|first| !pictures.0.contains_key(*first))
            else {
                continue;
            };
            let found = picture.iter().filter_map(|file| Some((file, bytes(file)?)));
            let Some((file, bytes)) = found.min_by_key(|(_, bytes)| bytes.len()) else { continue };
            let Some(media) = media(file).filter(|_| bytes.len() <= LARGEST.min(left)) else {
                continue;
            };
            left -= bytes.len();
            let data = format!("data:{media};base64,{}", STANDARD.encode(&bytes));
            pictures.0.insert(first.clone(), data);
        }
        pictures
    }

    /// The picture with these files.
    pub(super) fn data(&self, files: &[String]) -> Option<&str> {
        self.0.get(files.first()?).map(String::as_str)
    }
}

/// What kind of picture a file is, by the end of its name.
fn media(file: &str) -> Option<&'static str> {
    Some(match file.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "svg" => "image/svg+xml",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_file_stands_for_a_picture_while_there_is_room() {
        let sizes: HashMap<&str, usize> =
            [("/a.png", 300), ("/a-480.png", 3), ("/b.jpg", LARGEST + 1), ("/c.exe", 1)].into();
        let files = |file: &str| sizes.get(file).map(|size| vec![0; *size]);
        let lists =
            [vec!["/a.png", "/a-480.png"], vec!["/b.jpg"], vec!["/c.exe"], vec!["/none.png"]];
        let lists =
            lists.map(|files| files.into_iter().map(str::to_owned).collect::<Vec<String>>());
        let pictures = Pictures::of(lists.iter(), &files);
        let of = |file: &str| pictures.data(&[file.to_owned()]);
        assert_eq!(of("/a.png"), Some("data:image/png;base64,AAAA"));
        assert_eq!((of("/b.jpg"), of("/c.exe"), of("/none.png")), (None, None, None));
    }

    #[test]
    fn there_is_an_end_to_all_pictures_together() {
        let files = |_: &str| Some(vec![0; LARGEST]);
        let lists: Vec<Vec<String>> = (0..10).map(|n| vec![format!("/{n}.png")]).collect();
        let pictures = Pictures::of(lists.iter(), &files);
        let shown = lists.iter().filter(|files| pictures.data(files).is_some());
        assert_eq!(shown.count(), ALL / LARGEST);
    }
}
