//! The scheme of a URL: what stands before `://`, unless a path or a query that holds another URL has begun before.

/// The scheme and what follows `://`.
pub(super) fn split_scheme(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    (!scheme.contains(['/', '?', '#'])).then_some((scheme, rest))
}
