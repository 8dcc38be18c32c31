//! The encodings a secret may be met in.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

fn colons(secret: &str) -> String {
    secret.bytes().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

fn soft_lines(secret: &str) -> String {
    secret.split_at(secret.len() / 3).0.to_owned() + "=\r\n" + secret.split_at(secret.len() / 3).1
}

/// A whole text in base32, without the signs that fill it up.
fn base32(text: &str) -> String {
    let bits =
        |place: usize| text.as_bytes().get(place / 8).map_or(0, |byte| byte >> (7 - place % 8) & 1);
    let value = |digit: usize| (0..5).fold(0, |value, next| value << 1 | bits(digit * 5 + next));
    let letter = |digit| char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[usize::from(value(digit))]);
    (0..(text.len() * 8).div_ceil(5)).map(letter).collect()
}

/// A secret in every encoding, by name.
pub(crate) fn all(secret: &str) -> Vec<(&'static str, Vec<u8>)> {
    let base64 = |text: &str| STANDARD.encode(text);
    let each = |write: &dyn Fn(u8) -> String| secret.bytes().map(write).collect::<String>();
    let json = |text: &str| text.bytes().map(|b| format!("\\u{b:04x}")).collect::<String>();
    let utf16 = |bytes: fn(u16) -> [u8; 2]| secret.encode_utf16().flat_map(bytes).collect();
    let folded: Vec<String> = base64(&format!("x{secret}"))
        .as_bytes()
        .chunks(7)
        .map(|line| String::from_utf8_lossy(line).into_owned())
        .collect();
    let texts = [
        ("as it is", secret.to_owned()),
        ("in quotes", format!("{{\"client_secret\":\"p8e-{secret}\\\"&\"}}")),
        ("percent", each(&|byte| format!("%{byte:02X}"))),
        ("percent in lower case", each(&|byte| format!("%{byte:02x}"))),
        ("JSON escapes", json(secret)),
        ("JSON in JSON", json(&json(secret))),
        ("HTML", each(&|byte| format!("&#{byte};"))),
        ("HTML hex", each(&|byte| format!("&#x{byte:X};"))),
        ("base64 at 0", base64(secret)),
        ("base64 at 1", base64(&format!("x{secret}yz"))),
        ("base64 at 2", base64(&format!("xy{secret}z"))),
        ("base64 for URLs", URL_SAFE_NO_PAD.encode(format!("?>{secret}"))),
        ("base64 in percent", base64(secret).bytes().map(|b| format!("%{b:02X}")).collect()),
        ("base64 in lines", folded.join("\r\n    ")),
        ("base64 in lines in JSON", folded.join("\\n")),
        ("hex", each(&|byte| format!("{byte:02x}"))),
        ("hex in upper case", each(&|byte| format!("{byte:02X}"))),
        ("hex with colons", colons(secret)),
        ("hex behind backslashes", each(&|byte| format!("\\x{byte:02x}"))),
        ("base32", base32(secret)),
        ("base32 at 3", base32(&format!("a: {secret}")).to_lowercase()),
        ("quoted-printable", each(&|byte| format!("={byte:02X}"))),
        ("quoted-printable in lines", soft_lines(secret)),
    ];
    let mut writings: Vec<_> =
        texts.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
    writings.push(("UTF-16", utf16(u16::to_le_bytes)));
    writings.push(("UTF-16 big end first", utf16(u16::to_be_bytes)));
    writings
}
