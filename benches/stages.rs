//! How long each stage takes on made-up guides: `cargo bench --bench stages -- 1000 10000`.
//!
//! Prints milliseconds a stage for each number of guides; the machine's noise is the reader's to judge, by running
//! it several times and comparing ratios. Nothing here asserts anything.

#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use mingbai::Request;
use mingbai::commands::pipeline;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

fn main() {
    let asked = std::env::args().skip(1).filter_map(|a| a.parse().ok());
    let mut sizes: Vec<usize> = asked.collect();
    if sizes.is_empty() {
        sizes = vec![100, 1000];
    }
    for guides in sizes {
        let site = tempfile::tempdir().unwrap();
        write_site(site.path(), guides);
        let request = Request { root: site.path().to_owned(), ..Request::default() };
        let mut prepared = pipeline::prepare(&request).unwrap();
        let bytes = AtomicUsize::new(0);
        pipeline::render_all(&mut prepared, &|output| {
            bytes.fetch_add(output.bytes.len(), Ordering::Relaxed);
        });
        println!("{guides} guides, {} KB out", bytes.into_inner() / 1024);
        for (stage, time) in &prepared.timings {
            println!("  {stage:<8}{:>10.1} ms", time.as_secs_f64() * 1000.0);
        }
    }
}

/// Words that guides are made of.
const WORDS: [&str; 12] = [
    "催收电话",
    "还款计划",
    "合同编号",
    "罚息",
    "第三人",
    "上门",
    "投诉",
    "证据",
    "征信",
    "利率",
    "协商",
    "法院",
];

fn write_site(root: &Path, guides: usize) {
    let content = root.join("content");
    fs::create_dir_all(content.join("methods")).unwrap();
    fs::write(content.join("site.yaml"), "title: 测\nbase_url: https://example.org/\n").unwrap();
    let mut seed = 1_u32;
    let mut word = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        WORDS[(seed >> 16) as usize % WORDS.len()]
    };
    for guide in 0..guides {
        let mut text =
            format!("---\ntitle: {}{guide}\ntags: [{}, {}]\n---\n", word(), word(), word());
        for section in 0..6 {
            let _ = write!(text, "\n## {}怎么办 {section}\n\n", word());
            for _ in 0..12 {
                let _ = write!(
                    text,
                    "遇到{}，先看{}。**{}，**再问{}；",
                    word(),
                    word(),
                    word(),
                    word()
                );
            }
            let _ = writeln!(text, "见[[g{}]]。", (guide * 7 + section) % guides);
        }
        fs::write(content.join(format!("methods/g{guide}.md")), text).unwrap();
    }
}
