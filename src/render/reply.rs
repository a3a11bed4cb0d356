//! How a reader answers to a page: where corrections go, with the page and its day filled in, and where its
//! file is edited.

use super::entries::Views;
use super::view::ReplyView;
use crate::base::address::{self, encoded};
use crate::model::page::PageId;

/// What stands for the page's title, its address and its file in addresses of `site.yaml`.
const PLACES: [&str; 3] = ["{title}", "{url}", "{path}"];

/// Where a page's file is edited, where the site says so.
pub(super) fn edit_url(views: Views<'_>, file: &str) -> Option<String> {
    let template = views.site.config.edit_url.as_deref()?;
    let path = address::ascii(&encoded(file));
    // The path goes where it is asked for, or at the end.
    Some(match template.contains("{path}") {
        true => template.replace("{path}", &path),
        false => format!("{}/{path}", template.trim_end_matches('/')),
    })
}

/// Where corrections of a page go: by mail with its path, its address and the day it speaks for, or to an
/// address of the web in which its title, address and file are filled in.
pub(super) fn feedback(views: Views<'_>, id: PageId, file: &str) -> Option<ReplyView> {
    let to = views.site.config.feedback.as_deref()?;
    let page = views.site.page(id);
    let url = address::whole(&views.site.config.base_url, &page.url);
    if to.starts_with("https://") || to.starts_with("http://") {
        let title = views.own(id, &page.meta.title);
        let values = [title.as_str(), url.as_str(), file];
        let filled = PLACES
            .iter()
            .zip(values)
            .fold(to.to_owned(), |text, (place, value)| text.replace(place, &parameter(value)));
        return Some(ReplyView { url: filled, label: views.word("feedback_link") });
    }
    // The day of the build would change every page every day. A title says no more than the path, and takes
    // nine bytes a character.
    let day = views.site.links_of(id).updated.or(page.meta.as_of).map(|day| day.to_string());
    let lines: Vec<String> = [Some(url), day].into_iter().flatten().collect();
    let (subject, body) = (parameter(&page.url), parameter(&(lines.join("\r\n") + "\r\n\r\n")));
    Some(ReplyView {
        url: format!("mailto:{to}?subject={subject}&body={body}"),
        label: to.to_owned(),
    })
}

/// A value in the query of an address.
fn parameter(value: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    let part = |b: u8| if plain(b) { (b as char).to_string() } else { format!("%{b:02X}") };
    value.bytes().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cannot_end_what_they_stand_in() {
        assert_eq!(parameter("甲&b=c\r\n#"), "%E7%94%B2%26b%3Dc%0D%0A%23");
    }
}
