//! Parts that come without the text of their licence, and where it is. A new one fails the packages until somebody has
//! found its text and put it here.

use super::part::{Part, tidy};
use crate::files::root;
use anyhow::{Result, bail};
use std::fs;
use std::path::PathBuf;

/// Where the text is.
#[derive(Debug, Clone, Copy)]
enum Text {
    /// Beside another part of the same project.
    With(&'static str),
    /// It may be had under the Apache licence, whose text is the same for everybody.
    Apache,
    /// Kept in packaging/licences.
    Kept(&'static str),
}

const WITHOUT_TEXT: [(&str, Text); 18] = [
    ("age", Text::Apache),
    ("age-core", Text::Apache),
    ("alloc-stdlib", Text::With("alloc-no-stdlib")),
    ("asn1-rs-impl", Text::With("asn1-rs")),
    ("client-only", Text::With("react")),
    // Version 0.3.2 still came with it.
    ("cookie-factory", Text::Kept("cookie-factory.txt")),
    // Its predecessor dlopen came with it; the later names are in its manifest.
    ("dlopen2", Text::Kept("dlopen2.txt")),
    ("dlopen2_derive", Text::Kept("dlopen2.txt")),
    ("fluent-langneg", Text::Apache),
    // Its manifest names the author and the MIT licence; so do those of jaq's parts.
    ("hifijson", Text::Kept("jaq.txt")),
    ("intl_pluralrules", Text::Apache),
    ("io_tee", Text::Apache),
    ("jaq-core", Text::Kept("jaq.txt")),
    ("jaq-json", Text::Kept("jaq.txt")),
    ("jaq-std", Text::Kept("jaq.txt")),
    ("linux-keyutils", Text::Apache),
    ("p12-keystore", Text::Apache),
    // Mozilla's licence is the same for everybody; cssparser is of the same project.
    ("selectors", Text::With("cssparser")),
];

/// Gives parts without a text theirs. An error names those for which none is known, and those listed here in vain.
pub(super) fn complete(parts: &mut [Part]) -> Result<()> {
    let mut faults = Vec::new();
    for at in 0..parts.len() {
        let Part { name, version, .. } = &parts[at];
        let known = WITHOUT_TEXT.iter().find(|(without, _)| without == name).map(|(_, text)| *text);
        match (parts[at].texts.is_empty(), known) {
            (false, None) => {}
            (false, Some(_)) => {
                faults.push(format!("{name} {version} has a text of its own by now"))
            }
            (true, None) => faults.push(format!("{name} {version} has no licence text")),
            (true, Some(text)) => match found(text, parts)? {
                texts if texts.is_empty() => {
                    faults.push(format!("{name} {version}: {text:?} has no text"))
                }
                texts => parts[at].texts = texts,
            },
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    bail!(
        "licences of what is shipped (xtask/src/dist/notices/elsewhere.rs):\n  {}",
        faults.join("\n  ")
    )
}

fn found(text: Text, parts: &[Part]) -> Result<Vec<String>> {
    let read = |path: PathBuf| Ok(vec![tidy(&fs::read_to_string(path)?)]);
    match text {
        Text::Apache => read(root().join("LICENSE-APACHE")),
        Text::Kept(name) => read(root().join("packaging/licences").join(name)),
        Text::With(name) => {
            let other = parts.iter().find(|part| part.name == name);
            Ok(other.map(|part| part.texts.clone()).unwrap_or_default())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, complete};

    fn part(name: &str, texts: &[&str]) -> Part {
        let texts = texts.iter().map(|text| (*text).to_owned()).collect();
        let (version, licence) = ("1.0.0".to_owned(), "MIT".to_owned());
        Part { kind: "crate", name: name.to_owned(), version, licence, texts }
    }

    #[test]
    fn a_part_without_a_text_fails_unless_somebody_found_it() {
        let error = complete(&mut [part("new", &[]), part("serde", &["MIT"])]).unwrap_err();
        assert!(error.to_string().contains("new 1.0.0 has no licence text"), "{error}");
        assert!(!error.to_string().contains("serde"), "{error}");

        let mut parts =
            [part("asn1-rs-impl", &[]), part("asn1-rs", &["of asn1-rs"]), part("dlopen2", &[])];
        complete(&mut parts).unwrap();
        assert_eq!(parts[0].texts, ["of asn1-rs"]);
        assert!(parts[2].texts[0].contains("Szymon Wieloch"));
    }

    #[test]
    fn a_row_that_is_of_no_use_or_leads_nowhere_is_told() {
        let error = complete(&mut [part("age", &["its own"])]).unwrap_err().to_string();
        assert!(error.contains("age 1.0.0 has a text of its own by now"), "{error}");
        let error = complete(&mut [part("selectors", &[])]).unwrap_err().to_string();
        assert!(error.contains("selectors 1.0.0"), "{error}");
    }
}
