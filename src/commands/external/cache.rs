//! What addresses answered, kept in the site's folder for a few days: `.mingbai/links.json`.
//!
//! It lies beside `content/`, not in it, and tells Git to leave it alone; a machine that checks every
//! night may keep the folder from one run to the next. A file that cannot be read or written is no
//! reason to fail: the addresses are asked again.

use super::client::Answer;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

const FOLDER: &str = ".mingbai";
const FILE: &str = "links.json";
const HOUR: u64 = 60 * 60;

/// For how long an answer is believed, in seconds. What could not be reached is asked every time.
fn shelf_life(answer: &Answer) -> Option<u64> {
    match answer {
        Answer::Found | Answer::Moved(_) => Some(7 * 24 * HOUR),
        Answer::Gone(_) => Some(24 * HOUR),
        Answer::Unreachable(_) => None,
    }
}

/// Answers that are still fresh.
#[derive(Debug)]
pub(super) struct Cache {
    now: u64,
    links: Map<String, Value>,
}

impl Cache {
    /// What the last runs left.
    pub(super) fn load(root: &Path) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
        let text = fs::read_to_string(root.join(FOLDER).join(FILE)).unwrap_or_default();
        let links = match serde_json::from_str(&text) {
            Ok(Value::Object(links)) => links,
            _ => Map::new(),
        };
        let mut cache = Self { now, links };
        let fresh = |url: &String| cache.get(url).is_some();
        let stale: Vec<String> = cache.links.keys().filter(|url| !fresh(url)).cloned().collect();
        for url in stale {
            cache.links.remove(&url);
        }
        cache
    }

    /// The answer of an address, if it was asked not long ago.
    pub(super) fn get(&self, url: &str) -> Option<Answer> {
        let link = self.links.get(url)?;
        let answer = match (link["moved"].as_str(), link["gone"].as_u64()) {
            (Some(to), _) => Answer::Moved(to.to_owned()),
            (None, Some(status)) => Answer::Gone(u16::try_from(status).ok()?),
            (None, None) => Answer::Found,
        };
        // A day in the future was written by another clock.
        let age = self.now.checked_sub(link["asked"].as_u64()?)?;
        (age < shelf_life(&answer)?).then_some(answer)
    }

    /// Remembers an answer.
    pub(super) fn put(&mut self, url: &str, answer: &Answer) {
        let now = self.now;
        let link = match answer {
            Answer::Found => json!({ "asked": now }),
            Answer::Moved(to) => json!({ "asked": now, "moved": to }),
            Answer::Gone(status) => json!({ "asked": now, "gone": status }),
            Answer::Unreachable(_) => return,
        };
        self.links.insert(url.to_owned(), link);
    }

    /// Writes everything that is remembered, whole or not at all.
    pub(super) fn save(self, root: &Path) {
        let folder = root.join(FOLDER);
        if self.links.is_empty() && !folder.exists() {
            return;
        }
        let text = format!("{:#}\n", Value::Object(self.links));
        let draft = folder.join(format!("{FILE}.{}", std::process::id()));
        let written = fs::create_dir_all(&folder)
            .and_then(|()| fs::write(folder.join(".gitignore"), "*\n"))
            .and_then(|()| fs::write(&draft, text))
            .and_then(|()| fs::rename(&draft, folder.join(FILE)));
        if written.is_err() {
            let _ = fs::remove_file(&draft);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_believed_for_their_time() {
        let asked = |now: u64, link: Value| {
            let links = Map::from_iter([("a".to_owned(), link)]);
            Cache { now, links }.get("a")
        };
        let day = 24 * HOUR;
        assert_eq!(asked(7 * day, json!({ "asked": 1 })), Some(Answer::Found));
        assert_eq!(asked(7 * day, json!({ "asked": 0 })), None);
        assert_eq!(asked(day, json!({ "asked": 1, "gone": 404 })), Some(Answer::Gone(404)));
        assert_eq!(asked(day, json!({ "asked": 0, "gone": 404 })), None);
        assert_eq!(asked(5, json!({ "asked": 9 })), None, "from the future");
        assert_eq!(asked(5, json!("asked")), None);
        assert_eq!(asked(5, json!({ "asked": 1, "gone": 99999 })), None);
    }
}
