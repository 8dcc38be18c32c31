//! What programs and people do to a text with a key in it, and what of it is undone without guessing.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use mudbrick_pki::Repair::{self, *};

/// Something done to a whole text.
pub(crate) type Mangling = fn(&str) -> String;

/// All that the reading undoes, in any order and number. None of them loses anything.
pub(crate) const SAFE: [(&str, Mangling, &[Repair]); 20] = [
    ("windows line ends", |text| text.replace('\n', "\r\n"), &[]),
    ("old Mac line ends", |text| text.replace('\n', "\r"), &[]),
    ("literal line ends", |text| text.replace('\n', "\\n"), &[EscapedLineEnds]),
    ("literal windows line ends", |text| text.replace('\n', "\\r\\n"), &[EscapedLineEnds]),
    ("blanks for line ends", |text| text.replace('\n', " "), &[BlanksForLineEnds]),
    ("no line ends", |text| text.replace('\n', ""), &[OneLine]),
    ("quotes", |text| format!("\"{text}\""), &[]),
    ("single quotes", |text| format!("'{text}'\n"), &[]),
    ("escaped slashes", |text| text.replace('/', "\\/"), &[Escapes]),
    ("indentation", |text| lines(text, "    ", ""), &[Indentation]),
    ("blanks at line ends", |text| lines(text, "", "  \t"), &[]),
    ("empty lines", |text| text.replace('\n', "\n\n"), &[]),
    ("byte order mark", |text| format!("\u{feff}{text}"), &[ByteOrderMark]),
    ("zero-width blanks", |text| text.replace('\n', "\u{200b}\n"), &[Invisible]),
    ("four dashes", |text| text.replace("-----", "----"), &[DamagedFences]),
    ("long dashes", |text| text.replace("-----", "——-"), &[DamagedFences]),
    (
        "small letters",
        |text| text.replace("BEGIN", "Begin").replace("END", "end"),
        &[DamagedFences],
    ),
    ("mail", |text| lines(text, "> ", ""), &[MailQuotes]),
    ("chat", |text| format!("Here it is:\n```\n{text}\n```\n"), &[]),
    ("environment", |text| format!("PRIVATE_KEY={text} # for places\n"), &[]),
];

/// Encodings of the whole, which are undone one after the other.
pub(crate) const ENCODINGS: [(&str, Mangling, &[Repair]); 6] = [
    ("JSON text", json_text, &[JsonText]),
    ("JSON lines", json_lines, &[JsonLines]),
    ("base64", |text| STANDARD.encode(text), &[Base64]),
    ("web address", percent, &[PercentEncoded]),
    ("web page", html, &[Html]),
    ("mail transport", quoted_printable, &[QuotedPrintable]),
];

pub(crate) fn json_text(text: &str) -> String {
    serde_json::to_string(text).expect("a text")
}

pub(crate) fn json_lines(text: &str) -> String {
    serde_json::to_string(&text.split('\n').collect::<Vec<_>>()).expect("lines")
}

pub(crate) fn base64(bytes: impl AsRef<[u8]>) -> String {
    STANDARD.encode(bytes)
}

pub(crate) fn lines(text: &str, before: &str, behind: &str) -> String {
    text.lines().map(|line| format!("{before}{line}{behind}\n")).collect()
}

/// The base64 alone, on one line.
pub(crate) fn bare(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with('-')).collect()
}

pub(crate) fn url_alphabet(pem: &str) -> String {
    URL_SAFE_NO_PAD.encode(STANDARD.decode(bare(pem)).expect("base64"))
}

pub(crate) fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

pub(crate) fn percent(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    let mut bytes = [0; 4];
    text.chars().fold(String::new(), |mut all, c| {
        if plain(c) {
            all.push(c);
        } else {
            c.encode_utf8(&mut bytes)
                .bytes()
                .for_each(|byte| all.push_str(&format!("%{byte:02X}")));
        }
        all
    })
}

/// As a form sends it, with `+` for blanks.
pub(crate) fn form(text: &str) -> String {
    percent(text).replace("%20", "+")
}

fn html(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    escaped.replace('>', "&gt;").replace('=', "&#x3D;").replace('\n', "<br/>\n")
}

fn quoted_printable(text: &str) -> String {
    let mut all = String::new();
    for line in text.lines() {
        let characters: Vec<char> = line.chars().collect();
        for (place, part) in characters.chunks(70).enumerate() {
            all.push_str(if place > 0 { "=\n" } else { "" });
            for byte in part.iter().collect::<String>().bytes() {
                match byte {
                    b'=' | 0x80.. => all.push_str(&format!("={byte:02X}")),
                    plain => all.push(char::from(plain)),
                }
            }
        }
        all.push('\n');
    }
    all
}

/// The key as source code in JavaScript.
pub(crate) fn source_code(pem: &str) -> String {
    let lines: Vec<String> = pem.lines().map(|line| format!("\"{line}\\n\"")).collect();
    format!("const key = {};\n", lines.join(" +\n    "))
}
