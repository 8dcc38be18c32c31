//! Every label of the Encoding Standard, once.

use mudbrick_answers::Stop;
use mudbrick_answers::charset::{Charset, Origin};

const LABELS: &str = include_str!("labels.txt");

fn encoded(name: &str, text: &str) -> Vec<u8> {
    match name {
        "UTF-16LE" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "UTF-16BE" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => encoding_rs::Encoding::for_label(name.as_bytes()).unwrap().encode(text).0.into_owned(),
    }
}

#[test]
fn every_label_names_its_set_and_its_text_is_read() {
    let mut count = 0;
    for line in LABELS.lines().filter(|line| !line.starts_with('#')) {
        let (name, label) = line.split_once(' ').unwrap();
        // Capitals and quotes are as good.
        let header = format!("application/json; Charset=\"{}\"", label.to_uppercase());
        let text = "{\"name\": \"Mudbrick\"}";
        let body = encoded(name, text);
        let charset = Charset::of(&body, Some(&header), None).unwrap();
        assert_eq!((charset.name(), charset.origin), (name, Origin::Header), "{label}");
        let mut read = Vec::new();
        let undecodable = charset.rewrite(&body, &mut read, &Stop::default()).unwrap();
        // What is named by these labels is not to be read, says the standard.
        let expected = if name == "replacement" { ("\u{fffd}", 1) } else { (text, 0) };
        assert_eq!((std::str::from_utf8(&read).unwrap(), undecodable), expected, "{label}");
        count += 1;
    }
    assert_eq!(count, 228);
}
