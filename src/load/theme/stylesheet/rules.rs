//! Cuts a stylesheet into rules, and writes one with selectors that weigh more.

/// A rule, or a statement such as `@import`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule<'a> {
    /// What stands in front of the block or the semicolon.
    pub(super) prelude: &'a str,
    /// What stands in the block, if there is one.
    pub(super) block: Option<&'a str>,
}

/// At-rules whose block holds rules that hold only sometimes.
const CONDITIONS: [&str; 6] =
    ["media", "supports", "container", "scope", "starting-style", "-moz-document"];

impl<'a> Rule<'a> {
    /// What a `@layer` rule says behind its name.
    pub(super) fn layer(&self) -> Option<&'a str> {
        let (name, rest) = self.at()?;
        name.eq_ignore_ascii_case("layer").then_some(rest)
    }

    pub(super) fn is_condition(&self) -> bool {
        self.at().is_some_and(|(name, _)| CONDITIONS.iter().any(|c| name.eq_ignore_ascii_case(c)))
    }

    pub(super) fn has_layers(&self) -> bool {
        self.block.is_some_and(|block| block.contains("@layer"))
    }

    fn at(&self) -> Option<(&'a str, &'a str)> {
        let rest = self.prelude.strip_prefix('@')?;
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
        Some((&rest[..end], rest[end..].trim()))
    }
}

/// The rules of a text. What is left open at its end counts as closed there.
pub(super) fn rules(text: &str) -> Vec<Rule<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let end = at + find(&text[at..], b";{}");
        let prelude = text[at..end].trim();
        at = end + 1;
        let block = (text.as_bytes().get(end) == Some(&b'{')).then(|| {
            let close = at + find(&text[at..], b"}");
            let block = &text[at..close];
            at = close + 1;
            block
        });
        if !prelude.is_empty() {
            found.push(Rule { prelude, block });
        }
    }
    found
}

/// Writes a rule with as much more weight for its selectors as so many ids have. Conditions in
/// conditions are followed `deep`ly; what is in more of them is written as it is.
pub(super) fn weigh(rule: &Rule<'_>, weight: usize, deep: usize, out: &mut String) {
    let Some(block) = rule.block else {
        out.extend([rule.prelude, ";\n"]);
        return;
    };
    let is_style = !rule.prelude.starts_with('@');
    if is_style && weight > 0 {
        heavier(rule.prelude, weight, out);
    } else {
        out.push_str(rule.prelude);
    }
    out.push_str(" {");
    if rule.is_condition() && weight > 0 && deep > 0 {
        out.push('\n');
        rules(block).iter().for_each(|inner| weigh(inner, weight, deep - 1, out));
    } else {
        out.push_str(block);
    }
    out.push_str("}\n");
}

/// Adds to every selector what matches always and weighs as much as an id.
fn heavier(selectors: &str, weight: usize, out: &mut String) {
    let mut rest = selectors;
    loop {
        let end = find(rest, b",");
        let selector = rest[..end].trim();
        let at = element(selector);
        out.push_str(&selector[..at]);
        (0..weight).for_each(|_| out.push_str(":not(#\\#)"));
        out.push_str(&selector[at..]);
        if end == rest.len() {
            return;
        }
        out.push_str(", ");
        rest = &rest[end + 1..];
    }
}

/// Where the name of the element ends with which a selector begins; 0 if it begins with none.
fn element(selector: &str) -> usize {
    let mut escaped = false;
    let inside = |c: char| {
        let is = escaped || c.is_alphanumeric() || "-_*|\\&".contains(c) || !c.is_ascii();
        escaped = c == '\\' && !escaped;
        is
    };
    selector.len() - selector.trim_start_matches(inside).len()
}

/// The first of these bytes that stands in no string and no bracket; the text's length if none does.
fn find(text: &str, wanted: &[u8]) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut quote, mut at) = (0_usize, None, 0);
    while let Some(&byte) = bytes.get(at) {
        match (byte, quote) {
            (b'\\', _) => at += 1,
            (byte, Some(open)) if byte == open || byte == b'\n' => quote = None,
            (_, Some(_)) => {}
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, None) if depth == 0 && wanted.contains(&byte) => return at,
            (b'(' | b'[' | b'{', None) => depth += 1,
            (b')' | b']' | b'}', None) => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    text.len()
}
