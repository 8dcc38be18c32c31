//! `cargo xtask ci`: everything that has to hold before a change goes in. The quick checks come first; all of them run
//! even when one fails.

use crate::files::root;
use crate::packages::{self, Purpose};
use crate::program::{cargo, is_there, program};
use crate::suite::{self, Suite};
use crate::{circles, documents, leak, totals, tree, web, window};
use anyhow::Result;
use std::path::PathBuf;

/// Runs all checks and tests.
pub(crate) fn ci() -> Result<()> {
    packages::need(&[Purpose::Build, Purpose::Test, Purpose::Window, Purpose::Packages])?;
    web::install(&root())?;
    let mut suite = Suite::begin();
    suite.run("formatting", cargo().args(["fmt", "--all", "--check"]), totals::of_nothing);
    suite.check("what is in the tree", tree::check);
    suite.check("circles of files", circles::check);
    suite.check("links and pictures of documents", documents::check);
    licences(&mut suite);
    scripts(&mut suite);
    // The window's pages must be there before the shell is compiled, or it is compiled again with them.
    suite.check("pages", web::build);
    suite.run(
        "clippy",
        cargo().args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ]),
        totals::of_nothing,
    );
    suite.run(
        "documentation",
        cargo()
            .args(["doc", "--workspace", "--no-deps", "--locked"])
            .env("RUSTDOCFLAGS", "-D warnings"),
        totals::of_nothing,
    );
    suite::tests(&mut suite)?;
    if cfg!(target_os = "linux") {
        leak::look_as_part(&mut suite);
    } else {
        suite.skip("leaks", "what processes show is read from /proc, which is Linux only");
    }
    if cfg!(target_os = "linux") {
        window::journey_as_part(&mut suite);
    } else {
        suite.skip("window's journey", "its driver is WebKitGTK's, which is Linux only");
    }
    suite.end()
}

/// Licences, doubled and forbidden crates, and where crates come from. Advisories need the network and are left to the
/// public CI.
fn licences(suite: &mut Suite) {
    if !is_there("cargo-deny") {
        suite.skip("licences", "cargo-deny is not installed (`cargo install cargo-deny`)");
        return;
    }
    suite.run(
        "licences",
        cargo().args(["deny", "--offline", "--locked", "check", "licenses", "bans", "sources"]),
        totals::of_nothing,
    );
}

/// The JavaScript outside `ui/`, held to the same tools.
fn scripts(suite: &mut Suite) {
    let tool = |name: &str| -> PathBuf {
        let name = if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() };
        root().join("node_modules/.bin").join(name)
    };
    suite.run(
        "lint of test scripts",
        program(tool("oxlint")).args([
            "--deny-warnings",
            "--config",
            "tests/.oxlintrc.json",
            "tests",
        ]),
        totals::of_nothing,
    );
    suite.run(
        "format of test scripts",
        program(tool("prettier"))
            .args(["--check", "--config", "ui/.prettierrc.json", "--ignore-path", ".gitignore"])
            .args(["tests/**/*.{js,mjs,cjs,json,html}", "!tests/**/gen/**"]),
        totals::of_nothing,
    );
}
