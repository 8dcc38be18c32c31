//! The `.deb` installed, and removed again without a trace. Root installs it into the system as everybody does; whoever is
//! not root, into a folder below `target`, where dpkg does the same but for looking whether other packages are there.

use super::contents::Family;
use super::facts::TRIAL;
use crate::files;
use crate::program::{program, read, run};
use anyhow::{Context as _, Result, bail};
use std::collections::BTreeSet;
use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where something could be left behind. Folders that dpkg keeps its own records in are passed over.
const SEARCHED: [&str; 6] = ["usr", "etc", "opt", "var/lib", "var/cache", "var/log"];

/// An installed package, which is removed with this value at the latest.
pub(crate) struct Installed {
    system: System,
    before: BTreeSet<PathBuf>,
    is_there: bool,
}

/// Where packages are installed.
enum System {
    /// This machine, which one trial has at a time: what another one installs would be taken for this one's, and removed.
    Whole(#[allow(dead_code, reason = "held, not read")] File),
    /// A folder that looks like one.
    Folder(PathBuf),
}

impl Installed {
    /// Installs a package on a system where it is not.
    pub(super) fn install(deb: &Path) -> Result<Self> {
        let system = System::find()?;
        let before = system.ours()?;
        let mut installed = Self { system, before, is_there: true };
        if let Err(error) = run(installed.system.dpkg().arg("--install").arg(deb)) {
            installed.purge()?;
            return Err(error);
        }
        Ok(installed)
    }

    /// Where a file of the package is, by its name without the slash at the beginning.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.system.root().join(name)
    }

    /// Removes it; an error names what is left.
    pub(crate) fn remove(mut self) -> Result<()> {
        let listed = read(self.system.dpkg_query().args(["--listfiles", "mudbrick"]))?;
        let own: Vec<PathBuf> = listed
            .lines()
            .map(|line| self.system.root().join(line.trim_start_matches('/')))
            .filter(|path| path.is_file())
            .collect();
        self.purge()?;
        let found = self.system.ours()?;
        let mut left: Vec<&PathBuf> = found.difference(&self.before).collect();
        left.extend(own.iter().filter(|path| path.exists()));
        if left.is_empty() {
            println!("{} files were installed and are gone", own.len());
            return Ok(());
        }
        bail!("removing the package left {left:?}")
    }

    fn purge(&mut self) -> Result<()> {
        self.is_there = false;
        run(self.system.dpkg().args(["--purge", "mudbrick"]))
    }
}

impl Drop for Installed {
    fn drop(&mut self) {
        if self.is_there {
            // Something else failed and is told; what was installed for it must not stay.
            let _ = self.purge();
        }
    }
}

impl System {
    /// The whole machine for root, unless Mudbrick is there already: whoever installed it wants to keep it. What a trial left
    /// there that was interrupted is removed first.
    fn find() -> Result<Self> {
        if read(program("id").arg("-u"))?.trim() != "0" {
            return Self::folder();
        }
        let lock = File::create(env::temp_dir().join("mudbrick-trial.lock"))?;
        lock.lock().context("waiting for another trial of the packages")?;
        let whole = Self::Whole(lock);
        let status = whole
            .dpkg_query()
            .args(["--show", "--showformat", "${db:Status-Status} ${Version}", "mudbrick"])
            // It fails with words when it has never heard of it.
            .stderr(Stdio::null())
            .output()
            .context("starting dpkg-query")?;
        let said = String::from_utf8_lossy(&status.stdout);
        if said.trim_end().ends_with(TRIAL) {
            run(whole.dpkg().args(["--purge", "mudbrick"]))?;
        } else if said.starts_with("installed ") {
            bail!(
                "mudbrick is installed on this machine, and trying its package out would replace and remove it. \
                 Remove it first (`dpkg --purge mudbrick`), or do this as somebody who is not root"
            );
        }
        Ok(whole)
    }

    fn folder() -> Result<Self> {
        let folder = Family::Debian.folder().join("system");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        // As much as dpkg wants to find of itself.
        fs::create_dir_all(folder.join("var/lib/dpkg/updates"))?;
        fs::create_dir_all(folder.join("var/lib/dpkg/info"))?;
        files::write(&folder.join("var/lib/dpkg/status"), "")?;
        files::write(&folder.join("var/lib/dpkg/available"), "")?;
        Ok(Self::Folder(folder))
    }

    fn root(&self) -> &Path {
        match self {
            Self::Whole(_) => Path::new("/"),
            Self::Folder(folder) => folder,
        }
    }

    fn dpkg(&self) -> Command {
        let mut dpkg = program("dpkg");
        // Small systems are set up to leave manuals and documents out, which are among what is tried here.
        dpkg.arg("--path-include=/usr/share/*");
        if let Self::Folder(folder) = self {
            dpkg.arg("--root").arg(folder);
            dpkg.args(["--force-not-root", "--force-depends", "--force-bad-path"]);
            dpkg.arg("--log").arg(folder.join("dpkg.log"));
        }
        dpkg
    }

    fn dpkg_query(&self) -> Command {
        let mut query = program("dpkg-query");
        if let Self::Folder(folder) = self {
            query.arg("--admindir").arg(folder.join("var/lib/dpkg"));
        }
        query
    }

    /// Everything on it that is called after Mudbrick.
    fn ours(&self) -> Result<BTreeSet<PathBuf>> {
        let mut found = BTreeSet::new();
        let mut open: Vec<PathBuf> = SEARCHED.map(|folder| self.root().join(folder)).into();
        while let Some(folder) = open.pop() {
            // A folder may be closed, or go while others work here.
            let Ok(entries) = fs::read_dir(&folder) else { continue };
            for entry in entries.flatten() {
                let path = entry.path();
                if entry.file_name().to_string_lossy().contains("mudbrick") {
                    found.insert(path.clone());
                }
                // Not through links, which lead to what is looked at anyway, or out of the system.
                let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
                if is_folder && !path.ends_with("var/lib/dpkg") {
                    open.push(path);
                }
            }
        }
        Ok(found)
    }
}
