//! Requests that a program makes with a library: as Postman writes them in C#, Go, Java, JavaScript, PHP, Python and Ruby, and as
//! people do. All are read alike: values between marks and brackets, names that are given them, and calls that are known by
//! their names. Nothing is run.

mod calls;
mod draft;
mod language;
mod strings;
mod values;
mod words;

use super::calls::{Calls, Gathered};
use super::cursor::Cursor;
use super::error::PasteError;
use super::known::Known;
use super::parts::{Parts, Placed};
use super::remark::Remarks;
use super::value::{Unknowns, Value};
use draft::Draft;
use language::Language;

/// The requests of a text, and what the program quotes as far as the end of the last one.
pub(super) fn calls(text: &str) -> Calls {
    let Some(language) = Language::of(text) else {
        return Gathered::default().finish(text, Vec::new());
    };
    let mut remarks = Remarks::default();
    let mut reader = Reader::new(text, language, &mut remarks);
    while !reader.cursor.rest().is_empty() {
        reader.statement();
    }
    reader.send();
    let end = reader.last;
    let mut quoted = std::mem::take(&mut reader.cursor.quoted);
    quoted.retain(|range| range.start < end);
    reader.gathered.finish(text, quoted)
}

/// The parts of the request whose first call is at byte `at`, and where it ends.
pub(super) fn read(
    text: &str,
    at: usize,
    remarks: &mut Remarks,
) -> Result<(Parts, usize), PasteError> {
    let call = calls(text).calls.into_iter().find(|call| call.at == at);
    let call = call.ok_or(PasteError::NotARequest)?;
    *remarks = call.remarks;
    Ok((call.read?, call.end))
}

