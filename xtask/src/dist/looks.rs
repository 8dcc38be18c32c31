//! Packages looked over: by Debian's own tools, and one beside the other.

use super::contents::{DESKTOP_ENTRY, Family, METADATA};
use crate::program::{program, read, run};
use anyhow::{Result, bail};
use std::collections::BTreeSet;
use std::path::Path;

/// Has the tools of Debian and of the desktops say what is wrong with a `.deb`.
pub(super) fn by_tools(deb: &Path) -> Result<()> {
    let tree = Family::Debian.folder().join("tree");
    run(program("desktop-file-validate").arg(tree.join(DESKTOP_ENTRY)))?;
    // Its pictures are on the web, where nothing of this goes.
    run(program("appstreamcli").args(["validate", "--no-net"]).arg(tree.join(METADATA)))?;
    run(program("lintian").args(["--fail-on", "error"]).arg(deb))
}

/// Compares what is in the two packages: owners, rights, sizes and names.
pub(super) fn side_by_side(deb: &Path, rpm: &Path) -> Result<()> {
    let of_deb = in_deb(&read(program("dpkg-deb").arg("--contents").arg(deb))?);
    let format =
        "[%{FILEMODES:perms} %{FILEUSERNAME}/%{FILEGROUPNAME} %{FILESIZES} %{FILENAMES}\\n]";
    let of_rpm = in_rpm(&read(program("rpm").args(["-qp", "--queryformat", format]).arg(rpm))?);
    let faults = differences(&of_deb, &of_rpm);
    if faults.is_empty() {
        println!(
            "{} files in the .deb and {} in the .rpm, alike where they should be",
            of_deb.len(),
            of_rpm.len()
        );
        return Ok(());
    }
    bail!("the .deb and the .rpm differ:\n  {}", faults.join("\n  "))
}

/// Lines `-rw-r--r-- root/root 1234 2026-01-31 12:00 ./usr/bin/mudbrick`, without folders and times.
fn in_deb(listed: &str) -> BTreeSet<String> {
    let files = listed.lines().filter(|line| !line.starts_with('d'));
    let told = files.filter_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [rights, owner, size, _, _, name] = words[..] else { return None };
        Some(format!("{rights} {owner} {size} {}", name.trim_start_matches("./")))
    });
    told.collect()
}

/// Lines `-rw-r--r-- root/root 1234 /usr/bin/mudbrick`, without folders.
fn in_rpm(listed: &str) -> BTreeSet<String> {
    let files = listed.lines().filter(|line| !line.starts_with('d'));
    files.map(|line| line.replacen(" /", " ", 1)).collect()
}

/// What is in one of them and should be in the other too, and what should be in one and is not.
fn differences(deb: &BTreeSet<String>, rpm: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    for (here, there, family) in [(deb, rpm, Family::Debian), (rpm, deb, Family::Fedora)] {
        let name = |line: &str| line.rsplit(' ').next().unwrap_or_default().to_owned();
        let own = family.own_files();
        for line in here.difference(there).filter(|line| !own.contains(&name(line).as_str())) {
            faults.push(format!("only on {family:?}: {line}"));
        }
        for wanted in own.iter().filter(|own| !here.iter().any(|line| name(line) == **own)) {
            faults.push(format!("missing on {family:?}: {wanted}"));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::{Family, differences, in_deb, in_rpm};

    const DEB: &str = "drwxr-xr-x root/root         0 2026-01-31 12:00 ./usr/\n\
                       -rwxr-xr-x root/root      1234 2026-01-31 12:00 ./usr/bin/mudbrick\n";
    const RPM: &str = "-rwxr-xr-x root/root 1234 /usr/bin/mudbrick\ndrwxr-xr-x root/root 0 /usr/share/doc/mudbrick\n";

    /// Both lists with what each kind of system has for itself.
    fn told(deb: &str, rpm: &str) -> Vec<String> {
        let own = |family: Family| {
            family.own_files().iter().map(|name| format!("-rw-r--r-- root/root 1 {name}"))
        };
        let (mut deb, mut rpm) = (in_deb(deb), in_rpm(rpm));
        deb.extend(own(Family::Debian));
        rpm.extend(own(Family::Fedora));
        differences(&deb, &rpm)
    }

    #[test]
    fn packages_are_alike_in_owners_rights_sizes_and_names() {
        assert_eq!(told(DEB, RPM), Vec::<String>::new());
        for (right, wrong) in
            [("-rwxr", "-rw-r"), ("root/root", "root/me"), ("1234", "1"), ("/mudbrick", "/other")]
        {
            assert_eq!(told(DEB, &RPM.replace(right, wrong)).len(), 2, "{wrong}");
        }
    }

    #[test]
    fn what_a_kind_of_system_wants_for_itself_has_to_be_there() {
        let faults = differences(&in_deb(DEB), &in_rpm(RPM));
        assert_eq!(
            faults.len(),
            Family::Debian.own_files().len() + Family::Fedora.own_files().len()
        );
        assert!(faults[0].starts_with("missing on Debian: "), "{faults:?}");
    }
}
