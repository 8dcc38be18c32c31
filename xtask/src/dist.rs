//! `cargo xtask dist`: what people install. Packages of the window are Tauri's work; the command line is put beside them
//! with its completions.

use crate::files::{self, built, root};
use crate::packages::{self, Purpose};
use crate::program::{cargo, npm, program, read, run};
use crate::web;
use anyhow::{Context as _, Result};
use std::fs;

/// Shells that `mudbrick completions` knows.
const SHELLS: [&str; 5] = ["bash", "zsh", "fish", "elvish", "powershell"];

/// Fills `dist/`.
pub(crate) fn build() -> Result<()> {
    packages::need(&[Purpose::Build])?;
    web::install(&root())?;
    let dist = root().join("dist");
    fs::create_dir_all(&dist).context("making dist")?;

    let bundles = match std::env::consts::OS {
        "linux" => "deb,rpm",
        "macos" => "dmg",
        _ => "nsis",
    };
    run(npm().args(["exec", "--", "tauri", "build", "--bundles", bundles]))?;
    for package in files::below(&[files::target().join("release/bundle")], &[])? {
        let kept = package
            .extension()
            .is_some_and(|kind| ["deb", "rpm", "dmg", "exe"].iter().any(|k| kind == *k));
        if let (true, Some(name)) = (kept, package.file_name()) {
            fs::copy(&package, dist.join(name))?;
        }
    }

    run(cargo().args(["build", "--locked", "--release", "--package", "mudbrick-cli"]))?;
    let mudbrick = built("release", "mudbrick");
    fs::copy(&mudbrick, dist.join(mudbrick.file_name().unwrap_or_default()))?;
    for shell in SHELLS {
        let script = read(program(&mudbrick).args(["completions", shell]))?;
        files::write(&dist.join(format!("completions/mudbrick.{shell}")), &script)?;
    }
    for file in files::below(&[dist], &[])? {
        let size = fs::metadata(&file)?.len();
        println!("{:>9.1} MB  {}", size as f64 / 1e6, file.display());
    }
    Ok(())
}
