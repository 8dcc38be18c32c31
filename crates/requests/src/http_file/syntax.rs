//! What the lines of a `.http` file are: comments and blanks. Which comments are a body's own is left to [`super::commented`].

/// What separates two requests. REST Client wants it at the very beginning of the line.
pub(super) const SEPARATOR: &str = "###";

/// The text of a comment line without its mark; none for any other line.
pub(super) fn comment(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let text = match line.strip_prefix("//") {
        Some(rest) => rest,
        None => line.strip_prefix('#')?,
    };
    Some(text.trim())
}

/// The word and the value of a comment that says something about a request: `@name login`, `@name = login`.
pub(crate) fn directive(comment: &str) -> Option<(&str, &str)> {
    let text = comment.trim_start().strip_prefix('@')?;
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')));
    let (word, rest) = text.split_at(end.unwrap_or(text.len()));
    let begins = word.starts_with(|c: char| c.is_ascii_alphabetic());
    let goes_on = rest.is_empty() || rest.starts_with(['=', ' ', '\t']);
    let rest = rest.trim_start();
    (begins && goes_on).then(|| (word, rest.strip_prefix('=').unwrap_or(rest).trim()))
}

/// `@name = value`, as REST Client reads it; httpyac's `:=` says when the value is looked up, which is always late here.
pub(super) fn variable(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim().strip_prefix('@')?.split_once('=')?;
    let name = name.strip_suffix(':').unwrap_or(name).trim_end();
    let plain = !name.is_empty() && !name.contains(char::is_whitespace);
    plain.then(|| (name, value.trim()))
}

pub(super) fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// One kind of line end: files come from everywhere.
pub(crate) fn with_line_feeds(text: &str) -> std::borrow::Cow<'_, str> {
    match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n").into(),
        false => text.into(),
    }
}
