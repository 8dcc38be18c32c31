//! Invented people: any number of them, each the same every time, no two with one address. What a product keeps of
//! them is left to it.

mod cultures;

use crate::products::dice::Dice;
use cultures::{CULTURES, Number};

/// Somebody who does not exist.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Person {
    pub(super) first: &'static str,
    pub(super) last: &'static str,
    pub(super) gender: &'static str,
    pub(super) email: String,
    pub(super) year: u64,
    pub(super) month: u64,
    pub(super) day: u64,
    pub(super) country: &'static str,
    pub(super) language: &'static str,
    pub(super) city: &'static str,
    pub(super) zip: &'static str,
    pub(super) street: String,
    pub(super) mobile: String,
}

/// Pairs of a first and a last name within one culture.
const PAIRS: u32 = 24 * 24;
/// Without a common factor with [`PAIRS`]: neighbours get different names and every pair comes once a round.
const STRIDE: u32 = 175;

/// Person `number`.
pub(super) fn person(number: u32) -> Person {
    let cultures = CULTURES.len() as u32;
    let culture = &CULTURES[(number % cultures) as usize];
    let within = number / cultures;
    // Each culture begins somewhere else, or all the first people would have the first names of their lists.
    let pair = ((within % PAIRS) * STRIDE + (number % cultures) * 131 + 97) % PAIRS;
    let (given, family) = ((pair / 24) as usize, (pair % 24) as usize);
    let (first, gender) = if given < 12 {
        (culture.women[given], "female")
    } else {
        (culture.men[given - 12], "male")
    };
    let last = culture.last[family];

    let mut dice = Dice::at("people", u64::from(number));
    let round = within / PAIRS;
    let again = if round == 0 { String::new() } else { (round + 1).to_string() };
    // One domain a culture: two cultures may share a pair of names.
    let domain = ["example.com", "example.org", "example.net"][(number % cultures / 2) as usize];
    let dot = if number.is_multiple_of(2) { "." } else { "_" };
    let (city, zip) = *dice.pick(&culture.cities);
    let (street, house) = (dice.pick(&culture.streets), 1 + dice.below(140));
    Person {
        first,
        last,
        gender,
        email: format!("{}{dot}{}{again}@{domain}", plain(first), plain(last)),
        year: 1948 + dice.below(58),
        month: 1 + dice.below(12),
        day: 1 + dice.below(28),
        country: culture.country,
        language: culture.language,
        city,
        zip,
        street: match culture.number {
            Number::Before => format!("{house} {street}"),
            Number::Behind => format!("{street} {house}"),
        },
        mobile: format!("{}{:02}", culture.mobile, dice.below(100)),
    }
}

fn plain(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .map(|letter| match letter {
            'à'..='å' => 'a',
            'ç' => 'c',
            'è'..='ë' => 'e',
            'ì'..='ï' => 'i',
            'ò'..='ö' => 'o',
            'ù'..='ü' => 'u',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::person;
    use std::collections::HashSet;

    #[test]
    fn no_two_people_share_an_address() {
        let addresses: HashSet<String> = (0..20_000).map(|number| person(number).email).collect();
        assert_eq!(addresses.len(), 20_000);
        assert!(addresses.iter().all(|address| address.is_ascii()));
    }

    #[test]
    fn a_person_is_the_same_every_time() {
        assert_eq!(person(4711), person(4711));
    }
}
