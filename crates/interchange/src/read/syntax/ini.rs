//! INI, as Python's `configparser` and many others write it: sections, `name = value` or `name: value`, comments with `#`
//! or `;`, values that go on in indented lines.

use super::{Budget, NotThis, Value};
use zeroize::Zeroizing;

/// No configuration is larger.
const MAX: usize = 1 << 20;

/// Whether any line is a section's name.
pub(crate) fn has_section(text: &str) -> bool {
    text.lines().any(|line| section(line.trim()).is_some())
}

/// Whether the first line that says anything is a section's name. A JSON list begins alike, and not with a name alone.
pub(crate) fn begins_with_section(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !is_comment(line));
    first.and_then(section).is_some()
}

/// Reads a file: a map of sections, each a map of texts.
pub(crate) fn parse(text: &str) -> Result<Value, NotThis> {
    if text.len() > MAX {
        return Err(NotThis { line: 0, why: "it is too long to be a configuration" });
    }
    let mut budget = Budget::new();
    let (mut top, mut sections) = (Vec::new(), Vec::<(String, Value)>::new());
    let mut rest = text.lines().enumerate().peekable();
    while let Some((at, line)) = rest.next() {
        let trimmed = line.trim();
        if trimmed.is_empty() || is_comment(trimmed) {
            continue;
        }
        budget.spend(at + 1)?;
        if let Some(name) = section(trimmed) {
            sections.push((name.to_owned(), Value::Map(Vec::new())));
            continue;
        }
        let Some(end) = trimmed.find(['=', ':']) else {
            return Err(NotThis { line: at + 1, why: "a name and its value are missing" });
        };
        let mut value = Zeroizing::new(without_comment(trimmed[end + 1..].trim()).to_owned());
        let goes_on = |line: &str| line.starts_with([' ', '\t']) && !is_comment(line.trim());
        // A key stands over several lines, all but the first further in.
        while !line.starts_with([' ', '\t'])
            && let Some((_, more)) =
                rest.next_if(|(_, more)| goes_on(more) && !more.trim().is_empty())
        {
            value.push('\n');
            value.push_str(more.trim());
        }
        let entry = (trimmed[..end].trim().to_owned(), Value::Text(unquoted(value)));
        match sections.last_mut() {
            Some((_, Value::Map(entries))) => entries.push(entry),
            // Before the first section.
            _ => top.push(entry),
        }
    }
    top.extend(sections);
    Ok(Value::Map(top))
}

fn is_comment(line: &str) -> bool {
    line.starts_with(['#', ';'])
}

/// `enterprise` of `[enterprise]`.
fn section(line: &str) -> Option<&str> {
    let inner = line.strip_prefix('[')?;
    let (name, behind) = inner.split_once(']')?;
    let behind = behind.trim();
    // `[ -f file ]` is a question of a shell's.
    let plain = !name.trim().is_empty()
        && !name.trim().starts_with('-')
        && !name.contains(['"', '\'', ',', '{', '[', ':', '$', '=']);
    (plain && (behind.is_empty() || is_comment(behind))).then_some(name.trim())
}

fn without_comment(value: &str) -> &str {
    if value.starts_with(['"', '\'']) {
        return value;
    }
    let ends = [" #", "\t#", " ;", "\t;", " //"].iter().filter_map(|mark| value.find(mark));
    value[..ends.min().unwrap_or(value.len())].trim_end()
}

fn unquoted(value: Zeroizing<String>) -> Zeroizing<String> {
    for quote in ['"', '\''] {
        let inner = value.strip_prefix(quote).and_then(|rest| rest.split_once(quote));
        if let Some((inner, behind)) = inner
            && (behind.trim().is_empty() || is_comment(behind.trim()))
        {
            return Zeroizing::new(inner.to_owned());
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::sections("[a]\nb = c\n[d e]\nf: g h\n", r#"{"a":{"b":"c"},"d e":{"f":"g h"}}"#)]
    #[case::slashes("[a]\nb = c // d\ne=http://f\n", r#"{"a":{"b":"c","e":"http://f"}}"#)]
    #[case::comments("; x\n[a] # y\nb = c # d\n# e\nf=g#h\n", r#"{"a":{"b":"c","f":"g#h"}}"#)]
    #[case::quotes("[a]\nb = \"c # d\" ; e\nf='g'\n", r#"{"a":{"b":"c # d","f":"g"}}"#)]
    #[case::goes_on(
        "[a]\nb = -----X\n  yy\n  -----Z\nc = d\n",
        r#"{"a":{"b":"-----X\nyy\n-----Z","c":"d"}}"#
    )]
    #[case::empty("[a]\nb =\n", r#"{"a":{"b":""}}"#)]
    #[case::before_a_section("a = b\n[c]\n", r#"{"a":"b","c":{}}"#)]
    #[case::no_value("[a]\nb\n", "line 2: a name and its value are missing")]
    fn reads(#[case] text: &str, #[case] expected: &str) {
        let found = parse(text)
            .map_or_else(|error| error.clause(), |value| String::clone(&value.to_json()));
        assert_eq!(found, expected);
    }

    #[rstest]
    #[case("[enterprise]\na = b", true)]
    #[case("# x\n\n[a]\n", true)]
    #[case("[\"a\"]", false)]
    #[case("[{\"a\": 1}]", false)]
    #[case("[\n1]", false)]
    #[case("[1, 2]", false)]
    #[case("a = b", false)]
    fn a_section_is_no_list(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(begins_with_section(text), expected);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "([\\[\\]=:;# \n\t'\"]|\\PC){0,60}") {
            let _ = (begins_with_section(&text), parse(&text));
        }
    }
}
