//! PEM's armour: finding the blocks in a text that a person pasted, and taking the wrapping off.
//!
//! Texts come out of JSON, `.env` files, chat windows, mails and Windows editors. What they do to a key is outside the
//! base64 alphabet or can be told from it, so it can be undone without guessing, and each such repair is noted. What the
//! bytes mean is left to the callers, who find out whether they are whole.

mod body;
mod fence;

pub(crate) use body::{ArmourError, base64_bytes};
pub(crate) use fence::Word;

use crate::repair::{Repair, Repairs};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fence::Fence;
use zeroize::Zeroizing;

/// One `-----BEGIN label-----` … `-----END label-----`.
pub(crate) struct Block<'t> {
    /// `PRIVATE KEY`, `CERTIFICATE`, ….
    pub(crate) label: String,
    /// What stands between the lines.
    pub(crate) body: &'t str,
    /// Whether the END line is there.
    closed: bool,
    /// Whether both lines have five hyphens on either side.
    damaged: bool,
}

/// All blocks of `text` in order; whatever stands before, between and after them is skipped, as OpenSSL does.
pub(crate) fn blocks(text: &str) -> Vec<Block<'_>> {
    let fences = fence::find(text);
    let mut found = Vec::new();
    for (place, begin) in fences.iter().enumerate() {
        if begin.word != Word::Begin {
            continue;
        }
        // Without its own END line a block ends where the next one begins.
        let next: Option<&Fence> = fences.get(place + 1);
        let end = next.filter(|next| next.word == Word::End);
        let body = &text[begin.range.end..next.map_or(text.len(), |next| next.range.start)];
        found.push(Block {
            label: begin.label.clone(),
            body,
            closed: end.is_some(),
            damaged: begin.damaged || end.is_some_and(|end| end.damaged),
        });
    }
    found
}

/// What stands before the first END line of a text without a BEGIN line.
pub(crate) fn before_the_end(text: &str) -> Option<&str> {
    let fences = fence::find(text);
    fences.first().filter(|fence| fence.word == Word::End).map(|end| &text[..end.range.start])
}

/// `bytes` as PEM, 64 characters to a line, ending in a line feed. The text is wiped when dropped.
pub(crate) fn wrap(label: &str, bytes: &[u8]) -> Zeroizing<String> {
    let body = Zeroizing::new(STANDARD.encode(bytes));
    // Reserved in one piece: a growing String would leave unwiped copies of a key behind.
    let mut text =
        Zeroizing::new(String::with_capacity(body.len() + body.len() / 64 + 2 * label.len() + 64));
    text.push_str("-----BEGIN ");
    text.push_str(label);
    text.push_str("-----\n");
    let mut rest = body.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text.push_str("-----END ");
    text.push_str(label);
    text.push_str("-----\n");
    text
}

