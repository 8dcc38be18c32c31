//! The order of names as people expect it: *Integration 8* before *Integration 56*, capitals beside small letters.

/// What to sort a name by. Names that mean the same, such as `a 7` and `A 07`, are told apart by how they are written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NaturalKey(Vec<Piece>, String);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    /// How many digits it has behind its leading zeros, and these. Numbers may be longer than any integer.
    Number(usize, String),
    Text(String),
}

/// What to sort a name by.
pub fn natural_key(written: &str) -> NaturalKey {
    let name = written.to_lowercase();
    let is_digit = |character: char| character.is_ascii_digit();
    let mut pieces = Vec::new();
    let mut rest = name.as_str();
    while !rest.is_empty() {
        let text = rest.trim_start_matches(|character| !is_digit(character));
        if text.len() < rest.len() {
            pieces.push(Piece::Text(rest[..rest.len() - text.len()].to_owned()));
        }
        rest = text.trim_start_matches(is_digit);
        let number = text[..text.len() - rest.len()].trim_start_matches('0');
        if rest.len() < text.len() {
            pieces.push(Piece::Number(number.len(), number.to_owned()));
        }
    }
    NaturalKey(pieces, written.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted(mut names: Vec<&str>) -> Vec<&str> {
        names.sort_by_cached_key(|name| natural_key(name));
        names
    }

    #[test]
    fn numbers_count_as_numbers_and_capitals_as_small_letters() {
        let names = vec![
            "b",
            "Integration 56",
            "A 10",
            "integration 8",
            "a 9",
            "10 lists",
            "9 lists",
            "B 007x",
            "b 7y",
            "a",
        ];
        let wanted = [
            "9 lists",
            "10 lists",
            "a",
            "a 9",
            "A 10",
            "b",
            "B 007x",
            "b 7y",
            "integration 8",
            "Integration 56",
        ];
        assert_eq!(sorted(names), wanted);
    }

    #[test]
    fn names_that_mean_the_same_have_one_order() {
        let wanted = ["A 07", "A 7", "a 07", "a 7"];
        assert_eq!(sorted(wanted.to_vec()), wanted);
        assert_eq!(sorted(wanted.into_iter().rev().collect()), wanted);
    }

    #[test]
    fn a_number_may_be_longer_than_any_integer() {
        let (short, long) = ("9".repeat(30), format!("1{}", "0".repeat(30)));
        assert_eq!(sorted(vec![&long, &short]), [&short, &long]);
    }

    proptest! {
        #[test]
        fn whole_numbers_are_in_their_order(prefix in "[a-z ]{0,4}", one in 0_u64.., other in 0_u64.., zeros in 0_usize..3) {
            let key = |number: u64| natural_key(&format!("{prefix}{}{number}", "0".repeat(zeros)));
            prop_assert_eq!(key(one).cmp(&key(other)), one.cmp(&other));
        }

        #[test]
        fn names_without_digits_are_in_the_order_of_their_letters(one in "[^0-9]{0,6}", other in "[^0-9]{0,6}") {
            let (one, other) = (one.to_lowercase(), other.to_lowercase());
            prop_assume!(!one.contains(|c: char| c.is_ascii_digit()) && !other.contains(|c: char| c.is_ascii_digit()));
            prop_assert_eq!(natural_key(&one).cmp(&natural_key(&other)), one.cmp(&other));
        }
    }
}
