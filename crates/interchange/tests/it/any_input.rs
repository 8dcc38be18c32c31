//! Any bytes are read without panic, in the time their size explains.

use crate::case;
use crate::render::render;
use mudbrick_interchange::{Input, Passphrases, Reading, read};
use mudbrick_vault::Secret;
use proptest::prelude::*;

fn reading_of(bytes: &[u8]) -> Reading {
    let input = Input { name: "any".to_owned(), bytes: Secret::new(bytes.to_vec()) };
    read(&[input], &Passphrases::default())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let reading = reading_of(&bytes);
        prop_assert_eq!(reading.sources.len() + usize::from(reading.sources.is_empty()), 1);
    }

    #[test]
    fn text(text in "(\\PC|[ -~\n]){0,300}") {
        prop_assert_eq!(render(&reading_of(text.as_bytes())), render(&reading_of(text.as_bytes())));
    }

    /// Fixtures with a piece cut out, doubled or replaced.
    #[test]
    fn damaged_fixtures(
        which in any::<prop::sample::Index>(),
        from in any::<prop::sample::Index>(),
        length in 0..40_usize,
        piece in prop::collection::vec(any::<u8>(), 0..8),
    ) {
        thread_local! {
            static INPUTS: Vec<Vec<u8>> = case::all()
                .into_iter()
                .flat_map(|case| case.inputs.into_iter().map(|(_, bytes)| bytes))
                .collect();
        }
        let mut bytes = INPUTS.with(|inputs| which.get(inputs).clone());
        if !bytes.is_empty() {
            let from = from.index(bytes.len());
            let to = (from + length).min(bytes.len());
            bytes.splice(from..to, piece);
        }
        reading_of(&bytes);
    }
}
