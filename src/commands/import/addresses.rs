//! The addresses that the old site gave its pages, so that they still lead there.

use super::files::OldFile;
use super::front::Front;
use super::generator::Generator;
use super::settings::Settings;

/// All addresses of a page in the old site, without a first `/`; the first is the one that readers saw.
pub(super) fn of_page(
    file: &OldFile,
    front: &Front,
    generator: Generator,
    settings: &Settings,
) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |address: &str| {
        let address = address.trim_start_matches('/').to_owned();
        if !found.contains(&address) {
            found.push(address);
        }
    };
    front.addresses.iter().filter(|a| !a.contains("://")).for_each(|a| add(a));
    let stem = file.old.rsplit_once('.').map_or(file.old.as_str(), |(stem, _)| stem);
    let (folder, last) = stem.rsplit_once('/').unwrap_or(("", stem));
    let index = ["index", "_index", "README", "readme"].contains(&last);
    let is_post = file.old.split('/').any(|part| part == "_posts");
    if let Some(pattern) = pattern(generator, settings).filter(|_| is_post) {
        post(file, front, &pattern).iter().for_each(|address| add(address));
    }
    let prefix =
        if settings.route.is_empty() { String::new() } else { format!("{}/", settings.route) };
    let slug = front.slug.as_deref();
    match (generator, slug) {
        (Generator::Docusaurus, Some(slug)) => {
            let whole =
                if slug.starts_with('/') { slug.to_owned() } else { format!("{folder}/{slug}") };
            add(&format!("{prefix}{}", whole.trim_start_matches('/')));
        }
        (Generator::Starlight, Some(slug)) => add(slug),
        (_, Some(slug)) => add(&format!("{folder}/{slug}/")),
        _ => {}
    }
    let plain = if index { format!("{folder}/") } else { format!("{stem}/") };
    let plain = plain.trim_start_matches('/');
    match generator {
        Generator::Docusaurus => {
            let parts: Vec<&str> = plain.split('/').map(without_number).collect();
            add(&format!("{prefix}{}", parts.join("/")));
        }
        Generator::Hugo | Generator::Starlight => add(&plain.to_lowercase()),
        Generator::Obsidian => {}
        _ if settings.html && !index => add(&format!("{stem}.html")),
        _ => add(plain),
    }
    found
}

/// How the addresses of posts are made.
fn pattern(generator: Generator, settings: &Settings) -> Option<String> {
    let named = match settings.permalink.as_deref() {
        Some("date") | None if generator == Generator::Jekyll => {
            "/:categories/:year/:month/:day/:title.html"
        }
        Some("pretty") => "/:categories/:year/:month/:day/:title/",
        Some("none") => "/:categories/:title.html",
        Some(pattern) if pattern.contains(':') => pattern,
        None if generator == Generator::Hexo => ":year/:month/:day/:title/",
        _ => return None,
    };
    Some(named.to_owned())
}

/// The address of a post; nothing where the pattern asks for what is not known here.
fn post(file: &OldFile, front: &Front, pattern: &str) -> Option<String> {
    let day = front.date.as_deref().or(file.day.as_deref())?;
    let (year, month, date) = (day.get(..4)?, day.get(5..7)?, day.get(8..10)?);
    let name = super::links::stem_of_page(&file.new);
    let slug = front.slug.as_deref().unwrap_or(name);
    let categories = front.tags.first().map_or("", String::as_str);
    let parts = pattern.split('/').map(|part| {
        part.replace(":year", year)
            .replace(":i_month", month.trim_start_matches('0'))
            .replace(":i_day", date.trim_start_matches('0'))
            .replace(":month", month)
            .replace(":day", date)
            .replace(":title", slug)
            .replace(":slug", slug)
            .replace(":post_title", slug)
            .replace(":name", name)
            .replace(":filename", name)
            .replace(":categories", categories)
            .replace(":category", categories)
    });
    let parts: Vec<String> = parts.collect();
    let known = !parts.iter().any(|part| part.contains(':'));
    let whole = parts.join("/").replace("//", "/");
    known.then_some(whole)
}

/// `01-intro` is `intro` in an address of Docusaurus.
fn without_number(part: &str) -> &str {
    let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
    let bare = rest.strip_prefix(['-', '_', '.']).map(str::trim_start);
    bare.filter(|bare| rest.len() < part.len() && !bare.is_empty()).unwrap_or(part)
}

/// Whether an address can be one that leads elsewhere here.
pub(super) fn can_lead(address: &str) -> bool {
    !address.is_empty() && !address.contains(['?', '#', ':', '*', '\\', '|', '<', '>'])
}
