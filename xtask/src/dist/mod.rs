//! `cargo xtask dist`: what people install. On Linux a `.deb` and a `.rpm` of the same contents, made here of the tree in
//! [`contents`]; elsewhere packages of the window, which are Tauri's work, with the command line beside them.
//!
//! ```text
//! two programs ─ product: manual, completions, notices ─ contents: the tree ─┬─ deb ─ looks ─ installed ─ tried
//!                                                                            └─ rpm ─ looks
//! ```

mod contents;
mod deb;
mod facts;
mod installed;
mod looks;
mod notices;
mod product;
mod rpm;
mod tried;

pub(crate) use installed::Installed;

use crate::files::{self, root, target};
use crate::packages::{self, Purpose};
use crate::program::{cargo, is_there, npm, run};
use crate::{start, web};
use anyhow::{Context as _, Result};
use product::Product;
use std::fs;
use std::path::{Path, PathBuf};

/// Fills `dist/`.
pub(crate) fn build() -> Result<()> {
    let dist = root().join("dist");
    if dist.exists() {
        // What an earlier version left there would be taken for this one's.
        fs::remove_dir_all(&dist).context("emptying dist")?;
    }
    fs::create_dir_all(&dist).context("making dist")?;
    let product = if cfg!(target_os = "linux") { for_linux(&dist)? } else { for_others(&dist)? };
    fs::copy(&product.mudbrick, dist.join(product.mudbrick.file_name().unwrap_or_default()))?;
    product.write_all_completions(&dist.join("completions"))?;
    product.write_pages(&dist.join("man"))?;
    files::write(&dist.join("NOTICES.txt"), &product.notices)?;
    for file in files::below(&[dist], &[])? {
        let size = fs::metadata(&file)?.len();
        println!("{:>9.2} MB  {}", size as f64 / 1e6, file.display());
    }
    Ok(())
}

/// `cargo xtask dist --check`: packages of the debug profile, looked over, installed, tried and removed.
pub(crate) fn check() -> Result<()> {
    packages::need(&[Purpose::Build, Purpose::Packages])?;
    web::build()?;
    start::build_window("debug")?;
    run(cargo().args(["build", "--locked", "--package", "mudbrick-cli"]))?;
    install()?.remove()
}

/// Whether packages of Linux can be made here: they need dpkg's knowledge of where libraries are from.
pub(crate) fn is_possible() -> bool {
    is_there("dpkg-shlibdeps") && is_there("dpkg-query")
}

/// Makes the packages of what was built in the debug profile, which have the same contents but for the speed of the two
/// programs, looks them over, and tries the `.deb` installed.
pub(crate) fn install() -> Result<Installed> {
    let (deb, _) = make(&Product::of("debug")?)?;
    let installed = Installed::install(&deb)?;
    tried::all(&installed)?;
    Ok(installed)
}

fn make(product: &Product) -> Result<(PathBuf, PathBuf)> {
    let made = (deb::make(product)?, rpm::make(product)?);
    looks::by_tools(&made.0)?;
    looks::side_by_side(&made.0, &made.1)?;
    Ok(made)
}

fn for_linux(dist: &Path) -> Result<Product> {
    packages::need(&[Purpose::Build, Purpose::Packages])?;
    web::build()?;
    start::build_window("release")?;
    build_command_line()?;
    let product = Product::of("release")?;
    let (deb, rpm) = make(&product)?;
    for package in [deb, rpm] {
        fs::copy(&package, dist.join(package.file_name().unwrap_or_default()))?;
    }
    Ok(product)
}

fn for_others(dist: &Path) -> Result<Product> {
    packages::need(&[Purpose::Build])?;
    web::install(&root())?;
    let bundle = if cfg!(target_os = "macos") { "dmg" } else { "nsis" };
    let more = with_notices()?;
    run(npm().args(["exec", "--", "tauri", "build", "--bundles", bundle, "--config"]).arg(more))?;
    for package in files::below(&[target().join("release/bundle")], &[])? {
        let kept = package.extension().is_some_and(|kind| kind == "dmg" || kind == "exe");
        if let (true, Some(name)) = (kept, package.file_name()) {
            fs::copy(&package, dist.join(name))?;
        }
    }
    build_command_line()?;
    Product::of("release")
}

/// What Tauri is told besides tauri.conf.json, which cannot name a file that is made here.
fn with_notices() -> Result<PathBuf> {
    let folder = target().join("package");
    let notices = folder.join("NOTICES.txt");
    files::write(&notices, &notices::text()?)?;
    let path = notices.display().to_string().replace('\\', "/");
    let more = folder.join("tauri.json");
    files::write(
        &more,
        &format!("{{\"bundle\":{{\"resources\":{{\"{path}\":\"NOTICES.txt\"}}}}}}"),
    )?;
    Ok(more)
}

fn build_command_line() -> Result<()> {
    run(cargo().args(["build", "--locked", "--release", "--package", "mudbrick-cli"]))
}
