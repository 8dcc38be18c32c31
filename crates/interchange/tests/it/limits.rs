//! Hostile and oversized input is refused with words, in no time to speak of.

use mudbrick_interchange::{Input, Passphrases, Reading, read};
use mudbrick_vault::Secret;
use rstest::rstest;
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

/// Far above what the slowest takes on a busy machine, and far below what a square of its size would.
const GIVEN_UP: Duration = Duration::from_secs(300);

fn reading_of(bytes: Vec<u8>) -> Reading {
    let input = Input { name: "hostile".to_owned(), bytes: Secret::new(bytes) };
    read(&[input], &Passphrases::default())
}

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    for (name, content) in members {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn zeros() -> Vec<u8> {
    archive(&[("zeros", &vec![0; 65 << 20])])
}

fn many_files() -> Vec<u8> {
    let names: Vec<String> = (0..501).map(|at| format!("{at}.txt")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    archive(&members)
}

#[rstest]
#[case::large(vec![b'x'; (16 << 20) + 1], "It is larger than 16 MiB, more than any file with credentials.")]
#[case::zip_bomb(zeros(), "What is in the archive is larger than 64 MiB.")]
#[case::many_files(many_files(), "The archive holds 501 files.")]
#[case::nested_zip(archive(&[("inner.zip", &archive(&[("a", b"b")]))]), "It is an archive in an archive, which is not opened.")]
#[case::cut_zip(archive(&[("a.txt", b"hello")])[..40].to_vec(), "The archive is damaged and cannot be opened.")]
#[case::empty(Vec::new(), "It is empty.")]
#[case::blank(b" \n\t ".to_vec(), "It is empty.")]
#[case::deep_json(b"[".repeat(1 << 20), "It begins like JSON, but cannot be read: line 1: it is nested too deeply.")]
#[case::deep_maps(b"{\"a\":".repeat(1 << 20), "It begins like JSON, but cannot be read: line 1: it is nested too deeply.")]
#[case::many_values([b"[".to_vec(), b"[],".repeat(1 << 20)].concat(), "It begins like JSON, but cannot be read: line 1: it holds too many values.")]
#[case::picture(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01".to_vec(), "Nothing in it is known to Mudbrick.")]
#[case::prose(b"Dear all, please find the minutes attached.".to_vec(), "Nothing in it is known to Mudbrick.")]
fn is_refused_with_words(#[case] bytes: Vec<u8>, #[case] message: &str) {
    let begun = Instant::now();
    let reading = reading_of(bytes);
    let problem = reading.sources.iter().find_map(|source| source.problem.as_ref());
    assert_eq!(problem.map(|problem| problem.message.as_str()), Some(message));
    assert!(reading.credentials.is_empty() && reading.keys.is_empty());
    assert!(begun.elapsed() < GIVEN_UP, "{:?}", begun.elapsed());
}

/// Each is as long as may be, and made of what is dear to some reader.
#[rstest]
#[case::numbers(b"[1,".to_vec(), b"1,".to_vec())]
#[case::quotes(b"".to_vec(), b"A=\"\n".to_vec())]
#[case::open_keys(b"".to_vec(), b"A=-----BEGIN X\n".to_vec())]
#[case::fences(b"".to_vec(), b"-----BEGIN PRIVATE KEY-----\n".to_vec())]
#[case::yaml_lists(b"".to_vec(), b"- ".to_vec())]
#[case::yaml_keys(b"".to_vec(), b"? ".to_vec())]
#[case::yaml_flow(b"a: ".to_vec(), b"[".to_vec())]
#[case::toml_tables(b"".to_vec(), b"[a.b]\n".to_vec())]
#[case::toml_nested(b"a = ".to_vec(), b"[".to_vec())]
#[case::curl(b"curl ".to_vec(), b"\ncurl ".to_vec())]
#[case::parameters(b"curl ".to_vec(), b"client_id=".to_vec())]
#[case::headers(b"curl ".to_vec(), b"x-api-key:".to_vec())]
#[case::braces(b"x".to_vec(), b"{ ".to_vec())]
#[case::continued(b"a=".to_vec(), b"\\\n".to_vec())]
#[case::base64(b"".to_vec(), b"TUlJ".to_vec())]
#[case::underscores(b"AIO_".to_vec(), b"a_".to_vec())]
#[case::comments(b"{".to_vec(), b"/* */".to_vec())]
#[case::one_number(b"[".to_vec(), b"1".to_vec())]
#[case::quoted_text(b"\"".to_vec(), b"\\\"".to_vec())]
fn takes_no_longer_than_its_size_explains(#[case] head: Vec<u8>, #[case] piece: Vec<u8>) {
    let mut bytes = head;
    while bytes.len() < 4 << 20 {
        bytes.extend_from_slice(&piece);
    }
    let begun = Instant::now();
    reading_of(bytes);
    assert!(begun.elapsed() < GIVEN_UP, "{:?}", begun.elapsed());
}
