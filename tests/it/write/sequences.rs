//! Any sequence of what can happen to an output.

use super::*;

/// Something that happens to an output.
#[derive(Debug, Clone)]
enum Event {
    Publish(Files),
    Abandon(Files),
    Add(&'static str),
    Remove(&'static str),
    Spoil(usize),
}

fn event() -> impl Strategy<Value = Event> {
    let path =
        prop::sample::select(vec!["a", "b", "a/b", "c/d", "c/e/f", "c/e/g", "利率/页", "h/i/j"]);
    let text = prop::sample::select(vec!["", "one", "two", "three"]);
    let site = prop::collection::btree_map(path, text, 0..6).prop_map(|files| {
        // A path is a file or a folder, not both.
        let is_folder = |path: &str| files.keys().any(|key| key.starts_with(&format!("{path}/")));
        let files = files.iter().filter(|(path, _)| !is_folder(path));
        files.map(|(path, text)| (path.to_string(), text.to_string())).collect::<Files>()
    });
    let foreign = prop::sample::select(vec!["CNAME", ".git/HEAD", "c/notes", "c/e/own/x", "h/y"]);
    prop_oneof![
        4 => site.clone().prop_map(Event::Publish),
        1 => site.prop_map(Event::Abandon),
        1 => foreign.clone().prop_map(Event::Add),
        1 => foreign.prop_map(Event::Remove),
        1 => any::<usize>().prop_map(Event::Spoil),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn any_sequence_leaves_the_last_site_and_what_is_foreign(
        events in prop::collection::vec((event(), prop::sample::select(WAYS.to_vec())), 1..14)
    ) {
        let mut site = Site::with_output(Method::Exchange);
        let (mut last, mut foreign) = (Files::new(), Files::new());
        for (event, way) in events {
            site.way = way;
            match event {
                Event::Publish(files) => {
                    let written = site.publish(&files).unwrap();
                    prop_assert_eq!(written.files, files.len());
                    last = files;
                }
                Event::Abandon(files) => {
                    let publication = Publication::begin(&site.target()).unwrap();
                    for (path, text) in files {
                        publication.put(Output::new(path, text)).unwrap();
                    }
                }
                // Before the first publication a foreign file would make the folder one that is not ours.
                Event::Add(path) if site.output().join(MANIFEST).exists() => {
                    site.put_foreign(path, "mine");
                    foreign.insert(path.to_owned(), "mine".to_owned());
                }
                Event::Remove(path) if foreign.remove(path).is_some() => {
                    fs::remove_file(site.output().join(path)).unwrap();
                    remove_empty_folders(&site.output(), path, &last);
                }
                Event::Spoil(number) if !last.is_empty() => {
                    let path = last.keys().nth(number % last.len()).unwrap().clone();
                    fs::write(site.output().join(&path), "spoilt").unwrap();
                    last.insert(path, "spoilt".to_owned());
                }
                _ => {}
            }
            let expected: Files = last.clone().into_iter().chain(foreign.clone()).collect();
            prop_assert_eq!(site.published(), expected);
        }
    }
}

/// An empty folder left by a foreign file is foreign itself; here it goes with the file.
fn remove_empty_folders(output: &Path, path: &str, published: &Files) {
    for folder in
        Path::new(path).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty())
    {
        if !published.keys().any(|path| Path::new(path).starts_with(folder)) {
            let _ = fs::remove_dir(output.join(folder));
        }
    }
}
