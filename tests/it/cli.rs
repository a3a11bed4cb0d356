//! The command line as typed and as printed: every file in `tests/cli` is a transcript.
//!
//! `UPDATE=1 cargo test cli` accepts what the commands print now.

use crate::support::update;

#[test]
fn commands_print_what_the_transcripts_say() {
    let cases = trycmd::TestCases::new();
    cases.env("LC_ALL", "C.UTF-8").env("NO_COLOR", "1").env("SOURCE_DATE_EPOCH", "1795284000");
    if update() {
        cases.env("TRYCMD", "overwrite");
    }
    cases.case("tests/cli/*.md");
}

fn help(words: &[&str]) -> String {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_mingbai"));
    let told = command.args(words).arg("--help").env("LC_ALL", "C.UTF-8").output();
    String::from_utf8(told.expect("the program runs").stdout).expect("UTF-8")
}

#[test]
fn the_help_of_every_command_ends_with_an_example_that_it_takes() {
    let all = help(&[]);
    let commands = all.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.take_while(|line| !line.is_empty());
    // What is said of a command may go on in a further line.
    let commands = commands.filter(|line| !line.starts_with("   "));
    let commands = commands.filter_map(|line| line.split_whitespace().next());
    let commands: Vec<&str> = commands.filter(|command| *command != "help").collect();
    assert!(commands.len() >= 13, "{commands:?}");
    for command in commands {
        let told = help(&[command]);
        let examples = told.lines().skip_while(|line| !line.starts_with("Example")).skip(1);
        let examples: Vec<&str> = examples.map(str::trim).filter(|line| !line.is_empty()).collect();
        assert!(!examples.is_empty(), "{command} has no example");
        for example in examples {
            assert!(format!("{example} ").starts_with(&format!("mingbai {command} ")), "{example}");
            let options = example.split_whitespace().filter(|word| word.starts_with("--"));
            for option in options {
                let known = format!("{option} ");
                assert!(told.replace(['\n', ','], " ").contains(&known), "{command}: {option}");
            }
        }
    }
}
