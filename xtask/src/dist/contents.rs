//! Which file lies where on a system. Both packages are made of such a tree; what the two kinds of systems want in other
//! places is told apart here and nowhere else.

use super::product::Product;
use crate::files::{self, root, target};
use crate::program::{program, read};
use anyhow::{Context as _, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// The two kinds of packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// Debian and its kin: `.deb`.
    Debian,
    /// Fedora, openSUSE and their kin: `.rpm`.
    Fedora,
}

/// The desktop's pictures of the program: sizes and files in `icons/`.
const ICONS: [(&str, &str); 5] = [
    ("32x32", "32x32.png"),
    ("64x64", "64x64.png"),
    ("128x128", "128x128.png"),
    ("256x256", "128x128@2x.png"),
    ("512x512", "icon.png"),
];

pub(super) const DOCUMENTS: &str = "usr/share/doc/mudbrick";
pub(super) const LICENCES: &str = "usr/share/licenses/mudbrick";
pub(super) const PAGES: &str = "usr/share/man/man1";
pub(super) const BASH: &str = "usr/share/bash-completion/completions/mudbrick";
pub(super) const DESKTOP_ENTRY: &str = "usr/share/applications/mudbrick-desktop.desktop";
pub(super) const METADATA: &str = "usr/share/metainfo/app.mudbrick.desktop.metainfo.xml";
const FISH: &str = "usr/share/fish/vendor_completions.d/mudbrick.fish";

impl Family {
    /// What systems of this kind have and the others have not, or elsewhere.
    pub(super) fn own_files(self) -> &'static [&'static str] {
        match self {
            Self::Debian => &[
                "usr/share/doc/mudbrick/changelog.Debian.gz",
                "usr/share/doc/mudbrick/copyright",
                "usr/share/lintian/overrides/mudbrick",
                "usr/share/zsh/vendor-completions/_mudbrick",
            ],
            Self::Fedora => &[
                "usr/share/licenses/mudbrick/LICENSE-APACHE",
                "usr/share/licenses/mudbrick/LICENSE-MIT",
                "usr/share/zsh/site-functions/_mudbrick",
            ],
        }
    }

    /// The folder that its package is made in.
    pub(super) fn folder(self) -> PathBuf {
        target().join("package").join(match self {
            Self::Debian => "deb",
            Self::Fedora => "rpm",
        })
    }
}

/// Makes the tree of a package anew.
pub(super) fn lay_out(product: &Product, family: Family) -> Result<PathBuf> {
    let tree = family.folder().join("tree");
    if tree.exists() {
        fs::remove_dir_all(&tree).with_context(|| format!("removing {}", tree.display()))?;
    }
    programs(product, &tree)?;
    product.write_pages(&tree.join(PAGES))?;
    product.write_completions("bash", &tree.join(BASH))?;
    product.write_completions("fish", &tree.join(FISH))?;
    let facts = &product.facts;
    files::write(&tree.join(DESKTOP_ENTRY), &facts.filled("mudbrick-desktop.desktop", &[])?)?;
    let metadata = facts.filled("app.mudbrick.desktop.metainfo.xml", &[])?;
    files::write(&tree.join(METADATA), &metadata)?;
    for (size, icon) in ICONS {
        let place = tree.join(format!("usr/share/icons/hicolor/{size}/apps/mudbrick-desktop.png"));
        copy(&root().join("icons").join(icon), &place)?;
    }
    let documents = tree.join(DOCUMENTS);
    files::write(&documents.join("NOTICES"), &product.notices)?;
    copy(&root().join("CHANGELOG.md"), &documents.join("changelog"))?;
    match family {
        Family::Debian => of_debian(product, &tree)?,
        Family::Fedora => of_fedora(product, &tree)?,
    }
    compress(&tree)?;
    // Whatever the umask was: everybody reads, and only root changes.
    read(program("chmod").args(["-R", "u=rwX,go=rX"]).arg(&tree))?;
    Ok(tree)
}

fn of_debian(product: &Product, tree: &Path) -> Result<()> {
    let documents = tree.join(DOCUMENTS);
    let facts = &product.facts;
    files::write(&documents.join("copyright"), &facts.filled("copyright", &[])?)?;
    files::write(&documents.join("changelog.Debian"), &facts.filled("changelog", &[])?)?;
    let overrides = facts.filled("lintian-overrides", &[])?;
    files::write(&tree.join("usr/share/lintian/overrides/mudbrick"), &overrides)?;
    product.write_completions("zsh", &tree.join("usr/share/zsh/vendor-completions/_mudbrick"))
}

fn of_fedora(product: &Product, tree: &Path) -> Result<()> {
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        copy(&root().join(licence), &tree.join(LICENCES).join(licence))?;
    }
    product.write_completions("zsh", &tree.join("usr/share/zsh/site-functions/_mudbrick"))
}

/// The two programs without their debugging information, which is most of what the debug profile makes.
fn programs(product: &Product, tree: &Path) -> Result<()> {
    for (built, name) in [(&product.mudbrick, "mudbrick"), (&product.desktop, "mudbrick-desktop")] {
        let place = tree.join("usr/bin").join(name);
        copy(built, &place)?;
        read(program("strip").args(["--strip-all", "--remove-section=.comment"]).arg(&place))?;
    }
    Ok(())
}

/// Compresses what the policy of both kinds of systems wants compressed, without a time in it.
fn compress(tree: &Path) -> Result<()> {
    let pages = files::below(&[tree.join(PAGES)], &[])?;
    let documents = files::below(&[tree.join(DOCUMENTS)], &[])?;
    let documents = documents.into_iter().filter(|path| !path.ends_with("copyright"));
    let texts: Vec<PathBuf> = pages.into_iter().chain(documents).collect();
    read(program("gzip").args(["--best", "--no-name", "--force"]).args(texts))?;
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    fs::copy(from, to)
        .with_context(|| format!("copying {} to {}", from.display(), to.display()))?;
    Ok(())
}

/// The files of a tree as they are called on the system it is put on, without the slash at the beginning.
pub(super) fn installed_names(tree: &Path) -> Result<Vec<String>> {
    let files = files::below(&[tree.to_owned()], &["DEBIAN"])?;
    let names = files.iter().filter_map(|path| path.strip_prefix(tree).ok());
    Ok(names.map(|name| name.display().to_string()).collect())
}
