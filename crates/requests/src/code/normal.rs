//! URLs that another program's library writes anew. Mudbrick and curl send them as they are.

use super::message::Text;
use super::note::{CodeNote, Notes};

/// Says where a library that keeps to RFC 3986 sends another text: urllib3 below Python's requests and HTTPie, `java.net.URI`,
/// .NET's `Uri`.
pub(super) fn say(url: &Text, language: &'static str, notes: &mut Notes) {
    match url.plains().map(behind_host).find_map(rewritten) {
        Some(example) => notes.add(CodeNote::Normalises { language, example }),
        None => say_query(url, language, notes),
    }
}

/// Says where a library leaves out a query that is empty, as `fetch` and all of the others do.
pub(super) fn say_query(url: &Text, language: &'static str, notes: &mut Notes) {
    let mut text = url.plains().collect::<String>();
    if text.pop() == Some('?') && !text.contains('?') {
        let example = "without the ? at its end".to_owned();
        notes.add(CodeNote::Normalises { language, example });
    }
}

/// What follows the host, in which brackets belong to an IPv6 address. A part of a URL that has no host is all of it.
pub(super) fn behind_host(url: &str) -> &str {
    let Some(scheme) = url.find("://") else { return url };
    let host = &url[scheme + 3..];
    host.find(['/', '?']).map_or("", |at| &host[at..])
}

/// The first piece that is not in its normal form (RFC 3986 sections 2 and 6.2.2), and what becomes of it.
fn rewritten(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'%' => {
                let Some(value) = escaped(&bytes[at + 1..]) else {
                    return Some("%25 instead of %".to_owned());
                };
                let written = &text[at..at + 3];
                if is_unreserved(value) {
                    return Some(format!("{} instead of {written}", char::from(value)));
                }
                let normal = written.to_ascii_uppercase();
                if normal != written {
                    return Some(format!("{normal} instead of {written}"));
                }
            }
            byte if is_unreserved(*byte) || b"!$&'()*+,;=:@/?".contains(byte) => {}
            byte => return Some(format!("%{byte:02X} instead of {}", char::from(*byte))),
        }
    }
    None
}

/// What two hexadecimal digits stand for.
fn escaped(digits: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*digits.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::{behind_host, rewritten};
    use rstest::rstest;

    #[rstest]
    #[case("/a/b?c=d&e=%20,;:@!$'()*+", None)]
    #[case("/[a", Some("%5B instead of ["))]
    #[case("/a?b=%e4", Some("%E4 instead of %e4"))]
    #[case("/%7Eme", Some("~ instead of %7E"))]
    #[case("/100%", Some("%25 instead of %"))]
    #[case("/%zz", Some("%25 instead of %"))]
    fn what_is_written_anew_is_found(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(rewritten(text).as_deref(), expected);
    }

    #[rstest]
    #[case("http://[::1]:80/a[", "/a[")]
    #[case("http://[::1]", "")]
    #[case("https://x.io?a|b", "?a|b")]
    #[case("]/b", "]/b")]
    fn a_host_is_no_part_of_it(#[case] url: &str, #[case] expected: &str) {
        assert_eq!(behind_host(url), expected);
    }
}
