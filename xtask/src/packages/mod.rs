//! What the system has to have before Mudbrick can be built and tested. On Debian and its kin what is missing is
//! installed; elsewhere it is named. What each package is for is in [`list`], which Node and Python it has to be in [`node`]
//! and [`python`].

mod list;
mod node;
mod python;
mod version;

use crate::program::{self, program, read, run};
use anyhow::{Result, bail};
use list::Package;
pub(crate) use list::Purpose;
use std::io::{IsTerminal as _, Write as _};
use std::process::Command;
use std::{fs, io};

/// Makes sure of the packages for these purposes. Silent when nothing is missing.
pub(crate) fn need(purposes: &[Purpose]) -> Result<()> {
    node::need()?;
    packages(purposes)?;
    if purposes.contains(&Purpose::Test) { python::need() } else { Ok(()) }
}

fn packages(purposes: &[Purpose]) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if !(program::is_there("dpkg-query") && program::is_there("apt-get")) {
        return advise(purposes);
    }
    let wanted: Vec<Package> =
        purposes.iter().flat_map(|purpose| purpose.debian()).copied().collect();
    let missing = missing(&wanted, &installed(&wanted));
    if missing.is_empty() {
        return Ok(());
    }
    println!("These Debian packages are missing:");
    for Package { name, why } in &missing {
        println!("  {name:24} {why}");
    }
    install(&missing)
}

/// The wanted packages that dpkg knows as installed. `status` lines are `<package> <status>`.
fn missing(wanted: &[Package], status: &str) -> Vec<Package> {
    let installed =
        |name: &str| status.lines().any(|line| line.split_once(' ') == Some((name, "installed")));
    wanted.iter().filter(|package| !installed(package.name)).copied().collect()
}

fn installed(wanted: &[Package]) -> String {
    // It fails when it has never heard of one of them, and lists the others all the same.
    let output = Command::new("dpkg-query")
        .args(["--show", "--showformat", "${Package} ${db:Status-Status}\n"])
        .args(wanted.iter().map(|package| package.name))
        .output();
    output.map_or_else(|_| String::new(), |o| String::from_utf8_lossy(&o.stdout).into_owned())
}

fn install(missing: &[Package]) -> Result<()> {
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    let by_hand = format!("sudo apt-get install {}", names.join(" "));
    let Some(leave) = Leave::ask()? else {
        bail!("nothing was installed. To do it yourself:\n  {by_hand}");
    };
    if !package_lists_are_there() {
        run(leave.apt_get().arg("update"))?;
    }
    let install =
        || run(leave.apt_get().args(["install", "--yes", "--no-install-recommends"]).args(&names));
    // Lists that are too old name files that are no longer there.
    if install().is_err() {
        run(leave.apt_get().arg("update"))?;
        install()?;
    }
    let left = self::missing(missing, &installed(missing));
    if !left.is_empty() {
        bail!("apt-get ended well, but packages are still missing. By hand:\n  {by_hand}");
    }
    Ok(())
}

/// Leave to change the system: how apt-get may be started.
enum Leave {
    Root,
    Sudo { may_ask: bool },
}

impl Leave {
    /// Root needs no leave; a person at a terminal is asked; without a terminal nobody can be asked, and whoever
    /// started this there wants it done. `None`: the person said no.
    fn ask() -> Result<Option<Self>> {
        if read(program("id").arg("-u"))?.trim() == "0" {
            return Ok(Some(Self::Root));
        }
        #[allow(
            clippy::disallowed_methods,
            reason = "its output is a person's or a log's, and nothing in it comes from elsewhere"
        )]
        let terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
        if terminal {
            print!("Install them now with sudo apt-get? [Y/n] ");
            #[allow(
                clippy::disallowed_methods,
                reason = "its output is a person's or a log's, and nothing in it comes from elsewhere"
            )]
            io::stdout().flush()?;
            let mut answer = String::new();
            io::stdin().read_line(&mut answer)?;
            if !matches!(answer.trim(), "" | "y" | "Y" | "yes") {
                return Ok(None);
            }
        }
        // Without sudo there is no way on, and the caller says what to type.
        Ok(program::is_there("sudo").then_some(Self::Sudo { may_ask: terminal }))
    }

    fn apt_get(&self) -> Command {
        let quiet = ["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300"];
        let mut command = match self {
            Self::Root => program("env"),
            Self::Sudo { may_ask } => {
                let mut sudo = program("sudo");
                if !may_ask {
                    sudo.arg("--non-interactive");
                }
                sudo.arg("env");
                sudo
            }
        };
        command.args(quiet);
        command
    }
}

