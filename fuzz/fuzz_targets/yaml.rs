//! See `mingbai::commands::fuzzing`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mingbai::commands::fuzzing::run("yaml", data));
