//! Campaign's primary keys: opaque, beginning with `@`, with `-` and `_` in them. Here each holds its row's number,
//! masked, so that any of 100,000 rows is found without an index. What a row is, is left to the tables.

use crate::products::dice::Dice;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The key of row `number` in `space`, such as `acme/profile`. No two spaces share a key.
pub(super) fn key(space: &str, number: u32) -> String {
    let mut dice = Dice::at(space, u64::from(number));
    let tail: Vec<u64> = (0..5).map(|_| dice.next()).collect();
    let head = mask(space, tail[0]) ^ u64::from(number);
    let bytes: Vec<u8> = std::iter::once(head).chain(tail).flat_map(u64::to_be_bytes).collect();
    format!("@{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// The row number in `key`, when it is a key of `space`.
pub(super) fn number(space: &str, text: &str) -> Option<u32> {
    let bytes = URL_SAFE_NO_PAD.decode(text.strip_prefix('@')?).ok()?;
    let word = |at: usize| Some(u64::from_be_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
    let number = u32::try_from(word(0)? ^ mask(space, word(8)?)).ok()?;
    (key(space, number) == text).then_some(number)
}

fn mask(space: &str, salt: u64) -> u64 {
    Dice::at(space, salt.rotate_left(17)).next()
}

#[cfg(test)]
mod tests {
    use super::{key, number};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_key_finds_its_row_and_no_other_space(row in any::<u32>()) {
            let text = key("acme/profile", row);
            prop_assert_eq!(text.len(), 65);
            prop_assert_eq!(number("acme/profile", &text), Some(row));
            prop_assert_eq!(number("acme/service", &text), None);
        }

        #[test]
        fn a_changed_key_is_no_key(row in any::<u32>(), place in 1_usize..65) {
            let mut text = key("acme/profile", row).into_bytes();
            text[place] = if text[place] == b'A' { b'B' } else { b'A' };
            let text = String::from_utf8(text).unwrap();
            prop_assert_eq!(number("acme/profile", &text), None);
        }

        #[test]
        fn other_texts_are_no_keys(text in "@?[A-Za-z0-9_-]{0,70}") {
            prop_assert_eq!(number("acme/profile", &text), None);
        }
    }
}
