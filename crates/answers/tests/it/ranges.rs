//! Any rows, found by the index, are those that a naive reader finds; any place is in the row that has it.

use crate::support::{index, json, seeded};
use mudbrick_answers::index::{Form, Index};
use mudbrick_answers::rows::{self, Row, View};
use mudbrick_answers::{Body, Part};
use std::sync::Arc;

/// Lines, and pieces of lines, without this crate.
fn naive(text: &str) -> Vec<(u64, bool, String)> {
    let mut rows = Vec::new();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let line = line.strip_suffix('\n').unwrap_or(line);
        let mut piece = String::new();
        let mut continued = false;
        for c in line.chars() {
            if piece.len() >= 1024 {
                rows.push((number as u64 + 1, continued, std::mem::take(&mut piece)));
                continued = true;
            }
            piece.push(c);
        }
        rows.push((number as u64 + 1, continued, piece));
    }
    for (_, _, row) in &mut rows {
        if row.ends_with('\r') {
            row.pop();
        }
    }
    rows
}

fn text_of_lines(seed: u64) -> String {
    let mut random = seeded(seed);
    let mut text = String::new();
    for _ in 0..300 {
        let word = random.of(&["a", "äöü", "€uro ", "𝄞", "word ", ""]);
        text.push_str(&word.repeat(random.below(2000)));
        text.push_str(random.of(&["\n", "\r\n", "\n\n", "", "\r"]));
    }
    text
}

#[test]
fn raw_rows_are_those_of_a_naive_reader() {
    for seed in 0..30 {
        let text = text_of_lines(seed);
        let mut random = seeded(seed);
        let expected = naive(&text);
        let index = index(text.as_bytes(), Form::Plain, 1 + random.below(100_000));
        assert_eq!(index.raw_rows(), expected.len() as u64);
        let body = text.into_bytes();
        for _ in 0..60 {
            let (from, count) = (random.below(expected.len() + 2), random.below(40));
            let rows = rows::rows(&body, &index, View::Raw, from as u64, count).unwrap();
            let found: Vec<_> =
                rows.iter().map(|row| (row.line, row.continued, row.text())).collect();
            let to = (from + count).min(expected.len());
            assert_eq!(found, expected[from.min(to)..to], "seed {seed}, {count} rows from {from}");
        }
    }
}

fn large(form: Form, seed: u64) -> String {
    let mut random = seeded(seed);
    let mut text = String::new();
    while text.len() < 400_000 {
        match form {
            Form::Xml => text.push_str(random.of(&[
                "<a>",
                "</a>",
                "<b/>",
                " text\n",
                "<!-- - -->",
                "<?i?>",
                "\n\n",
                "<c x=\">\">",
                "</c>",
                "w",
            ])),
            _ => text.push_str(&json(&mut random, 5)),
        }
        text.push_str(random.of(&["\n", " ", "\n   \n"]));
    }
    text
}

fn all(body: &Vec<u8>, index: &Index) -> Vec<Row> {
    rows::rows(body, index, View::Formatted, 0, usize::MAX).unwrap()
}

#[test]
fn formatted_rows_are_the_same_wherever_one_begins() {
    for (form, seed) in [(Form::Json, 1), (Form::Json, 2), (Form::Xml, 3), (Form::Xml, 4)] {
        let mut random = seeded(seed);
        let mut body = large(form, seed).into_bytes();
        if seed == 2 {
            body.extend_from_slice(b"[1, x\nbehind\n the fault]");
        }
        let index = index(&body, form, 1 + random.below(100_000));
        let expected = all(&body, &index);
        assert_eq!(index.formatted_rows(), Some(expected.len() as u64));
        for _ in 0..300 {
            let (from, count) = (random.below(expected.len() + 2), random.below(40));
            let found = rows::rows(&body, &index, View::Formatted, from as u64, count).unwrap();
            let to = (from + count).min(expected.len());
            assert_eq!(found, expected[from.min(to)..to], "{form:?}: {count} rows from {from}");
        }
        for _ in 0..300 {
            let at = random.below(body.len()) as u64;
            let row = rows::row_of(&body, &index, View::Formatted, at).unwrap();
            let next = expected.partition_point(|row| row.at <= at);
            assert_eq!(row, next.checked_sub(1).map(|row| row as u64), "{form:?} at {at}");
        }
    }
}

#[test]
fn a_stretch_of_the_text_is_marked_where_it_is_shown() {
    let text = "{\"ä\"   :  [1, \"𝄞x\"]}";
    let body = text.as_bytes().to_vec();
    let index = index(&body, Form::Json, 4);
    let rows = all(&body, &index);
    let place = |what: &str| text.find(what).unwrap() as u64;
    assert_eq!(rows[1].text(), "\"ä\": [");
    assert_eq!(rows[1].mark(place("["), place("[") + 1), Some([5, 6]));
    assert_eq!(rows[1].mark(place("ä"), place("[") + 1), Some([1, 6]));
    assert_eq!(rows[3].text(), "\"𝄞x\"");
    assert_eq!(rows[3].mark(place("x"), place("x") + 1), Some([3, 4]));
    assert_eq!(rows[3].mark(0, 4), None);
}

#[test]
fn a_part_of_a_body_has_its_own_rows() {
    let body: Arc<dyn Body> = Arc::new(b"\xef\xbb\xbfone\ntwo".to_vec());
    let text = Part::new(body, 3, u64::MAX);
    let index = index(b"one\ntwo", Form::Plain, 2);
    let rows = rows::rows(&text, &index, View::Formatted, 0, 9).unwrap();
    let shown: Vec<String> = rows.iter().map(Row::text).collect();
    assert_eq!(shown, ["one", "two"]);
}
