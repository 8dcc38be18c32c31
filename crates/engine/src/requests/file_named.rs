//! A file of requests as a person names it on a command line.

/// REST Client reads both.
const ENDINGS: [&str; 2] = [".http", ".rest"];

/// The file that `file.http` or `file.rest` means, in capitals too, and with `#name` behind it the one request of it; none where
/// no file is named.
pub fn file_named(named: &str) -> Option<(&str, Option<&str>)> {
    let lower = named.to_ascii_lowercase();
    if ENDINGS.iter().any(|ending| lower.ends_with(ending)) {
        return Some((named, None));
    }
    let end_of = |ending: &&str| Some(lower.find(&format!("{ending}#"))? + ending.len());
    let end = ENDINGS.iter().filter_map(end_of).min()?;
    Some((&named[..end], Some(&named[end + 1..])))
}

#[cfg(test)]
mod tests {
    use super::file_named;
    use rstest::rstest;

    #[rstest]
    #[case("a.http", Some(("a.http", None)))]
    #[case("./a b/C.REST", Some(("./a b/C.REST", None)))]
    #[case("a.rest#one", Some(("a.rest", Some("one"))))]
    #[case("a.http#b.rest#c", Some(("a.http", Some("b.rest#c"))))]
    #[case("places/pois#List", None)]
    #[case("the rest", None)]
    fn files_are_known_by_their_endings(
        #[case] named: &str,
        #[case] expected: Option<(&str, Option<&str>)>,
    ) {
        assert_eq!(file_named(named), expected);
    }
}
