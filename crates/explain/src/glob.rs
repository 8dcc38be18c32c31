//! Patterns with `*`, which stands for any text.

/// Whether `text` fits, without regard to ASCII case.
pub(crate) fn fits(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.to_ascii_lowercase(), text.to_ascii_lowercase());
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// The same for hosts: `*.adobe.io` is that domain and everything below it.
pub(crate) fn fits_host(pattern: &str, host: &str) -> bool {
    fits(pattern, host) || pattern.strip_prefix("*.").is_some_and(|domain| fits(domain, host))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("a", "A", true)]
    #[case("a", "ab", false)]
    #[case("a*", "ab", true)]
    #[case("*b", "ab", true)]
    #[case("a*b", "ab", true)]
    #[case("a*b*c", "axbyc", true)]
    #[case("a*b*c", "acb", false)]
    #[case("ab*ba", "aba", false)]
    #[case("*", "", true)]
    fn texts(#[case] pattern: &str, #[case] text: &str, #[case] expected: bool) {
        assert_eq!(fits(pattern, text), expected);
    }

    #[rstest]
    #[case("*.adobe.io", "adobe.io", true)]
    #[case("*.adobe.io", "api.ADOBE.io", true)]
    #[case("*.adobe.io", "badadobe.io", false)]
    #[case("*.adobe.io", "adobe.io.example", false)]
    #[case("platform*.adobe.io", "platform-va7.adobe.io", true)]
    fn hosts(#[case] pattern: &str, #[case] host: &str, #[case] expected: bool) {
        assert_eq!(fits_host(pattern, host), expected);
    }
}