fn package_lists_are_there() -> bool {
    let Ok(lists) = fs::read_dir("/var/lib/apt/lists") else { return false };
    lists.flatten().any(|entry| entry.file_name().to_string_lossy().contains("_Packages"))
}

/// On a Linux that is no Debian: what to install, unless the web view's library is there already.
fn advise(purposes: &[Purpose]) -> Result<()> {
    let found = Command::new("pkg-config").args(["--exists", "webkit2gtk-4.1", "dbus-1"]).status();
    if found.is_ok_and(|status| status.success()) {
        return Ok(());
    }
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let family = if release.contains("arch") { "Arch" } else { "Fedora" };
    let mut lines =
        vec![format!("packages are missing. On {family} and its kin install them with")];
    for purpose in purposes {
        lines.push(format!(
            "  {}",
            if family == "Arch" { purpose.arch() } else { purpose.fedora() }
        ));
    }
    bail!("{}", lines.join("\n"))
}

/// What to install on the systems where xtask does not install by itself, for `--help` and the error above.
pub(crate) fn elsewhere() -> String {
    let mut text =
        String::from("On Debian and its kin, missing system packages are installed. Elsewhere:\n");
    for (system, commands) in [
        ("Fedora", [Purpose::Build.fedora(), Purpose::Test.fedora()]),
        ("Arch", [Purpose::Build.arch(), Purpose::Test.arch()]),
    ] {
        for command in commands {
            text.push_str(&format!("{system:8} {command}\n"));
        }
    }
    text.push_str("macOS    xcode-select --install; for tests also: brew install openssl python\n");
    text.push_str("Windows  the C++ workload of the Visual Studio Build Tools; for tests also Python; WebView2 is part of Windows 11\n");
    text
}

#[cfg(test)]
mod tests {
    use super::{Package, Purpose, elsewhere, missing};

    const WANTED: [Package; 3] = [
        Package { name: "xvfb", why: "" },
        Package { name: "xclip", why: "" },
        Package { name: "libdbus-1-dev", why: "" },
    ];

    fn names(status: &str) -> Vec<&'static str> {
        missing(&WANTED, status).iter().map(|package| package.name).collect()
    }

    #[test]
    fn a_package_is_missing_unless_dpkg_calls_it_installed() {
        assert_eq!(names(""), ["xvfb", "xclip", "libdbus-1-dev"]);
        assert_eq!(names("xvfb installed\nxclip not-installed\n"), ["xclip", "libdbus-1-dev"]);
        assert_eq!(
            names("xvfb config-files\nxclip installed\nlibdbus-1-dev installed\n"),
            ["xvfb"]
        );
    }

    #[test]
    fn a_longer_name_does_not_stand_for_a_shorter_one() {
        assert_eq!(
            names("xvfb-extra installed\nxclip installed\nlibdbus-1-dev installed\n"),
            ["xvfb"]
        );
    }

    #[test]
    fn every_package_says_why_and_is_listed_once() {
        let purposes =
            [Purpose::Build, Purpose::Test, Purpose::Window, Purpose::Packages, Purpose::Bench];
        let all: Vec<_> = purposes.iter().flat_map(|purpose| purpose.debian()).collect();
        for package in &all {
            assert!(!package.why.is_empty(), "{} has no reason", package.name);
            assert_eq!(all.iter().filter(|other| other.name == package.name).count(), 1);
        }
        assert!(elsewhere().contains("webkit2gtk4.1-devel"));
    }
}
