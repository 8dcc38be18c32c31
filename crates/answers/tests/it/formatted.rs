//! Formatting moves white space and nothing else.

use crate::support::{Random, index, json, seeded, without_space};
use mudbrick_answers::Stop;
use mudbrick_answers::index::{Form, Index};
use mudbrick_answers::json::tree;
use mudbrick_answers::rows::{self, Row, View};
use serde::de::IgnoredAny;

fn formatted(text: &str, index: &Index) -> Vec<Row> {
    rows::rows(&text.as_bytes().to_vec(), index, View::Formatted, 0, usize::MAX).unwrap()
}

/// As it would be printed.
fn printed(rows: &[Row]) -> String {
    let mut text = String::new();
    for row in rows {
        if !row.continued {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&"  ".repeat(row.depth as usize));
        }
        text.push_str(&row.text());
    }
    text
}

#[test]
fn nothing_but_white_space_moves_in_100_000_texts() {
    for seed in 0..100_000 {
        let mut random = seeded(seed);
        let text = json(&mut random, 4);
        let index = index(text.as_bytes(), Form::Json, 1 + random.below(40));
        assert_eq!(index.fault(), None, "seed {seed}: {text}");
        let rows = formatted(&text, &index);
        assert_eq!(rows.len() as u64, index.formatted_rows().unwrap());
        let shown = printed(&rows);
        assert_eq!(without_space(&shown), without_space(&text), "seed {seed}");
        // What is in form already stays as it is.
        let again = crate::support::index(shown.as_bytes(), Form::Json, 64);
        assert_eq!(printed(&formatted(&shown, &again)), shown, "seed {seed}");
    }
}

#[test]
fn it_looks_as_programs_print_it() {
    let text = r#"{"a":[1,{"b":"ä"},[],{}],"c":null}"#;
    let rows = formatted(text, &index(text.as_bytes(), Form::Json, 7));
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(printed(&rows), serde_json::to_string_pretty(&value).unwrap());
    let lines = "{\"a\":1}\n{\"a\":2}\n3";
    let rows = formatted(lines, &index(lines.as_bytes(), Form::Json, 3));
    assert_eq!(printed(&rows), "{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n3");
}

/// Makes a text wrong in some place, or not.
fn broken(random: &mut Random, text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..1 + random.below(2) {
        let place = random.below(characters.len() + 1);
        let with = random
            .of(&["{", "}", "[", "]", ",", ":", "\"", "\\", "1", "e", "x", "\n", "-", "\u{1}"]);
        match random.below(3) {
            0 => characters.truncate(place),
            1 if place < characters.len() => drop(characters.remove(place)),
            _ => characters.insert(place, with.chars().next().unwrap()),
        }
    }
    characters.into_iter().collect()
}

#[test]
fn what_is_no_json_is_told_and_all_of_it_is_shown() {
    let mut faults = 0;
    for seed in 0..50_000 {
        let mut random = seeded(seed);
        let whole = json(&mut random, 3);
        let text = broken(&mut random, &whole);
        let index = index(text.as_bytes(), Form::Json, 1 + random.below(40));
        let roots = tree::roots(&text.as_bytes().to_vec(), 0, 2, &Stop::default()).unwrap().len();
        let is_json = serde_json::from_str::<IgnoredAny>(&text).is_ok();
        assert_eq!(is_json, index.fault().is_none() && roots == 1, "seed {seed}: {text:?}");
        let rows = formatted(&text, &index);
        let shown = printed(&rows);
        let squeezed =
            |text: &str| text.chars().filter(|c| !c.is_ascii_whitespace()).collect::<String>();
        assert_eq!(squeezed(&shown), squeezed(&text), "seed {seed}");
        if let Some(fault) = index.fault() {
            faults += 1;
            let before = &text.as_bytes()[..fault.at as usize];
            let line = before.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
            let begins =
                before.iter().rposition(|byte| *byte == b'\n').map_or(0, |place| place + 1);
            let column = std::str::from_utf8(&before[begins..]).unwrap().chars().count() as u64 + 1;
            let place = rows::place_of_fault(&text.as_bytes().to_vec(), &index).unwrap().unwrap();
            let ends_in_line = before.last() == Some(&b'\n') && fault.at as usize == text.len();
            if !ends_in_line {
                assert_eq!(place, (line, column), "seed {seed}: {text:?}");
            }
            let raw: Vec<&Row> = rows.iter().filter(|row| row.is_behind_fault).collect();
            assert!(raw.first().is_none_or(|row| row.at == fault.at), "seed {seed}");
        }
    }
    assert!(faults > 10_000, "{faults} texts were broken");
}

