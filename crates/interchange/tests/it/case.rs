//! A case of the matrix: its inputs, and the reading that is expected of them.
//!
//! ```text
//! # What it shows.
//! >>> file NAME [utf16le|utf16be|bom|latin1|crlf]
//! its text, with @MACROS@ for keys
//! >>> zip NAME
//! >>> member NAME
//! a file of the archive
//! >>> passphrase PLACE TEXT
//! >>> reading
//! the reading as `render` tells it
//! ```

use crate::render;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mudbrick_interchange::{Input, Passphrases, Reading, read};
use mudbrick_vault::{Secret, SecretText};
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

/// A name and its bytes.
type File = (String, Vec<u8>);

/// A case as it is written.
pub(crate) struct Case {
    pub(crate) path: PathBuf,
    pub(crate) inputs: Vec<File>,
    pub(crate) passphrases: Vec<(usize, String)>,
    pub(crate) expected: String,
    /// Everything before the expectation, to write it again.
    pub(crate) head: String,
}

/// The folder of this test.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it")
}

/// All cases, by name.
pub(crate) fn all() -> Vec<Case> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder().join("matrix"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "case"))
        .collect();
    paths.sort();
    paths.into_iter().map(Case::load).collect()
}

impl Case {
    fn load(path: PathBuf) -> Self {
        let text = std::fs::read_to_string(&path).unwrap();
        let (head, expected) = text.split_once(">>> reading\n").unwrap_or((&text, ""));
        let mut case = Self {
            inputs: Vec::new(),
            passphrases: Vec::new(),
            expected: expected.to_owned(),
            head: head.to_owned(),
            path,
        };
        let mut zip: Option<(String, Vec<File>)> = None;
        for part in format!("\n{head}").split("\n>>> ").skip(1) {
            let (line, body) = part.split_once('\n').unwrap_or((part, ""));
            let words: Vec<&str> = line.splitn(3, ' ').collect();
            let content = || encode(&expand(body), words.get(2).copied().unwrap_or_default());
            match words[0] {
                "member" => zip.as_mut().unwrap().1.push((words[1].to_owned(), content())),
                "passphrase" => {
                    case.passphrases.push((words[1].parse().unwrap(), words[2].to_owned()));
                }
                kind => {
                    case.inputs.extend(zip.take().map(packed));
                    match kind {
                        "zip" => zip = Some((words[1].to_owned(), Vec::new())),
                        "file" => case.inputs.push((words[1].to_owned(), content())),
                        other => panic!("{other:?} in {}", case.path.display()),
                    }
                }
            }
        }
        case.inputs.extend(zip.take().map(packed));
        case
    }

    /// Its reading.
    pub(crate) fn read(&self) -> Reading {
        let inputs: Vec<Input> = self
            .inputs
            .iter()
            .map(|(name, bytes)| Input { name: name.clone(), bytes: Secret::new(bytes.clone()) })
            .collect();
        let passphrases = self.passphrases.iter();
        let passphrases: std::collections::HashMap<_, _> =
            passphrases.map(|(place, text)| (*place, SecretText::new(text.clone()))).collect();
        read(&inputs, &Passphrases::from(passphrases))
    }

    /// Its name alone.
    pub(crate) fn name(&self) -> String {
        self.path.file_stem().unwrap().to_string_lossy().into_owned()
    }

    /// The reading as text.
    pub(crate) fn rendered(&self) -> String {
        render::render(&self.read())
    }
}

fn packed((name, members): (String, Vec<File>)) -> File {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    for (name, content) in members {
        writer.start_file(&*name, options).unwrap();
        writer.write_all(&content).unwrap();
    }
    (name, writer.finish().unwrap().into_inner())
}

/// A file of `keys`.
pub(crate) fn key_file(name: &str) -> Vec<u8> {
    std::fs::read(folder().join("keys").join(name)).unwrap()
}

/// `@text one.key@`, `@escaped one.key@`, `@lines one.key@`, `@joined one.key@`, `@base64 one.der@`, `@sha1 one.crt@`,
/// `@indented one.key@`; a body that is `@bytes NAME@` alone is that file.
fn expand(body: &str) -> Vec<u8> {
    if let Some(name) = body.trim().strip_prefix("@bytes ").and_then(|rest| rest.strip_suffix('@'))
    {
        return key_file(name);
    }
    let mut out = String::new();
    let mut rest = body;
    while let Some(start) = rest.find('@') {
        let behind = &rest[start + 1..];
        let macro_ = behind.split_once('@').and_then(|(inner, after)| {
            let (kind, name) = inner.split_once(' ')?;
            let kinds =
                ["text", "escaped", "lines", "joined", "base64", "sha1", "indented", "tabbed"];
            kinds.contains(&kind).then_some((kind, name, after))
        });
        let Some((kind, name, after)) = macro_ else {
            out.push_str(&rest[..=start]);
            rest = behind;
            continue;
        };
        out.push_str(&rest[..start]);
        rest = after;
        let bytes = key_file(name);
        let text = || String::from_utf8(bytes.clone()).unwrap();
        out.push_str(&match kind {
            "text" => text().trim_end().to_owned(),
            "escaped" => text().replace('\n', "\\n"),
            "tabbed" => text().lines().map(|line| format!("\t  {line}\n")).collect(),
            "indented" => text().lines().map(|line| format!("          {line}\n")).collect(),
            "lines" => serde_json::to_string(&text().lines().collect::<Vec<_>>()).unwrap(),
            "joined" => text().lines().collect::<Vec<_>>().join(" "),
            "base64" => STANDARD.encode(&bytes),
            _ => mudbrick_pki::Certificate::from_pem(&text()).unwrap().sha1().to_string(),
        });
    }
    out.push_str(rest);
    out.into_bytes()
}

fn encode(bytes: &[u8], encoding: &str) -> Vec<u8> {
    if encoding.is_empty() {
        return bytes.to_vec();
    }
    let text = std::str::from_utf8(bytes).unwrap();
    let units = text.encode_utf16();
    match encoding {
        "utf16le" => [0xfeff].into_iter().chain(units).flat_map(u16::to_le_bytes).collect(),
        "utf16be" => [0xfeff].into_iter().chain(units).flat_map(u16::to_be_bytes).collect(),
        "bom" => format!("\u{feff}{text}").into_bytes(),
        "crlf" => text.replace('\n', "\r\n").into_bytes(),
        "latin1" => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect(),
        other => panic!("{other}"),
    }
}
