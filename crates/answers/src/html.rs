//! The text of a web page: what stands between its tags, a line for each block.

/// What begins a line of its own.
const BLOCKS: [&str; 24] = [
    "address",
    "article",
    "blockquote",
    "br",
    "dd",
    "div",
    "dl",
    "dt",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "p",
    "pre",
    "section",
    "table",
    "title",
    "tr",
];
/// What no reader sees.
const HIDDEN: [&str; 4] = ["script", "style", "template", "noscript"];

/// The text of a page. Characters by name that are not common stay as they are written.
pub fn text_of(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some(less) = rest.find('<') {
        push(&mut text, &rest[..less]);
        rest = &rest[less..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
            continue;
        }
        let Some((tag, behind)) = tag(rest) else {
            push(&mut text, "<");
            rest = &rest[1..];
            continue;
        };
        rest = behind;
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        if HIDDEN.contains(&name.as_str()) && !tag.starts_with('/') && !tag.ends_with('/') {
            rest = behind_end(rest, &name);
        } else if BLOCKS.contains(&name.as_str()) {
            new_line(&mut text);
        } else if matches!(name.as_str(), "td" | "th") && !text.ends_with(['\n', ' ']) {
            text.push(' ');
        }
    }
    push(&mut text, rest);
    text.trim().to_owned()
}

/// What is between `<` and `>`, and what follows; none where no tag begins.
fn tag(rest: &str) -> Option<(&str, &str)> {
    let begins =
        rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
    let mut quote = None;
    let end = rest.char_indices().skip(1).find(|(_, c)| {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(*c),
            (Some(open), c) if open == *c => quote = None,
            (None, '>') => return true,
            _ => {}
        }
        false
    });
    // A quote that is never closed is text of a page that is cut off.
    let end = end.map(|(place, _)| place).or_else(|| rest.find('>')).filter(|_| begins)?;
    Some((&rest[1..end], &rest[end + 1..]))
}

fn behind_end<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(place) = rest[from..].find("</") {
        let after = &rest[from + place + 2..];
        if after.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return after.split_once('>').map_or("", |(_, behind)| behind);
        }
        from += place + 2;
    }
    ""
}

fn new_line(text: &mut String) {
    let length = text.trim_end_matches(' ').len();
    text.truncate(length);
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// Adds text, its white space folded and its characters by name written out.
fn push(text: &mut String, piece: &str) {
    let mut rest = piece;
    while let Some(c) = rest.chars().next() {
        let (character, length) = match c {
            '&' => reference(rest).unwrap_or(('&', 1)),
            c if c.is_ascii_whitespace() => (' ', 1),
            c => (c, c.len_utf8()),
        };
        rest = &rest[length..];
        if character != ' ' || !(text.is_empty() || text.ends_with([' ', '\n'])) {
            text.push(character);
        }
    }
}

fn reference(rest: &str) -> Option<(char, usize)> {
    let end = rest.bytes().take(12).position(|byte| byte == b';')?;
    let name = &rest[1..end];
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((character, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_without_its_tags() {
        let page = "<!doctype html><title>A &amp; B</title><style>p{}</style>\n<p class='>'>One <b>two</b>\n three\
                    <script>if (1 < 2) {}</script><br>four&#x20ac;<!-- no --><table><tr><td>a<td>b</table> 1 < 2";
        assert_eq!(text_of(page), "A & B\nOne two three\nfour€\na b\n1 < 2");
        assert_eq!(text_of("<p title=\"open>text"), "text");
        assert_eq!(text_of("a &unknown; &#xd800; b"), "a &unknown; &#xd800; b");
        assert_eq!(text_of("<script>never closed"), "");
    }
}
