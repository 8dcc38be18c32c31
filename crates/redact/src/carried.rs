//! What a text that is about to leave takes along: a secret that is known, or something that can only be a token.

use crate::fingerprints::Fingerprints;
use crate::readings::{Matcher, Origin, TooDeep, reach, search};
use crate::rules;
use std::io::{self, Read};
use std::ops::{ControlFlow, Range};

/// How much of a long text is looked at together.
const CHUNK: usize = 1 << 20;
/// The number under which a token is told; no owner has it.
const TOKEN: usize = usize::MAX;
/// The shortest thing that is taken for a token.
const SHORTEST_TOKEN: usize = 24;
/// Tokens that are longer are found by their beginning in the chunk before.
const LONGEST_TOKEN: usize = 8 * 1024;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    /// A secret with a fingerprint: its owner's number.
    Secret(usize),
    /// A JSON Web Token that nobody knows.
    Token,
}

/// What a text takes along, of any length: a known secret rather than something that looks like one.
///
/// # Errors
/// The text cannot be read. Inside, [`TooDeep`]: what is in there cannot be told.
///
/// ```
/// use mudbrick_redact::{Carried, FingerprintKey, Fingerprints, carried};
/// use mudbrick_vault::SecretText;
///
/// let key = FingerprintKey::random().unwrap();
/// let marks = key.marks(&SecretText::new("p8e-0123/4567".to_owned()));
/// let known = Fingerprints::of(&key, marks.into_iter().map(|mark| (7, mark)));
/// let found = carried(b"?s=p8e-0123%2F4567".as_slice(), known.as_ref()).unwrap();
/// assert_eq!(found, Ok(Some(Carried::Secret(7))));
/// ```
pub fn carried(
    mut text: impl Read,
    known: Option<&Fingerprints>,
) -> io::Result<Result<Option<Carried>, TooDeep>> {
    let both = Both { known };
    let overlap = reach(both.longest());
    let mut buffer = Vec::new();
    let mut seen = None;
    loop {
        let before = buffer.len();
        // A file of any size is looked through in the memory of one chunk.
        text.by_ref().take((CHUNK + overlap - before) as u64).read_to_end(&mut buffer)?;
        let is_last = buffer.len() < CHUNK + overlap;
        let looked = search(&both, &buffer, &mut |_, which| {
            seen = Some(if which == TOKEN { Carried::Token } else { Carried::Secret(which) });
            if which == TOKEN { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        match (looked, seen) {
            (_, Some(Carried::Secret(_))) => return Ok(Ok(seen)),
            (Err(TooDeep), None) => return Ok(Err(TooDeep)),
            _ if is_last => return Ok(Ok(seen)),
            _ => {}
        }
        // What begins in this chunk and ends in the next is seen whole in the next.
        buffer.drain(..CHUNK);
    }
}

struct Both<'a> {
    known: Option<&'a Fingerprints>,
}

impl Matcher for Both<'_> {
    fn shortest(&self) -> usize {
        self.known.map_or(SHORTEST_TOKEN, |known| known.shortest().min(SHORTEST_TOKEN))
    }

    fn longest(&self) -> usize {
        self.known.map_or(LONGEST_TOKEN, |known| known.longest().max(LONGEST_TOKEN))
    }

    fn find(
        &self,
        reading: &[u8],
        origin: Origin,
        found: &mut dyn FnMut(Range<usize>, usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        rules::tokens(reading, &mut |range| found(range, TOKEN))?;
        match self.known {
            Some(known) => known.find(reading, origin, found),
            None => ControlFlow::Continue(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FingerprintKey;
    use mudbrick_vault::SecretText;

    const JWT: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpZCI6IjEifQ.c2lnbmF0dXJl-_";

    #[test]
    fn a_token_is_one_in_any_reading() {
        let look = |text: &str| carried(text.as_bytes(), None).unwrap();
        assert_eq!(look(JWT), Ok(Some(Carried::Token)));
        assert_eq!(
            look(&format!("https://x.io/?t={}", JWT.replace('.', "%2E"))),
            Ok(Some(Carried::Token))
        );
        assert_eq!(look("eyJhbGciOiJSUzI1NiJ9 is no token"), Ok(None));
        assert_eq!(look(""), Ok(None));
    }

    #[test]
    fn a_secret_across_chunks_is_found() {
        let key = FingerprintKey::random().unwrap();
        let marks = key.marks(&SecretText::new("p8e-0123456789".to_owned()));
        let known = Fingerprints::of(&key, marks.into_iter().map(|mark| (3, mark))).unwrap();
        for place in [CHUNK - 7, CHUNK + reach(LONGEST_TOKEN) - 7, 2 * CHUNK - 1] {
            let text = format!("{}p8e-0123456789{}", " ".repeat(place), " ".repeat(CHUNK));
            let found = carried(text.as_bytes(), Some(&known)).unwrap();
            assert_eq!(found, Ok(Some(Carried::Secret(3))), "{place}");
        }
    }

    #[test]
    fn a_secret_that_is_known_says_more_than_a_token() {
        let key = FingerprintKey::random().unwrap();
        let marks = key.marks(&SecretText::new("p8e-0123456789".to_owned()));
        let known = Fingerprints::of(&key, marks.into_iter().map(|mark| (3, mark))).unwrap();
        let far = " ".repeat(CHUNK + reach(LONGEST_TOKEN));
        for text in [
            format!("{JWT} p8e-0123456789"),
            format!("p8e-0123456789 {JWT}"),
            format!("p8e-0123456789{far}{JWT}"),
            format!("{JWT}{far}p8e-0123456789"),
        ] {
            let found = carried(text.as_bytes(), Some(&known)).unwrap();
            assert_eq!(found, Ok(Some(Carried::Secret(3))), "{}", &text[..20]);
        }
    }

    /// What is read of a text that fails behind so many bytes, with a known secret at `place`.
    fn read_until(end: usize, place: usize) -> io::Result<Result<Option<Carried>, TooDeep>> {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("read too far"))
            }
        }
        let key = FingerprintKey::random().unwrap();
        let marks = key.marks(&SecretText::new("p8e-0123456789".to_owned()));
        let known = Fingerprints::of(&key, marks.into_iter().map(|mark| (3, mark)));
        let mut text = vec![b' '; end];
        text[place..place + 14].copy_from_slice(b"p8e-0123456789");
        carried(text.chain(Broken), known.as_ref())
    }

    #[test]
    fn no_more_of_a_text_is_read_than_is_looked_at_together() {
        let whole = CHUNK + reach(LONGEST_TOKEN);
        for chunks in 0..3 {
            let end = whole + chunks * CHUNK;
            let found = read_until(end, end - 14).unwrap();
            assert_eq!(found, Ok(Some(Carried::Secret(3))), "{chunks}");
            assert!(read_until(end - 1, end - 15).is_err(), "it is read that far: {chunks}");
        }
    }

    #[test]
    fn a_text_may_end_anywhere() {
        let whole = CHUNK + reach(LONGEST_TOKEN);
        for length in [CHUNK - 1, CHUNK, CHUNK + 1, whole - 1, whole, whole + 1] {
            let text = format!("{}{JWT}", " ".repeat(length - JWT.len()));
            assert_eq!(
                carried(text.as_bytes(), None).unwrap(),
                Ok(Some(Carried::Token)),
                "{length}"
            );
        }
    }

    #[test]
    fn the_shortest_and_the_longest_that_is_looked_for() {
        let key = FingerprintKey::random().unwrap();
        let of = |text: &str| {
            let marks = key.marks(&SecretText::new(text.to_owned()));
            Fingerprints::of(&key, marks.into_iter().map(|mark| (0, mark))).unwrap()
        };
        let (short, long) = (of("canary"), of(&"canary ".repeat(2000)));
        let both = |known| (Both { known }.shortest(), Both { known }.longest());
        assert_eq!(both(None), (SHORTEST_TOKEN, LONGEST_TOKEN));
        assert_eq!(both(Some(&short)), (6, LONGEST_TOKEN));
        assert_eq!(both(Some(&long)), (SHORTEST_TOKEN, long.longest()));
    }
}
