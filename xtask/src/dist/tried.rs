//! What was installed, tried from where it lies: the programs, a completion, the manual.

use super::contents::{BASH, DOCUMENTS, PAGES};
use super::installed::Installed;
use crate::private::PrivateHome;
use crate::program::{line, program, read};
use anyhow::{Context as _, Result, bail};
use std::process::Command;

/// What bash offers for `mudbrick pr`, without anybody at the keyboard.
const COMPLETE: &str = r#"source "$1"
COMP_WORDS=(mudbrick pr) COMP_CWORD=1 COMP_LINE='mudbrick pr' COMP_POINT=11
_mudbrick mudbrick pr mudbrick
printf '%s\n' "${COMPREPLY[@]}""#;

/// Tries everything but the window itself.
pub(super) fn all(installed: &Installed) -> Result<()> {
    let home = PrivateHome::make("installed")?;
    let run = |name: &str, arguments: &[&str]| {
        let mut command = program(installed.path(&format!("usr/bin/{name}")));
        home.house(command.args(arguments));
        command
    };
    let version = env!("CARGO_PKG_VERSION");
    for name in ["mudbrick", "mudbrick-desktop"] {
        says(&mut run(name, &["--version"]), &format!("{name} {version}"))?;
        says(&mut run(name, &["--help"]), "--help")?;
    }
    says(&mut run("mudbrick-desktop", &["--help"]), "--practice")?;
    ends(&mut run("mudbrick-desktop", &["--nonsense"]), 2, "--nonsense")?;
    ends(&mut run("mudbrick-desktop", &[]), 1, "no display")?;
    says(&mut run("mudbrick", &["tour"]), "Token ready")?;

    let mut bash = program("bash");
    bash.args(["--norc", "-c", COMPLETE, "bash"]).arg(installed.path(BASH));
    for command in ["profile", "practice"] {
        says(&mut bash, command)?;
    }
    for page in ["mudbrick.1.gz", "mudbrick-profile-add.1.gz", "mudbrick-desktop.1.gz"] {
        let mut man = program("man");
        man.arg("--local-file").arg(installed.path(PAGES).join(page)).env("LC_ALL", "C");
        says(&mut man, "SYNOPSIS")?;
    }
    let mut notices = program("gzip");
    notices.args(["--decompress", "--stdout"]).arg(installed.path(DOCUMENTS).join("NOTICES.gz"));
    says(&mut notices, "SIL OPEN FONT LICENSE")
}

/// A program ends well and says something.
fn says(command: &mut Command, wanted: &str) -> Result<()> {
    let said = read(command)?;
    if said.contains(wanted) {
        return Ok(());
    }
    bail!("{} does not say {wanted:?}:\n{said}", line(command))
}

/// A program ends with this code, and says why.
fn ends(command: &mut Command, code: i32, wanted: &str) -> Result<()> {
    let output = command.output().with_context(|| format!("starting {}", line(command)))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.code() == Some(code) && said.contains(wanted) {
        return Ok(());
    }
    bail!("{} ended with {} and said {said:?}", line(command), output.status)
}
