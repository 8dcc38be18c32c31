//! This binary once more, as another process that works in a home until it is done or killed.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// A test of this binary in a process of its own, which knows by the variable that it is the worker, and in which home. What
/// it says can be read.
pub(crate) fn worker(test: &str, variable: &str, home: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([test, "--exact", "--nocapture", "--test-threads=1"])
        .env(variable, home)
        .stdout(Stdio::piped());
    command
}

/// Says a line to whoever started it. The line before may be one that the test's harness has begun.
pub(crate) fn say(line: &str) {
    #[allow(clippy::disallowed_methods, reason = "it speaks to the test that started it")]
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{line}").unwrap();
    out.flush().unwrap();
}
