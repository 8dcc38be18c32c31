//! Reading a curl command, whichever shell its words came from.

use super::curl_options::{self as options, CurlOption, Meaning};
use super::doubt_kind::DoubtKind;
use super::error::PasteError;
use super::multipart::FormPart;
use super::parts::{FORM, Parts, Placed};
use super::remark::{PasteNote, Place, Remarks};
use super::url_pattern::pattern_of;
use super::word::Word;
use crate::fill::RESERVED;
use crate::template::{Segment, segments};
use mudbrick_model::Method;
use percent_encoding::utf8_percent_encode;

/// The parts of the request that the words after `curl` describe. `text` is the whole pasted text.
pub(super) fn read(
    text: &str,
    words: Vec<Word>,
    input: Option<Word>,
    remarks: &mut Remarks,
) -> Result<Parts, PasteError> {
    let mut command = CurlCommand {
        text,
        parts: Parts { default_type: Some(FORM), ..Parts::default() },
        data_in_url: false,
        head: false,
        is_pattern: true,
        input,
        others: Vec::new(),
        remarks,
    };
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        if command.word(word, &mut words)? {
            break;
        }
    }
    Ok(command.finish())
}

struct CurlCommand<'a> {
    text: &'a str,
    parts: Parts,
    data_in_url: bool,
    head: bool,
    /// Whether brackets and braces in the URL stand for several.
    is_pattern: bool,
    /// What the text gives the command on its standard input.
    input: Option<Word>,
    /// Words that belong to no option.
    others: Vec<Word>,
    remarks: &'a mut Remarks,
}

