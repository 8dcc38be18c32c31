//! Key texts as they come out of other programs: the same key, or a sentence, and never a panic.

use crate::openssl::PAIR;
use mudbrick_model::Explain;
use mudbrick_pki::{Certificate, PrivateKey};
use proptest::prelude::*;

/// What other programs make of a line end.
const LINE_ENDS: [&str; 9] =
    ["\n", "\r\n", "\\n", "\\r\\n", "\\\\n", " ", "", "\n\n\t", "\u{a0}\n"];

/// What stands around the text.
const WRAPPINGS: [(&str, &str); 6] = [
    ("", ""),
    ("\"", "\""),
    ("'", "'\n"),
    ("\u{feff}  \r\n", "   "),
    ("PRIVATE_KEY=\"", "\" # from .env"),
    ("{\"private_key\": \"", "\"}"),
];

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
    fn white_space_of_any_spelling_changes_nothing(
        ends in prop::collection::vec(prop::sample::select(LINE_ENDS.to_vec()), 40),
        (before, after) in prop::sample::select(WRAPPINGS.to_vec()),
    ) {
        let mut ends = ends.iter().cycle();
        let mut text = before.to_owned();
        for line in PAIR.private_key_pem().lines() {
            text.push_str(line);
            text.push_str(ends.next().unwrap());
        }
        text.push_str(after);
        let key = PrivateKey::from_pem(&text);
        prop_assert_eq!(key.map(|key| key.id().clone()), Ok(PAIR.key.id().clone()));
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
