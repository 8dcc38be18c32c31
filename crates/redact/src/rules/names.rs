//! Finds the names that stand before a secret, in any case.

use crate::sieve::{FORM, Sieve, WordHash};
use std::ops::ControlFlow;
use std::sync::OnceLock;

pub(super) const BEARER: &str = "bearer";
pub(super) const BEGIN: &str = "-----begin ";

/// Fields that hold a secret wherever they are answered or sent (facts: IMS, the rotation API, Query Service's connection
/// parameters, Console downloads, `aio` and `aepp` configurations). In any case.
pub(super) const FIELDS: [&str; 17] = [
    "access_token",
    "accesstoken",
    "refresh_token",
    "refreshtoken",
    "id_token",
    "device_token",
    "client_secrets",
    "client_secret",
    "clientsecret",
    "jwt_token",
    "private_key",
    "privatekey",
    "compressedtoken",
    "subject_token",
    "actor_token",
    "password",
    "passphrase",
];

/// What may stand between `Bearer` and a token. With it, the word is long enough for the sieve.
const BEHIND_BEARER: [&str; 4] = [" ", "+", "\t", "%"];

const WORDS: WordHash = WordHash::by(0x9E37_79B9).in_any_case();

/// The names by their ends, which are rarer than their beginnings: half of all texts have a `client_` of some kind.
struct Names {
    sieve: Sieve,
    ends: Vec<(&'static str, usize)>,
}

fn names() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| {
        let ends: Vec<_> = FIELDS
            .into_iter()
            .chain([BEGIN])
            .map(|name| (name, name.len() - FORM))
            .chain([(BEARER, 0)])
            .collect();
        let forms = ends.iter().map(|(name, end)| name[*end..].to_owned());
        let bearers = BEHIND_BEARER.map(|behind| format!("{BEARER}{behind}"));
        let forms = forms.filter(|form| form.len() >= FORM).chain(bearers);
        let words = forms.map(|form| (form.len(), WORDS.words(form.as_bytes())));
        Names { sieve: Sieve::of(WORDS, words), ends }
    })
}

/// Tells each name that is in a text, and where it begins: one within another as well.
pub(super) fn find(bytes: &[u8], found: &mut dyn FnMut(&'static str, usize)) {
    let names = names();
    let _ = names.sieve.find(bytes, &mut |start| {
        for (name, end) in &names.ends {
            if let Some(from) = start.checked_sub(*end)
                && is_at(name, bytes, from)
            {
                found(name, from);
            }
        }
        ControlFlow::Continue(())
    });
}

/// Whether a name begins here.
pub(super) fn is_at(name: &str, bytes: &[u8], from: usize) -> bool {
    bytes.get(from..from + name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_wherever_it_is_and_in_any_case() {
        for name in FIELDS.into_iter().chain([BEGIN, BEARER]) {
            for before in 0..9 {
                for written in [name.to_owned(), name.to_uppercase()] {
                    let text = format!("{}{written} ", "-".repeat(before));
                    let mut all = Vec::new();
                    find(text.as_bytes(), &mut |name, from| all.push((name, from)));
                    assert!(all.contains(&(name, before)), "{text}");
                }
            }
        }
    }
}
