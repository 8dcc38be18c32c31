//! Commands of other programs than curl, wget and HTTPie, with each word written as curl has it.

use super::doubt_kind::DoubtKind;
use super::remark::{PasteNote, Remarks};
use super::value::Value;
use super::word::Word;
use mudbrick_model::Method;

/// The programs whose commands are read, by the names that a shell calls them by.
pub(super) const NAMES: [&str; 4] = ["curl", "wget", "https", "http"];

/// Whether what stands behind one of the names can be words of its command. `http` is a word of sentences and settings, too.
pub(super) fn are_words(name: &str, behind: &str) -> bool {
    if !name.starts_with("http") {
        return true;
    }
    let line = behind.trim_start_matches([' ', '\t']).lines().next().unwrap_or_default();
    let mut words = line.split_whitespace().map(|word| word.trim_matches(['"', '\'']));
    let is_method = |word: &str| Method::ALL.iter().any(|method| method.as_str() == word);
    let is_url = |word: &str| word.contains("://") || word.starts_with([':', '$']);
    let is_one = |word: &str| is_url(word) || is_method(word);
    match line.starts_with('-') {
        // An option's value may stand before it.
        true => words.any(|word| is_one(word) || word.contains('/')),
        false => words.next().is_some_and(is_one),
    }
}

/// The words of a command of that name, as curl has them.
pub(super) fn as_curls(
    name: &str,
    words: Vec<Word>,
    input: &mut Option<Word>,
    remarks: &mut Remarks,
) -> Vec<Word> {
    match name {
        "wget" => of_wget(words, remarks),
        "http" | "https" => Httpie::new(name).read(words, input, remarks),
        _ => words,
    }
}

/// wget's options with a value, and curl's for them; those that say nothing of the request have none.
const WGET: [(&str, &str); 24] = [
    ("--header", "-H"),
    ("--method", "-X"),
    ("--body-data", "--data-raw"),
    ("--post-data", "--data-raw"),
    ("--body-file", "--data-binary"),
    ("--post-file", "--data-binary"),
    ("--user-agent", "-A"),
    ("-U", "-A"),
    ("--referer", "-e"),
    ("--load-cookies", "-b"),
    ("--user", "-u"),
    ("--http-user", "-u"),
    ("--password", "-u"),
    ("--http-password", "-u"),
    ("--certificate", "--cert"),
    ("--private-key", "--key"),
    ("--ca-certificate", "--cacert"),
    ("-O", ""),
    ("--output-document", ""),
    ("-o", ""),
    ("--timeout", ""),
    ("-T", ""),
    ("--tries", ""),
    ("-t", ""),
];

fn of_wget(words: Vec<Word>, remarks: &mut Remarks) -> Vec<Word> {
    let mut written = Vec::new();
    let mut words = words.into_iter();
    while let Some(Word { text, at }) = words.next() {
        if !text.starts_with('-') || text == "-" {
            written.push(Word { text, at });
            continue;
        }
        if text == "--no-check-certificate" {
            remarks.note(PasteNote::Connection { option: text });
            continue;
        }
        let (option, attached) = match text.split_once('=').filter(|_| text.starts_with("--")) {
            Some((option, value)) => (option, Some(value.to_owned())),
            // `-O-`, `-qO-`
            None if text.ends_with("O-") => continue,
            None => (text.as_str(), None),
        };
        let Some((_, curls)) = WGET.iter().find(|(known, _)| *known == option) else { continue };
        let value = match attached {
            Some(value) => Word { text: value, at },
            None => match words.next() {
                Some(value) => value,
                None => break,
            },
        };
        let is_file = option.ends_with("-file");
        match *curls {
            "" => {}
            "-u" => remarks.note(PasteNote::Password { option: option.to_owned() }),
            curls => {
                let text = if is_file { format!("@{}", value.text) } else { value.text };
                written.push(Word { text: curls.to_owned(), at });
                written.push(Word { text, at: value.at });
            }
        }
    }
    written
}

/// HTTPie's options with a value, and curl's for them.
const HTTPIE: [(&str, &str); 12] = [
    ("--auth", "-u"),
    ("-a", "-u"),
    ("--raw", "--data-raw"),
    ("--verify", "-k"),
    ("--cert", "--cert"),
    ("--proxy", "-x"),
    ("--timeout", ""),
    ("--print", ""),
    ("-p", ""),
    ("--output", ""),
    ("-o", ""),
    ("--auth-type", ""),
];

struct Httpie {
    name: String,
    written: Vec<Word>,
    /// What becomes JSON or a form.
    fields: Vec<(String, Value)>,
    is_form: bool,
    is_multipart: bool,
    has_method: bool,
    has_url: bool,
    at: usize,
}

