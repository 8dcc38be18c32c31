//! What curl takes for several URLs in one: its own patterns, which a document writes by accident.

/// The first part of a URL that curl takes for several: `{a,b}`, `[1-3]`, `[a-z]`, and where it is. Anything else between such
/// marks is a placeholder, or the name of a filter.
pub(super) fn pattern_of(url: &str) -> Option<(usize, &str)> {
    url.match_indices(['{', '[']).find_map(|(from, open)| {
        let close = if open == "{" { '}' } else { ']' };
        let inside = &url[from + 1..from + url[from..].find(close)?];
        let is_pattern = match open {
            "{" => {
                inside.contains(',')
                    && !url[..from].ends_with('{')
                    && !inside.contains(['{', ':', '"', ' '])
            }
            _ => {
                let (first, last) = inside.split_once('-')?;
                let last = last.split(':').next().unwrap_or_default();
                let is_number =
                    |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
                let is_letter =
                    |text: &str| text.len() == 1 && text.as_bytes()[0].is_ascii_alphabetic();
                [is_number(first) && is_number(last), is_letter(first) && is_letter(last)]
                    .contains(&true)
            }
        };
        is_pattern.then(|| (from, &url[from..=from + 1 + inside.len()]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::alternatives("https://x.io/{a,b}", Some((13, "{a,b}")))]
    #[case::numbers("https://x.io/[01-10]", Some((13, "[01-10]")))]
    #[case::step("https://x.io/[a-z:2]", Some((13, "[a-z:2]")))]
    #[case::second("https://x.io/{A}/[1-2]", Some((17, "[1-2]")))]
    #[case::one("https://x.io/{a}", None)]
    #[case::variable("https://x.io/{{a,b}}", None)]
    #[case::words("https://x.io/[ORG-ID]", None)]
    #[case::filter("https://x.io/?filter[a]=b", None)]
    #[case::open("https://x.io/{a,b", None)]
    fn is_found(#[case] url: &str, #[case] expected: Option<(usize, &str)>) {
        assert_eq!(pattern_of(url), expected);
    }
}
