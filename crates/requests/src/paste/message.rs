//! Reading a request as HTTP writes it: a request line, headers, a blank line, a body. `.http` files and what browsers show of
//! their requests have this form, too.

use super::doubt_kind::DoubtKind;
use super::error::PasteError;
use super::parts::{Parts, Placed};
use super::remark::{PasteNote, Remarks};
use mudbrick_model::{Method, is_loopback_host};

/// How long a text may become before no more values are put into it.
const LONGEST_FILLED: usize = 64 * 1024;

/// A line and where it begins.
type Line<'a> = (usize, &'a str);

/// Whether this line begins a request: `GET https://…`, `GET /path HTTP/1.1`, or a URL alone.
pub(super) fn begins(line: &str) -> bool {
    let line = line.trim();
    let mut words = line.split_whitespace();
    let Some(first) = words.next() else { return false };
    if first.starts_with("https://") || first.starts_with("http://") {
        return words.next().is_none_or(|version| version.starts_with("HTTP/"));
    }
    if line.starts_with(":authority:") || line.starts_with(":method:") {
        return true;
    }
    let is_method = first.bytes().all(|b| b.is_ascii_uppercase()) && Method::parse(first).is_some();
    let target = words.next().unwrap_or_default();
    is_method && (target.contains("://") || target.starts_with(['/', '{', '<']))
}

/// Where a message begins in the text, and whether it says by itself which server it is for.
pub(super) fn find(text: &str) -> impl Iterator<Item = (usize, bool)> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let begin = at;
        at += line.len();
        begins(line).then(|| (begin, is_whole(&text[begin..])))
    })
}

/// Whether a request line with a host, and a version or headers, is at the beginning of `text`. Documents put `GET /path` and
/// links above a command.
fn is_whole(text: &str) -> bool {
    let mut lines = text.lines();
    let line = lines.next().unwrap_or_default();
    let mut words = line.split_whitespace();
    let (Some(method), Some(target)) = (words.next(), words.next()) else { return false };
    if method.contains("://") {
        return false;
    }
    let version = words.next().is_some_and(|version| version.starts_with("HTTP/"));
    let names =
        lines.map_while(|line| line.split_once(':').map(|(name, _)| name)).take_while(|name| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        });
    let names: Vec<&str> = names.collect();
    let any = |wanted: &[&str]| {
        names.iter().any(|name| wanted.iter().any(|one| name.eq_ignore_ascii_case(one)))
    };
    match target.contains("://") {
        // Any other word with a colon may begin a sentence.
        true => {
            let usual = ["accept", "authorization", "cookie", "host", "origin", "referer"];
            version || names.iter().any(|name| name.contains('-')) || any(&usual)
        }
        false => any(&["host"]),
    }
}

/// The parts of the request that begins at byte `from`.
pub(super) fn read(text: &str, from: usize, remarks: &mut Remarks) -> Result<Parts, PasteError> {
    let (lines, rest) = first_message(text, from, remarks);
    let mut parts = Parts::default();
    let mut host = None;
    let mut lines = lines.into_iter().peekable();
    let (mut scheme, mut authority, mut path) = ("https", None, None);
    if let Some((at, line)) = lines.next_if(|(_, line)| !line.starts_with(':')) {
        request_line(line, at, &mut parts)?;
    }
    // A long query goes on in the next lines.
    while let Some((_, line)) = lines.next_if(|(_, line)| line.trim_start().starts_with(['?', '&']))
    {
        if let Some(url) = &mut parts.url {
            url.text.push_str(line.trim());
        }
    }
    let mut body: Option<(usize, Vec<&str>)> = None;
    for (at, line) in lines {
        if let Some((_, body)) = &mut body {
            body.push(line);
        } else if line.trim().is_empty() {
            body = Some((at + line.len() + 1, Vec::new()));
        } else if line.starts_with(['#']) || line.starts_with("//") {
            // A comment among the headers.
        } else if let Some((name, value)) = line.strip_prefix(':').and_then(|l| l.split_once(':')) {
            let value = value.trim();
            match name {
                "method" => parts.method = Some(value.to_owned()),
                "authority" => authority = Some((at, value)),
                "path" => path = Some(value),
                "scheme" => scheme = value,
                _ => {}
            }
        } else if line.trim_start().starts_with(['{', '[', '<']) {
            remarks.doubt(at, DoubtKind::NoBlankLine);
            body = Some((at, vec![line]));
        } else if let Some((name, value)) = line.split_once(':') {
            if name.trim().eq_ignore_ascii_case("host") {
                host = Some(value.trim().to_owned());
            } else {
                parts.header(name, value, at, remarks);
            }
        } else {
            remarks.doubt(at, DoubtKind::NotAHeader);
        }
    }
    if let (Some((at, authority)), Some(path)) = (authority, path) {
        parts.url = Some(Placed::new(format!("{scheme}://{authority}{path}"), at));
    }
    if let (Some(url), Some(host)) = (&mut parts.url, host)
        && url.text.starts_with('/')
    {
        // A server on one's own machine seldom has a certificate.
        let name = host.rsplit_once(':').map_or(host.as_str(), |(name, _)| name);
        let scheme = if is_loopback_host(name) { "http" } else { "https" };
        url.text = format!("{scheme}://{host}{}", url.text);
    }
    if let Some((at, lines)) = body {
        add_body(lines.join("\n").trim_end(), at, &mut parts, remarks);
    }
    fill_variables(text, &mut parts);
    if let Some(after) = rest.map(str::trim).filter(|rest| !rest.is_empty()) {
        remarks.note(PasteNote::after(after));
    }
    Ok(parts)
}

