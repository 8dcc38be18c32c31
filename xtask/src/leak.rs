//! `cargo xtask leak`: every command with canaries for secrets, then a search for them. What is run and searched is in
//! tests/leak; here is what it needs around it: the programs, and a session that nobody is logged in to.

use crate::files::built;
use crate::packages::{self, Purpose};
use crate::program::{WHOLE, cargo, program, read, run};
use crate::session::Session;
use crate::suite::Suite;
use crate::totals;
use crate::window::build_programs;
use anyhow::{Context as _, Result};
use std::path::PathBuf;
use std::process::Command;

/// Builds everything and looks for leaks.
pub(crate) fn look() -> Result<()> {
    packages::need(&[Purpose::Build, Purpose::Test])?;
    let session = Session::start("leak")?;
    run(&mut command(&session)?)
}

/// The same as a part of a suite.
pub(crate) fn look_as_part(suite: &mut Suite) {
    let prepared = Session::start("leak").and_then(|session| Ok((command(&session)?, session)));
    match prepared {
        Ok((mut command, _session)) => suite.run("leaks", &mut command, totals::of_nothing),
        Err(error) => suite.check("leaks", || Err(error)),
    }
}

fn command(session: &Session) -> Result<Command> {
    let window = ipc_test()?;
    build_programs()?;
    let mut leak = program(built("debug", "mudbrick-leak"));
    leak.arg(built("debug", "mudbrick")).arg(window);
    session.house(&mut leak);
    Ok(leak)
}

/// Builds the tests, and finds the program that calls the window's commands, which has a number in its name.
fn ipc_test() -> Result<PathBuf> {
    let build = ["--no-run", "--message-format=json"];
    let messages = read(cargo().arg("test").args(WHOLE).args(build))?;
    executable(&messages).context("cargo did not say where the test of the window's commands is")
}

/// The program in cargo's messages, which have one JSON object a line. The window's own program is told of as well, before or
/// after it.
fn executable(messages: &str) -> Option<PathBuf> {
    let named = messages.lines().filter_map(|line| line.split_once("\"executable\":\""));
    let mut paths = named
        .filter_map(|(_, after)| after.split_once('"'))
        .map(|(path, _)| PathBuf::from(path.replace("\\\\", "\\")));
    paths.find(|path| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("ipc-"))
    })
}

#[cfg(test)]
mod tests {
    use super::executable;
    use std::path::Path;

    #[test]
    fn the_program_is_the_tests_wherever_the_windows_own_is_told() {
        let test = "{\"reason\":\"compiler-artifact\",\"executable\":\"/t/debug/deps/ipc-1\",\"fresh\":true}";
        let window =
            "{\"reason\":\"compiler-artifact\",\"executable\":\"/t/debug/mudbrick-desktop\"}";
        for lines in [[test, window], [window, test]] {
            let messages = format!("{{\"executable\":null}}\n{}\n", lines.join("\n"));
            assert_eq!(executable(&messages).as_deref(), Some(Path::new("/t/debug/deps/ipc-1")));
        }
        assert_eq!(executable("{\"executable\":null}"), None);
    }
}
