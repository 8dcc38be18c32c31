//! Which characters a body's bytes stand for: by its byte-order mark, its header and its content, in that order, or as a person chose.
//! A byte that stands for none is shown as U+FFFD and counted. Texts that are not UTF-8 are rewritten once; everything else in this
//! crate reads UTF-8.

use crate::body::{self, Reader, Stop};
use crate::{AnswerError, Body};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;
use std::io::Write;

/// How the character set was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A person chose it.
    Chosen,
    /// The header `Content-Type` names it.
    Header,
    /// A byte-order mark begins the body.
    Mark,
    /// The text is of this set by the look of it.
    Content,
}

/// The character set of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charset {
    encoding: &'static Encoding,
    /// How it was found.
    pub origin: Origin,
    /// How many bytes of the body are a byte-order mark, and no text.
    pub mark: u64,
}

/// As much of a body as is looked at to guess.
const LOOKED_AT: u64 = 64 << 10;

impl Charset {
    /// Finds it. `chosen` is a person's choice, and `content_type` the header; either may name what nobody knows, and is then left out.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn of(
        body: &dyn Body,
        content_type: Option<&str>,
        chosen: Option<&str>,
    ) -> Result<Self, AnswerError> {
        let beginning = body::bytes(body, 0, LOOKED_AT)?;
        let is_whole = beginning.len() as u64 == body.length();
        Ok(Self::by_beginning(&beginning, is_whole, content_type, chosen))
    }

    fn by_beginning(
        beginning: &[u8],
        is_whole: bool,
        content_type: Option<&str>,
        chosen: Option<&str>,
    ) -> Self {
        let marked = Encoding::for_bom(beginning);
        let mark_of = |encoding| match marked {
            Some((found, length)) if found == encoding => length as u64,
            _ => 0,
        };
        let named = |label: Option<&str>| named(label?, marked.map(|(found, _)| found), beginning);
        let of = |encoding, origin| Self { encoding, origin, mark: mark_of(encoding) };
        if let Some(encoding) = named(chosen) {
            return of(encoding, Origin::Chosen);
        }
        match (named(content_type.and_then(label)), marked) {
            // No text begins with what looks like a mark, so that a header which says otherwise is wrong. The mark of UTF-8 may
            // have got in front of a text of another set, as an editor puts it into a script.
            (Some(header), Some((mark, _)))
                if header != mark && (mark != UTF_8 || is_utf8(beginning, is_whole)) =>
            {
                of(mark, Origin::Mark)
            }
            (Some(header), _) => of(header, Origin::Header),
            (None, Some((mark, _))) => of(mark, Origin::Mark),
            (None, None) => of(guessed(beginning, is_whole), Origin::Content),
        }
    }

    /// Its name: `UTF-8`, `windows-1252`.
    pub fn name(&self) -> &'static str {
        self.encoding.name()
    }

    /// Whether the body can be read as it lies there, after its mark.
    pub fn is_utf8(&self) -> bool {
        self.encoding == UTF_8
    }

    fn without_mark<'b>(&self, body: &'b [u8]) -> &'b [u8] {
        &body[self.mark as usize..]
    }

    /// Writes the body's text as UTF-8, and counts the places that stand for no character.
    ///
    /// # Errors
    /// The disk refuses, or it was stopped.
    pub fn rewrite(
        &self,
        body: &dyn Body,
        into: &mut dyn Write,
        stop: &Stop,
    ) -> Result<u64, AnswerError> {
        let mut decoder = self.encoding.new_decoder_without_bom_handling();
        let mut reader = Reader::new(body, self.mark, u64::MAX, stop);
        let mut text = vec![0; 64 << 10];
        let mut undecodable = 0;
        loop {
            let slice = reader.slice()?;
            let last = slice.is_empty();
            // Malformed bytes are counted one by one: the decoder that replaces them by itself only tells that there were some.
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(slice, &mut text, last);
            into.write_all(&text[..written])?;
            reader.consume(read);
            match result {
                DecoderResult::InputEmpty if last => return Ok(undecodable),
                DecoderResult::Malformed(..) => {
                    undecodable += 1;
                    into.write_all("\u{fffd}".as_bytes())?;
                }
                _ => {}
            }
        }
    }
}