impl Httpie {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            written: Vec::new(),
            fields: Vec::new(),
            is_form: false,
            is_multipart: false,
            has_method: false,
            has_url: false,
            at: 0,
        }
    }

    fn read(
        mut self,
        words: Vec<Word>,
        input: &mut Option<Word>,
        remarks: &mut Remarks,
    ) -> Vec<Word> {
        let mut words = words.into_iter();
        while let Some(Word { text, at }) = words.next() {
            if text.starts_with('-') && !self.is_switch(&text) {
                let (option, attached) = match text.split_once('=') {
                    Some((option, value)) => (option, Some(Word { text: value.to_owned(), at })),
                    None => (text.as_str(), None),
                };
                let known = HTTPIE.iter().find(|(known, _)| *known == option);
                let Some((_, curls)) = known else { continue };
                let Some(value) = attached.or_else(|| words.next()) else { break };
                match *curls {
                    "" => {}
                    "-k" => remarks.note(PasteNote::Connection { option: option.to_owned() }),
                    curls => self.written.extend([Word { text: curls.to_owned(), at }, value]),
                }
            } else if !text.starts_with('-') {
                self.argument(text, at, remarks);
            }
        }
        // Without fields, what it is given is the body.
        if let Some(Word { text, at }) = input.take_if(|_| self.fields.is_empty()) {
            self.option("--data-raw", text, at);
        }
        self.finish()
    }

    /// Whether an option stands alone and says what the body is.
    fn is_switch(&mut self, option: &str) -> bool {
        self.is_form |= matches!(option, "--form" | "-f" | "--multipart");
        self.is_multipart |= option == "--multipart";
        matches!(option, "--form" | "-f" | "--multipart")
    }

    fn argument(&mut self, text: String, at: usize, remarks: &mut Remarks) {
        let is_method = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_uppercase());
        if is_method && !self.has_method && !self.has_url {
            self.has_method = true;
            return self.option("-X", text, at);
        }
        if !self.has_url {
            self.has_url = true;
            let url = match text.strip_prefix(':') {
                // `:3000/a` is this machine.
                Some(path) if path.starts_with('/') => format!("http://localhost{path}"),
                Some(port) => format!("http://localhost:{port}"),
                None if text.contains("://") || text.starts_with("{{") => text,
                None => format!("{}://{text}", self.name),
            };
            return self.option("--url", url, at);
        }
        self.item(&text, at, remarks);
    }

    /// `Name:value`, `name==value`, `name=value`, `name:=json`, `name@file`: the mark that comes first.
    fn item(&mut self, text: &str, at: usize, remarks: &mut Remarks) {
        let marks = [":=@", "=@", ":=", "==", "=", ":", "@"];
        let found = marks.iter().filter_map(|mark| Some((text.find(mark)?, *mark)));
        // Of two that begin at the same byte, the longer one.
        let found = found.min_by_key(|(begin, mark)| (*begin, marks.len() - mark.len()));
        let Some((begin, mark)) = found else {
            return remarks.doubt(at, DoubtKind::StrayWord);
        };
        let (name, value) = (&text[..begin], &text[begin + mark.len()..]);
        self.at = at;
        match mark {
            ":" => self.option("-H", format!("{name}: {value}"), at),
            "==" => self.option("--url-query", format!("{name}={value}"), at),
            "=" | ":=" if name.contains('[') => {
                remarks.doubt(at, DoubtKind::Unsupported { option: text.to_owned() });
            }
            "=" => self.fields.push((name.to_owned(), Value::Text(value.to_owned()))),
            ":=" => self.fields.push((name.to_owned(), Value::Plain(value.to_owned()))),
            "@" if self.is_form => self.option("-F", format!("{name}=@{value}"), at),
            _ => remarks.doubt(at, DoubtKind::FileLeftOut { path: value.to_owned() }),
        }
    }

    fn option(&mut self, option: &str, value: String, at: usize) {
        self.written.extend([option.to_owned(), value].map(|text| Word { text, at }));
    }

    fn finish(mut self) -> Vec<Word> {
        let has_files = self.is_multipart || self.written.iter().any(|word| word.text == "-F");
        let at = self.at;
        let fields = std::mem::take(&mut self.fields);
        if fields.is_empty() {
            return self.written;
        }
        if !self.is_form {
            let json = Value::Table(fields).to_json();
            self.option("--data-raw", json, at);
            return self.written;
        }
        let option = if has_files { "--form-string" } else { "--data-urlencode" };
        for (name, value) in fields {
            self.option(option, format!("{name}={}", value.into_text()), at);
        }
        self.written
    }
}
