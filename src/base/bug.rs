//! What to do where the program finds itself in a state that cannot be: stop, and say whose fault it is.
//! Going on would publish something that nobody wrote.

/// Stops with a sentence that says what cannot be.
#[track_caller]
pub(crate) fn bug(what: &str) -> ! {
    panic!("{what}: this is a bug of Mingbai, please report it")
}
