//! A key or certificate as the value of a field.

use crate::read::findings::Findings;
use crate::read::keys::{Placing, stem};
use crate::read::partial_credential::PartialCredential;
use crate::read::syntax::Node;
use mudbrick_model::{Explain, Grant, Note};
use zeroize::Zeroizing;

/// A key as text, as a list of lines, as JSON of such a list, or the path of the file it is in.
pub(super) fn private_key(
    findings: &mut Findings<'_>,
    partial: &mut PartialCredential,
    node: &Node<'_>,
) {
    let lines: Vec<&str> = node.items().iter().filter_map(|item| item.value.as_text()).collect();
    let text = match node.text() {
        Some(text) => Zeroizing::new(text.to_owned()),
        None if !lines.is_empty() => Zeroizing::new(lines.join("\n")),
        None if node.is_map() => node.value.to_json(),
        None => return,
    };
    // `fs.readFileSync("private.key")`, `open('private.key').read()`.
    let called = text.split_once('(').and_then(|(_, inside)| inside.split(['"', '\'', '`']).nth(1));
    let path = called.filter(|inside| is_path(inside)).or(is_path(&text).then_some(&*text));
    node.settle();
    if let Some(path) = path {
        return signs_with_file(partial, path);
    }
    let met = findings.met;
    let passphrase = partial.key_passphrase.clone();
    let passphrase = passphrase.as_ref().map(|passphrase| passphrase.expose().as_str());
    match findings.take_keys(text.as_bytes(), &node.origin(), passphrase, Placing::Within) {
        Ok(keys) => partial.key = partial.key.take().or(keys.into_iter().next()),
        Err(error) => partial.note(Note::PrivateKeyUnreadable { problem: error.problem() }),
    }
    if findings.met > met && partial.key.is_none() {
        partial.note(Note::PrivateKeyLocked);
    }
    partial.grant = partial.grant.or(Some(Grant::Jwt));
}

/// The name of the file that the key is in, whatever it looks like.
pub(super) fn key_path(partial: &mut PartialCredential, node: &Node<'_>) {
    if let Some(path) = node.text() {
        node.settle();
        signs_with_file(partial, path);
    }
}

fn signs_with_file(partial: &mut PartialCredential, path: &str) {
    partial.key_path.get_or_insert_with(|| path.to_owned());
    partial.grant = partial.grant.or(Some(Grant::Jwt));
}

pub(super) fn certificate(
    findings: &mut Findings<'_>,
    partial: &mut PartialCredential,
    node: &Node<'_>,
) {
    let Some(text) = node.text() else { return };
    node.settle();
    if is_path(text) {
        return;
    }
    let known = findings.keys.certificates.len();
    if let Err(error) = findings.take_keys(text.as_bytes(), &node.origin(), None, Placing::Within) {
        partial.note(Note::CertificateUnreadable { problem: error.problem() });
    }
    if let Some(held) = findings.keys.certificates.get(known) {
        partial.certificates.push(held.certificate.sha1());
    }
}

/// A short line with an extension or a slash, and no key.
fn is_path(text: &str) -> bool {
    let text = text.trim();
    let ends = [".key", ".pem", ".crt", ".cer", ".p8", ".pk8", ".der", ".p12", ".pfx", ".txt"];
    let lower = text.to_ascii_lowercase();
    text.len() < 400
        && !text.contains('\n')
        && !text.contains("-----")
        && (ends.iter().any(|end| lower.ends_with(end))
            || ["./", "../", "/", "~/", "file:"].iter().any(|start| text.starts_with(start)))
        // Base64 may begin with a slash, and has no second part that short.
        && (text.len() < 200 || text.contains('.'))
}

/// The last part of a path alone: folders often have people's names.
pub(crate) fn file_of(path: &str) -> String {
    path.trim().rsplit(['/', '\\']).next().unwrap_or(path).to_owned()
}

/// Whether `source` is the file that `path` means.
pub(crate) fn is_file_of(path: &str, source: &str) -> bool {
    let file = file_of(path);
    let own = source.rsplit([' ', '/', '\\']).next().unwrap_or(source);
    own.eq_ignore_ascii_case(&file) || stem(source).eq_ignore_ascii_case(&stem(&file))
}
