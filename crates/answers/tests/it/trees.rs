//! Tree and table show the very characters.

use crate::support::{json, seeded};
use mudbrick_answers::Stop;
use mudbrick_answers::json::Kind;
use mudbrick_answers::json::table::{Arrangement, Direction, Table};
use mudbrick_answers::json::tree::{ChildIndex, Node, path_of, roots};
use mudbrick_answers::query::{Path, ask};

fn children(text: &Vec<u8>, at: u64) -> Vec<Node> {
    let index = ChildIndex::new(text, at, &Stop::default()).unwrap();
    let nodes = index.nodes(text, 0, usize::MAX, &Stop::default()).unwrap();
    assert_eq!(index.count(), nodes.len() as u64);
    nodes
}

/// The text again, without its white space, from the tree.
fn put_together(text: &Vec<u8>, node: &Node, into: &mut String) {
    if let Some(name) = &node.name {
        into.push_str(name);
        into.push(':');
    }
    let (open, close) = match node.value.kind {
        Kind::Object => ('{', '}'),
        Kind::Array => ('[', ']'),
        _ => {
            assert!(node.is_whole && node.children == Some(0));
            return into.push_str(&node.text);
        }
    };
    into.push(open);
    let nodes = children(text, node.value.at);
    assert_eq!(node.children, Some(nodes.len() as u64));
    for (number, child) in nodes.iter().enumerate() {
        if number > 0 {
            into.push(',');
        }
        put_together(text, child, into);
    }
    into.push(close);
}

#[test]
fn a_tree_has_the_very_characters() {
    for seed in 0..20_000 {
        let mut random = seeded(seed);
        let text = json(&mut random, 4);
        let body = text.clone().into_bytes();
        let roots = roots(&body, 0, 9, &Stop::default()).unwrap();
        let mut again = String::new();
        put_together(&body, &roots[0], &mut again);
        assert_eq!(again, crate::support::without_space(&text), "seed {seed}");
    }
}

#[test]
fn any_page_of_many_children_is_found() {
    let items: Vec<String> = (0..60_000).map(|n| format!("{{\"n\": {n}.0}}")).collect();
    let text = format!("[{}]", items.join(", ")).into_bytes();
    let index = ChildIndex::new(&text, 0, &Stop::default()).unwrap();
    assert_eq!(index.count(), 60_000);
    for from in [0u64, 1, 999, 31_234, 59_990] {
        let nodes = index.nodes(&text, from, 20, &Stop::default()).unwrap();
        assert_eq!(nodes.len(), 20.min(60_000 - from as usize));
        for (offset, node) in nodes.iter().enumerate() {
            let number = from + offset as u64;
            assert_eq!(
                (node.number, node.text.as_str()),
                (number, format!("{{\"n\": {number}.0}}").as_str())
            );
        }
    }
}

#[test]
fn the_path_of_a_place_leads_back_to_it() {
    for seed in 0..3000 {
        let mut random = seeded(seed);
        let text = json(&mut random, 4).into_bytes();
        let at = random.below(text.len()) as u64;
        let (path, value) = path_of(&text, at, &Stop::default()).unwrap();
        let results = ask(&text, &Path::parse(&path).unwrap(), &Stop::default()).unwrap();
        assert!(
            results.listed.iter().any(|found| found.value == value),
            "seed {seed}: {path} at {at}"
        );
    }
}

const ROWS: &str = r#"{"note": [1], "data": {"items": [
    {"id": 10.0, "name": "b, \"q\"", "x": null},
    {"id": 9, "name": "\u00e4", "id": 8E0, "y": [1, 2]},
    7,
    {"name": "c", "id": 100}
]}}"#;

