//! Lists the files of `catalogue/`, so that adding requests to the catalogue is adding a file. The texts themselves are taken
//! in by `include_str!`. A crate that takes in whole folders would do the same and bring a macro along that cargo does not
//! run again when a file is added.

#![allow(clippy::print_stdout, reason = "this is how a build step speaks to cargo")]
#![allow(
    clippy::disallowed_methods,
    reason = "a build that breaks off is begun anew, and keeps no one's data"
)]

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=catalogue");
    let folder = variable("CARGO_MANIFEST_DIR")?.join("catalogue");
    let mut groups = Vec::new();
    gather(&folder, "", &mut groups)?;
    // The order of a folder's entries is the file system's own, and the same program has to come out of it everywhere.
    groups.sort();
    let lines = groups.iter().map(|group| {
        let file = format!("/catalogue/{group}.http");
        format!("({group:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {file:?}))),\n")
    });
    let list = format!("[\n{}]\n", lines.collect::<String>());
    fs::write(variable("OUT_DIR")?.join("catalogue.rs"), list)
}

/// The `.http` files in `folder` and below it, without their ending: `Experience Platform/Catalog`.
fn gather(folder: &Path, below: &str, groups: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_str().ok_or_else(|| io::Error::other(format!("{name:?} is no name")))?;
        if entry.file_type()?.is_dir() {
            gather(&entry.path(), &format!("{below}{name}/"), groups)?;
        } else if let Some(stem) = name.strip_suffix(".http") {
            groups.push(format!("{below}{stem}"));
        }
    }
    Ok(())
}

fn variable(name: &str) -> io::Result<PathBuf> {
    env::var_os(name).map(PathBuf::from).ok_or_else(|| io::Error::other(format!("no {name}")))
}
