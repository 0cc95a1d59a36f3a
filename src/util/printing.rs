//! Printing that cannot stop the program.
//!
//! The standard library's `print!`, `println!` and `eprintln!` panic if nobody reads the output or if the disk is full. The
//! macros here have the same names, so the whole crate uses them. They note the first failure, and [`finish`] returns it at
//! the end of the command.

use std::{
    fmt,
    io::{self, ErrorKind, Write},
    sync::{Mutex, PoisonError},
};

/// The first failure to write to the standard output.
static FAILURE: Mutex<Option<io::Error>> = Mutex::new(None);

/// Prints a text to the standard output.
macro_rules! print {
    ($($text:tt)*) => { $crate::util::printing::output(format_args!($($text)*), "") };
}

/// Prints a line to the standard output.
macro_rules! println {
    ($($text:tt)*) => { $crate::util::printing::output(format_args!($($text)*), "\n") };
}

/// Prints a line to the standard error stream.
macro_rules! eprintln {
    ($($text:tt)*) => { $crate::util::printing::error_line(format_args!($($text)*)) };
}

/// Writes a text and an end of line to the standard output.
pub fn output(text: fmt::Arguments, end: &str) {
    let mut stdout = io::stdout().lock();
    note(stdout.write_fmt(text).and_then(|()| stdout.write_all(end.as_bytes())));
}

/// Writes a line to the standard error stream. There is no other place to report a failure.
pub fn error_line(text: fmt::Arguments) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Writes what is left in the buffer of the standard output.
///
/// # Errors
/// Returns the first failure of this run to write to the standard output. A closed pipe is none, because its reader has read
/// enough.
pub fn finish() -> io::Result<()> {
    note(io::stdout().flush());
    FAILURE.lock().unwrap_or_else(PoisonError::into_inner).take().map_or(Ok(()), Err)
}

fn note(written: io::Result<()>) {
    if let Err(error) = written
        && error.kind() != ErrorKind::BrokenPipe
    {
        FAILURE.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }
}
