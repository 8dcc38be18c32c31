//! One part of what is shipped and the texts of its licence, found in the folder that it came in.

use crate::files;
use anyhow::Result;
use std::fs;
use std::path::Path;

/// A crate, package or library that ends up in what people install.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// `crate` or `npm`.
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) version: String,
    /// As its manifest says it, such as `MIT OR Apache-2.0`.
    pub(super) licence: String,
    pub(super) texts: Vec<String>,
}

/// Folders whose licences are not those of what is shipped: what a crate is tested with, and libraries that it could be
/// built with and is not, because the system's own are linked.
const NOT_SHIPPED: [&str; 6] = ["tests", "benches", "examples", "vendor", "node_modules", "fuzz"];

/// Every licence and notice below a folder: libraries in C have those of their own parts further down.
pub(super) fn texts_below(folder: &Path) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    for file in files::below(&[folder.to_owned()], &NOT_SHIPPED)? {
        if is_licence(&file) {
            texts.push(tidy(&String::from_utf8_lossy(&fs::read(&file)?)));
        }
    }
    Ok(texts)
}

/// Whether a file is a licence or a notice by its name. Code that is called so, such as `license.rs`, is none.
fn is_licence(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let begins =
        ["license", "licence", "copying", "copyright", "notice", "unlicense", "ofl", "patents"];
    let code = [
        "rs", "c", "h", "cc", "go", "js", "mjs", "ts", "py", "pl", "json", "toml", "yml", "yaml",
        "html",
    ];
    let in_folder = file.parent().and_then(Path::file_name);
    (begins.iter().any(|begin| name.starts_with(begin))
        || in_folder.is_some_and(|folder| folder.eq_ignore_ascii_case("licenses")))
        && !code.iter().any(|end| name.ends_with(&format!(".{end}")))
}

/// A text without what differs between systems and says nothing.
pub(super) fn tidy(text: &str) -> String {
    let lines: Vec<&str> =
        text.trim_start_matches('\u{feff}').lines().map(|line| line.trim_end()).collect();
    lines.join("\n").replace('\u{c}', "").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{is_licence, texts_below, tidy};
    use crate::files::{root, write};
    use std::path::Path;

    #[test]
    fn licences_are_told_by_their_names_and_code_is_none() {
        for name in
            ["LICENSE", "LICENSE-MIT", "license.txt", "COPYING", "NOTICE.md", "LICENSE-APACHE-2.0"]
        {
            assert!(is_licence(&Path::new("a").join(name)), "{name}");
        }
        assert!(is_licence(Path::new("a/LICENSES/MIT.txt")));
        for name in ["license.rs", "README.md", "notice.h", "copying.json"] {
            assert!(!is_licence(&Path::new("a").join(name)), "{name}");
        }
    }

    #[test]
    fn parts_of_parts_count_and_what_is_only_for_tests_does_not() {
        let folder = root().join("target/tmp/xtask-licences");
        let _ = std::fs::remove_dir_all(&folder);
        write(&folder.join("LICENSE"), "one").unwrap();
        write(&folder.join("aws-lc/third_party/fiat/LICENSE"), "two").unwrap();
        write(&folder.join("vendor/dbus/COPYING"), "three").unwrap();
        write(&folder.join("tests/LICENSE"), "four").unwrap();
        let mut texts = texts_below(&folder).unwrap();
        texts.sort();
        assert_eq!(texts, ["one", "two"]);
    }

    #[test]
    fn line_ends_do_not_make_another_text() {
        assert_eq!(tidy("\u{feff}a  \r\nb\r\n\r\n"), "a\nb");
    }
}