/// The names that a person can choose from, one for each set.
pub fn names() -> Vec<&'static str> {
    use encoding_rs as e;
    let all = [
        e::UTF_8,
        e::UTF_16LE,
        e::UTF_16BE,
        e::WINDOWS_1252,
        e::ISO_8859_15,
        e::WINDOWS_1250,
        e::ISO_8859_2,
        e::WINDOWS_1251,
        e::KOI8_R,
        e::WINDOWS_1253,
        e::WINDOWS_1254,
        e::WINDOWS_1255,
        e::WINDOWS_1256,
        e::WINDOWS_1257,
        e::WINDOWS_1258,
        e::WINDOWS_874,
        e::SHIFT_JIS,
        e::EUC_JP,
        e::ISO_2022_JP,
        e::GB18030,
        e::GBK,
        e::BIG5,
        e::EUC_KR,
        e::MACINTOSH,
        e::IBM866,
    ];
    all.iter().map(|encoding| encoding.name()).collect()
}

/// The text of a body that is in memory, without its byte-order mark. None where its bytes are no text, or some of them stand for
/// no character.
pub fn text<'b>(body: &'b [u8], content_type: Option<&str>) -> Option<Cow<'b, str>> {
    if let Some(text) = plain_utf8(body, content_type) {
        return Some(Cow::Borrowed(text));
    }
    let charset = Charset::by_beginning(beginning(body), is_short(body), content_type, None);
    let body = charset.without_mark(body);
    let text = charset.encoding.decode_without_bom_handling_and_without_replacement(body)?;
    // What was only guessed may be a picture or an archive.
    let is_odd = |c: char| match charset.origin {
        Origin::Content => c.is_control() && !c.is_whitespace(),
        _ => c == '\0',
    };
    (charset.is_utf8() || !text.contains(is_odd)).then_some(text)
}

/// The text of a body or its beginning, with U+FFFD for what stands for no character, such as one that is cut in two at the end.
/// None where its bytes are no text.
pub fn text_with_gaps<'b>(body: &'b [u8], content_type: Option<&str>) -> Option<Cow<'b, str>> {
    if let Some(text) = plain_utf8(body, content_type) {
        return Some(Cow::Borrowed(text));
    }
    let charset = Charset::by_beginning(beginning(body), false, content_type, None);
    let is_of_two_bytes = [UTF_16LE, UTF_16BE].contains(&charset.encoding);
    if !is_of_two_bytes && memchr::memchr(0, body).is_some() {
        return None;
    }
    Some(charset.encoding.decode_without_bom_handling(charset.without_mark(body)).0)
}

/// What nearly every answer is, in one look: nothing in it or about it speaks of another set.
fn plain_utf8<'b>(body: &'b [u8], content_type: Option<&str>) -> Option<&'b str> {
    let header =
        content_type.and_then(label).and_then(|label| Encoding::for_label(label.as_bytes()));
    if header.is_some_and(|header| header != UTF_8) || memchr::memchr(0, body).is_some() {
        return None;
    }
    let text = std::str::from_utf8(body).ok()?;
    Some(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn beginning(body: &[u8]) -> &[u8] {
    &body[..body.len().min(LOOKED_AT as usize)]
}

fn is_short(body: &[u8]) -> bool {
    body.len() as u64 <= LOOKED_AT
}

/// The set that a label names. Most labels of UTF-16 leave open which of two bytes comes first: Java puts the high one there, and
/// the standard takes it for the other.
fn named(
    label: &str,
    marked: Option<&'static Encoding>,
    beginning: &[u8],
) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label.as_bytes())?;
    if encoding != UTF_16LE || label.trim().eq_ignore_ascii_case(UTF_16LE.name()) {
        return Some(encoding);
    }
    let of_two_bytes = marked.filter(|mark| *mark != UTF_8).or_else(|| of_two_bytes(beginning));
    Some(of_two_bytes.unwrap_or(encoding))
}

/// The `charset` of a `Content-Type`.
fn label(content_type: &str) -> Option<&str> {
    let parameters = content_type.split(';').skip(1);
    let mut named = parameters.filter_map(|one| {
        let (name, value) = one.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then_some(value.trim().trim_matches('"'))
    });
    named.next()
}

/// UTF-8 wherever the text can be that; two-byte sets by their zeros; else as browsers guess.
fn guessed(beginning: &[u8], is_whole: bool) -> &'static Encoding {
    if is_utf8(beginning, is_whole) && !beginning.contains(&0) {
        return UTF_8;
    }
    if let Some(two_bytes) = of_two_bytes(beginning) {
        return two_bytes;
    }
    if beginning.contains(&0) {
        // No text has zeros: these are bytes, and are shown as bytes.
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(beginning, is_whole);
    detector.guess(None, Utf8Detection::Allow)
}