impl Block<'_> {
    /// The bytes of `body`, which is this block's without its headers, whole or not.
    pub(crate) fn bytes(
        &self,
        body: &str,
        repairs: &mut Repairs,
    ) -> Result<Zeroizing<Vec<u8>>, ArmourError> {
        let mut own = Repairs::default();
        if self.damaged {
            own.add(Repair::DamagedFences);
        }
        let mut body = body;
        if !self.closed {
            own.add(Repair::MissingEnd);
            body = fence::without_stump(body);
        }
        let bytes = base64_bytes(body, &mut own)?;
        repairs.add_all(own);
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn only(text: &str) -> Result<Vec<u8>, ArmourError> {
        let mut repairs = Repairs::default();
        let found = blocks(text);
        let block = found.first().expect("a block");
        block.bytes(block.body, &mut repairs).map(|bytes| bytes.to_vec())
    }

    #[rstest]
    #[case::plain("-----BEGIN X-----\naGVsbG8h\n-----END X-----\n")]
    #[case::one_line("-----BEGIN X----- aGVsbG8h -----END X-----")]
    #[case::literal_line_ends(r"-----BEGIN X-----\naGVs\nbG8h\n-----END X-----\n")]
    #[case::literal_crlf(r"-----BEGIN X-----\r\naGVs\r\nbG8h\r\n-----END X-----")]
    #[case::escaped_twice(r"-----BEGIN X-----\\naGVsbG8h\\n-----END X-----")]
    #[case::byte_order_mark("\u{feff}-----BEGIN X-----\naGVs\u{200b}bG8h\n-----END X-----")]
    #[case::quoted("\"-----BEGIN X-----\naGVsbG8h\n-----END X-----\"")]
    #[case::source_code("-----BEGIN X-----\n\"aGVs\\n\"\n\"bG8h\"-----END X-----")]
    #[case::joined_source_code(
        "-----BEGIN X-----\\n\" +\n  \"aGVs\\n\" +\n \"bG8h\\n\" + \"-----END X-----"
    )]
    #[case::list_of_lines("-----BEGIN X-----\",\n  \"aGVs\",\n \"bG8h\",\n\"-----END X-----")]
    #[case::list_in_yaml("-----BEGIN X-----\n  - aGVs\n  - bG8h\n  - -----END X-----")]
    #[case::mail("> -----BEGIN X-----\n> aGVs\n> bG8h\n> -----END X-----")]
    #[case::continued("-----BEGIN X-----\\\naGVs\\\nbG8h\\\n-----END X-----")]
    #[case::four_dashes("----BEGIN X----\naGVsbG8h\n----END X----")]
    #[case::long_dashes("—BEGIN X—\naGVsbG8h\n—END X—")]
    #[case::no_end("-----BEGIN X-----\naGVsbG8h\n")]
    #[case::half_an_end("-----BEGIN X-----\naGVsbG8h\n-----EN")]
    fn mended(#[case] text: &str) {
        assert_eq!(only(text), Ok(b"hello!".to_vec()));
    }

    #[rstest]
    #[case::cut_in_the_label("-----BEGIN X", ArmourError::CutOff)]
    #[case::nothing_inside("-----BEGIN X-----\n-----END X-----", ArmourError::CutOff)]
    #[case::dots("-----BEGIN X-----\naGVs...\n-----END X-----", ArmourError::Foreign('.'))]
    #[case::escape("-----BEGIN X-----\naG\\Vs\n-----END X-----", ArmourError::Foreign('\\'))]
    #[case::one_short("-----BEGIN X-----\naGVsb\n-----END X-----", ArmourError::Uneven)]
    fn refused(#[case] text: &str, #[case] expected: ArmourError) {
        assert_eq!(only(text), Err(expected));
    }

    #[test]
    fn an_open_block_does_not_swallow_the_next_one() {
        let text = "-----BEGIN A-----\nAAAA\n-----BEGIN B-----\naGVsbG8h\n-----END B-----";
        let found = blocks(text);
        assert_eq!(found.iter().map(|b| b.label.as_str()).collect::<Vec<_>>(), ["A", "B"]);
        let bytes = |place: usize| {
            found[place].bytes(found[place].body, &mut Repairs::default()).map(|b| b.to_vec())
        };
        assert_eq!(bytes(0), Ok(vec![0; 3]));
        assert_eq!(bytes(1), Ok(b"hello!".to_vec()));
    }

    proptest! {
        #[test]
        fn what_is_wrapped_comes_back(bytes in prop::collection::vec(any::<u8>(), 1..500)) {
            let text = wrap("TEST DATA", &bytes);
            prop_assert!(text.lines().all(|line| line.len() <= 64));
            prop_assert_eq!(only(&text), Ok(bytes));
        }

        #[test]
        fn any_text_is_read_without_panic(text in "(-----(BEGIN|END) [A-Z]{0,3}-{0,5}|\\PC|\n){0,40}") {
            for block in blocks(&text) {
                let _ = block.bytes(block.body, &mut Repairs::default());
            }
        }
    }
}
