//! Finding a byte of a kind, many at a time.

/// So many are looked at together, without a branch: the compiler makes a few of the processor's instructions of it.
const TOGETHER: usize = 64;

/// Where one is found, as many are looked at again.
const CLOSER: usize = 16;

/// Where the first byte is of which something holds.
pub(super) fn find(text: &[u8], is_it: impl Fn(u8) -> bool) -> Option<usize> {
    let before = without::<TOGETHER>(text, &is_it);
    let closer = before + without::<CLOSER>(&text[before..], &is_it);
    let within = text[closer..].iter().position(|byte| is_it(*byte))?;
    Some(closer + within)
}

/// How many bytes at the beginning are in blocks that have none.
fn without<const LENGTH: usize>(text: &[u8], is_it: impl Fn(u8) -> bool) -> usize {
    let has_one = |block: &[u8; LENGTH]| block.iter().fold(false, |has, it| has | is_it(*it));
    text.as_chunks().0.iter().take_while(|block| !has_one(block)).count() * LENGTH
}

/// Where the first two bytes are, one behind the other, of which something holds.
pub(crate) fn find_pair(text: &[u8], is_it: impl Fn(u8, u8) -> bool) -> Option<usize> {
    let (ones, nexts) = (text, text.get(1..)?);
    let (blocks, _) = nexts.as_chunks::<TOGETHER>();
    let has_one = |(ones, nexts): (&[u8; TOGETHER], &[u8; TOGETHER])| {
        ones.iter().zip(nexts).fold(false, |has, (one, next)| has | is_it(*one, *next))
    };
    let pairs = ones.as_chunks::<TOGETHER>().0.iter().zip(blocks);
    let before = pairs.take_while(|pair| !has_one(*pair)).count() * TOGETHER;
    let mut within = ones[before..].iter().zip(&nexts[before..]);
    Some(before + within.position(|(one, next)| is_it(*one, *next))?)
}

/// Which bytes of a few a text has, in one look at all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Has {
    pub(super) percent: bool,
    pub(super) backslash: bool,
    pub(super) ampersand: bool,
    pub(super) equals: bool,
    pub(super) line_end: bool,
    pub(super) zero: bool,
}

impl Has {
    pub(super) fn of(text: &[u8]) -> Self {
        let [percent, backslash, ampersand, equals, line_end, zero] = has(text, *b"%\\&=\n\0");
        Self { percent, backslash, ampersand, equals, line_end, zero }
    }
}

fn has<const COUNT: usize>(text: &[u8], wanted: [u8; COUNT]) -> [bool; COUNT] {
    let mut has = [false; COUNT];
    let (blocks, rest) = text.as_chunks::<TOGETHER>();
    for block in blocks {
        for (has, wanted) in has.iter_mut().zip(wanted) {
            *has |= block.iter().fold(false, |has, byte| has | (*byte == wanted));
        }
    }
    for (has, wanted) in has.iter_mut().zip(wanted) {
        *has |= rest.contains(&wanted);
    }
    has
}

#[cfg(test)]
mod tests {
    use super::{Has, find, find_pair};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_first_pair_is_found(text in prop::collection::vec(0_u8..6, 0..200)) {
            let slowly = text.windows(2).position(|pair| pair == [1, 2]);
            prop_assert_eq!(find_pair(&text, |one, next| (one == 1) & (next == 2)), slowly);
        }

        #[test]
        fn each_byte_is_seen(text in "[a-c]{0,70}[%\\\\&=\n\0]{0,2}[a-c]{0,70}") {
            let has = Has::of(text.as_bytes());
            let all = [has.percent, has.backslash, has.ampersand, has.equals, has.line_end, has.zero];
            prop_assert_eq!(all, ['%', '\\', '&', '=', '\n', '\0'].map(|it| text.contains(it)));
        }
    }

    #[test]
    fn it_is_found_wherever_it_is() {
        for length in 0..300 {
            let mut text = vec![b'a'; length];
            assert_eq!(find(&text, |byte| byte == b'%'), None);
            for place in 0..length {
                text[place] = b'%';
                assert_eq!(find(&text, |byte| byte == b'%'), Some(place));
                assert_eq!(find(&text[place + 1..], |byte| byte == b'%'), None);
                text[place] = b'a';
            }
        }
    }
}
