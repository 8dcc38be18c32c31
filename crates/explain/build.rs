//! Writes the rules as JSON, for the program to read.

#![allow(clippy::print_stdout, reason = "this is how a build step speaks to cargo")]
#![allow(
    clippy::disallowed_methods,
    reason = "a build that breaks off is begun anew, and keeps no one's data"
)]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=rules");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    for file in fs::read_dir("rules")? {
        let path = file?.path();
        let name = path.file_stem().ok_or("a file without a name")?;
        write(&path, &out.join(name).with_extension("json"))
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

fn write(rules: &Path, place: &Path) -> Result<(), Box<dyn Error>> {
    let rules: toml::Table = toml::from_str(&fs::read_to_string(rules)?)?;
    Ok(fs::write(place, serde_json::to_string(&rules)?)?)
}
