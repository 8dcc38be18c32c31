//! Words that stand in several sentences.

/// `client ID` of `Client ID`.
pub(crate) fn within_a_sentence(label: &str) -> String {
    let mut characters = label.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}

/// `1 profile`, `500 profiles`.
pub fn counted(count: impl TryInto<u64>, what: &str) -> String {
    let count = count.try_into().unwrap_or(u64::MAX);
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {what}{s}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_not_many() {
        let all = [0_u32, 1, 2].map(|count| counted(count, "profile"));
        assert_eq!(all, ["0 profiles", "1 profile", "2 profiles"]);
    }
}
