//! The `.rpm`: the tree with a specification, made by rpm's own tools, which find by themselves what the programs need.

use super::contents::{DOCUMENTS, Family, LICENCES, installed_names, lay_out};
use super::product::{Product, Thrift};
use crate::files;
use crate::program::{program, run};
use anyhow::{Context as _, Result};
use std::path::PathBuf;

/// Makes the package, and says where it is.
pub(super) fn make(product: &Product) -> Result<PathBuf> {
    let tree = lay_out(product, Family::Fedora)?;
    let folder = Family::Fedora.folder();
    let specification = folder.join("mudbrick.spec");
    let listed: Vec<String> = [DOCUMENTS, LICENCES]
        .map(|own| format!("%dir /{own}"))
        .into_iter()
        .chain(installed_names(&tree)?.iter().map(|name| entry(name)))
        .collect();
    let payload = match product.thrift {
        Thrift::OfTime => "w1.gzdio",
        Thrift::OfSpace => "w19.zstdio",
    };
    let text = product.facts.filled(
        "mudbrick.spec",
        &[
            ("TREE", &tree.display().to_string()),
            ("FILES", &listed.join("\n")),
            ("PAYLOAD", payload),
        ],
    )?;
    files::write(&specification, &text)?;
    let made = folder.join("made");
    if made.exists() {
        std::fs::remove_dir_all(&made)?;
    }
    let defined = [
        format!("_topdir {}", folder.join("work").display()),
        // Its own database: a Debian has none, and a Fedora's is not ours.
        format!("_dbpath {}", folder.join("database").display()),
        format!("_rpmdir {}", made.display()),
        "_build_name_fmt %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm".to_owned(),
    ];
    run(program("rpmbuild")
        .args(["-bb", "--quiet"])
        .args(defined.iter().flat_map(|value| ["--define", value]))
        .arg("--buildroot")
        .arg(folder.join("root"))
        .arg(&specification)
        .env("SOURCE_DATE_EPOCH", &product.facts.seconds))?;
    // It is in the package now, and large.
    std::fs::remove_dir_all(&tree)?;
    files::below(&[made], &[])?.pop().context("rpmbuild made no package")
}

/// A file's line in the specification: documents and licences can be left out on a small machine.
fn entry(name: &str) -> String {
    let mark = match name {
        name if name.starts_with(LICENCES) => "%license ",
        name if name.starts_with(DOCUMENTS) => "%doc ",
        _ => "",
    };
    format!("{mark}\"/{name}\"")
}