impl CurlCommand<'_> {
    /// Takes a word, and the next one when it is an option's value. Says whether the request ends here.
    fn word(
        &mut self,
        word: Word,
        rest: &mut impl Iterator<Item = Word>,
    ) -> Result<bool, PasteError> {
        let Word { text, at } = word;
        if text == "--" || text.trim().is_empty() {
            return Ok(false);
        }
        if let Some(long) = text.strip_prefix("--") {
            let (name, attached) = match long.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (long, None),
            };
            let written = format!("--{name}");
            let Some(option) = options::long(name) else {
                self.remarks.doubt(at, DoubtKind::UnknownOption { option: written });
                return Ok(false);
            };
            return self.option(option, written, attached, at, rest);
        }
        let Some(letters) = text.strip_prefix('-').filter(|letters| !letters.is_empty()) else {
            self.others.push(Word { text, at });
            return Ok(false);
        };
        for (position, letter) in letters.char_indices() {
            let written = format!("-{letter}");
            let Some(option) = options::short(letter) else {
                self.remarks.doubt(at, DoubtKind::UnknownOption { option: written });
                return Ok(false);
            };
            let attached = &letters[position + letter.len_utf8()..];
            let value = (option.takes_value && !attached.is_empty()).then(|| attached.to_owned());
            if self.option(option, written, value, at, rest)? {
                return Ok(true);
            }
            if option.takes_value {
                break;
            }
        }
        Ok(false)
    }

    fn option(
        &mut self,
        option: CurlOption,
        written: String,
        attached: Option<String>,
        at: usize,
        rest: &mut impl Iterator<Item = Word>,
    ) -> Result<bool, PasteError> {
        if option.meaning == Meaning::Next {
            self.remarks.doubt(at, DoubtKind::SeveralRequests { count: 2 });
            return Ok(true);
        }
        if !option.takes_value {
            self.flag(option.meaning, written);
            return Ok(false);
        }
        let value = match attached {
            Some(text) => Word { text, at },
            None => match rest.next() {
                Some(word) => word,
                None if matches!(option.meaning, Meaning::Ignored | Meaning::Connection) => {
                    return Ok(false);
                }
                None => {
                    let place = Place::of(self.text, at);
                    return Err(PasteError::NoValue { place, option: written });
                }
            },
        };
        self.value(option.meaning, written, value);
        Ok(false)
    }

    fn flag(&mut self, meaning: Meaning, written: String) {
        match meaning {
            Meaning::DataInUrl => self.data_in_url = true,
            Meaning::Head => self.head = true,
            Meaning::PlainUrl => self.is_pattern = false,
            Meaning::Connection => self.remarks.note(PasteNote::Connection { option: written }),
            _ => {}
        }
    }

    fn value(&mut self, meaning: Meaning, option: String, Word { text, at }: Word) {
        let parts = &mut self.parts;
        match meaning {
            Meaning::Method => parts.method = Some(text),
            Meaning::Url => self.others.insert(0, Word { text, at }),
            Meaning::Header => self.header(&text, at),
            Meaning::UserAgent => parts.header("User-Agent", &text, at, self.remarks),
            Meaning::Referer => parts.header("Referer", &text, at, self.remarks),
            Meaning::Range => parts.header("Range", &format!("bytes={text}"), at, self.remarks),
            Meaning::Bearer => {
                parts.header("Authorization", &format!("Bearer {text}"), at, self.remarks);
            }
            Meaning::Cookie if text.contains('=') => {
                parts.header("Cookie", &text, at, self.remarks)
            }
            Meaning::Cookie => self.remarks.note(PasteNote::Cookies),
            Meaning::User => self.remarks.note(PasteNote::Password { option }),
            Meaning::Connection => self.remarks.note(PasteNote::Connection { option }),
            Meaning::Unsupported => {
                self.remarks.doubt(at, DoubtKind::Unsupported { option });
            }
            Meaning::Options => {
                self.remarks.doubt(at, DoubtKind::OptionsInFile { path: text });
            }
            Meaning::Data | Meaning::DataBinary | Meaning::Json => {
                if meaning == Meaning::Json {
                    parts.default_type = Some("application/json");
                    parts.default_accept = Some("application/json");
                }
                match (text.strip_prefix('@'), self.input.take_if(|_| text == "@-")) {
                    (Some(_), Some(Word { text, at })) => {
                        // From a file and from its input, curl takes the lines of `-d` without their ends.
                        let text = match meaning {
                            Meaning::Data => text.replace(['\r', '\n', '\0'], ""),
                            _ => text,
                        };
                        parts.data.push(Placed::new(text, at));
                    }
                    (Some(path), None) => parts.body_in_file(path, at, self.remarks),
                    (None, _) => match parts.data.last_mut().filter(|_| meaning == Meaning::Json) {
                        // More of it is no next part of a form.
                        Some(last) => last.text.push_str(&text),
                        None => parts.data.push(Placed::new(text, at)),
                    },
                }
            }
            Meaning::DataRaw => parts.data.push(Placed::new(text, at)),
            Meaning::DataEncoded => match encoded(&text) {
                Ok(text) => parts.data.push(Placed::new(text, at)),
                // Its text is encoded, which a line for a file in a body cannot say.
                Err(path) => parts.file_left_out(path, at, self.remarks),
            },
            Meaning::Query => match encoded(&text) {
                Ok(text) => parts.query.push(text),
                Err(path) => {
                    self.remarks.doubt(at, DoubtKind::FileLeftOut { path: path.to_owned() });
                }
            },
            Meaning::Form => self.form_part(&text, at),
            Meaning::FormText => {
                let (name, value) = text.split_once('=').unwrap_or((&text, ""));
                parts.form.push(text_part(name, value));
            }
            Meaning::Upload => {
                parts.body_method = Some(Method::Put);
                parts.default_type = None;
                match self.input.take_if(|_| text == "-") {
                    Some(Word { text, at }) => parts.data.push(Placed::new(text, at)),
                    None => parts.body_in_file(&text, at, self.remarks),
                }
            }
            Meaning::Next
            | Meaning::DataInUrl
            | Meaning::Head
            | Meaning::PlainUrl
            | Meaning::Ignored => {}
        }
    }

    /// `Name: value`, `Name;` for an empty value, `Name:` to send none.
    fn header(&mut self, text: &str, at: usize) {
        if let Some(name) = text.trim().strip_suffix(';').filter(|name| !name.contains(':')) {
            self.parts.header(name, "", at, self.remarks);
            return;
        }
        match text.split_once(':') {
            Some((name, value)) if !text.starts_with('@') => match value.trim() {
                "" => self.parts.removed.push(name.trim().to_owned()),
                value => self.parts.header(name, value, at, self.remarks),
            },
            _ => self.remarks.doubt(at, DoubtKind::NotAHeader),
        }
    }

    /// `name=value`, `name=@file`, `name=<file`, each with `;type=…` and `;filename=…` behind it.
    fn form_part(&mut self, text: &str, at: usize) {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        // A value between quotation marks may contain a semicolon.
        let (value, options) = match value.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
            Some((inside, options)) => (inside.to_owned(), options.to_owned()),
            None => match value.split_once(";type=").or_else(|| value.split_once(";filename=")) {
                Some((plain, _)) => (plain.to_owned(), value[plain.len()..].to_owned()),
                None => (value.to_owned(), String::new()),
            },
        };
        let mut part = text_part(name, &value);
        for option in options.split(';') {
            match option.split_once('=') {
                Some(("type", kind)) => part.content_type = Some(kind.trim().to_owned()),
                Some(("filename", file)) => {
                    part.file_name = Some(file.trim_matches('"').to_owned())
                }
                _ => {}
            }
        }
        let file = value.strip_prefix('@').or_else(|| value.strip_prefix('<'));
        // `<ACCESS_TOKEN>` is a placeholder.
        if let Some(path) = file.filter(|_| !value.ends_with('>')) {
            let path = path.trim_matches('"').to_owned();
            if value.starts_with('@') && part.file_name.is_none() {
                part.file_name = Some(path.rsplit(['/', '\\']).next().unwrap_or(&path).to_owned());
            }
            // The line that stands for a file in a body.
            part.value = format!("< {path}");
            let name = name.to_owned();
            self.remarks.doubt(at, DoubtKind::PartInFile { name, path });
        }
        self.parts.form.push(part);
    }

    fn finish(mut self) -> Parts {
        self.addresses();
        if self.data_in_url {
            if let Some(Placed { text: path, at }) = self.parts.file.take() {
                self.remarks.doubt(at, DoubtKind::FileLeftOut { path });
            }
            let data = std::mem::take(&mut self.parts.data);
            self.parts.query.extend(data.into_iter().map(|piece| piece.text));
        }
        if self.head && self.parts.method.is_none() {
            self.parts.method = Some(Method::Head.to_string());
        }
        self.parts
    }

    /// Which of the words that belong to no option is the URL, and what the others are.
    fn addresses(&mut self) {
        let words = std::mem::take(&mut self.others);
        let url = words.iter().position(|word| looks_like_a_url(&word.text));
        let url = url.or_else(|| words.iter().position(|word| header_of(&word.text).is_none()));
        for (position, Word { text, at }) in words.into_iter().enumerate() {
            if Some(position) == url {
                if let Some((from, pattern)) = pattern_of(&text).filter(|_| self.is_pattern) {
                    let pattern = pattern.to_owned();
                    self.remarks.doubt(at + from, DoubtKind::SeveralByPattern { pattern });
                }
                self.parts.url = Some(Placed::new(text, at));
            } else if looks_like_a_url(&text) {
                self.remarks.doubt(at, DoubtKind::SeveralUrls);
            } else if let Some((name, value)) = header_of(&text) {
                self.remarks.doubt(at, DoubtKind::HeaderWithoutOption);
                self.parts.header(name, value, at, self.remarks);
            } else {
                self.remarks.doubt(at, DoubtKind::StrayWord);
            }
        }
    }
}

