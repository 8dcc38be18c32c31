//! What `curl -i` and `curl -v` print, and raw HTTP: a status line, headers, a body; before them perhaps the command and the
//! request. Of several answers, as behind a redirect, a proxy or another try, the last is meant.

use super::asked::{Asked, header, is_command, request_line};
use super::lines::lines;
use super::records::values;
use super::seen::{MOST, Seen, sent_back, status};
use mudbrick_model::Header;

/// The answer as it is printed, and then the same with each JSON out of its body alone: a terminal prints its prompt behind it.
pub(super) fn read(text: &str) -> Vec<Seen> {
    let lines = lines(text);
    let is_verbose = lines.iter().any(|line| line.starts_with("< HTTP/"));
    let mut reading =
        Reading { is_verbose, asked: Asked::default(), state: State::Before, answer: None };
    for (at, line) in lines.iter().enumerate() {
        reading.line(line, lines.get(at + 1).copied());
    }
    reading.answer.map(|answer| answer.seen(is_verbose)).unwrap_or_default()
}

struct Reading {
    is_verbose: bool,
    asked: Asked,
    state: State,
    answer: Option<Printed>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Before,
    Headers,
    Body,
}

/// An answer, and the request before it.
struct Printed {
    asked: Asked,
    status: u16,
    headers: Vec<Header>,
    body: String,
    /// curl says that bytes came, which need not be printed.
    came: bool,
}

impl Reading {
    fn line(&mut self, line: &str, next: Option<&str>) {
        let (mark, rest) = self.marked(line);
        if let Some(found) = status_line(rest).filter(|_| self.begins(mark, next)) {
            return self.begin(mark, found);
        }
        match (mark, self.state) {
            ("*", _) => {}
            // What curl says of the bytes that came: `{ [70 bytes data]`.
            ("{" | "}", _) => {
                let came = mark == "{" && self.state == State::Body && !rest.starts_with("[0 ");
                if let (true, Some(answer)) = (came, &mut self.answer) {
                    answer.came = true;
                }
            }
            (">", _) => {
                if self.state == State::Body {
                    self.state = State::Before;
                }
                self.asked.line(rest);
            }
            (_, State::Before) => {
                if mark.is_empty() {
                    self.asked.line(rest);
                }
            }
            (_, State::Headers) => self.header(line, rest),
            (_, State::Body) => self.body(line),
        }
    }

    /// With the mark of `curl -v` before a line. Once the headers have ended a line may be anything: HTML begins with `<` as well.
    fn marked<'l>(&self, line: &'l str) -> (&'l str, &'l str) {
        let Some((mark, behind)) = line.split_at_checked(1).filter(|_| self.is_verbose) else {
            return ("", line);
        };
        let rest = behind.strip_prefix(' ').unwrap_or(behind);
        let is_body = self.state == State::Body;
        let is_mark = match mark {
            "*" => behind.is_empty() || behind.starts_with(' '),
            "<" => !is_body || status_line(rest).is_some(),
            ">" => !is_body || request_line(rest).is_some(),
            "{" | "}" => rest.starts_with('[') && rest.contains(" bytes data]"),
            _ => false,
        };
        if is_mark { (mark, rest) } else { ("", line) }
    }

    /// Whether an answer begins with this status line. In a body it does where headers follow it, or where the answer before
    /// had no body: `HTTP/1.1 100 Continue`, and a proxy's own.
    fn begins(&self, mark: &str, next: Option<&str>) -> bool {
        let is_empty = self.answer.as_ref().is_none_or(|answer| answer.body.trim().is_empty());
        let has_headers = next.is_some_and(|next| header(self.marked(next).1).is_some());
        match mark {
            "<" => true,
            "" => self.state != State::Body || is_empty || has_headers,
            _ => false,
        }
    }

    fn begin(&mut self, mark: &str, status: u16) {
        // `curl -v` prints each request; without it, the next command is at the end of the body before, and a redirect says
        // itself where it leads.
        if let (Some(before), "") = (&self.answer, mark) {
            let lines: Vec<&str> = before.body.lines().collect();
            let begins = |line: &&str| is_command(line) || request_line(line).is_some();
            if let Some(at) = lines.iter().rposition(begins) {
                self.asked = Asked::default();
                lines[at..].iter().for_each(|line| self.asked.line(line));
            } else if let Some(to) = before.location().filter(|_| before.status / 100 == 3) {
                self.asked.go_to(to);
            }
        }
        let (asked, headers) = (self.asked.clone(), Vec::new());
        self.answer = Some(Printed { asked, status, headers, body: String::new(), came: false });
        self.state = State::Headers;
    }

    fn header(&mut self, line: &str, rest: &str) {
        let Some(answer) = &mut self.answer else { return };
        if let Some(header) = header(rest) {
            answer.headers.push(header);
            return;
        }
        self.state = State::Body;
        if !rest.trim().is_empty() {
            self.body(line);
        }
    }

    fn body(&mut self, line: &str) {
        if let Some(answer) = &mut self.answer {
            answer.body.push_str(line);
            answer.body.push('\n');
        }
    }
}

impl Printed {
    fn location(&self) -> Option<&str> {
        self.header("location")
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut named = self.headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
        named.next().map(|header| header.value.as_str())
    }

    fn seen(self, is_whole: bool) -> Vec<Seen> {
        if self.asked.is_for_a_proxy() {
            return vec![Seen::default()];
        }
        let printed = without_remarks(&self.body);
        let is_left_out = self.came || self.header("content-length").is_some_and(|it| it != "0");
        let query = self.location().and_then(sent_back);
        let body = match &query {
            Some(query) => Some(query.clone()),
            // It was saved to a file, or curl was told to print headers only.
            None if printed.is_empty() && is_left_out => None,
            None => Some(printed.as_bytes().to_vec()),
        };
        let is_json = serde_json::from_str::<serde_json::Value>(printed).is_ok();
        let parts = match query.is_some() || is_json || printed.starts_with('<') {
            true => Vec::new(),
            false => values(printed),
        };
        let headers = self.headers.clone();
        let answer = Seen { status: status(self.status.into()), headers, ..Seen::default() };
        let answer = self.asked.seen(is_whole, answer);
        // Only a prompt, or the like, stands behind JSON that the body begins with; among other words it is a part.
        let begins_with_it = printed.starts_with(['{', '[']);
        let parts = parts.iter().enumerate().map(|(at, json)| Seen {
            body: Some(json.to_string().into_bytes()),
            is_part: at > 0 || !begins_with_it,
            ..answer.clone()
        });
        let whole = Seen { body, ..answer.clone() };
        std::iter::once(whole).chain(parts).take(MOST).collect()
    }
}

/// `HTTP/1.1 401 Unauthorized`, `HTTP/2 401`.
fn status_line(line: &str) -> Option<u16> {
    let rest = line.strip_prefix("HTTP/")?;
    rest.split(' ').nth(1)?.trim().parse().ok()
}

/// Behind a body without a line break, curl goes on in the same line: `{"a":1}* Connection #0 to host x left intact`.
fn without_remarks(body: &str) -> &str {
    let body = body.trim();
    match body.rfind("* Connection #") {
        Some(at) => body[..at].trim_end(),
        None => body,
    }
}
