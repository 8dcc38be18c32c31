//! Reading a `.http` file.

use super::blocks::{Stands, behind_body, block as block_at, texts};
use super::commented::body_length;
use super::file::{Entry, Foreign, HttpFile};
use super::foreign::{SCRIPT, UNREAD, foreign_word, is_line_of_its_own};
use super::lines::{Line, lines};
use super::parse_error::ParseError;
use super::request_line::{self, is_header_name};
use super::syntax::{SEPARATOR, comment, directive, is_blank, variable};
use mudbrick_model::{Header, Request};
use std::ops::Range;

/// A file that was read, and where the parts of each of its requests lie in the text.
#[derive(Default)]
pub(super) struct Parsed {
    pub(super) file: HttpFile,
    /// Why the first of the parts that cannot be read cannot.
    pub(super) unread: Option<ParseError>,
    /// One for each entry.
    pub(super) layouts: Vec<Layout>,
}

/// Where the parts of a request lie in its file, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// From the separator, or the beginning of the file, up to the next separator.
    pub(super) whole: Range<usize>,
    /// The separator's line without its end.
    pub(super) separator: Option<Range<usize>>,
    /// The lines of the file that stand above the request or behind its body, its variables and imports, each with its end.
    pub(super) of_file: Vec<Range<usize>>,
    /// The line of its `# @name`, with its end.
    pub(super) tag: Option<Range<usize>>,
    /// The lines of its other comments, each with its end.
    pub(super) comments: Vec<Range<usize>>,
    /// Where the line of the request line begins.
    pub(super) head: usize,
    /// The request line with its continuations, without white space around it.
    pub(super) request_line: Range<usize>,
    /// The URL of it, as far as its last continuation.
    pub(super) url: Range<usize>,
    /// The comments among the parts of the URL, each without its end.
    pub(super) url_comments: Vec<Range<usize>>,
    /// The line of each header, with its end.
    pub(super) headers: Vec<Range<usize>>,
    /// Where the line after the last header begins, or after the request line when there is none.
    pub(super) after_headers: usize,
    /// Where the line after the head begins: after the last line of request line, headers and the comments among them.
    pub(super) head_end: usize,
    /// The body from its first line to its last, without the end of that.
    pub(super) body: Option<Range<usize>>,
}

/// A part that cannot be read is one that is named, beside requests; where there is none, it is what is wrong with the file.
pub(super) fn parse(text: &str) -> Result<Parsed, ParseError> {
    let parsed = parts(text);
    match parsed.unread {
        Some(error) if parsed.file.entries.is_empty() => Err(error),
        _ => Ok(parsed),
    }
}

/// All parts of a text, also where no request is among them.
pub(super) fn parts(text: &str) -> Parsed {
    let lines = lines(text);
    let mut parsed = Parsed::default();
    let mut rest = lines.as_slice();
    let mut separator: Option<&Line<'_>> = None;
    loop {
        let end = rest.iter().position(|line| line.text.starts_with(SEPARATOR));
        let read = parse_block(separator, &rest[..end.unwrap_or(rest.len())], &mut parsed);
        parsed.unread = parsed.unread.or(read.err());
        let Some(end) = end else { return parsed };
        separator = Some(&rest[end]);
        rest = &rest[end + 1..];
    }
}

