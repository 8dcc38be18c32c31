//! `cargo xtask run`: from a clean clone to the open window, or to the tour where no window can open.

use crate::packages::{self, Purpose};
use crate::program::{cargo, program, run as run_program, succeeded};
use crate::{files, web};
use anyhow::{Context as _, Result};
use std::env;
use std::ffi::OsString;

/// Builds and starts Mudbrick with the practice Adobe ready, passing `arguments` on.
pub(crate) fn run(arguments: &[OsString]) -> Result<()> {
    if !has_display() {
        println!(
            "There is no display here, so the window cannot open. This is the tour on the command line instead:"
        );
        run_program(cargo().args(["build", "--locked", "--package", "mudbrick-cli"]))?;
        return run_program(program(files::built("debug", "mudbrick")).arg("tour").args(arguments));
    }
    packages::need(&[Purpose::Build])?;
    web::build()?;
    build_window("debug")?;
    let mut window = program(files::built("debug", "mudbrick-desktop"));
    let status = window.arg("--practice").args(arguments).status().context("opening the window")?;
    succeeded(&window, status)
}

/// Builds the window with its pages inside, so that it needs no development server.
pub(crate) fn build_window(profile: &str) -> Result<()> {
    let cargo_profile = if profile == "debug" { "dev" } else { profile };
    run_program(cargo().args([
        "build",
        "--locked",
        "--package",
        "mudbrick-desktop",
        "--bin",
        "mudbrick-desktop",
        "--features",
        "custom-protocol",
        "--profile",
        cargo_profile,
    ]))
}

fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