struct Reader<'a> {
    cursor: Cursor<'a>,
    language: Language,
    known: Known,
    unknowns: Unknowns,
    remarks: &'a mut Remarks,
    /// The marks of texts that nothing ends: all of the program would be looked through for each.
    unclosed: Vec<String>,
    gathered: Gathered,
    draft: Option<Draft>,
    /// What a client has for all its requests.
    base: Option<Placed>,
    defaults: Vec<(Value, usize)>,
    /// The type of what may be the body.
    pending: Option<String>,
    /// Where the last request ends.
    last: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, language: Language, remarks: &'a mut Remarks) -> Self {
        Self {
            cursor: Cursor::new(text, 0),
            language,
            known: Known::default(),
            unknowns: Unknowns::default(),
            remarks,
            unclosed: Vec::new(),
            gathered: Gathered::default(),
            draft: None,
            base: None,
            defaults: Vec::new(),
            pending: None,
            last: 0,
        }
    }

    /// White space, comments and continued lines.
    fn skip_space(&mut self) {
        loop {
            let before = self.cursor.at;
            let rest = self.cursor.rest();
            let trimmed = rest.trim_start();
            self.cursor.at += rest.len() - trimmed.len();
            self.cursor.skip_quoted(self.language.comment(trimmed));
            self.cursor.take("\\\n");
            if self.cursor.at == before {
                return;
            }
        }
    }

    fn name(&mut self) -> Option<&'a str> {
        let rest = self.cursor.rest();
        let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
        let name = &rest[..rest.find(|c| !part(c)).unwrap_or(rest.len())];
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        self.cursor.at += name.len();
        Some(name)
    }

    /// One step: a name is given a value, something is called, or nothing is said.
    fn statement(&mut self) {
        self.skip_space();
        let at = self.cursor.at;
        let quoted = self.cursor.quoted.len();
        if self.assignment(at).is_some() {
            return;
        }
        self.cursor.at = at;
        self.cursor.quoted.truncate(quoted);
        if self.string().is_some() {
            return;
        }
        match self.name() {
            Some(name) if words::KEYWORDS.contains(&name) => {}
            Some(_) => {
                self.cursor.at = at;
                self.named(0);
            }
            None => {
                if let Some(mark) = self.cursor.next() {
                    self.known.pass_blocks(mark.encode_utf8(&mut [0; 4]));
                }
            }
        }
    }

    /// `name = value`, `a.b = value`, `a["b"] = value`.
    fn assignment(&mut self, at: usize) -> Option<()> {
        let mut path = vec![self.name()?.to_owned()];
        let dots: &[&str] = if self.language == Language::Php { &["->"] } else { &[".", "->"] };
        while dots.iter().any(|dot| self.cursor.take(dot)) {
            path.push(self.name()?.to_owned());
        }
        let mut key = None;
        if self.cursor.take("[") {
            let text = self.string().map(Value::into_text);
            key = Some(text.or_else(|| self.name().map(str::to_owned))?);
            self.cursor.take("]").then_some(())?;
        }
        let rest = self.cursor.rest().trim_start_matches([' ', '\t']);
        let mark = [":=", "+=", "="].into_iter().find(|mark| rest.starts_with(mark))?;
        if ["==", "=>", "=~"].iter().any(|other| rest.starts_with(other)) {
            return None;
        }
        self.cursor.at = self.cursor.text.len() - rest.len() + mark.len();
        self.skip_space();
        let value = self.expression(0);
        match key {
            Some(key) => self.indexed(&path, key, value, at),
            None => self.assigned(&path, value, at, mark == "+="),
        }
        Some(())
    }

    fn indexed(&mut self, path: &[String], key: String, value: Value, at: usize) {
        let name = path.join(".");
        if self.insert(&name, &key, &value) {
            return;
        }
        let pair = Value::Table(vec![(key, value)]);
        if name.contains("default") {
            self.defaults.push((pair, at));
        } else if self.draft.is_some() {
            // Ruby's requests are tables of their headers.
            self.with_draft(at, |draft, remarks| draft.headers(pair, at, remarks));
        }
    }

    fn assigned(&mut self, path: &[String], value: Value, at: usize, adds: bool) {
        let (last, owner) = match path {
            [name] => {
                let name = name.trim_start_matches('$');
                let value = match self.known.copied(name).filter(|_| adds) {
                    Some(before) => Value::Text(before.into_text() + &value.into_text()),
                    None => value,
                };
                return self.known.keep(name, value);
            }
            [owner @ .., last] => (last, owner.join(".")),
            [] => return,
        };
        if self.insert(&owner, last, &value) {
            return;
        }
        let last = last.to_ascii_lowercase();
        let header = match last.as_str() {
            "authorization" => Some("Authorization"),
            "contenttype" => Some("Content-Type"),
            _ => None,
        };
        if let Some(name) = header {
            let pair = Value::Table(vec![(name.to_owned(), value)]);
            if owner.contains("Default") || owner.contains("default") {
                self.defaults.push((pair, at));
            } else if self.draft.is_some() {
                self.with_draft(at, |draft, remarks| draft.headers(pair, at, remarks));
            }
            return;
        }
        match last.as_str() {
            "baseaddress" => self.base = Some(Placed::new(value.into_text(), at)),
            "headers" if self.draft.is_none() => self.defaults.push((value, at)),
            "content" | "body" | "method" | "requesturi" if self.draft.is_some() => {
                let members = vec![(last, value)];
                self.with_draft(at, |draft, remarks| draft.settings(members, at, remarks));
            }
            _ => {}
        }
    }

    /// Gives a member of a known table its value.
    fn insert(&mut self, name: &str, key: &str, value: &Value) -> bool {
        let name = name.trim_start_matches('$');
        if !matches!(self.known.get(name), Some(Value::Table(_))) {
            return false;
        }
        if let Some(Value::Table(members)) = self.known.changing(name) {
            members.retain(|(known, _)| known != key);
            members.push((key.to_owned(), value.clone()));
        }
        true
    }

    /// Begins a request with what the client has for all.
    fn begin(&mut self, at: usize) {
        self.send();
        self.gathered.above(None, std::mem::take(self.remarks));
        let mut draft = Draft { begin: at, end: at, ..Draft::default() };
        draft.parts.url = self.base.clone();
        for (headers, at) in &self.defaults {
            draft.headers(headers.clone(), *at, self.remarks);
        }
        self.draft = Some(draft);
    }

    /// The request that is put together.
    fn draft(&mut self, at: usize) -> &mut Draft {
        if self.draft.is_none() {
            self.begin(at);
        }
        let end = self.cursor.at;
        let draft = self.draft.get_or_insert_default();
        draft.end = draft.end.max(end);
        draft
    }

    fn with_draft(&mut self, at: usize, change: impl FnOnce(&mut Draft, &mut Remarks)) {
        self.draft(at);
        if let Some(draft) = &mut self.draft {
            change(draft, self.remarks);
        }
    }

    /// Ends the request that was put together, if there is one.
    fn send(&mut self) {
        let Some(draft) = self.draft.take() else { return };
        let (notes, doubts) = std::mem::take(self.remarks).into_parts();
        let (mut own, mut above) = (Remarks::default(), Remarks::default());
        for note in notes {
            own.note(note);
        }
        // A value that the request does not use is nothing to look at.
        for (at, doubt) in doubts {
            let remarks = if doubt.variable().is_some() { &mut above } else { &mut own };
            remarks.doubt(at, doubt);
        }
        self.gathered.above(None, above);
        let range = draft.begin..draft.end.max(draft.begin + 1);
        self.last = range.end;
        let parts = draft.finish(self.pending.take());
        self.gathered.call(range, Ok(parts), own);
    }
}
