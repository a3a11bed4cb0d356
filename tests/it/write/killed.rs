//! Builds that are killed: at a known place, and at any instant.

use super::*;

#[test]
fn an_unfinished_second_tree_is_thrown_away() {
    let site = Site::new(Method::Exchange);
    let edition = files(&[("index.html", "1")]);
    site.publish(&edition).unwrap();
    fs::create_dir_all(site.staging().join("half")).unwrap();
    fs::write(site.staging().join("half/written.html"), "<").unwrap();
    fs::create_dir(site.staging().join(SCRATCH)).unwrap();
    let before = marks(&site.output());
    drop(Publication::begin(&site.target()).unwrap());
    assert_eq!(marks(&site.output()), before);
    assert!(!site.staging().exists());
}

#[test]
fn a_build_killed_right_after_the_exchange_is_finished_by_the_next() {
    let site = Site::new(Method::Exchange);
    let edition = files(&[("index.html", "2"), ("a/page.html", "2")]);
    site.publish(&files(&[("index.html", "1"), ("a/page.html", "1")])).unwrap();
    site.put_foreign(".git/HEAD", "ref");
    site.put_foreign("a/drafts/x", "mine");
    site.put_foreign("CNAME", "example.org");
    site.publish(&edition).unwrap();
    let whole = contents(&site.output());
    // As it was at that instant: folders still in the old tree, files in both, and the mark in the new one.
    for folder in [".git", "a/drafts"] {
        fs::rename(site.output().join(folder), site.staging().join(folder)).unwrap();
    }
    fs::hard_link(site.output().join("CNAME"), site.staging().join("CNAME")).unwrap();
    fs::create_dir(site.output().join(SCRATCH)).unwrap();

    drop(Publication::begin(&site.target()).unwrap());
    assert_eq!(contents(&site.output()), whole);
    assert_eq!(contents(&site.staging()).len(), 3);
    assert_eq!(site.publish(&edition).unwrap().method, Method::Unchanged);
}

#[test]
fn a_first_publication_killed_in_place_is_finished_by_the_next() {
    let site = Site::with_output(Method::Journal);
    let edition = files(&[("index.html", "1"), ("a/page.html", "1")]);
    site.publish(&edition).unwrap();
    let whole = contents(&site.output());
    // As it was before the last step, when the journal becomes the manifest.
    let (manifest, scratch) = (site.output().join(MANIFEST), site.output().join(SCRATCH));
    fs::create_dir(&scratch).unwrap();
    fs::rename(manifest, scratch.join("journal")).unwrap();
    drop(Publication::begin(&site.target()).unwrap());
    assert_eq!(contents(&site.output()), whole);
}

#[test]
fn a_killed_exchange_leaves_one_whole_site() {
    if let Some(root) = as_child() {
        publish_for_ever(&root, Method::Exchange);
    }
    let site = started_site(Method::Exchange);
    for kill in 0..kills() {
        kill_a_build("killed::a_killed_exchange_leaves_one_whole_site", &site, kill);
        let mut found = site.published();
        found.retain(|path, _| !foreign().contains_key(path) && path != SCRATCH);
        assert!(found == edition(0) || found == edition(1), "before recovery, kill {kill}");
        assert!(site.output().join("CNAME").exists());
        assert_recovered(&site, kill);
    }
    assert_publishes(&site);
}

#[test]
fn a_killed_journal_leaves_whole_files_and_is_finished() {
    if let Some(root) = as_child() {
        publish_for_ever(&root, Method::Journal);
    }
    let site = started_site(Method::Journal);
    let either = |path: &str, text: &str| {
        [edition(0), edition(1), foreign()]
            .iter()
            .any(|files| files.get(path).is_some_and(|t| t == text))
    };
    for kill in 0..kills() {
        kill_a_build("killed::a_killed_journal_leaves_whole_files_and_is_finished", &site, kill);
        for (path, text) in site.published() {
            let is_ours = path.starts_with(SCRATCH) || text == "/";
            assert!(is_ours || either(&path, &text), "{path} before recovery, kill {kill}");
        }
        assert_recovered(&site, kill);
    }
    assert_publishes(&site);
}

/// `MINGBAI_TEST_KILLS` asks for more than the few that fit into an ordinary run.
fn kills() -> u64 {
    env::var("MINGBAI_TEST_KILLS").map_or(30, |kills| kills.parse().unwrap())
}

fn publish_for_ever(root: &Path, way: Method) -> ! {
    let target = target(root, way);
    println!("\nready");
    for number in 0.. {
        publish(&target, &edition(number)).unwrap();
    }
    unreachable!()
}

/// Kills a process that publishes one edition after the other, at an instant that differs from kill to kill.
fn kill_a_build(test: &str, site: &Site, kill: u64) {
    let mut builder = child(test, site.root()).spawn().unwrap();
    let lines = BufReader::new(builder.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line == "ready"));
    // Steps of the golden ratio fall evenly into the first hundredth of a second.
    thread::sleep(Duration::from_micros(kill * 6180 % 10_000));
    builder.kill().unwrap();
    assert_eq!(builder.wait().unwrap().signal(), Some(9), "the build ended before it was killed");
}

fn assert_recovered(site: &Site, kill: u64) {
    drop(Publication::begin(&site.target()).unwrap());
    let whole = |number| edition(number).into_iter().chain(foreign()).collect::<Files>();
    let found = site.published();
    assert!(found == whole(0) || found == whole(1), "after recovery, kill {kill}");
}

fn assert_publishes(site: &Site) {
    for number in 0..2 {
        site.publish(&edition(number)).unwrap();
        let whole: Files = edition(number).into_iter().chain(foreign()).collect();
        assert_eq!(site.published(), whole);
    }
}
