//! The headers of two answers compared by name.

/// A header that differs. Names are compared without case, as HTTP does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderDifference<'h> {
    /// As the left side writes it, or the right one where only that has it.
    pub name: &'h str,
    /// Every value on the left side, in its order.
    pub left: Vec<&'h str>,
    /// Every value on the right side, in its order.
    pub right: Vec<&'h str>,
}

/// What differs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Headers<'h> {
    /// By name, in the order of the left side, then what only the right one has.
    pub differing: Vec<HeaderDifference<'h>>,
    /// Whether the names come in another order. That alone is no difference: HTTP gives no meaning to it.
    pub is_reordered: bool,
}

/// Compares headers: each side as names and values in their order. A name may be there several times, and then its values
/// and their order count.
pub fn compare<'h>(left: &'h [(String, String)], right: &'h [(String, String)]) -> Headers<'h> {
    let (ours, theirs) = (by_name(left), by_name(right));
    let find = |all: &[(&str, Vec<&'h str>)], name: &str| {
        all.iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, values)| values.clone())
    };
    let mut differing = Vec::new();
    for (name, values) in &ours {
        let others = find(&theirs, name).unwrap_or_default();
        if *values != others {
            differing.push(HeaderDifference { name, left: values.clone(), right: others });
        }
    }
    for (name, values) in &theirs {
        if find(&ours, name).is_none() {
            differing.push(HeaderDifference { name, left: Vec::new(), right: values.clone() });
        }
    }
    let common = |of: &[(&'h str, Vec<&str>)], other: &[(&str, Vec<&'h str>)]| -> Vec<String> {
        let shared = of.iter().filter(|(name, _)| find(other, name).is_some());
        shared.map(|(name, _)| name.to_ascii_lowercase()).collect()
    };
    let is_reordered = common(&ours, &theirs) != common(&theirs, &ours);
    Headers { differing, is_reordered }
}

fn by_name(headers: &[(String, String)]) -> Vec<(&str, Vec<&str>)> {
    let mut all: Vec<(&str, Vec<&str>)> = Vec::new();
    for (name, value) in headers {
        match all.iter_mut().find(|(other, _)| other.eq_ignore_ascii_case(name)) {
            Some((_, values)) => values.push(value),
            None => all.push((name, vec![value])),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(all: &[(&str, &str)]) -> Vec<(String, String)> {
        all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn names_have_no_case_and_values_have_an_order() {
        let left = headers(&[("Vary", "a"), ("ETag", "1"), ("vary", "b"), ("Age", "0")]);
        let right = headers(&[("etag", "1"), ("vary", "b"), ("Vary", "a"), ("Via", "x")]);
        let compared = compare(&left, &right);
        let differing: Vec<_> = compared
            .differing
            .iter()
            .map(|header| (header.name, header.left.join(","), header.right.join(",")))
            .collect();
        let expected = [("Vary", "a,b", "b,a"), ("Age", "0", ""), ("Via", "", "x")];
        let expected = expected.map(|(name, one, other)| (name, one.to_owned(), other.to_owned()));
        assert_eq!(differing, expected);
        assert!(compared.is_reordered);
    }

    #[test]
    fn order_alone_is_told_and_no_difference() {
        let (left, right) =
            (headers(&[("a", "1"), ("b", "2")]), headers(&[("B", "2"), ("a", "1")]));
        let compared = compare(&left, &right);
        assert!(compared.differing.is_empty() && compared.is_reordered);
        assert!(!compare(&left, &left).is_reordered);
    }
}
