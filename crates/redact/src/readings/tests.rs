//! What is read, and what exactly a find is made of.

use super::{Escapes, TooDeep, View};
use crate::scan::tests::base32;
use crate::{FingerprintKey, Fingerprints, MASK, Redactor, carried, scan};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mudbrick_vault::SecretText;
use rstest::rstest;

fn secret(text: &str) -> SecretText {
    SecretText::new(text.to_owned())
}

fn masked(canary: &str, text: &str) -> String {
    Redactor::new(&[&secret(canary)]).text(text).into_owned()
}

fn hex(text: &[u8]) -> String {
    text.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The canary begins and ends with a group of digits of every kind, so it is they alone that are masked.
#[rstest]
#[case::base64(|text: &[u8]| STANDARD.encode(text))]
#[case::base32(|text: &[u8]| String::from_utf8(base32(text)).unwrap())]
#[case::hex(|text: &[u8]| hex(text))]
fn of_digits_those_are_masked_that_a_secret_is_made_of(#[case] encode: fn(&[u8]) -> String) {
    let (before, canary, after) = ("in front of it.", "canary-01234567", "what follows it");
    let all = encode(format!("{before}{canary}{after}").as_bytes());
    let (before, after) = (encode(before.as_bytes()), encode(after.as_bytes()));
    assert_eq!(masked(canary, &all), format!("{before}{MASK}{after}"));
    // A stretch of its own comes before.
    let text = format!("{before} {all} {after}");
    assert_eq!(masked(canary, &text), format!("{before} {before}{MASK}{after} {after}"));
}

#[rstest]
#[case::one(1, "\n")]
#[case::three(3, "\r\n\t ")]
#[case::sixty_four(64, "\n  ")]
fn digits_in_lines_of_any_length_are_read_on(#[case] width: usize, #[case] end: &str) {
    let digits = STANDARD.encode("canary-0123456789");
    let lines: Vec<_> =
        digits.as_bytes().chunks(width).map(|it| str::from_utf8(it).unwrap()).collect();
    let text = format!("({})", lines.join(end));
    let redacted = masked("canary-0123456789", &text);
    assert!(redacted.starts_with(&format!("({MASK}")) && redacted.len() < 40, "{redacted}");
}

#[test]
fn nothing_of_a_text_is_shown() {
    let view = View::of(b"%41canary", Escapes::All).unwrap();
    assert_eq!(format!("{view:?}"), "View(7 bytes)");
}

#[rstest]
#[case::nothing("0x")]
#[case::no_digit("0x, 0xg 41 0x")]
fn a_mark_before_no_digit_is_stepped_over(#[case] text: &str) {
    assert_eq!(masked("canary", text), text);
}

/// What the escapes alone would leave is shorter than anything that is looked for.
#[rstest]
#[case::percent(r"\n&lt;", "%5Cn&lt;")]
#[case::json(r"%41\n", r"%41\\n")]
#[case::html("&lt;%41", "&amp;lt;%41")]
#[case::percent_twice(r"\n&lt;", "%255Cn&lt;")]
#[case::json_twice(r"%41\n", r"%41\\\\n")]
#[case::html_twice("&lt;%41", "&amp;amp;lt;%41")]
fn a_secret_that_holds_another_kinds_escape_is_found(#[case] canary: &str, #[case] text: &str) {
    assert_eq!(masked(canary, &format!("-{text}-")), format!("-{MASK}-"));
}

/// What follows would make an escape of the secret's end if all kinds were undone at once.
#[rstest]
#[case::json_twice(r"A\<b%0", r"A\\\\<b%0", "a")]
#[case::html_in_json(r"A\<b%0", r"A\\&lt;b%0", "a")]
#[case::html_in_percent("A'<b\\", "A%27&lt;b\\", "n")]
#[case::json_in_percent(r"A'\b&lt", r"A%27\\b&lt", ";")]
fn the_end_of_a_secret_is_not_taken_for_an_escape(
    #[case] canary: &str,
    #[case] form: &str,
    #[case] after: &str,
) {
    assert_eq!(masked(canary, &format!("{form}{after}")), format!("{MASK}{after}"));
}

#[rstest]
#[case::begun_and_ended_plain("canary", "%41%42 ca%6Eary %43", "%41%42 MASK %43")]
#[case::begun_and_ended_by_an_escape("canary", "%41%42 %63anar%79 %43", "%41%42 MASK %43")]
#[case::json("a\u{8}b\u{c}c\nd\re\tf/g\"h", r#"\n a\bb\fc\nd\re\tf\/g\"h \n"#, r"\n MASK \n")]
#[case::html("a<b>c\"d'e&f", "&lt;a&lt;b&gt;c&quot;d&apos;e&amp;f&gt;", "&lt;MASK&gt;")]
#[case::quoted_printable("can=ary", "a=3D ca=\r\nn=3Da=\nry =3D", "a=3D MASK =3D")]
fn of_a_text_with_escapes_that_is_masked_which_a_secret_is_made_of(
    #[case] canary: &str,
    #[case] text: &str,
    #[case] expected: &str,
) {
    assert_eq!(masked(canary, text), expected.replace("MASK", MASK));
}

#[rstest]
#[case::another_inside("can密ary")]
#[case::begun_by_another("密canary")]
#[case::ended_by_another("canary密")]
#[case::two_units_inside("cana😀😀ry")]
fn of_utf_16_those_bytes_are_masked_that_a_secret_is_made_of(#[case] canary: &str) {
    for order in [u16::to_le_bytes, u16::to_be_bytes] {
        let utf16 = |text: &str| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        for first in [&b""[..], b"x"] {
            for (before, after) in [("id: ", " and so on"), ("id😀密: a密密", "密a")] {
                let (before, after) = ([first, &utf16(before)].concat(), utf16(after));
                let text = [&*before, &utf16(canary), &after].concat();
                let redactor = Redactor::new(&[&secret(canary)]);
                let expected = [&*before, MASK.as_bytes(), &after].concat();
                assert_eq!(redactor.bytes(&text), expected, "{text:?}");
            }
        }
    }
}

#[test]
fn utf_16_that_is_shorter_than_the_secret_is_read() {
    let canary = "密码密码密码密码";
    let text: Vec<u8> = format!("id:{canary}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(text.len() < canary.len());
    let leak = scan(&text, &[&secret(canary)]).unwrap().unwrap();
    assert_eq!(leak.at, 6);
}

/// Two kinds of escapes, each undone before or after the other at every depth.
fn bomb() -> String {
    let (percent, quoted, html) = ("25".repeat(8), "3D".repeat(8), "amp;".repeat(8));
    format!("%{percent}41 ={quoted}41 &{html} {} {}", "\\".repeat(256), " ".repeat(16 * 1024))
}

#[test]
fn what_cannot_be_read_to_its_end_is_not_said_to_hold_nothing() {
    let (bomb, canary) = (bomb(), secret("canary-0123456789"));
    assert_eq!(scan(bomb.as_bytes(), &[&canary]), Err(TooDeep));
    let key = FingerprintKey::random().unwrap();
    let known = Fingerprints::of(&key, key.marks(&canary).into_iter().map(|mark| (0, mark)));
    assert_eq!(carried(bomb.as_bytes(), known.as_ref()).unwrap(), Err(TooDeep));
    assert_eq!(masked("canary-0123456789", &bomb), MASK);
    assert_eq!(Redactor::new(&[]).text(&bomb), bomb, "there is nothing to look for");
}
