//! Colours as screens show them, and shades of them that can be read.

use std::fmt;

/// The least contrast of text to its ground, by WCAG 2.2 level AA.
const CONTRAST: f64 = 4.5;

/// Steps from a colour to another.
const STEPS: u32 = 64;

/// A colour in sRGB: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour([u8; 3]);

impl Colour {
    /// The end of every way to lighter shades.
    pub(super) const WHITE: Self = Self([255; 3]);
    /// The end of every way to darker shades.
    pub(super) const BLACK: Self = Self([0; 3]);

    /// Reads `#0a5a53` or `#0a5`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits: Option<Vec<u8>> = text
            .strip_prefix('#')?
            .chars()
            .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
            .collect();
        match digits?.as_slice() {
            [r, g, b] => Some(Self([r * 17, g * 17, b * 17])),
            [a, b, c, d, e, f] => Some(Self([a * 16 + b, c * 16 + d, e * 16 + f])),
            _ => None,
        }
    }

    /// How well one can be told from the other: 1 to 21.
    pub(super) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The nearest shade on the way to `end` that can be read on every one of the grounds, and on the
    /// first of them washed with the shade itself.
    pub(super) fn readable(self, end: Self, grounds: &[Self]) -> Self {
        let shades = (0..=STEPS).map(|step| self.mixed(end, step));
        let fits = |shade: &Self| {
            let wash = grounds.first().map(|ground| shade.wash(*ground));
            grounds.iter().chain(&wash).all(|ground| shade.contrast(*ground) >= CONTRAST)
        };
        shades.into_iter().find(fits).unwrap_or(end)
    }

    /// A ground with a breath of this colour.
    pub(super) fn wash(self, ground: Self) -> Self {
        ground.mixed(self, STEPS / 11)
    }

    /// The colour of words on this one.
    pub(super) fn words(self) -> Self {
        if self.contrast(Self::WHITE) >= CONTRAST { Self::WHITE } else { Self::BLACK }
    }

    fn mixed(self, other: Self, step: u32) -> Self {
        let channel = |i: usize| {
            let (from, to) = (u32::from(self.0[i]), u32::from(other.0[i]));
            let sum = from * (STEPS - step) + to * step + STEPS / 2;
            u8::try_from(sum / STEPS).unwrap_or(u8::MAX)
        };
        Self([channel(0), channel(1), channel(2)])
    }

    /// How bright it is, by the same recommendation: 0 to 1.
    fn luminance(self) -> f64 {
        let [r, g, b] = self.0.map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_and_written() {
        assert_eq!(Colour::parse("#0A5").map(|c| c.to_string()).as_deref(), Some("#00aa55"));
        assert_eq!(Colour::parse("#0a5a53").map(|c| c.to_string()).as_deref(), Some("#0a5a53"));
        for bad in ["", "#", "#12", "0a5a53", "#0a5a5g", "teal", "#0a5a533"] {
            assert_eq!(Colour::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_recommendation() {
        let of = |a, b| Colour::parse(a).unwrap().contrast(Colour::parse(b).unwrap());
        assert!((of("#fff", "#000") - 21.0).abs() < 0.01);
        // The grey that is known as the lightest readable one on white.
        assert!(of("#767676", "#fff") >= 4.5 && of("#777777", "#fff") < 4.5);
    }

    #[test]
    fn every_colour_has_a_readable_shade_on_light_and_on_dark() {
        let of = |c| Colour::parse(c).unwrap();
        let (light, dark) = ([of("#fffdf9"), of("#fbf0d3")], [of("#15191a"), of("#371f1a")]);
        for r in (0..=255).step_by(51) {
            for (g, b) in
                (0..=255).step_by(51).flat_map(|g| (0..=255).step_by(51).map(move |b| (g, b)))
            {
                let colour = Colour([r, g, b]);
                for (end, grounds) in [(Colour::BLACK, light), (Colour::WHITE, dark)] {
                    let shade = colour.readable(end, &grounds);
                    let wash = shade.wash(grounds[0]);
                    for ground in [grounds[0], grounds[1], wash, shade.words()] {
                        assert!(shade.contrast(ground) >= 4.5, "{colour}: {shade} on {ground}");
                    }
                }
            }
        }
    }
}
