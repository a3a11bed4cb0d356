//! Rebuilds the program when a file is added to the embedded folders: the macro that embeds them
//! only notices changed ones.

fn main() {
    println!("cargo::rerun-if-changed=themes/default");
    println!("cargo::rerun-if-changed=starter");
}