#[test]
fn long_strings_and_numbers_are_many_rows() {
    for text in [
        format!("[\"{}\"]", "äb€𝄞\\n".repeat(5000)),
        format!("[\"{}\"]", "\\\\".repeat(9000)),
        format!("{{\"n\":{}}}", "7".repeat(20_000)),
    ] {
        for piece in [1, 5, 1023, 1024, 1025, 70_000] {
            let index = index(text.as_bytes(), Form::Json, piece);
            assert_eq!(index.fault(), None);
            let rows = formatted(&text, &index);
            assert!(rows.len() > 15 && rows.iter().all(|row| row.text().len() <= 1100));
            assert_eq!(without_space(&printed(&rows)), text, "in pieces of {piece}");
            for (from, row) in rows.iter().enumerate() {
                let body = text.as_bytes().to_vec();
                let one = rows::rows(&body, &index, View::Formatted, from as u64, 1).unwrap();
                assert_eq!(one[0], *row);
            }
        }
    }
}

#[test]
fn depth_costs_next_to_nothing() {
    let text = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let index = index(text.as_bytes(), Form::Json, 4096);
    assert_eq!((index.fault(), index.formatted_rows()), (None, Some(199_999)));
    assert!(index.bytes() < 20_000, "{}", index.bytes());
    let body = text.into_bytes();
    let deepest = rows::rows(&body, &index, View::Formatted, 99_999, 1).unwrap();
    assert_eq!((deepest[0].depth, deepest[0].text()), (99_999, "[]".to_owned()));
}

#[test]
fn xml_moves_white_space_only() {
    let text = "<?xml version=\"1.0\"?>\n<!DOCTYPE a>\n<a x='1>2'>\n  <b>text</b><c/>\n  <!-- a > b\n  -- c -->\
                \n  some <i>mixed</i> text\n  <d><![CDATA[<x>]]></d><e></e>\n</a>\n";
    for piece in [1, 3, 17, 1000] {
        let index = index(text.as_bytes(), Form::Xml, piece);
        let rows = rows::rows(&text.as_bytes().to_vec(), &index, View::Formatted, 0, 99).unwrap();
        let shown: Vec<(u32, String)> = rows.iter().map(|row| (row.depth, row.text())).collect();
        let expected = [
            (0, "<?xml version=\"1.0\"?>"),
            (0, "<!DOCTYPE a>"),
            (0, "<a x='1>2'>"),
            (1, "<b>text</b>"),
            (1, "<c/>"),
            (1, "<!-- a > b"),
            (1, "-- c -->"),
            (1, "some "),
            (1, "<i>mixed</i>"),
            (1, "text"),
            (1, "<d>"),
            (2, "<![CDATA[<x>]]>"),
            (1, "</d>"),
            (1, "<e></e>"),
            (0, "</a>"),
        ];
        let expected: Vec<(u32, String)> =
            expected.iter().map(|(depth, text)| (*depth, (*text).to_owned())).collect();
        assert_eq!(shown, expected, "in pieces of {piece}");
        for from in 0..rows.len() {
            let body = text.as_bytes().to_vec();
            let rest = rows::rows(&body, &index, View::Formatted, from as u64, 99).unwrap();
            assert_eq!(rest, rows[from..]);
        }
    }
}
