//! `mudbrick quick`: the window's small sister, for a shortcut of the desktop that runs a command. The window's own program
//! opens it; the one that runs already, where there is one.

use mudbrick_model::{ErrorCode, Problem};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

const PROGRAM: &str = "mudbrick-desktop";

pub(crate) fn run() -> Result<ExitCode, Problem> {
    let program = program();
    let mut command = Command::new(&program);
    command.arg("--quick").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // It is not waited for: where no window runs yet, it is the window from now on.
    command.spawn().map_err(|error| {
        Problem::new(
            ErrorCode::NotFound,
            "The window's program, mudbrick-desktop, could not be started.",
        )
        .remedy(
            "Install Mudbrick's package, which has both programs, or name it in MUDBRICK_DESKTOP.",
        )
        .detail(format!("{}: {error}", program.to_string_lossy()))
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The one that is named, else the one beside this program, else one that the system finds.
fn program() -> OsString {
    if let Some(named) = std::env::var_os("MUDBRICK_DESKTOP").filter(|named| !named.is_empty()) {
        return named;
    }
    let name = format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX);
    let beside: Option<PathBuf> =
        std::env::current_exe().ok().and_then(|own| Some(own.parent()?.join(&name)));
    beside.filter(|path| path.is_file()).map_or_else(|| name.into(), PathBuf::into_os_string)
}
