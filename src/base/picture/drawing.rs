//! How large a drawing (SVG) is shown: what its first tag says.

/// Beyond this nobody writes comments before a drawing begins.
const HEAD: usize = 4096;

/// Width and height of the drawing, by its own or by its view's. `None` when it fills whatever room
/// there is, or is no drawing.
pub(super) fn size(bytes: &[u8]) -> Option<(usize, usize)> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let (_, tag) = head.split_once("<svg")?;
    let tag = tag.split('>').next()?;
    let side = |name| attribute(tag, name).and_then(pixels);
    side("width").zip(side("height")).or_else(|| view(tag))
}

/// The third and fourth number of `viewBox`.
fn view(tag: &str) -> Option<(usize, usize)> {
    let numbers = attribute(tag, "viewBox")?.split([' ', ',']).filter(|n| !n.is_empty());
    let numbers: Vec<&str> = numbers.collect();
    match numbers.as_slice() {
        [_, _, width, height] => pixels(width).zip(pixels(height)),
        _ => None,
    }
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    tag.match_indices(name).find_map(|(at, _)| {
        let alone = tag[..at].ends_with(char::is_whitespace);
        let value = tag[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|c| alone && ['"', '\''].contains(c))?;
        value[1..].split(quote).next()
    })
}

/// A length in pixels, rounded; other units say nothing of pixels.
fn pixels(length: &str) -> Option<usize> {
    let number: f64 = length.trim().trim_end_matches("px").parse().ok()?;
    // A size beyond any screen's is a mistake in the drawing.
    (0.5..100_000.0).contains(&number).then(|| number.round() as usize)
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn a_drawing_says_how_large_it_is() {
        let of =
            |tag: &str| size(format!("<?xml version=\"1.0\"?>\n{tag}<path/></svg>").as_bytes());
        assert_eq!(of("<svg width=\"120\" height='40px'>"), Some((120, 40)));
        assert_eq!(of("<svg viewBox=\"0 0 32 16.4\">"), Some((32, 16)));
        assert_eq!(of("<svg stroke-width=\"3\" viewBox='0,0,8,9' width=\"100%\">"), Some((8, 9)));
        assert_eq!(of("<svg width=\"3em\">"), None);
        assert_eq!(of("<p>"), None);
        assert_eq!(size(b""), None);
    }
}
