//! Rebuilds the program when a file is added to the embedded folders: the macro that embeds them
//! only notices changed ones. A folder that is not there would count as changed every time.

/// The embedded folders, below the repository.
const EMBEDDED: [&str; 2] = ["themes/default", "src/commands/scaffold/starter"];

fn main() {
    for folder in EMBEDDED {
        println!("cargo::rerun-if-changed={folder}");
    }
}
