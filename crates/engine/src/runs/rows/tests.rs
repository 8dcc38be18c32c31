use super::*;
use proptest::prelude::*;
use rstest::rstest;

type Values = Vec<(String, String)>;

#[allow(clippy::disallowed_methods, reason = "what a test writes need not survive a crash")]
fn read(bytes: &[u8]) -> Result<(Vec<Values>, String), Problem> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows");
    std::fs::write(&path, bytes).unwrap();
    let mut rows = Vec::new();
    let survey = survey(&path, |row| {
        assert_eq!(row.number, rows.len() as u64 + 1);
        rows.push(row.values.clone().into_iter().collect());
        Ok(())
    })?;
    assert_eq!(survey.rows, rows.len() as u64);
    Ok((rows, survey.told))
}

fn pairs(expected: &[&[(&str, &str)]]) -> Vec<Values> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    expected.iter().map(|row| row.iter().map(owned).collect()).collect()
}

#[rstest]
#[case::commas("ID,NAME\n1,a\n2,b\n", "commas")]
#[case::semicolons("ID;NAME\r\n1;a\r\n2;b\r\n", "semicolons")]
#[case::tabs("ID\tNAME\n1\ta\n2\tb", "tabs")]
#[case::mark("\u{feff}ID,NAME\n1,a\n2,b", "commas")]
#[case::blank_lines("\r\n\nID,NAME\n1,a\n\n2,b\n\n", "commas")]
#[case::spaces_in_the_header(" ID , NAME \n1,a\n2,b", "commas")]
#[case::quoted_header("\"ID\",\"NAME\"\n\"1\",a\n2,\"b\"\n", "commas")]
#[case::old_macs("ID,NAME\r1,a\r2,b\r", "commas")]
#[case::named_separator("sep=;\r\nID;NAME\r\n1;a\r\n2;b\r\n", "semicolons")]
#[case::another_separator("\"SEP=|\"\nID|NAME\n1|a\n2|b\n", "first line")]
#[case::columns_without_a_name("ID,NAME,,\n1,a,,\n2,b,,\n", "commas")]
#[case::separators_at_the_end("ID,NAME\n1,a,\n2,b,,\n", "commas")]
#[case::rows_without_a_value(
    "ID,NAME\n1,a\n,\n2,b\n,,\n",
    "2 rows without any value were left out"
)]
#[case::a_row_without_a_value("ID,NAME\n1,a\n2,b\n,\n", "a row without any value was left out")]
#[case::array("[{\"ID\":1,\"NAME\":\"a\"},\n {\"ID\":2,\"NAME\":\"b\"}]\n", "array")]
#[case::lines("{\"ID\":1,\"NAME\":\"a\"}\n{\"ID\":2,\"NAME\":\"b\"}\n", "one after the other")]
#[case::mark_before_json(
    "\u{feff} [ {\"NAME\":\"a\",\"ID\":1},{\"ID\":2,\"NAME\":\"b\"} ]",
    "array"
)]
fn every_form_gives_the_same_rows(#[case] text: &str, #[case] expected: &str) {
    let (rows, told) = read(text.as_bytes()).unwrap();
    assert_eq!(rows, pairs(&[&[("ID", "1"), ("NAME", "a")], &[("ID", "2"), ("NAME", "b")]]));
    assert!(told.contains(expected), "{told}");
}

#[test]
fn values_are_as_they_are_written() {
    let csv = "A;\"B,C\"\n\"x;\"\"y\"\"\nz\"; 007 \n5\" pipe;\n";
    let (rows, _) = read(csv.as_bytes()).unwrap();
    assert_eq!(
        rows,
        pairs(&[&[("A", "x;\"y\"\nz"), ("B,C", " 007 ")], &[("A", "5\" pipe"), ("B,C", "")]])
    );
    let json = r#"{"id": 12345678901234567890123, "price":1.10, "e":1E2, "t":true, "n":null,
        "s":"a\"b\\}{\u00e9", "o":{"x":[1, "}"]}, "":"empty"}"#;
    let (rows, _) = read(json.as_bytes()).unwrap();
    assert_eq!(
        rows,
        pairs(&[&[
            ("", "empty"),
            ("e", "1E2"),
            ("id", "12345678901234567890123"),
            ("o", r#"{"x":[1, "}"]}"#),
            ("price", "1.10"),
            ("s", "a\"b\\}{é"),
            ("t", "true"),
        ]])
    );
}

#[rstest]
#[case::empty(b"", "no row")]
#[case::header_alone(b"ID,NAME\n", "no row")]
#[case::empty_array(b"[]", "no row")]
#[case::too_many_values(b"A,B\n1,2\n1,2,3\n", "Row 2")]
#[case::too_few_values(b"A,B\n1\n", "Row 1")]
#[case::open_quote(b"A,B\n1,\"2\n3,4\n5,6\n", "not closed")]
#[case::no_name_at_the_end(b"A,B,\n1,2,3\n", "3 values where the header line names 2")]
#[case::one_value(b"A,B\n1\n", "1 value where")]
#[case::no_names(b",,\n1,2,3\n", "column 1")]
#[case::twice(b"A,A\n1,2\n", "A twice")]
#[case::no_name(b"A,,C\n1,2,3\n", "column 2")]
#[case::latin_1(b"A\ncaf\xe9\n", "Row 1")]
#[case::utf_16(b"\xff\xfeA\0\n\0", "UTF-16")]
#[case::not_closed(b"[{\"A\":1}", "not closed")]
#[case::object_not_closed(b"{\"A\":1", "Row 1")]
#[case::no_comma(b"[{\"A\":1} {\"A\":2}]", "not JSON")]
#[case::comma_at_the_end(b"[{\"A\":1},]", "not JSON")]
#[case::two_commas(b"[{\"A\":1},,{\"A\":1}]", "not JSON")]
#[case::behind_it(b"[{\"A\":1}] x", "behind the array")]
#[case::no_object(b"[1,2]", "not JSON")]
#[case::broken(b"{\"A\":01}", "Row 1")]
#[case::member_twice(b"{\"A\":1,\"A\":2}", "A twice")]
fn what_is_no_row_is_named(#[case] bytes: &[u8], #[case] expected: &str) {
    let problem = read(bytes).expect_err("it is no data");
    assert!(problem.message.contains(expected), "{problem:?}");
}

#[test]
fn nothing_but_a_file_is_read() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().to_owned(), folder.path().join("none")] {
        assert!(each(&path, |_| ControlFlow::Continue(())).is_err());
    }
}

proptest! {
    /// Whatever is written as CSV comes back, by each separator.
    #[test]
    fn csv_comes_back(
        rows in prop::collection::vec(prop::collection::vec("[a-c\",;\t\r\n é]{0,6}", 3), 1..5),
        separator in prop::sample::select(vec![",", ";", "\t"]),
    ) {
        let quoted = |value: &String| format!("\"{}\"", value.replace('"', "\"\""));
        let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(separator);
        let lines: Vec<String> = rows.iter().map(line).collect();
        let text = format!("A{separator}B{separator}C\n{}\n", lines.join("\n"));
        prop_assume!(rows.iter().flatten().any(|value| !value.is_empty()));
        let (read, _) = read(text.as_bytes()).unwrap();
        let values: Vec<Vec<String>> =
            read.into_iter().map(|row| row.into_iter().map(|(_, value)| value).collect()).collect();
        let mut rows = rows;
        rows.retain(|row| row.iter().any(|value| !value.is_empty()));
        prop_assert_eq!(values, rows);
    }

    #[test]
    fn nothing_that_is_read_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
    }
}
