//! What a browser may do with a bundle: run its own scripts, use its own stylesheet, show the pictures in
//! it, and nothing else.

use crate::base::integrity::integrity;

/// The policy of a file with these stylesheets and scripts, each as it stands between its tags.
pub(super) fn policy<'t>(
    styles: impl Iterator<Item = &'t str>,
    scripts: impl Iterator<Item = &'t str>,
) -> String {
    let [styles, scripts] = [hashes(styles), hashes(scripts)];
    format!(
        "default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; base-uri 'none'; form-action 'none'"
    )
}

fn hashes<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let hash = |text: &str| format!("'{}'", integrity(text.as_bytes()));
    let hashes: Vec<String> = texts.map(hash).collect();
    if hashes.is_empty() { "'none'".to_owned() } else { hashes.join(" ") }
}

/// A text as it can stand in a `script` or `style` element: nothing in it ends the element, and its line
/// ends are those that a browser makes of any, so that its hash is that of the file.
pub(super) fn contained(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.replace("</", "<\\/").replace("<!--", "<\\!--")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_in_the_file_may_run() {
        // printf 'abc' | openssl dgst -sha256 -binary | base64
        let of = "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='";
        let policy = policy(["abc"].into_iter(), std::iter::empty());
        assert!(policy.contains(&format!("style-src {of};")), "{policy}");
        assert!(policy.contains("script-src 'none';") && !policy.contains("unsafe"), "{policy}");
    }

    #[test]
    fn nothing_in_a_script_ends_it() {
        assert_eq!(contained("a = '</script>'\r\n<!-- b\r"), "a = '<\\/script>'\n<\\!-- b\n");
    }
}