#[test]
fn a_table_has_all_columns_and_cells_as_they_came() {
    let text = ROWS.as_bytes().to_vec();
    let table = Table::of(&text, None, &Stop::default()).unwrap();
    assert_eq!(table.columns(), ["id", "name", "x", "y", ""]);
    assert_eq!(table.count(), 4);
    let rows = table.rows(&text, None, 0, 99, &Stop::default()).unwrap();
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let joined = |cell: &Vec<mudbrick_answers::json::table::Cell>| {
                cell.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|")
            };
            row.cells.iter().map(joined).collect()
        })
        .collect();
    assert_eq!(cells[0], ["10.0", r#""b, \"q\"""#, "null", "", ""]);
    assert_eq!(cells[1], ["9|8E0", r#""\u00e4""#, "", "[1, 2]", ""]);
    assert_eq!(cells[2], ["", "", "", "", "7"]);
}

#[test]
fn a_table_is_put_in_order_filtered_and_written() {
    let text = ROWS.as_bytes().to_vec();
    let stop = Stop::default();
    let table = Table::of(&text, None, &stop).unwrap();
    let numbers = |sort, filter: &str| {
        let arrangement = Arrangement { sort, filter: filter.to_owned() };
        let order = table.arranged(&text, &arrangement, &stop).unwrap();
        let rows = table.rows(&text, Some(&order), 0, 99, &stop).unwrap();
        assert_eq!(order.count(), rows.len() as u64);
        rows.iter().map(|row| row.number).collect::<Vec<_>>()
    };
    assert_eq!(numbers(Some((0, Direction::Up)), ""), [1, 0, 3, 2]);
    assert_eq!(numbers(Some((0, Direction::Down)), ""), [2, 3, 0, 1]);
    assert_eq!(numbers(None, "Q\\\""), [0]);
    let mut csv = Vec::new();
    table.csv(&text, None, &mut csv, &stop).unwrap();
    let expected = "id,name,x,y,\r\n10.0,\"b, \"\"q\"\"\",null,,\r\n\"9\n8E0\",ä,,\"[1, 2]\",\r\n,,,,7\r\n100,c,,,\r\n";
    assert_eq!(String::from_utf8(csv).unwrap(), expected);
}

#[test]
fn json_lines_and_chosen_arrays_are_tables_and_other_texts_are_none() {
    let stop = Stop::default();
    let lines = b"{\"a\":1}\n{\"b\":2}\n".to_vec();
    let table = Table::of(&lines, None, &stop).unwrap();
    assert_eq!((table.columns(), table.count()), (&["a".to_owned(), "b".to_owned()][..], 2));
    let rows = table.rows(&lines, None, 1, 9, &stop).unwrap();
    assert_eq!(rows[0].cells[1][0].text, "2");
    for text in ["{\"a\": 1}", "[1, 2]", "", "nothing"] {
        assert!(Table::of(&text.as_bytes().to_vec(), None, &stop).is_err(), "{text}");
    }
    let chosen = Table::of(&b"[[1],[{\"a\":2}]]".to_vec(), Some(5), &stop).unwrap();
    assert_eq!(chosen.columns(), ["a"]);
}

#[test]
fn a_file_has_every_column_or_there_is_none() {
    let stop = Stop::default();
    let wide = |columns: usize| {
        let members: Vec<String> = (0..columns).map(|n| format!("\"c{n}\":{n}")).collect();
        format!("[{{{}}}]", members.join(",")).into_bytes()
    };
    let text = wide(16_384);
    let table = Table::of(&text, None, &stop).unwrap();
    assert_eq!((table.columns().len(), table.has_more_columns()), (500, true));
    assert_eq!(table.rows(&text, None, 0, 9, &stop).unwrap()[0].cells.len(), 500);
    let mut csv = Vec::new();
    table.csv(&text, None, &mut csv, &stop).unwrap();
    assert!(csv.ends_with(b",16382,16383\r\n"));
    let text = wide(16_385);
    let table = Table::of(&text, None, &stop).unwrap();
    assert!(table.csv(&text, None, &mut Vec::new(), &stop).is_err(), "it would be cut");
}

#[test]
fn an_empty_row_of_one_column_is_a_row() {
    let (text, stop, mut csv) = (br#"[{"a":""},{},{"a":1}]"#.to_vec(), Stop::default(), Vec::new());
    Table::of(&text, None, &stop).unwrap().csv(&text, None, &mut csv, &stop).unwrap();
    assert_eq!(String::from_utf8(csv).unwrap(), "a\r\n\"\"\r\n\"\"\r\n1\r\n");
}

#[test]
fn rows_are_ordered_by_all_digits_of_a_number() {
    let text = br#"[{"id":12345678901234567892},{"id":12345678901234567891},{"id":3}]"#.to_vec();
    let stop = Stop::default();
    let table = Table::of(&text, None, &stop).unwrap();
    let arrangement = Arrangement { sort: Some((0, Direction::Up)), filter: String::new() };
    let order = table.arranged(&text, &arrangement, &stop).unwrap();
    let rows = table.rows(&text, Some(&order), 0, 9, &stop).unwrap();
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 1, 0]);
}

/// Whoever opens the file did not write the answer.
#[test]
fn what_a_spreadsheet_would_carry_out_is_defused() {
    let text = br#"[{"=name": "=1+1", "b": "+x", "c": "-x", "d": "@x", "e": "\tx", "f": "\rx", "g": -1, "h": "a=b"}]"#;
    let (text, stop, mut csv) = (text.to_vec(), Stop::default(), Vec::new());
    let table = Table::of(&text, None, &stop).unwrap();
    assert_eq!(table.csv(&text, None, &mut csv, &stop).unwrap(), 7);
    let expected = "'=name,b,c,d,e,f,g,h\r\n'=1+1,'+x,'-x,'@x,'\tx,\"'\rx\",-1,a=b\r\n";
    assert_eq!(String::from_utf8(csv).unwrap(), expected);
}