/// Reads what stands between two separators. What cannot be read is a part for nobody, and the first error is given back.
fn parse_block(
    separator: Option<&Line<'_>>,
    block: &[Line<'_>],
    Parsed { file, layouts, .. }: &mut Parsed,
) -> Result<(), ParseError> {
    let title = separator.map_or("", |line| line.text.trim_start_matches('#').trim());
    let all = texts(block);
    let mut about = About::default();
    let mut of_file = Vec::new();
    let mut imports = Vec::new();
    let mut above = Vec::new();
    let mut others = Vec::new();
    let mut position = 0;
    while let Some(line) = block.get(position) {
        if let Some((name, value)) = variable(line.text) {
            file.variables.push((name.to_owned(), value.to_owned()));
            of_file.push(line.start..line.next);
        } else if is_line_of_its_own(line.text) {
            let word = foreign_word(line.text).unwrap_or_default().to_owned();
            imports.push(Foreign { name: String::new(), word, text: line.text.to_owned() });
            of_file.push(line.start..line.next);
        } else if let Some((found, length)) = block_at(&all[position..], Stands::Before) {
            others.extend_from_slice(&all[position..position + length]);
            above.push(found);
            position += length;
            continue;
        } else if !about.take(line) && !is_blank(line.text) {
            break;
        } else {
            others.push(line.text);
        }
        position += 1;
    }
    let foreign = |word: &str, lines: Vec<&str>| Foreign {
        name: title.to_owned(),
        word: word.to_owned(),
        text: lines.join("\n").trim_matches(['\n', '\r']).to_owned(),
    };
    let Some(first) = block.get(position) else {
        if !above.is_empty() {
            file.foreign.extend(imports);
            file.foreign.push(foreign(SCRIPT, others));
            return Ok(());
        }
        match imports.first_mut() {
            Some(import) => import.name = title.to_owned(),
            // A title without a request is a comment too, such as a heading over the requests that follow.
            None => file.comments.extend((!title.is_empty()).then(|| title.to_owned())),
        }
        file.foreign.extend(imports);
        file.comments.extend(about.into_comments());
        return Ok(());
    };
    file.foreign.extend(imports);
    if let Some(word) = foreign_word(first.text) {
        others.extend_from_slice(&all[position..]);
        file.foreign.push(foreign(word, others));
        return Ok(());
    }
    let begin = position;
    position += 1;
    let line = match request_line::read(first, &block[position..]) {
        Ok(line) => line,
        Err(error) => {
            others.extend_from_slice(&all[begin..]);
            file.foreign.push(foreign(UNREAD, others));
            return Err(error);
        }
    };
    let of_url: Vec<&Line<'_>> = line.comments.iter().map(|at| &block[position + at]).collect();
    let url_comments = of_url.iter().map(|line| line.start..line.end()).collect();
    for comment in of_url {
        about.take(comment);
    }
    position += line.length;
    let below_request_line = block[position - 1].next;

    let mut headers = Vec::new();
    let mut places = Vec::new();
    let mut head_end = below_request_line;
    while let Some(of_head) = block.get(position) {
        // httpyac's need no blank line before them, which a body does.
        if block_at(&all[position..], Stands::After).is_some()
            && behind_body(&all[position..]).is_some_and(|(begin, _)| begin == 0)
        {
            break;
        }
        position += 1;
        if is_blank(of_head.text) {
            break;
        }
        head_end = of_head.next;
        if about.take(of_head) {
            continue;
        }
        match of_head.text.split_once(':') {
            Some((name, value)) if is_header_name(name.trim()) => {
                headers.push(Header::new(name.trim(), value.trim()));
                places.push(of_head.start..of_head.next);
            }
            _ => {
                others.extend_from_slice(&all[begin..]);
                file.foreign.push(foreign(UNREAD, others));
                return Err(ParseError::NotAHeader { line: of_head.number });
            }
        }
    }

    let below = &block[position..];
    let texts = &all[position..];
    let (end, after) = behind_body(texts).unwrap_or((texts.len(), Vec::new()));
    let length = body_length(&headers, &texts[..end]);
    let mut rest = length;
    while let Some(line) = below.get(rest) {
        match block_at(&texts[rest..], Stands::After).filter(|_| rest >= end) {
            Some((_, length)) => rest += length,
            None => {
                // Behind a body they are the file's as well.
                if let Some((name, value)) = variable(line.text).filter(|_| rest < end) {
                    file.variables.push((name.to_owned(), value.to_owned()));
                    of_file.push(line.start..line.next);
                }
                about.take(line);
                rest += 1;
            }
        }
    }
    let begin = texts[..length].iter().position(|line| !is_blank(line)).unwrap_or(length);
    let body = &below[begin..length];
    let start = separator.or(block.first()).map_or(0, |line| line.start);
    layouts.push(Layout {
        whole: start..block.last().map_or(start, |line| line.next),
        separator: separator.map(|line| line.start..line.end()),
        of_file,
        tag: about.tag_line,
        comments: about.comment_lines,
        head: first.start,
        request_line: line.in_file,
        url: line.url_in_file,
        url_comments,
        after_headers: places.last().map_or(below_request_line, |place| place.end),
        headers: places,
        head_end,
        body: body.first().zip(body.last()).map(|(first, last)| first.start..last.end()),
    });
    let name = match (title, &about.tag) {
        ("", Some(tag)) => tag.clone(),
        _ => title.to_owned(),
    };
    file.entries.push(Entry {
        request: Request {
            name,
            method: line.method,
            url: line.url,
            headers,
            body: (!body.is_empty()).then(|| texts[begin..length].join("\n")),
        },
        version: line.version,
        tag: about.tag,
        note: about.note,
        comments: about.comments,
        before: above,
        after,
    });
    Ok(())
}

/// What comment lines say.
#[derive(Default)]
struct About {
    tag: Option<String>,
    tag_line: Option<Range<usize>>,
    note: Option<String>,
    comments: Vec<String>,
    comment_lines: Vec<Range<usize>>,
}

impl About {
    /// Whether it is a comment line, which is kept then.
    fn take(&mut self, line: &Line<'_>) -> bool {
        let Some(text) = comment(line.text) else { return false };
        let directive = |name: &str| {
            let (word, value) = directive(text)?;
            (word == name && !value.is_empty()).then(|| value.to_owned())
        };
        // A bare `# @note` is REST Client's "ask before sending", which is another thing: it stays a comment.
        if self.tag.is_none()
            && let Some(tag) = directive("name")
        {
            self.tag = Some(tag);
            self.tag_line = Some(line.start..line.next);
        } else if self.note.is_none()
            && let Some(note) = directive("note")
        {
            self.note = Some(note);
        } else {
            self.comments.push(text.to_owned());
            self.comment_lines.push(line.start..line.next);
        }
        true
    }

    fn into_comments(self) -> Vec<String> {
        let tag = self.tag.map(|tag| format!("@name {tag}"));
        let note = self.note.map(|note| format!("@note {note}"));
        tag.into_iter().chain(note).chain(self.comments).collect()
    }
}
