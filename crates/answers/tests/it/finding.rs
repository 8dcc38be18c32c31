//! What is found is what is found in the whole text at once.

use crate::support::seeded;
use mudbrick_answers::find::{
    Case, Finder, Heard, Match, Matches, Next, Pattern, PatternKind, Words,
};
use mudbrick_answers::{AnswerError, Stop};
use regex::bytes::Regex;

fn pattern(text: &str, kind: PatternKind) -> Pattern {
    Pattern { text: text.to_owned(), kind, case: Case::Matters, words: Words::Any }
}

fn found(pattern: &Pattern, text: &Vec<u8>) -> Vec<Match> {
    let mut all = Vec::new();
    let finder = Finder::new(pattern).unwrap();
    let hear = |heard| {
        if let Heard::Match(found) = heard {
            all.push(found);
        }
        Next::More
    };
    finder.each(text, 0, &Stop::default(), hear).unwrap();
    all
}

fn naive(expression: &str, text: &[u8]) -> Vec<Match> {
    let all = Regex::new(&format!("(?m){expression}")).unwrap();
    let matches = all.find_iter(text).filter(|found| !found.is_empty());
    matches.map(|found| Match { at: found.start() as u64, end: found.end() as u64 }).collect()
}

fn text(seed: u64, bytes: usize) -> Vec<u8> {
    let mut random = seeded(seed);
    let mut text = String::new();
    while text.len() < bytes {
        text.push_str(
            random.of(&["needle", "need", "le", "NEEDLE", " ", "\n", "ä", "12", "needle9", "xyz "]),
        );
        if random.below(20_000) == 0 {
            text.push_str(&"long ".repeat(9000));
        }
    }
    text.into_bytes()
}

#[test]
fn expressions_are_found_as_in_one_piece() {
    let text = text(5, 5 << 20);
    for expression in [
        "needle",
        "need(le)+",
        r"\bneedle\b",
        "^needle",
        "xyz $",
        r"\d+",
        "[^\\n]*9[^\\n]*$",
        "(?i)NEEDLE",
        "ä+",
        "(long )+",
        "x*",
    ] {
        let ours = found(&pattern(expression, PatternKind::Expression), &text);
        assert_eq!(ours, naive(expression, &text), "{expression}");
        assert!(!ours.is_empty());
    }
}

#[test]
fn a_match_on_the_border_of_two_pieces_is_found() {
    for before in (1 << 20) - 12..(1 << 20) + 12 {
        let mut text = vec![b'.'; before];
        text.extend_from_slice(b"needle");
        text.resize(before + 200_000, b'.');
        let one = [Match { at: before as u64, end: before as u64 + 6 }];
        assert_eq!(found(&pattern("needle", PatternKind::Text), &text), one);
    }
    let whole = vec![b'a'; 3 << 20];
    let one = [Match { at: 0, end: 3 << 20 }];
    assert_eq!(found(&pattern("a+", PatternKind::Expression), &whole), one);
}

#[test]
fn case_and_whole_words_are_a_choice() {
    let text = "Äpfel äpfel äpfelx x.y (x.y) ax.yb".as_bytes().to_vec();
    let count = |text_: &str, case, words| {
        let kind = PatternKind::Text;
        found(&Pattern { text: text_.to_owned(), kind, case, words }, &text).len()
    };
    assert_eq!(count("äpfel", Case::Matters, Words::Any), 2);
    assert_eq!(count("äpfel", Case::Ignored, Words::Any), 3);
    assert_eq!(count("äpfel", Case::Ignored, Words::Whole), 2);
    assert_eq!(count("x.y", Case::Matters, Words::Whole), 2);
    assert_eq!(count("(x.y)", Case::Matters, Words::Whole), 1);
}

#[test]
fn any_match_is_found_again_by_its_number_and_by_a_place() {
    let text = "ab ".repeat(300_000).into_bytes();
    let finder = Finder::new(&pattern("ab", PatternKind::Text)).unwrap();
    let mut matches = Matches::new();
    let hear = |heard| {
        if let Heard::Match(found) = heard {
            matches.take(found);
        }
        Next::More
    };
    finder.each(&text, 0, &Stop::default(), hear).unwrap();
    assert_eq!(matches.count(), 300_000);
    for number in [0, 1, 65_535, 65_536, 131_072, 299_999] {
        let found = matches.nth(&finder, &text, number).unwrap().unwrap();
        assert_eq!(found.at, number * 3);
        assert_eq!(matches.number_from(&finder, &text, number * 3).unwrap(), number);
        assert_eq!(
            matches.number_from(&finder, &text, number * 3 + 1).unwrap(),
            (number + 1) % 300_000
        );
    }
    assert_eq!(matches.nth(&finder, &text, 300_000).unwrap(), None);
}

#[test]
fn what_is_no_expression_is_told_and_a_search_can_be_stopped() {
    let error = Finder::new(&pattern("(", PatternKind::Expression)).unwrap_err();
    assert!(matches!(error, AnswerError::Pattern { .. }));
    let huge = Finder::new(&pattern("((a{1000}){1000}){1000}", PatternKind::Expression));
    assert!(matches!(huge, Err(AnswerError::Pattern { .. })));
    let stop = Stop::default();
    stop.stop();
    let finder = Finder::new(&pattern("(", PatternKind::Text)).unwrap();
    let stopped = finder.each(&vec![b'('; 9], 0, &stop, |_| Next::More);
    assert!(matches!(stopped, Err(AnswerError::Stopped)));
}

/// A match longer than what is read at a time can be missed, and then that is said.
#[test]
fn what_can_be_missed_is_said() {
    let sure = |text: &str, kind, bytes| {
        let pattern =
            Pattern { text: text.to_owned(), kind, case: Case::Ignored, words: Words::Whole };
        Finder::new(&pattern).unwrap().sure_up_to(bytes)
    };
    let large = 3 << 20;
    assert_eq!(sure("a.*b", PatternKind::Text, large), None);
    assert_eq!(sure("a.{1,1000}b", PatternKind::Expression, large), None);
    assert_eq!(sure("(?s)a.*b", PatternKind::Expression, large), Some(64 << 10));
    assert_eq!(sure("(?s)a.*b", PatternKind::Expression, 1 << 20), None, "it is read at once");
}
