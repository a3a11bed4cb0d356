//! Text with code in it: what is code is never changed.

/// Applies `change` to what is neither code nor a comment.
pub(super) fn outside_code(text: &str, mut change: impl FnMut(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => out.push_str(&change(text)),
            Piece::Code(code) => out.push_str(code),
        }
    }
    out
}

/// Lines without their ends, and whether each belongs to a block of code, its fences among it.
pub(super) fn lines(text: &str) -> Vec<(&str, bool)> {
    let mut fence: Option<Fence> = None;
    let flag = |line| {
        let inside = fence.is_some();
        fence = match fence {
            Some(open) if open.closes(line) => None,
            Some(open) => Some(open),
            None => Fence::of(line),
        };
        (line, inside || fence.is_some())
    };
    text.lines().map(flag).collect()
}

/// Spaces and quotation marks that a line begins with.
pub(super) fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}

/// Part of a text.
#[derive(Clone, Copy)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    /// Code or a comment.
    Code(&'t str),
}

#[derive(Clone, Copy)]
struct Fence {
    mark: char,
    length: usize,
}

impl Fence {
    fn of(line: &str) -> Option<Self> {
        // A fence may stand in a quotation or behind the mark of a list.
        let line = line.trim_start_matches([' ', '\t', '>']);
        let line = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")).unwrap_or(line);
        let mark = line.chars().next().filter(|c| ['`', '~'].contains(c))?;
        let length = line.len() - line.trim_start_matches(mark).len();
        let plain = mark == '~' || !line[length..].contains('`');
        (length >= 3 && plain).then_some(Self { mark, length })
    }

    fn closes(self, line: &str) -> bool {
        let line = line.trim_start_matches([' ', '\t', '>']).trim_end();
        line.len() >= self.length && line.chars().all(|c| c == self.mark)
    }
}

/// Cuts at blocks of code, code between backticks, and comments of HTML. The parts together are the text.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut fence: Option<Fence> = None;
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        match fence {
            Some(open) if open.closes(line) => {
                pieces.push(Piece::Code(&text[start..end]));
                (fence, start) = (None, end);
            }
            Some(_) => {}
            None => {
                if let Some(open) = Fence::of(line.trim_end()) {
                    spans(&text[start..at], &mut pieces);
                    (fence, start) = (Some(open), at);
                }
            }
        }
        at = end;
    }
    match fence {
        Some(_) => pieces.push(Piece::Code(&text[start..])),
        None => spans(&text[start..], &mut pieces),
    }
    pieces
}

fn spans<'t>(text: &'t str, pieces: &mut Vec<Piece<'t>>) {
    let mut start = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find(['`', '<']) {
        let open = at + found;
        let Some(length) = span(&text[open..]) else {
            let ticks = text[open..].len() - text[open..].trim_start_matches('`').len();
            at = open + ticks.max(1);
            continue;
        };
        pieces.push(Piece::Text(&text[start..open]));
        pieces.push(Piece::Code(&text[open..open + length]));
        at = open + length;
        start = at;
    }
    pieces.push(Piece::Text(&text[start..]));
}

/// How long the code or comment is that a text begins with.
fn span(text: &str) -> Option<usize> {
    if text.starts_with("<!--") {
        return text.find("-->").map(|end| end + 3);
    }
    let ticks = run(text);
    if ticks == 0 {
        return None;
    }
    let paragraph = &text[..text.find("\n\n").unwrap_or(text.len())];
    let mut at = ticks;
    loop {
        let open = at + paragraph.get(at..)?.find('`')?;
        let length = run(&paragraph[open..]);
        at = open + length;
        if length == ticks {
            return Some(at);
        }
    }
}

/// How many backticks a text begins with.
fn run(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_comments_stay_as_they_are() {
        let text = "a `a` ``a`a`` a\n\n```\na\n```\na <!-- a --> `a\n\na`\n> ~~~\n> a\n> ~~~\na";
        let changed = outside_code(text, |text| text.replace('a', "b"));
        let expected =
            "b `a` ``a`a`` b\n\n```\na\n```\nb <!-- a --> `b\n\nb`\n> ~~~\n> a\n> ~~~\nb";
        assert_eq!(changed, expected);
    }

    #[test]
    fn lines_know_whether_they_are_code() {
        let flags: Vec<bool> =
            lines("a\n```js\nb\n```\nc\n- ```\n  d\n  ```\ne").iter().map(|(_, c)| *c).collect();
        assert_eq!(flags, [false, true, true, true, false, true, true, true, false]);
    }
}
