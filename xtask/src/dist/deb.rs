//! The `.deb`: the tree with a control file, made by dpkg's own tools.

use super::contents::{Family, installed_names, lay_out};
use super::product::{Product, Thrift};
use crate::files;
use crate::program::{program, read, run};
use anyhow::{Context as _, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// Makes the package, and says where it is.
pub(super) fn make(product: &Product) -> Result<PathBuf> {
    let tree = lay_out(product, Family::Debian)?;
    let architecture = read(program("dpkg").arg("--print-architecture"))?.trim().to_owned();
    let names = installed_names(&tree)?;
    let control = product.facts.filled(
        "control",
        &[
            ("ARCHITECTURE", &architecture),
            ("DEPENDS", &libraries(&tree)?),
            ("KIBIBYTES", &kibibytes(&tree, &names)?.to_string()),
        ],
    )?;
    let sums = read(program("md5sum").args(&names).current_dir(&tree))?;
    files::write(&tree.join("DEBIAN/control"), &control)?;
    files::write(&tree.join("DEBIAN/md5sums"), &sums)?;
    read(program("chmod").args(["-R", "u=rwX,go=rX"]).arg(tree.join("DEBIAN")))?;

    let (version, release) = (product.facts.version, &product.facts.release);
    let package =
        Family::Debian.folder().join(format!("mudbrick_{version}-{release}_{architecture}.deb"));
    let how: &[&str] = match product.thrift {
        Thrift::OfTime => &["-Zgzip", "-z1"],
        // Ubuntu's own choice, zstd, is one that Debian 11 cannot read.
        Thrift::OfSpace => &["-Zxz"],
    };
    run(program("dpkg-deb")
        .args(["--root-owner-group"])
        .args(how)
        .arg("--build")
        .args([&tree, &package])
        .env("SOURCE_DATE_EPOCH", &product.facts.seconds))?;
    Ok(package)
}

/// The packages whose libraries the programs need, in the versions that have what they use, as dpkg finds them.
fn libraries(tree: &Path) -> Result<String> {
    // It insists on a source package around it.
    let source = Family::Debian.folder().join("source");
    let control = "Source: mudbrick\n\nPackage: mudbrick\nArchitecture: any\n";
    files::write(&source.join("debian/control"), control)?;
    let programs = ["mudbrick", "mudbrick-desktop"].map(|name| tree.join("usr/bin").join(name));
    let said = read(program("dpkg-shlibdeps").arg("-O").args(programs).current_dir(source))?;
    let found = said.lines().find_map(|line| line.strip_prefix("shlibs:Depends="));
    found.map(str::to_owned).context("dpkg-shlibdeps found no library")
}

/// What the files take on a disk, as dpkg counts it.
fn kibibytes(tree: &Path, names: &[String]) -> Result<u64> {
    let mut sum = 0;
    for name in names {
        sum += fs::metadata(tree.join(name))?.len().div_ceil(1024);
    }
    Ok(sum)
}
