//! A script's text with its comments, strings and code told apart, which takes no more of JavaScript than how these end.

/// A script without its comments.
pub(super) struct Code {
    /// The code as it is written.
    pub(super) text: String,
    /// As long as `text`, with blanks in place of what strings and regular expressions hold, so that a bracket is a bracket.
    pub(super) bare: String,
    /// A comment has no end.
    is_open: bool,
}

impl Code {
    pub(super) fn of(source: &str) -> Self {
        let mut code = Self { text: String::new(), bare: String::new(), is_open: false };
        let mut rest = source;
        while !rest.is_empty() {
            let (length, kind) = code.next(rest);
            let (piece, behind) = rest.split_at(length);
            code.push(piece, kind);
            rest = behind;
        }
        code
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// How long the next piece is, and what it is.
    fn next(&mut self, rest: &str) -> (usize, Kind) {
        let first = rest.bytes().next().unwrap_or_default();
        match first {
            b'/' if rest.starts_with("//") => {
                (rest.find('\n').unwrap_or(rest.len()), Kind::Comment)
            }
            b'/' if rest.starts_with("/*") => match self.comment_end(rest) {
                Some(end) => (end, Kind::Comment),
                None => (2, Kind::Code),
            },
            b'/' if self.expects_value() => match regex_end(rest) {
                Some(end) => (end, Kind::Quoted),
                None => (1, Kind::Code),
            },
            b'/' => (1, Kind::Code),
            b'"' | b'\'' | b'`' => (string_end(rest, first), Kind::Quoted),
            _ => (rest.find(['/', '"', '\'', '`']).unwrap_or(rest.len()), Kind::Code),
        }
    }

    /// Where a comment ends. Nothing is passed over on the word of one that never does, and its end is looked for once alone.
    fn comment_end(&mut self, rest: &str) -> Option<usize> {
        let end = if self.is_open { None } else { rest[2..].find("*/") };
        self.is_open |= end.is_none();
        end.map(|end| end + 4)
    }

    fn push(&mut self, piece: &str, kind: Kind) {
        match kind {
            Kind::Comment => {
                let instead = if piece.contains('\n') { "\n" } else { " " };
                self.text.push_str(instead);
                self.bare.push_str(instead);
            }
            Kind::Code => {
                self.text.push_str(piece);
                self.bare.push_str(piece);
            }
            Kind::Quoted => {
                self.text.push_str(piece);
                let mark = &piece[..1];
                let inside = piece.len() - 1 - usize::from(is_closed(piece));
                self.bare.push_str(mark);
                self.bare.extend(std::iter::repeat_n(' ', inside));
                self.bare.push_str(if is_closed(piece) { mark } else { "" });
            }
        }
    }

    /// Whether a slash begins a regular expression here; elsewhere it divides.
    fn expects_value(&self) -> bool {
        let before = self.bare.trim_end();
        before.is_empty()
            || before.ends_with(|c: char| "(,=:[!&|?{};+-*%<>~^}".contains(c))
            || before.ends_with("return")
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Comment,
    Code,
    /// A string or a regular expression.
    Quoted,
}

fn is_closed(piece: &str) -> bool {
    piece.len() > 1 && piece.as_bytes().first() == piece.as_bytes().last()
}

/// Where a string ends that begins here: behind its mark, or with the line unless it may go over several.
fn string_end(text: &str, mark: u8) -> usize {
    let mut bytes = text.bytes().enumerate().skip(1);
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'\n' if mark != b'`' => return at,
            _ if byte == mark => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Where a regular expression ends that begins here: a slash among alternatives, `[/]`, is one of its characters.
fn regex_end(text: &str) -> Option<usize> {
    const LONGEST: usize = 1000;
    let mut is_among = false;
    let mut bytes = text.bytes().enumerate().take(LONGEST).skip(1);
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\n' => return None,
            b'\\' => {
                bytes.next();
            }
            b'[' => is_among = true,
            b']' => is_among = false,
            b'/' if !is_among => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// No way into an answer is longer, so that no script takes time for one that is.
const LONGEST_VALUE: usize = 1000;

/// How far an expression goes: to what closes the brackets around it, to the next argument or to the end of its statement.
pub(super) fn expression_end(bare: &str) -> usize {
    let mut depth = 0_usize;
    let ends = |byte: u8| match byte {
        b'(' | b'[' | b'{' => {
            depth += 1;
            false
        }
        b')' | b']' | b'}' if depth > 0 => {
            depth -= 1;
            false
        }
        b')' | b']' | b'}' => true,
        b',' | b';' | b'\n' => depth == 0,
        _ => false,
    };
    let near = &bare[..bare.floor_char_boundary(LONGEST_VALUE)];
    near.bytes().position(ends).unwrap_or(near.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::comments("// a\n/* b\nc */\n  // d", true)]
    #[case::star_in_a_line_comment("// for https://a.io/*\nx()", false)]
    #[case::stars_in_a_line_comment("// */* and /v1/*\nx()", false)]
    #[case::slashes_in_a_string("x('https://a.io/*'); // b", false)]
    #[case::never_ending("/* a\nx()", false)]
    fn comments_alone_are_no_code(#[case] source: &str, #[case] expected: bool) {
        assert_eq!(Code::of(source).is_empty(), expected);
    }

    #[rstest]
    #[case::behind("a(); // b()", "a();  ", "a();  ")]
    #[case::within("a(/* b */ c)", "a(  c)", "a(  c)")]
    #[case::string("a('//b', \"/*\")", "a('//b', \"/*\")", "a('   ', \"  \")")]
    #[case::escape(r#"a("\"(") + b"#, r#"a("\"(") + b"#, r#"a("   ") + b"#)]
    #[case::regular_expression("a(/[\"/]\\//g); b", "a(/[\"/]\\//g); b", "a(/      /g); b")]
    #[case::division("a / b // c", "a / b  ", "a / b  ")]
    #[case::letters("a('ü(')", "a('ü(')", "a('   ')")]
    fn strings_hide_what_they_hold(#[case] source: &str, #[case] text: &str, #[case] bare: &str) {
        let code = Code::of(source);
        assert_eq!((code.text.as_str(), code.bare.as_str()), (text, bare));
    }
}
