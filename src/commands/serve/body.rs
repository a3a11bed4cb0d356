//! What a response sends. However many readers take their time over a file, they share one copy of it; one
//! that is too large to be held is sent from the disk.

use crate::base::output::OnDisk;
use std::fs::File;
use std::io::{self, Read, Write};
use std::ops::Range;
use std::sync::Arc;

/// A body, perhaps in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Body(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Shared(Arc<Vec<u8>>, Range<usize>),
    OnDisk(OnDisk),
}

impl Body {
    /// A file's bytes, wherever they are.
    pub(super) fn of(bytes: Vec<u8>, on_disk: Option<OnDisk>) -> Self {
        on_disk.map_or_else(|| bytes.into(), |there| Self(vec![Piece::OnDisk(there)]))
    }

    /// The bytes, if they are held in one piece.
    pub(super) fn held(&self) -> Option<&[u8]> {
        match self.0.as_slice() {
            [Piece::Shared(bytes, range)] => Some(&bytes[range.clone()]),
            _ => None,
        }
    }

    /// The same with something put into it.
    pub(super) fn with(&self, at: usize, more: String) -> Self {
        match self.0.as_slice() {
            [Piece::Shared(bytes, range)] => {
                let more = Arc::new(more.into_bytes());
                let at = range.start + at.min(range.len());
                let all = 0..more.len();
                let shared = |range| Piece::Shared(Arc::clone(bytes), range);
                Self(vec![shared(range.start..at), Piece::Shared(more, all), shared(at..range.end)])
            }
            _ => self.clone(),
        }
    }

    /// How many bytes it has.
    pub(super) fn len(&self) -> u64 {
        let length = |piece: &Piece| match piece {
            Piece::Shared(_, range) => range.len() as u64,
            Piece::OnDisk(there) => there.size,
        };
        self.0.iter().map(length).sum()
    }

    /// Sends all of it.
    pub(super) fn write(&self, to: &mut impl Write) -> io::Result<()> {
        for piece in &self.0 {
            match piece {
                Piece::Shared(bytes, range) => to.write_all(&bytes[range.clone()])?,
                // No more than was said, should the file have grown.
                Piece::OnDisk(there) => {
                    io::copy(&mut File::open(&there.path)?.take(there.size), to)?;
                }
            }
        }
        Ok(())
    }
}

impl<B: Into<Vec<u8>>> From<B> for Body {
    fn from(bytes: B) -> Self {
        let bytes = bytes.into();
        let all = 0..bytes.len();
        Self(vec![Piece::Shared(Arc::new(bytes), all)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_in_pieces_is_sent_whole_and_shares_what_it_was_made_of() {
        let body = Body::from("甲</body>");
        let with = body.with(3, "<script>".to_owned());
        let mut sent = Vec::new();
        with.write(&mut sent).unwrap();
        assert_eq!(String::from_utf8(sent).unwrap(), "甲<script></body>");
        assert_eq!((body.len(), with.len(), with.held()), (10, 18, None));
        let [Piece::Shared(whole, _)] = body.0.as_slice() else { panic!() };
        assert_eq!(Arc::strong_count(whole), 3);
    }

    #[test]
    fn a_large_file_comes_from_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "text and more").unwrap();
        let body = Body::of(Vec::new(), Some(OnDisk { path, size: 4, hash: 0 }));
        let mut sent = Vec::new();
        body.write(&mut sent).unwrap();
        assert_eq!((sent.as_slice(), body.len()), (&b"text"[..], 4));
    }
}
