//! Random texts through every way of printing: nothing that steers a terminal gets to one.

use super::*;
use crate::usage;
use std::ffi::OsString;
use std::sync::{Arc, Mutex, PoisonError};

/// Keeps what is printed.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Paper {
    fn take(&self) -> String {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        String::from_utf8(bytes).expect("UTF-8 is printed")
    }
}

impl std::io::Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn output(format: Format, reader: Reader) -> (Output, Paper, Paper) {
    let (out, err) = (Paper::default(), Paper::default());
    let stdout = Stream::to(reader, out.clone());
    let stderr = Stream::to(reader, err.clone());
    (Output { format, remarks: Remarks::Said, stdout, stderr }, out, err)
}

/// Texts from a seed, the same in every run: half of each is what an attacker would choose.
struct Texts(u64);

impl Texts {
    fn number(&mut self, below: u64) -> u64 {
        // SplitMix64: its numbers need not be good, only different.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % below
    }

    fn character(&mut self) -> char {
        let ranges: [(u32, u32); 10] = [
            (0, 0x1f),
            (0x7f, 0x9f),
            (0x200b, 0x200f),
            (0x2028, 0x202e),
            (0x2060, 0x206f),
            (0xe_0000, 0xe_007f),
            (0xa, 0xd),
            (0x20, 0x7e),
            (0xa0, 0x2fff),
            (0x1_0000, 0x10_ffff),
        ];
        let (first, last) = ranges[self.number(10) as usize];
        let number = u64::from(first) + self.number(u64::from(last - first) + 1);
        char::from_u32(number as u32).unwrap_or('\u{202e}')
    }

    fn text(&mut self) -> String {
        let length = self.number(12);
        (0..length).map(|_| self.character()).collect()
    }
}

/// Everything on the terminal is to be seen, and it has as many lines as we printed.
fn assert_harmless(printed: &str, lines: Option<usize>, text: &str) {
    let stray = printed.chars().find(|character| {
        let is_ours = matches!(character, '\n' | '\t' if lines.is_none() || *character == '\n');
        visible::is_hidden(*character) && !is_ours
    });
    assert_eq!(stray, None, "{text:?} was printed as {printed:?}");
    if let Some(lines) = lines {
        assert_eq!(printed.matches('\n').count(), lines, "{text:?} was printed as {printed:?}");
    }
}

#[test]
fn a_hundred_thousand_texts_steer_no_terminal() {
    let mut texts = Texts(7);
    let (words, out, err) = output(Format::Text, Reader::Person);
    let (json, json_out, json_err) = output(Format::Json, Reader::Person);
    for _ in 0..100_000 {
        let text = texts.text();
        let value = serde_json::json!({ "value": text, text.clone(): 1 });

        words
            .answer(&(), || {
                let mut page = Page::new();
                writeln!(page, "{text}: {text}");
                page.line(&*text);
                page
            })
            .unwrap();
        assert_harmless(&out.take(), Some(2), &text);
        words.line(&text).unwrap();
        assert_harmless(&out.take(), Some(1), &text);
        words.text(&text).unwrap();
        assert_harmless(&out.take(), None, &text);
        words.answer_text(&(), &text).unwrap();
        assert_harmless(&out.take(), None, &text);
        json.answer(&value, || "").unwrap();
        let printed = json_out.take();
        assert_harmless(&printed, Some(4 - usize::from(text == "value")), &text);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&printed).unwrap(), value);

        // A body, in pieces that end anywhere, some of them no text at all.
        let mut bytes = text.clone().into_bytes();
        bytes.extend(text.chars().map(|character| character as u32 as u8));
        let mut pieces = bytes.chunks(3).map(<[u8]>::to_vec).collect::<Vec<_>>().into_iter();
        words.parts(|| Ok(pieces.next().unwrap_or_default()), Raw::No).unwrap();
        assert_harmless(&out.take(), None, &text);

        words.note(&text);
        assert_harmless(&err.take(), Some(1), &text);
        let problem = Problem::new(ErrorCode::NotFound, &*text).remedy(&*text).detail(&*text);
        words.problem(&problem);
        let printed = err.take();
        assert_harmless(&printed, None, &text);
        // Whatever the raw answer is, it begins no line of its own.
        for line in printed.lines().skip(2) {
            assert!(line.starts_with("  | "), "{text:?} was printed as {printed:?}");
        }
        words.warning(&problem);
        assert_harmless(&err.take(), None, &text);
        words.usage(&problem, &text);
        assert_harmless(&err.take(), None, &text);
        json.problem(&problem);
        assert_harmless(&json_err.take(), Some(10), &text);
        json.usage(&problem, &text);
        assert_harmless(&json_err.take(), Some(10), &text);
        // What `question` and the prompt for a passphrase are made with.
        assert_harmless(&visible::line(&text), Some(0), &text);
    }
}

#[test]
fn arguments_that_are_quoted_steer_no_terminal() {
    let mut texts = Texts(11);
    for _ in 0..500 {
        let text = format!("no{}pe", texts.text());
        for given in [
            &["mudbrick", &*text][..],
            &["mudbrick", "send", "P", "x", "--var", &text],
            &["mudbrick", "key", "save", "k", "--as", &text, "--out", "f"],
            &["mudbrick", "token", "P", &text],
        ] {
            let Err(usage) = usage::parse(given.iter().map(OsString::from)) else { continue };
            let words = usage.words();
            assert_harmless(&words, None, &text);
            let forged = text.contains('\n') && words.contains(&*text);
            assert!(!forged, "{words}");
        }
    }
}

#[test]
fn a_pipe_gets_what_came() {
    let text = "a\u{1b}[8m\u{9b}\u{202e}\r\nb";
    let (output, out, err) = output(Format::Text, Reader::Program);
    output.line(text).unwrap();
    assert_eq!(out.take(), format!("{text}\n"));
    output.text(text).unwrap();
    assert_eq!(out.take(), format!("{text}\n"));
    let mut parts = vec![Vec::new(), text.as_bytes().to_vec()];
    output.parts(|| Ok(parts.pop().unwrap()), Raw::No).unwrap();
    assert_eq!(out.take(), text);
    // A log is shown on a terminal later.
    output.note(text);
    assert_eq!(err.take(), "a\\u{1b}[8m\\u{9b}\\u{202e}\\r\\nb\n");
}

#[test]
fn raw_is_raw_on_a_terminal_too() {
    let (output, out, _) = output(Format::Text, Reader::Person);
    let mut parts = vec![Vec::new(), b"\x1b[1mbold".to_vec()];
    output.parts(|| Ok(parts.pop().unwrap()), Raw::Yes).unwrap();
    assert_eq!(out.take(), "\u{1b}[1mbold");
}
