//! Text of others in Markdown that Mudbrick writes.

/// A text that is shown as it is, on one line: no character of it is taken for Markdown, HTML or the end of a cell.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\n' | '\r' | '\t' => escaped.push(' '),
            c if c.is_control() => escaped.extend(c.escape_unicode()),
            // A colon is escaped for the addresses that some readers make links of.
            c if "\\`*_{}[]()#+-.!|~:@$".contains(c) => {
                escaped.push('\\');
                escaped.push(c);
            }
            c => escaped.push(c),
        }
    }
    escaped
}
