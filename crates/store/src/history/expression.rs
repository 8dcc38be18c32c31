//! A filter's words as the full-text index reads them.

use super::filter::Filter;
use mudbrick_compare::json::without_escapes;
use std::borrow::Cow;

/// A filter's words as an FTS5 query: every one has to begin a word, and a phrase has to stand there as it is. None when
/// there is nothing to look for, such as in a text of punctuation alone. The index splits at the same places.
pub(super) fn expression(filter: &Filter) -> Option<String> {
    let name = filter.name.as_deref().unwrap_or_default();
    let begin = filter.text.split_whitespace().chain(name.split_whitespace());
    // What has no space in it, such as an id or a path, stands together. That also keeps an id from being looked for by its
    // short pieces, each of which begins a word of many exchanges.
    let terms = begin.filter_map(phrase).map(|phrase| format!("{phrase} *"));
    let terms: Vec<String> =
        terms.chain(filter.phrases.iter().filter_map(|it| phrase(it))).collect();
    (!terms.is_empty()).then(|| terms.join(" "))
}

fn phrase(text: &str) -> Option<String> {
    // What is copied out of JSON is looked for as it is indexed.
    let text = match text.contains("\\u") {
        true => without_escapes(text),
        false => Cow::Borrowed(text),
    };
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| format!("\"{}\"", words.join(" ")))
}
