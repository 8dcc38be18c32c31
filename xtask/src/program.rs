//! Running other programs: said aloud before, explained when they fail. Which programs and why is left to the verbs.

use crate::files;
use anyhow::{Context as _, Result, bail};
use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, ExitStatus, Stdio};
use std::{env, io};

/// A program to be run in the project's root.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(files::root());
    // What cargo told xtask about itself would make the crates built below it look changed.
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST") {
            command.env_remove(name.as_ref());
        }
    }
    command
}

/// The cargo that started xtask.
pub(crate) fn cargo() -> Command {
    program(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// What every run of the tests compiles: all packages, with the features of all. Any other choice has other features, and cargo
/// would compile everything below them once more.
pub(crate) const WHOLE: [&str; 4] =
    ["--workspace", "--locked", "--features", "mudbrick-desktop/ts"];

/// npm, which is a script of another name on Windows.
pub(crate) fn npm() -> Command {
    program(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// Python's command.
pub(crate) fn python() -> &'static str {
    if cfg!(windows) { "python" } else { "python3" }
}

/// Runs it to its end with the terminal's own input and output. Its failure is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    say(command);
    let status = command.status().with_context(|| format!("starting {}", line(command)))?;
    succeeded(command, status)
}

/// Runs it and gives back what it wrote to standard output, unseen. Its failure is an error with what it said.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("starting {}", line(command)))?;
    if !output.status.success() {
        bail!(
            "{} ended with {}: {}",
            line(command),
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program of that name can be started.
pub(crate) fn is_there(name: &str) -> bool {
    Command::new(name)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok()
}

/// Runs it and gives back what it wrote to standard output with its end, which nobody has seen yet.
pub(crate) fn run_and_hold(command: &mut Command) -> Result<(ExitStatus, String)> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("starting {}", line(command)))?;
    Ok((output.status, String::from_utf8_lossy(&output.stdout).into_owned()))
}

/// Runs it, shows what it writes to standard output as it comes, and gives that back with its end.
pub(crate) fn run_and_keep(command: &mut Command) -> Result<(ExitStatus, String)> {
    say(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("starting {}", line(command)))?;
    let mut kept = String::new();
    if let Some(stdout) = child.stdout.take() {
        let mut lines = BufReader::new(stdout);
        let mut bytes = Vec::new();
        while lines.read_until(b'\n', &mut bytes)? > 0 {
            #[allow(
                clippy::disallowed_methods,
                reason = "its output is a person's or a log's, and nothing in it comes from elsewhere"
            )]
            io::stdout().write_all(&bytes)?;
            kept.push_str(&String::from_utf8_lossy(&bytes));
            bytes.clear();
        }
    }
    Ok((child.wait()?, kept))
}

/// The error of a program that failed.
pub(crate) fn succeeded(command: &Command, status: ExitStatus) -> Result<()> {
    if status.success() {
        return Ok(());
    }
    bail!("{} failed ({status})", line(command))
}

/// The command as one would type it, without what was put in its environment.
pub(crate) fn line(command: &Command) -> String {
    let name = std::path::Path::new(command.get_program());
    let mut words = vec![name.file_stem().unwrap_or_default().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

fn say(command: &Command) {
    println!("\n$ {}", line(command));
}
