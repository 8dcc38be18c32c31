//! Forms as `name=value&…`, written over any number of lines, with blanks for reading them, and in letters that have to be
//! encoded to be sent.

/// How a form is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `name=value&name=value`, as it is sent.
    Tight,
    /// `name = value & name = value`, as JetBrains' client has it: the blanks are no part of it, and `%` before one of `&=+`
    /// says that this is the sign itself.
    Spaced,
}

/// The form in one line, of which names and values still have to be encoded.
pub(super) fn joined(text: &str) -> String {
    let text = one_line(text);
    match style(&text) {
        Style::Tight => text,
        Style::Spaced => tightened(&text),
    }
}

/// Lines that go on with the one above are joined to it, without the blanks that set them in.
fn one_line(text: &str) -> String {
    let mut joined = String::new();
    for line in text.trim().lines() {
        let (begin, above) = (line.trim_start(), joined.trim_end());
        if let Some(pair) = above.strip_suffix('&') {
            joined.truncate(pair.trim_end().len());
            joined.push('&');
            joined.push_str(begin);
        } else if begin.starts_with('&') {
            joined.truncate(above.len());
            joined.push_str(begin);
        } else {
            joined.push_str(if joined.is_empty() { "" } else { "\n" });
            joined.push_str(line);
        }
    }
    joined.truncate(joined.trim_end().len());
    joined
}

fn style(text: &str) -> Style {
    let name = text.split_once('=').map_or("", |(name, _)| name);
    if name.ends_with([' ', '\t']) { Style::Spaced } else { Style::Tight }
}

fn tightened(text: &str) -> String {
    let escaped = text.replace("%&", "%26").replace("%=", "%3D").replace("%+", "%2B");
    let pairs = escaped.split('&').map(|pair| match pair.split_once('=') {
        Some((name, value)) => format!("{}={}", name.trim(), value.trim()),
        None => pair.trim().to_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::as_it_is_sent("a=1&b=x%20y+z", "a=1&b=x%20y+z")]
    #[case::lines("a=1\n&b=2&\nc=3", "a=1&b=2&c=3")]
    #[case::set_in("a=1\n  &b=2 &\n\tc=3 \n", "a=1&b=2&c=3")]
    #[case::blank_in_a_value("a=John Smith&b= x", "a=John Smith&b= x")]
    #[case::line_end_in_a_value("a=1\nb", "a=1\nb")]
    #[case::percent_before_a_sign("a=100%&b=50%+5", "a=100%&b=50%+5")]
    #[case::spaced("a = 1 &\nb = x y & c = {{d}}", "a=1&b=x y&c={{d}}")]
    #[case::spaced_signs("a = x %+ y %= z %& w &\nb = 2", "a=x %2B y %3D z %26 w&b=2")]
    fn forms_are_joined(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(joined(text), expected);
    }
}
