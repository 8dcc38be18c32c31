//! Made-up texts, the same for the same seed, and the index of a text.

use mudbrick_answers::index::{Form, Index};

/// Random numbers that a seed decides.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % most
    }

    pub(crate) fn of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}

pub(crate) fn seeded(seed: u64) -> Random {
    Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
}

const SPACES: [&str; 8] = ["", "", "", " ", "\n", "\r\n\t", "  ", " \n \n"];
const SCALARS: [&str; 18] = [
    "0",
    "-0.0",
    "12345678901234567890123456789.000",
    "1E+400",
    "1e-7",
    "0.10",
    "true",
    "false",
    "null",
    r#""""#,
    r#"" two  spaces ""#,
    r#""\u00e4\/\"\\\ud834\udd1e""#,
    r#""äé𝄞€ \t""#,
    r#""{[,:]}""#,
    r#""\\""#,
    r#""a\nb""#,
    "-1.5e10",
    "100",
];
const NAMES: [&str; 7] =
    [r#""a""#, r#""b""#, r#""""#, r#""\u0061""#, r#""it's""#, r#""a b""#, r#""\\""#];

/// JSON with everything that a reader may get wrong.
pub(crate) fn json(random: &mut Random, depth: usize) -> String {
    let mut text = String::new();
    value(random, depth, &mut text);
    text
}

fn value(random: &mut Random, depth: usize, text: &mut String) {
    text.push_str(random.of(&SPACES));
    match random.below(if depth == 0 { 2 } else { 6 }) {
        0 | 1 => text.push_str(random.of(&SCALARS)),
        kind => {
            let is_object = kind % 2 == 0;
            text.push(if is_object { '{' } else { '[' });
            for number in 0..random.below(4) {
                if number > 0 {
                    text.push(',');
                }
                if is_object {
                    text.push_str(random.of(&SPACES));
                    text.push_str(random.of(&NAMES));
                    text.push_str(random.of(&SPACES));
                    text.push(':');
                }
                value(random, depth - 1, text);
            }
            text.push_str(random.of(&SPACES));
            text.push(if is_object { '}' } else { ']' });
        }
    }
    text.push_str(random.of(&SPACES));
}

/// The index of a text that comes in pieces.
pub(crate) fn index(text: &[u8], form: Form, piece: usize) -> Index {
    let mut index = Index::new(form);
    text.chunks(piece).for_each(|piece| index.feed(piece));
    index.finish();
    index
}

/// JSON without the white space outside of its strings, found without this crate.
pub(crate) fn without_space(text: &str) -> String {
    let (mut kept, mut in_text, mut escaped) = (String::new(), false, false);
    for c in text.chars() {
        if in_text || !c.is_ascii_whitespace() {
            kept.push(c);
        }
        in_text ^= c == '"' && !escaped;
        escaped = in_text && c == '\\' && !escaped;
    }
    kept
}