fn is_utf8(beginning: &[u8], is_whole: bool) -> bool {
    match std::str::from_utf8(beginning) {
        Ok(_) => true,
        // A character may be cut at the end of what is looked at.
        Err(error) => error.error_len().is_none() && !is_whole,
    }
}

/// JSON and markup begin with characters of ASCII, whose other byte is zero then.
fn of_two_bytes(beginning: &[u8]) -> Option<&'static Encoding> {
    let pairs = beginning.chunks_exact(2).take(512);
    let (count, high, low) = pairs.fold((0usize, 0, 0), |(count, high, low), pair| {
        let (first, second) = (pair[0] == 0, pair[1] == 0);
        (count + 1, high + usize::from(first && !second), low + usize::from(second && !first))
    });
    match count {
        // One pair may be anything.
        0 | 1 => None,
        _ if low * 10 >= count * 9 => Some(UTF_16LE),
        _ if high * 10 >= count * 9 => Some(UTF_16BE),
        _ => None,
    }
}

/// Counts the places of a UTF-8 text that stand for no character, as it comes.
#[derive(Debug, Default)]
pub(crate) struct Undecodable {
    /// A character that is cut at the end of a piece.
    cut: Vec<u8>,
    pub(crate) count: u64,
}

impl Undecodable {
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while !self.cut.is_empty() && !rest.is_empty() {
            self.cut.push(rest[0]);
            rest = &rest[1..];
            let cut = std::mem::take(&mut self.cut);
            self.cut = self.counted(&cut);
        }
        let begun = self.counted(rest);
        self.cut.extend(begun);
    }

    pub(crate) fn finish(&mut self) {
        self.count += u64::from(!self.cut.is_empty());
        self.cut.clear();
    }

    /// Counts, and gives back what may be the beginning of a character.
    fn counted(&mut self, mut bytes: &[u8]) -> Vec<u8> {
        loop {
            match std::str::from_utf8(bytes) {
                Ok(_) => return Vec::new(),
                Err(error) => {
                    let rest = &bytes[error.valid_up_to()..];
                    let Some(length) = error.error_len() else { return rest.to_vec() };
                    self.count += 1;
                    bytes = &rest[length..];
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn found(body: &[u8], content_type: Option<&str>) -> (&'static str, Origin, u64) {
        let charset = Charset::of(&body.to_vec(), content_type, None).unwrap();
        (charset.name(), charset.origin, charset.mark)
    }

    fn rewritten(body: &[u8], chosen: &str) -> (String, u64) {
        let body = body.to_vec();
        let charset = Charset::of(&body, None, Some(chosen)).unwrap();
        let mut text = Vec::new();
        let count = charset.rewrite(&body, &mut text, &Stop::default()).unwrap();
        (String::from_utf8(text).unwrap(), count)
    }

    #[rstest]
    #[case::content("ä".as_bytes(), None, ("UTF-8", Origin::Content, 0))]
    #[case::two_bytes(b"{\0\"\0a\0\"\0", None, ("UTF-16LE", Origin::Content, 0))]
    #[case::unknown_header(b"a", Some("klingon"), ("UTF-8", Origin::Content, 0))]
    #[case::mark(b"\xef\xbb\xbfa\xe4", None, ("UTF-8", Origin::Mark, 3))]
    #[case::mark_of_two_bytes(b"\xff\xfea\0", None, ("UTF-16LE", Origin::Mark, 2))]
    #[case::mark_before_no_utf8(b"\xef\xbb\xbfa\xe4", Some("iso-8859-1"), ("windows-1252", Origin::Header, 0))]
    #[case::mark_before_utf8(b"\xef\xbb\xbfa\xc3\xa4", Some("iso-8859-1"), ("UTF-8", Origin::Mark, 3))]
    #[case::mark_against_header(b"\xfe\xff\0a", Some("utf-8"), ("UTF-16BE", Origin::Mark, 2))]
    #[case::mark_against_order(b"\xfe\xff\0a", Some("utf-16le"), ("UTF-16BE", Origin::Mark, 2))]
    #[case::high_byte_first(b"\xfe\xff\0a", Some("utf-16"), ("UTF-16BE", Origin::Header, 2))]
    #[case::low_byte_first(b"\xff\xfea\0", Some("UTF-16"), ("UTF-16LE", Origin::Header, 2))]
    #[case::high_byte_first_without_mark(b"\0a\0b", Some("utf-16"), ("UTF-16BE", Origin::Header, 0))]
    #[case::order_is_named(b"\0a\0b", Some("utf-16le"), ("UTF-16LE", Origin::Header, 0))]
    fn who_decides(
        #[case] body: &[u8],
        #[case] label: Option<&str>,
        #[case] expected: (&'static str, Origin, u64),
    ) {
        let header = label.map(|label| format!("text/plain; charset=\"{label}\""));
        assert_eq!(found(body, header.as_deref()), expected);
    }

    #[test]
    fn a_german_text_is_guessed() {
        let german = b"Gr\xfc\xdfe aus M\xfcnchen, sch\xf6nes Wetter f\xfcr \xc4pfel";
        assert_eq!(found(german, None).0, "windows-1252");
    }

    #[test]
    fn a_chosen_set_of_two_bytes_has_the_order_of_the_mark() {
        assert_eq!(rewritten(b"\xfe\xff\0a", "utf-16"), ("a".to_owned(), 0));
    }

    #[rstest]
    #[case::utf8("Köln".as_bytes(), None, Some("Köln"))]
    #[case::mark(b"\xef\xbb\xbfK\xc3\xb6ln", Some("utf-8"), Some("Köln"))]
    #[case::header(b"K\xf6ln", Some("iso-8859-1"), Some("Köln"))]
    #[case::header_against_ascii(b"~{<:Ky2;VpJ)HK~}", Some("hz-gb-2312"), None)]
    #[case::two_bytes(b"\xfe\xff\0K\0\xf6", Some("utf-16"), Some("Kö"))]
    #[case::guessed(
        b"Gr\xfc\xdfe aus M\xfcnchen, sch\xf6nes Wetter",
        None,
        Some("Grüße aus München, schönes Wetter")
    )]
    #[case::no_character(b"\xff\xfeK\0\0\xd8a\0", None, None)]
    #[case::not_as_named(b"K\xf6ln", Some("utf-8"), None)]
    #[case::bytes(&[0xff, 0xd8, 0, 0x10, 0xff], None, None)]
    #[case::bytes_with_a_header(&[0xff, 0xd8, 0, 0x10, 0xff], Some("iso-8859-1"), None)]
    #[case::bytes_without_zeros(b"\x1f\x8b\x08\x02\x91\xff", None, None)]
    fn a_text_in_memory(
        #[case] body: &[u8],
        #[case] label: Option<&str>,
        #[case] expected: Option<&str>,
    ) {
        let header = label.map(|label| format!("text/plain; charset={label}"));
        assert_eq!(text(body, header.as_deref()).as_deref(), expected);
    }

    #[test]
    fn a_text_that_is_cut_in_a_character_has_a_gap() {
        let read = |body, header| text_with_gaps(body, header).map(Cow::into_owned);
        assert_eq!(read(b"K\xc3\xb6ln \xc3", None).unwrap(), "Köln \u{fffd}");
        assert_eq!(read(b"K\xf6ln", Some("text/plain; charset=latin1")).unwrap(), "Köln");
        assert_eq!(
            read(b"\xfe\xff\0K\0", Some("text/plain; charset=utf-16")).unwrap(),
            "K\u{fffd}"
        );
        assert_eq!(read(&[0xff, 0xd8, 0, 0x10], Some("image/jpeg")), None);
    }

    #[test]
    fn what_stands_for_no_character_is_shown_as_such_and_counted() {
        assert_eq!(rewritten(b"a\xffb\xe4", "utf-8"), ("a\u{fffd}b\u{fffd}".to_owned(), 2));
        assert_eq!(rewritten(b"\xe4\x80", "windows-1252"), ("ä€".to_owned(), 0));
        assert_eq!(rewritten(b"\x00\xd8a\x00", "utf-16le"), ("\u{fffd}a".to_owned(), 1));
    }

    #[test]
    fn what_cannot_be_decoded_is_counted_wherever_the_text_is_cut() {
        let text = b"a\xffb\xe2\x82\xac\xe2\x82\xf0\x9d\x84\x9e\xe2(\xc3".to_vec();
        let naive = String::from_utf8_lossy(&text).matches('\u{fffd}').count() as u64;
        for length in 1..text.len() {
            let mut undecodable = Undecodable::default();
            text.chunks(length).for_each(|piece| undecodable.feed(piece));
            undecodable.finish();
            assert_eq!(undecodable.count, naive, "in pieces of {length}");
        }
    }
}
