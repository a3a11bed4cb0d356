//! See `mingbai::fuzzing`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mingbai::fuzzing::run("index", data));
