//! npm's part: what package-lock.json names is installed when it changed, and the pages are built when a source did.

use crate::files::{self, below, fingerprint, root};
use crate::program::{npm, run};
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};

/// Written into `node_modules`, which `npm ci` removes before it begins: a broken installation has no stamp.
const STAMP: &str = ".mudbrick-stamp";

/// Installs the modules that a folder's package-lock.json names, unless that was done already.
pub(crate) fn install(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let stamp = folder.join("node_modules").join(STAMP);
    let wanted = fingerprint(&[lock])?;
    if is(&stamp, &wanted) {
        return Ok(());
    }
    // package-lock.json is written on Linux, and npm does not note in it the native packages of systems that it could
    // not see from there. Elsewhere they are found anew; what package.json names is pinned there too.
    let how: &[&str] =
        if cfg!(target_os = "linux") { &["ci"] } else { &["install", "--no-package-lock"] };
    run(npm().args(how).args(["--no-audit", "--no-fund"]).current_dir(folder))?;
    files::write(&stamp, &wanted)
}

/// Makes `ui/dist`, which is embedded in the window, unless it was made from the same sources already.
pub(crate) fn build() -> Result<()> {
    install(&root())?;
    let stamp = files::target().join("xtask/ui.stamp");
    let wanted = fingerprint(&sources()?)?;
    if is(&stamp, &wanted) && root().join("ui/dist/index.html").is_file() {
        return Ok(());
    }
    run(npm().args(["run", "build"]))?;
    files::write(&stamp, &wanted)
}

fn sources() -> Result<Vec<PathBuf>> {
    let paths = [root().join("ui"), root().join("package-lock.json")];
    below(&paths, &["dist", "node_modules", "test"])
}

fn is(stamp: &Path, wanted: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|found| found == wanted)
}
