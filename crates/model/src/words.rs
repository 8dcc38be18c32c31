//! Words that stand in several sentences.

/// `client ID` of `Client ID`.
pub(crate) fn within_a_sentence(label: &str) -> String {
    let mut characters = label.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}
