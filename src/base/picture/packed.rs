//! A scaled picture as bytes, for a cache.

use super::{Step, Steps};

/// The ends of names that there are.
const EXTENSIONS: [&str; 3] = ["jpg", "png", "webp"];

impl Steps {
    /// A picture that was scaled, or found to be none that can be.
    pub fn pack(steps: Option<&Self>) -> Option<Vec<u8>> {
        let Some(steps) = steps else { return Some(vec![0]) };
        let extension = EXTENSIONS.iter().position(|known| *known == steps.extension)?;
        let mut packed = vec![1, u8::try_from(extension).ok()?];
        for list in [&steps.plain, &steps.webp] {
            packed.push(u8::try_from(list.len()).ok()?);
            for step in list {
                packed.extend(step.width.to_le_bytes());
                packed.extend(step.height.to_le_bytes());
                // One more than its length, and nothing for a file that is as it came.
                let length = step.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64 + 1);
                packed.extend(length.to_le_bytes());
                packed.extend(step.bytes.iter().flatten());
            }
        }
        Some(packed)
    }

    /// Reads what [`Steps::pack`] writes; `None` for anything else.
    pub fn unpack(packed: &[u8]) -> Option<Option<Self>> {
        let mut rest = Rest(packed);
        let steps = match rest.take::<1>()? {
            [0] => None,
            [1] => {
                let [extension] = rest.take()?;
                let extension = *EXTENSIONS.get(usize::from(extension))?;
                let (plain, webp) = (rest.steps()?, rest.steps()?);
                Some(Self { extension, plain, webp })
            }
            _ => return None,
        };
        rest.0.is_empty().then_some(steps)
    }
}

/// What has not been read yet.
struct Rest<'b>(&'b [u8]);

impl Rest<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn steps(&mut self) -> Option<Vec<Step>> {
        let [count] = self.take()?;
        (0..count).map(|_| self.step()).collect()
    }

    fn step(&mut self) -> Option<Step> {
        let (width, height) = (u32::from_le_bytes(self.take()?), u32::from_le_bytes(self.take()?));
        let length = usize::try_from(u64::from_le_bytes(self.take()?)).ok()?;
        let bytes = match length.checked_sub(1) {
            None => None,
            Some(length) => {
                let (bytes, rest) = self.0.split_at_checked(length)?;
                self.0 = rest;
                Some(bytes.to_vec())
            }
        };
        Some(Step { width, height, bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_read_as_it_was_written_and_nothing_else_is() {
        let step = |width, bytes: Option<&[u8]>| Step {
            width,
            height: 2 * width,
            bytes: bytes.map(<[u8]>::to_vec),
        };
        let (plain, webp) = (vec![step(1, Some(b"")), step(300, None)], vec![step(1, Some(b"ab"))]);
        for extension in EXTENSIONS {
            let steps = Some(Steps { extension, plain: plain.clone(), webp: webp.clone() });
            let packed = Steps::pack(steps.as_ref()).expect("known");
            assert_eq!(Steps::unpack(&packed), Some(steps));
            for cut in 0..packed.len() {
                assert_eq!(Steps::unpack(&packed[..cut]), None, "{cut} bytes");
            }
            assert_eq!(Steps::unpack(&[packed.as_slice(), b"x"].concat()), None);
        }
        assert_eq!(Steps::unpack(&Steps::pack(None).expect("known")), Some(None));
        assert_eq!(Steps::unpack(&[2]), None);
    }
}
