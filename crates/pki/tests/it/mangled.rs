//! Key texts as they come out of other programs: the same key, or a sentence, and never a panic.

use crate::mangle::{self, ENCODINGS, SAFE};
use crate::openssl::PAIR;
use mudbrick_model::Explain;
use mudbrick_pki::{Certificate, PrivateKey, read};
use proptest::prelude::*;

/// What the bytes of a text begin with and how they are laid out.
const LAYOUTS: [fn(&str) -> Vec<u8>; 4] = [
    |text| text.as_bytes().to_vec(),
    |text| [b"\xef\xbb\xbf", text.as_bytes()].concat(),
    |text| [b"\xff\xfe".to_vec(), mangle::utf16(text, u16::to_le_bytes)].concat(),
    |text| [b"\xfe\xff".to_vec(), mangle::utf16(text, u16::to_be_bytes)].concat(),
];

/// What other programs make of a line end.
const LINE_ENDS: [&str; 9] =
    ["\n", "\r\n", "\\n", "\\r\\n", "\\\\n", " ", "", "\n\n\t", "\u{a0}\n"];

fn is_the_same_or_explained(text: &str) -> Result<(), TestCaseError> {
    match PrivateKey::from_pem(text) {
        Ok(key) => prop_assert_eq!(key.id(), PAIR.key.id()),
        Err(error) => {
            let problem = error.problem();
            prop_assert!(problem.message.ends_with('.') && problem.remedy.is_some());
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn line_ends_of_any_spelling_change_nothing(
        ends in prop::collection::vec(prop::sample::select(LINE_ENDS.to_vec()), 40),
    ) {
        let mut ends = ends.iter().cycle();
        let mut text = String::new();
        for line in PAIR.private_key_pem().lines() {
            text.push_str(line);
            text.push_str(ends.next().unwrap());
        }
        let key = PrivateKey::from_pem(&text);
        prop_assert_eq!(key.map(|key| key.id().clone()), Ok(PAIR.key.id().clone()));
    }

    #[test]
    fn any_composition_of_safe_manglings_gives_the_same_key(
        manglings in prop::collection::vec(prop::sample::select(SAFE.to_vec()), 0..5),
        encodings in prop::collection::vec(prop::sample::select(ENCODINGS.to_vec()), 0..3),
        layout in prop::sample::select(LAYOUTS.to_vec()),
    ) {
        let mut text = PAIR.private_key_pem().to_string();
        let mut names = Vec::new();
        for (name, mangling, _) in manglings.into_iter().chain(encodings) {
            text = mangling(&text);
            names.push(name);
        }
        let material = read(&layout(&text), None);
        prop_assert!(material.is_ok(), "{names:?}: {material:?}\n{text}");
        let keys = material.unwrap().keys;
        prop_assert_eq!(keys.iter().map(PrivateKey::id).collect::<Vec<_>>(), [PAIR.key.id()]);
    }

    #[test]
    fn any_bytes_are_read_without_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        text in "([-A-Za-z0-9+/=\\\\\"'%&<>{}\\[\\]:,; \n]|-----(BEGIN|END) |KEY-----|MII|\\PC){0,60}",
        passphrase in prop::option::of("\\PC{0,4}"),
    ) {
        for bytes in [bytes.as_slice(), text.as_bytes()] {
            if let Err(error) = read(bytes, passphrase.as_deref()) {
                prop_assert!(error.problem().remedy.is_some());
            }
        }
    }

    #[test]
    fn characters_put_in_or_taken_out(
        edits in prop::collection::vec((any::<prop::sample::Index>(), "\\PC?|[\r\n\\\\A-Za-z0-9+/=-]"), 1..4),
    ) {
        let mut text: Vec<char> = PAIR.private_key_pem().chars().collect();
        for (place, edit) in edits {
            let place = place.index(text.len());
            text.splice(place..=place, edit.chars());
        }
        is_the_same_or_explained(&text.iter().collect::<String>())?;
    }

    #[test]
    fn cut_anywhere(from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()) {
        let text = PAIR.private_key_pem();
        let (from, to) = (from.index(text.len()), to.index(text.len()));
        is_the_same_or_explained(&text[from.min(to)..from.max(to)])?;
    }

    #[test]
    fn certificates_cut_anywhere(end in any::<prop::sample::Index>(), edit in any::<char>()) {
        let text = PAIR.certificate.pem();
        let mut cut = text[..end.index(text.len())].to_owned();
        // Nothing is lost when the cut goes through the END line, or through the padding before it.
        let (body, _) = text.split_once("\n-----END ").expect("an END line");
        let whole = cut.len() >= body.trim_end_matches('=').len();
        prop_assert!(Certificate::from_pem(&cut).is_ok_and(|it| it == PAIR.certificate) == whole);
        cut.push(edit);
        if let Err(error) = Certificate::from_pem(&cut) {
            prop_assert!(error.problem().remedy.is_some());
        }
    }

    #[test]
    fn any_bytes_as_a_certificate(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Certificate::from_der(&bytes).is_err());
    }
}

#[test]
fn what_is_written_reads_as_the_same_key() {
    let key = PrivateKey::from_pem(&PAIR.private_key_pem()).expect("a key");
    assert_eq!(*key.pkcs8_pem(), *PAIR.private_key_pem());
    let certificate = Certificate::from_pem(&PAIR.certificate_pem()).expect("a certificate");
    assert_eq!(certificate, PAIR.certificate);
}

#[test]
fn debug_shows_nothing_of_the_key() {
    let shown = format!("{:?} {:?}", *PAIR, PAIR.key);
    let pem = PAIR.private_key_pem();
    for line in pem.lines().filter(|line| !line.starts_with('-')) {
        assert!(!shown.contains(line));
    }
    assert!(shown.len() < 600, "{shown}");
}