fn text_part(name: &str, value: &str) -> FormPart {
    FormPart { name: name.to_owned(), value: value.to_owned(), content_type: None, file_name: None }
}

fn looks_like_a_url(word: &str) -> bool {
    word.contains("://") || word.starts_with("{{") || word.starts_with("www.")
}

/// A header's two parts, when the word is one: `x-api-key: abc`.
fn header_of(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once(':')?;
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (is_name && name.starts_with(|c: char| c.is_ascii_alphabetic()) && value.starts_with(' '))
        .then_some((name, value))
}

/// `--data-urlencode`: `content`, `=content`, `name=content`; the path of a file.
fn encoded(value: &str) -> Result<String, &str> {
    match value.find(['=', '@']) {
        None => Ok(encode_around_variables(value)),
        Some(at) if value[at..].starts_with('@') => Err(&value[at + 1..]),
        Some(0) => Ok(encode_around_variables(&value[1..])),
        Some(at) => Ok(format!("{}={}", &value[..at], encode_around_variables(&value[at + 1..]))),
    }
}

/// Percent-encodes a text. A placeholder stays one: `{{%NAME}}` has its value encoded when it is filled.
pub fn encode_around_variables(text: &str) -> String {
    let mut encoded = String::new();
    for segment in segments(text) {
        match segment {
            Segment::Literal(text) => encoded.extend(utf8_percent_encode(text, RESERVED)),
            Segment::Variable(found) => encoded.push_str(&format!("{{{{%{}}}}}", found.name)),
        }
    }
    encoded
}