/// The lines of the first message, and what follows an answer's first line, should the text show one.
fn first_message<'a>(
    text: &'a str,
    from: usize,
    remarks: &mut Remarks,
) -> (Vec<Line<'a>>, Option<&'a str>) {
    let mut lines: Vec<Line<'a>> = Vec::new();
    let mut at = from;
    let mut count = 1;
    for whole in text[from..].split_inclusive('\n') {
        let line = whole.trim_end_matches(['\r', '\n']);
        if count == 1 && line.starts_with("HTTP/") && !lines.is_empty() {
            return (lines, Some(&text[at..]));
        }
        let separates = line.starts_with("###");
        let another = begins(line) && !lines.is_empty() && line.split_whitespace().nth(1).is_some();
        let after_blank = lines.last().is_some_and(|(_, line)| line.trim().is_empty());
        if another && (count > 1 || after_blank) {
            count += 1;
        } else if separates && !lines.is_empty() && count == 1 {
            let more = text[at..].lines().filter(|line| begins(line)).count();
            if more > 0 {
                remarks.doubt(at, DoubtKind::SeveralRequests { count: 1 + more });
            }
            return (lines, None);
        }
        if count == 1 && !separates {
            lines.push((at, line));
        }
        at += whole.len();
    }
    if count > 1 {
        let end = lines.last().map_or(from, |(at, line)| at + line.len());
        remarks.doubt(end, DoubtKind::SeveralRequests { count });
    }
    (lines, None)
}

fn request_line(line: &str, at: usize, parts: &mut Parts) -> Result<(), PasteError> {
    let line = line.trim();
    let (method, target) = match line.split_once(char::is_whitespace) {
        Some((first, rest)) if !first.contains("://") => (Some(first), rest.trim()),
        _ => (None, line),
    };
    let target = match target.rsplit_once(char::is_whitespace) {
        Some((target, version)) if version.starts_with("HTTP/") => target.trim(),
        _ => target,
    };
    if target.is_empty() {
        return Err(PasteError::NoUrl);
    }
    parts.method = Some(method.unwrap_or("GET").to_owned());
    parts.url = Some(Placed::new(target, at));
    Ok(())
}

/// The body; `< path` means a file.
fn add_body(body: &str, at: usize, parts: &mut Parts, remarks: &mut Remarks) {
    if body.is_empty() {
        return;
    }
    match body.strip_prefix("< ").filter(|path| !path.contains('\n')) {
        Some(path) => parts.body_in_file(path.trim(), at, remarks),
        None => parts.data.push(Placed::new(body, at)),
    }
}

/// Puts the values of the text's `@name = value` lines into the request. One may contain others.
fn fill_variables(text: &str, parts: &mut Parts) {
    let variables: Vec<(String, &str)> = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix('@')?.split_once('='))
        .map(|(name, value)| (format!("{{{{{}}}}}", name.trim()), value.trim()))
        .collect();
    let fill = |text: &mut String| {
        // As often as there are variables: more would be a circle. Values that double each other must not fill the memory.
        for _ in &variables {
            for (written, value) in &variables {
                if text.contains(written) && text.len() < LONGEST_FILLED {
                    *text = text.replace(written, value);
                }
            }
        }
    };
    parts.url.iter_mut().for_each(|url| fill(&mut url.text));
    parts.headers.iter_mut().for_each(|header| fill(&mut header.value));
    parts.data.iter_mut().for_each(|piece| fill(&mut piece.text));
}
