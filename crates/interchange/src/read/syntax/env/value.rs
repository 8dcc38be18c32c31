//! The value in an assignment: in quotes or without, in brackets over several lines, with a remark behind it.

use super::name::name_of;
use zeroize::Zeroizing;

/// How far the end of a key is looked for.
const LONGEST_KEY: usize = 16 * 1024;
/// How far the end of a list is looked for.
const LONGEST_LIST: usize = 4 * 1024;

/// Where a value without quotes ends besides its line's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    WithItsLine,
    /// In a shell's `A=b C=d command`.
    AtABlank,
    /// At the quotation mark that was opened before the name.
    AtAQuote,
}

/// A value, and how much text it took.
pub(super) struct Taken {
    pub(super) value: Zeroizing<String>,
    pub(super) length: usize,
    /// Whether its quotation mark is never closed.
    pub(super) has_open_quote: bool,
}

impl Taken {
    fn new(value: &str, length: usize) -> Self {
        Self { value: Zeroizing::new(value.to_owned()), length, has_open_quote: false }
    }
}

/// The value that `text` begins with.
pub(super) fn value_of(text: &str, ends: Ends) -> Taken {
    let line_end = text.find('\n').unwrap_or(text.len());
    if ends == Ends::AtAQuote {
        let end = text[..line_end].find('"').unwrap_or(line_end);
        return Taken::new(text[..end].trim(), (end + 1).min(line_end));
    }
    let line = &text[..line_end];
    let blank = line.len() - without_prefix(line.trim_start()).len();
    let body = &text[blank..];
    let quote = body.chars().next().filter(|c| "\"'`".contains(*c));
    let taken = match quote {
        Some(quote) => tripled(body, quote).or_else(|| in_quotes(body, quote)),
        None => in_brackets(body),
    };
    if let Some(taken) = taken {
        return Taken { length: blank + taken.length, ..taken };
    }
    let open = usize::from(quote.is_some());
    let taken = key(&body[open..]).unwrap_or_else(|| bare(&body[open..], ends));
    let has_open_quote = quote.is_some();
    Taken { length: blank + open + taken.length, has_open_quote, ..taken }
}

/// Python has letters before its quotes: `r"…"`.
fn without_prefix(body: &str) -> &str {
    let quoted = body.trim_start_matches(['r', 'R', 'b', 'B', 'f', 'F', 'u', 'U']);
    let is_prefix = body.len() - quoted.len() <= 2 && quoted.starts_with(['"', '\'']);
    if is_prefix { quoted } else { body }
}

/// Python's quotes that go over lines.
fn tripled(body: &str, quote: char) -> Option<Taken> {
    let marks = quote.to_string().repeat(3);
    let inner = body.strip_prefix(&marks)?;
    let end = inner.find(&marks)?;
    Some(Taken::new(inner[..end].trim(), end + 2 * marks.len()))
}

fn in_quotes(body: &str, quote: char) -> Option<Taken> {
    let mut length = 0;
    let mut value = Zeroizing::new(String::new());
    loop {
        let rest = &body[length + 1..];
        let end = closing(rest, quote)?;
        let (inner, behind) = (&rest[..end], &rest[end + 1..]);
        if swallows_another(inner, behind) {
            return None;
        }
        match quote {
            '"' => value.push_str(&unescaped(inner)),
            _ => value.push_str(&inner.replace("\r\n", "\n")),
        }
        length += end + 2;
        // Source code puts a long text together from several.
        let next = behind.trim_start_matches([' ', '\t']).strip_prefix('\\');
        let next = next.map(str::trim_start).filter(|next| next.starts_with(quote));
        let Some(next) = next else { return Some(Taken { value, length, has_open_quote: false }) };
        length = body.len() - next.len();
    }
}

/// Where the closing quote stands: none when there is none.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            c if c == quote => return Some(at),
            _ => {}
        }
    }
    None
}

/// Whether another assignment stands between two quotation marks, so that the second is not the first one's. The lines
/// below would become a part of the value then, and a secret among them would be shown as what it is not.
fn swallows_another(inner: &str, behind: &str) -> bool {
    let lines = inner.rsplit_once("-----END ").map_or(inner, |(_, lines)| lines);
    let Some((_, below)) = lines.split_once('\n') else { return false };
    let opens_another = behind.starts_with(|c: char| c.is_alphanumeric() || "\"'".contains(c));
    below.lines().any(|line| {
        // The last line of Base64 ends in equals signs too.
        name_of(line).is_some_and(|found| {
            opens_another || !line[found.value_at..].trim_matches(['=', ' ', '\r']).is_empty()
        })
    })
}

