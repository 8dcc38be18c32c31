//! Python's part: Adobe's clients that `tests/interop/python/requirements.txt` names, in an environment of the project's own,
//! so that nothing rests on what the machine has.

use crate::files::{self, fingerprint, root};
use crate::program::{program, python, read, run};
use anyhow::Result;
use std::fs;
use std::path::PathBuf;

/// Written last into the environment, which is emptied first: a broken installation has no stamp.
const STAMP: &str = ".mudbrick-stamp";

/// Makes the environment, unless that was done already, and gives the Python in it.
pub(crate) fn install() -> Result<PathBuf> {
    let place = files::target().join("interop/python");
    let inside = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    let inside = place.join(inside);
    let requirements = root().join("tests/interop/python/requirements.txt");
    // An environment belongs to the Python that made it.
    let version = read(program(python()).arg("--version"))?;
    let wanted =
        format!("{} {}", fingerprint(std::slice::from_ref(&requirements))?, version.trim());
    let stamp = place.join(STAMP);
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(inside);
    }
    run(program(python()).args(["-m", "venv", "--clear"]).arg(&place))?;
    // The file is complete, so nothing beside it is looked for; and a package that has to be built runs code of its own.
    let how = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--no-compile"];
    run(program(&inside)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        .args(how)
        .arg("--requirement")
        .arg(&requirements))?;
    files::write(&stamp, &wanted)?;
    Ok(inside)
}
