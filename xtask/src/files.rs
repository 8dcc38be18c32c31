//! Where things are in the tree, and the few files that xtask itself writes. Finding the files of a part of the
//! project and telling whether they changed is here too; what to do about it is left to the callers.

use anyhow::{Context as _, Result};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The folder that holds the workspace's Cargo.toml.
pub(crate) fn root() -> PathBuf {
    // Cargo sets it anew at each run, so a tree that was moved after xtask was built is still found.
    let xtask = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    xtask.parent().map_or_else(|| xtask.clone(), Path::to_owned)
}

/// Cargo's target folder.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A program built by this workspace, such as `mudbrick`, in the folder of a profile (`debug`, `release`).
pub(crate) fn built(profile: &str, name: &str) -> PathBuf {
    target().join(profile).join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// Writes a file that can be made again at any time.
#[allow(
    clippy::disallowed_methods,
    reason = "xtask has no dependency on the vault, and what it writes can be made again"
)]
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("writing {}", path.display()))
}

/// Every file under the paths, sorted; folders whose name is in `without` are not entered. A path that does not exist
/// has no files.
pub(crate) fn below(paths: &[PathBuf], without: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = paths.to_vec();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries =
                fs::read_dir(&path).with_context(|| format!("reading {}", path.display()))?;
            for entry in entries {
                let entry = entry?;
                let skipped = without.iter().any(|name| entry.file_name() == *name);
                if !skipped {
                    open.push(entry.path());
                }
            }
        } else if path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// A number that changes when one of the files is changed, added, removed or renamed.
pub(crate) fn fingerprint(files: &[PathBuf]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(file).with_context(|| format!("reading {}", file.display()))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

#[cfg(test)]
mod tests {
    use super::{below, fingerprint, root, write};

    #[test]
    fn the_fingerprint_sees_content_and_names_and_nothing_that_was_left_out() {
        let folder = root().join("target/tmp/xtask-files");
        let _ = std::fs::remove_dir_all(&folder);
        let paths = [folder.clone()];
        let now = || fingerprint(&below(&paths, &["dist"]).unwrap()).unwrap();
        write(&folder.join("a/one.ts"), "1").unwrap();
        let first = now();
        write(&folder.join("dist/bundle.js"), "made").unwrap();
        assert_eq!(now(), first, "a folder left out does not count");
        write(&folder.join("a/one.ts"), "2").unwrap();
        let second = now();
        assert_ne!(second, first);
        write(&folder.join("a/two.ts"), "").unwrap();
        assert_ne!(now(), second, "an empty new file counts");
    }
}