/// A list over several lines, or a text that source code puts together in brackets.
fn in_brackets(body: &str) -> Option<Taken> {
    let close = match body.chars().next()? {
        '[' => ']',
        '(' => ')',
        _ => return None,
    };
    let list = &body[..=balanced(up_to_an_assignment(body), close)?];
    let is_long = list.contains('\n');
    if close == ')' && (is_long || list.contains(['"', '\''])) {
        let inner = &list[1..list.len() - 1];
        return Some(Taken::new(
            &joined(inner).unwrap_or_else(|| Zeroizing::new(inner.to_owned())),
            list.len(),
        ));
    }
    is_long.then(|| Taken::new(list, list.len()))
}

/// A list that is never closed does not take the variables below it.
fn up_to_an_assignment(body: &str) -> &str {
    let body = &body[..body.floor_char_boundary(LONGEST_LIST)];
    let mut length = 0;
    for line in body.split_inclusive('\n') {
        if length > 0 && name_of(line).is_some() {
            break;
        }
        length += line.len();
    }
    &body[..length]
}

/// Where the bracket is closed that the text begins with.
fn balanced(text: &str, close: char) -> Option<usize> {
    let open = text.chars().next()?;
    let (mut depth, mut quote) = (0_usize, None);
    for (at, character) in text.char_indices() {
        match quote {
            Some(own) => quote = quote.filter(|_| character != own),
            None if "\"'".contains(character) => quote = Some(character),
            None if character == open => depth += 1,
            None if character == close => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            None => {}
        }
    }
    None
}

/// `"ab" "cd"` as `abcd`; none where commas part them or there are no quotes.
fn joined(inner: &str) -> Option<Zeroizing<String>> {
    let parts: Vec<&str> = inner.split(['"', '\'']).collect();
    let between =
        parts.iter().step_by(2).all(|part| part.trim_matches(['+', '.']).trim().is_empty());
    (parts.len() > 2 && between)
        .then(|| Zeroizing::new(parts.iter().skip(1).step_by(2).copied().collect()))
}

/// A key that somebody pasted over several lines without quotes.
fn key(body: &str) -> Option<Taken> {
    let line = body.lines().next()?;
    if !line.starts_with("-----BEGIN ") || line.contains("-----END ") {
        return None;
    }
    let end = body[..body.floor_char_boundary(LONGEST_KEY)].find("-----END ")?;
    let close = body[end..].find('\n').map_or(body.len(), |at| end + at);
    Some(Taken::new(body[..close].trim_end().trim_end_matches(['"', '\'', '`']), close))
}

fn bare(body: &str, ends: Ends) -> Taken {
    let mut value = Zeroizing::new(String::new());
    let mut at = 0;
    loop {
        let rest = &body[at..];
        let line_end = rest.find('\n').unwrap_or(rest.len());
        let end = end_of(&rest[..line_end], ends);
        let part = rest[..end].trim_end();
        let below = rest[line_end..].strip_prefix('\n').and_then(|below| below.lines().next());
        // A backslash at the end of a Windows path is one of the value's.
        let more = below.filter(|it| it.starts_with([' ', '\t']) && name_of(it).is_none());
        let Some((begun, more)) = part.strip_suffix('\\').zip(more) else {
            value.push_str(part);
            return Taken { value, length: at + end, has_open_quote: false };
        };
        value.push_str(begun);
        at += line_end + 1 + (more.len() - more.trim_start().len());
    }
}

/// Where a remark, a shell's next command or another assignment begins.
fn end_of(line: &str, ends: Ends) -> usize {
    let remarks = [" #", "\t#", " //", "\t//", " ;", " && "];
    let remark = remarks.iter().filter_map(|mark| line.find(mark)).min();
    let trimmed = line.trim_end();
    let continued = (trimmed.ends_with(" \\") || trimmed.ends_with(';')).then(|| trimmed.len() - 1);
    let command = line
        .match_indices("; ")
        .find(|(at, _)| name_of(&line[at + 2..]).is_some())
        .map(|(at, _)| at);
    let word = line
        .find([' ', '\t'])
        .filter(|at| ends == Ends::AtABlank || assigns_like_a_shell(line[*at..].trim_start()));
    [remark, continued, command, word].into_iter().flatten().min().unwrap_or(line.len())
}

/// `A=b` without blanks around the sign.
pub(super) fn assigns_like_a_shell(text: &str) -> bool {
    name_of(text)
        .is_some_and(|found| text.starts_with(found.name) && found.value_at == found.name.len() + 1)
}

fn unescaped(text: &str) -> Zeroizing<String> {
    // A key keeps its lines, whatever stands at their ends.
    let is_key = text.contains("-----BEGIN ");
    let mut out = Zeroizing::new(String::with_capacity(text.len()));
    let mut characters = text.chars().filter(|c| *c != '\r');
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some('t') => out.push('\t'),
                Some('\n') if !is_key => {}
                // Shells unescape more, and the readers of these files less.
                Some(c @ ('"' | '\\')) => out.push(c),
                Some(other) => out.extend(['\\', other]),
                None => out.push('\\'),
            },
            other => out.push(other),
        }
    }
    out
}
