//! Builds that run out of room, or are not alone.

use super::*;

#[test]
fn a_full_disk_leaves_the_old_site() {
    let too_much = "x".repeat(1 << 20);
    if let Some(root) = as_child() {
        let target = target(&root, Method::Exchange);
        let publication = Publication::begin(&target).unwrap();
        publication.put(Output::new("small.html", "fits")).unwrap();
        let error = publication.put(Output::new("large.html", too_much)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        assert!(error.to_string().contains("large.html"), "{error}");
        assert_eq!(fault(publication.commit()), WriteError::Incomplete);
        return;
    }
    // No disk is full on demand, but a process may be given a limit to the size of its files: past it, a write
    // fails half done, as it does on a full disk, or kills the process where that has not been prevented.
    for (prelude, succeeds) in [("trap '' XFSZ;", true), ("", false)] {
        let site = Site::new(Method::Exchange);
        site.publish(&edition(0)).unwrap();
        let before = (marks(&site.output()), site.beside());
        let command = child("crowded::a_full_disk_leaves_the_old_site", site.root());
        let script = format!("{prelude} ulimit -c 0; ulimit -f 64; exec \"$0\" \"$@\"");
        let mut limited = Command::new("sh");
        limited.arg("-c").arg(script).arg(command.get_program()).args(command.get_args());
        limited.env("MINGBAI_TEST_CHILD", site.root());
        let ended = limited.output().unwrap();
        assert_eq!(ended.status.success(), succeeds, "{}", String::from_utf8_lossy(&ended.stderr));
        assert_eq!(marks(&site.output()), before.0);
        drop(Publication::begin(&site.target()).unwrap());
        assert_eq!((marks(&site.output()), site.beside()), before);
        site.publish(&files(&[("large.html", &too_much)])).unwrap();
    }
}

#[test]
fn a_second_build_waits_and_says_so() {
    let site = Site::new(Method::Exchange);
    let first = Publication::begin(&site.target()).unwrap();
    first.put(Output::new("index.html", "first")).unwrap();
    let (say, said) = mpsc::channel();
    let (root, way) = (site.root().to_path_buf(), site.way);
    let second = thread::spawn(move || {
        let waiting = say.clone();
        let target = target(&root, way);
        let second =
            Publication::begin_telling(&target, || waiting.send("waiting").unwrap()).unwrap();
        say.send("begun").unwrap();
        assert_eq!(second.previous().collect::<Vec<_>>(), ["index.html"]);
        second.put(Output::new("index.html", "second")).unwrap();
        second.commit().unwrap()
    });
    assert_eq!(said.recv().unwrap(), "waiting");
    assert!(said.try_recv().is_err());
    first.commit().unwrap();
    assert_eq!(said.recv().unwrap(), "begun");
    assert_eq!(second.join().unwrap().written, 1);
    assert_eq!(site.published(), files(&[("index.html", "second")]));
    let unhindered = Publication::begin_telling(&site.target(), || panic!("nobody to wait for"));
    drop(unhindered.unwrap());
}

#[test]
fn builds_at_the_same_time_do_not_mix() {
    if let Some(root) = as_child() {
        for number in 0..10 {
            publish(&target(&root, Method::Exchange), &edition(number)).unwrap();
        }
        return;
    }
    let site = started_site(Method::Exchange);
    let start =
        || child("crowded::builds_at_the_same_time_do_not_mix", site.root()).spawn().unwrap();
    for builder in [start(), start(), start()] {
        assert!(builder.wait_with_output().unwrap().status.success());
    }
    // Each ended with the second edition.
    let whole: Files = edition(1).into_iter().chain(foreign()).collect();
    assert_eq!(site.published(), whole);
}

#[test]
fn a_foreign_file_that_comes_at_any_moment_stays() {
    for way in WAYS {
        let site = started_site(way);
        let output = site.output();
        let somebody = thread::spawn(move || {
            let mut added = Files::new();
            // Faster than any build, and yet not so many that builds are about little else.
            for number in 0..200 {
                for folder in ["", "same/0/", "changed/1/"] {
                    let path = format!("{folder}{number}.txt");
                    fs::write(output.join(&path), "mine").unwrap();
                    added.insert(path, "mine".to_owned());
                }
                thread::sleep(Duration::from_micros(500));
            }
            added
        });
        for number in (1..).take_while(|_| !somebody.is_finished()) {
            site.publish(&edition(number)).unwrap();
        }
        let added = somebody.join().unwrap();
        // What came to the tree that was just being replaced is found by the next build that changes something.
        for number in 0..2 {
            site.publish(&edition(number)).unwrap();
        }
        let whole = edition(1).into_iter().chain(foreign()).chain(added);
        assert_eq!(site.published(), whole.collect::<Files>(), "{way:?}");
    }
}

// ------------------------------------------------------------------------------------------------- in every order
