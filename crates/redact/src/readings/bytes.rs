//! Finding a byte of a kind, many at a time.

/// So many are looked at together, without a branch: the compiler makes a few of the processor's instructions of it.
const TOGETHER: usize = 64;

/// Where the first byte is of which something holds.
pub(super) fn find(text: &[u8], is_it: impl Fn(u8) -> bool) -> Option<usize> {
    let (blocks, _) = text.as_chunks::<TOGETHER>();
    let has_one = |block: &[u8; TOGETHER]| block.iter().fold(false, |has, it| has | is_it(*it));
    let before = blocks.iter().take_while(|block| !has_one(block)).count() * TOGETHER;
    let within = text[before..].iter().position(|byte| is_it(*byte))?;
    Some(before + within)
}

#[cfg(test)]
mod tests {
    use super::find;

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
