//! Numbers for characters, kept in a plain table: a hash map would be the slowest part of reading a
//! large site, where every character is looked up several times.

/// A number for every character, 0 until set.
#[derive(Debug, Clone)]
pub struct Tally(Vec<u32>);

/// The planes of Chinese characters end here, as `tokenize::is_joined` has it; what lies above is never looked
/// up by character.
const END: usize = 0x4_0000;

impl Default for Tally {
    fn default() -> Self {
        Self(vec![0; END])
    }
}

impl Tally {
    /// The number of a character.
    pub fn get(&self, c: char) -> u32 {
        self.0.get(c as usize).copied().unwrap_or(0)
    }

    /// Sets it.
    pub fn set(&mut self, c: char, number: u32) {
        if let Some(place) = self.0.get_mut(c as usize) {
            *place = number;
        }
    }

    /// Counts one more; whether it is the first.
    pub fn count(&mut self, c: char) -> bool {
        let place = self.0.get_mut(c as usize);
        place.is_some_and(|place| {
            *place += 1;
            *place == 1
        })
    }

    /// The number of a character, which has none from now on.
    pub fn take(&mut self, c: char) -> u32 {
        self.0.get_mut(c as usize).map_or(0, std::mem::take)
    }

    /// Counts so many more.
    pub fn add(&mut self, c: char, times: u32) {
        if let Some(place) = self.0.get_mut(c as usize) {
            *place += times;
        }
    }

    /// Adds the counts of another part of the text.
    pub fn merge(&mut self, other: &Self) {
        for (place, more) in self.0.iter_mut().zip(&other.0) {
            *place += more;
        }
    }

    /// The characters that have been counted, in order, with their counts.
    pub fn iter(&self) -> impl Iterator<Item = (char, u32)> {
        let counted = self.0.iter().enumerate().filter(|(_, n)| **n > 0);
        counted.filter_map(|(c, &n)| Some((char::from_u32(c as u32)?, n)))
    }
}
