//! `cargo xtask gen`: the TypeScript of what crosses between the engine and the window, committed so that the window's
//! pages can be checked without compiling Rust. ts-rs writes the types; the calls are written by `calls`.

use crate::calls;
use crate::files::{self, below, root, target};
use crate::program::{cargo, run};
use anyhow::{Context as _, Result, bail};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Writes `ui/src/bindings`, and removes what no Rust type stands behind any more.
pub(crate) fn write() -> Result<()> {
    let wanted = generate()?;
    let folder = committed();
    let found = read(&folder)?;
    for name in found.keys().filter(|name| !wanted.contains_key(*name)) {
        fs::remove_file(folder.join(name))?;
        println!("removed {name}");
    }
    for (name, text) in wanted.iter().filter(|(name, text)| found.get(*name) != Some(text)) {
        files::write(&folder.join(name), text)?;
        println!("wrote {name}");
    }
    Ok(())
}

/// Fails when [`write()`] would change something.
pub(crate) fn check() -> Result<()> {
    compare(&generate()?)
}

/// The same with the types that a run of all tests wrote.
pub(crate) fn check_exported() -> Result<()> {
    compare(&with_calls(exported()?)?)
}

/// Has a run of tests write the types that it exports, in a folder that is empty.
pub(crate) fn export(tests: &mut Command) -> Result<&mut Command> {
    let folder = folder();
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    // Times and sizes here stay far below 2^53, and JSON.parse makes numbers of them anyhow.
    Ok(tests.env("TS_RS_EXPORT_DIR", folder).env("TS_RS_LARGE_INT", "number"))
}

fn compare(wanted: &BTreeMap<String, String>) -> Result<()> {
    let stale = differences(wanted, &read(&committed())?);
    if stale.is_empty() {
        return Ok(());
    }
    bail!(
        "ui/src/bindings is not what the Rust types and commands say; run `cargo xtask gen`:\n  {}",
        stale.join("\n  ")
    )
}

pub(crate) fn committed() -> PathBuf {
    root().join("ui/src/bindings")
}

/// The types, and the calls over them.
fn generate() -> Result<BTreeMap<String, String>> {
    run(export(
        cargo()
            .args(["test", "--quiet", "--locked", "--lib"])
            .args(["--package", "mudbrick-engine", "--package", "mudbrick-desktop"])
            .args([
                "--features",
                "mudbrick-engine/ts,mudbrick-desktop/ts",
                "--",
                "export_bindings",
            ]),
    )?)?;
    with_calls(exported()?)
}

fn with_calls(mut files: BTreeMap<String, String>) -> Result<BTreeMap<String, String>> {
    let names = files.keys().map(|file| file.trim_end_matches(".ts").to_owned()).collect();
    files.insert(calls::FILE.to_owned(), calls::generate(&names)?);
    Ok(files)
}

/// The types that tests wrote.
fn exported() -> Result<BTreeMap<String, String>> {
    let types = read(&folder())?;
    if types.is_empty() {
        bail!("no type was written: engine and shell export none under their feature `ts`");
    }
    Ok(types.into_iter().map(|(name, text)| (name, tidy(&text))).collect())
}

fn folder() -> PathBuf {
    target().join("xtask/bindings")
}

/// Without trailing blanks and with one newline at the end, as everything else in the tree.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n").trim_end())
}

/// The TypeScript files of a folder by their path in it; none when there is no such folder.
fn read(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut texts = BTreeMap::new();
    for path in below(&[folder.to_owned()], &[])? {
        if path.extension().is_some_and(|extension| extension == "ts") {
            let name = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(&path).with_context(|| format!("reading {name}"))?;
            texts.insert(name, text);
        }
    }
    Ok(texts)
}

fn differences(wanted: &BTreeMap<String, String>, found: &BTreeMap<String, String>) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, text) in wanted {
        match found.get(name) {
            None => lines.push(format!("{name} is missing")),
            Some(found) if found != text => lines.push(format!("{name} is stale")),
            Some(_) => {}
        }
    }
    let of_nothing = found.keys().filter(|name| !wanted.contains_key(*name));
    lines.extend(of_nothing.map(|name| format!("{name} has no Rust type")));
    lines
}

#[cfg(test)]
mod tests {
    use super::{differences, tidy};
    use std::collections::BTreeMap;

    fn tree(files: &[(&str, &str)]) -> BTreeMap<String, String> {
        files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn each_kind_of_difference_has_its_words() {
        let wanted = tree(&[("A.ts", "a\n"), ("B.ts", "b\n"), ("C.ts", "c\n")]);
        let found = tree(&[("A.ts", "a\n"), ("B.ts", "old\n"), ("D.ts", "d\n")]);
        assert_eq!(
            differences(&wanted, &found),
            ["B.ts is stale", "C.ts is missing", "D.ts has no Rust type"]
        );
        assert!(differences(&wanted, &wanted).is_empty());
    }

    #[test]
    fn blanks_at_line_ends_go_and_one_newline_stays() {
        assert_eq!(tidy("a  \n\nb\t\n\n"), "a\n\nb\n");
        assert_eq!(tidy("a"), "a\n");
    }
}
