//! Where requests begin in a text, and in which language. Each language ends where its own quotations and brackets do, so
//! that a command which stands in the body of another request begins nothing.

use super::curl_name::{Curl, curls};
use super::quoted::Quoted;
use super::{escaped, message, powershell, prompts, script};

/// A pasted text as it is read: blanks stand in place of its prompts, and every byte keeps its place.
pub(super) struct Prepared<'a> {
    pub(super) pasted: &'a str,
    pub(super) text: String,
    pub(super) quoted: Quoted,
}

/// Where a request begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Beginning {
    pub(super) at: usize,
    pub(super) language: Language,
    /// Whether nothing else can be meant: a document speaks of `fetch` in its sentences, too.
    pub(super) certain: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// The command's words begin behind its name.
    Curl {
        words: usize,
    },
    Powershell,
    Script,
    Message,
}

impl Beginning {
    /// Whether it is of a language with texts over several lines, in which anything may stand.
    pub(super) fn is_quoting(&self) -> bool {
        matches!(self.language, Language::Powershell | Language::Script)
    }

    pub(super) fn is_curl(&self) -> bool {
        matches!(self.language, Language::Curl { .. })
    }

    pub(super) fn is_message(&self) -> bool {
        self.language == Language::Message
    }
}

impl<'a> Prepared<'a> {
    pub(super) fn of(pasted: &'a str) -> Self {
        let resolved = escaped::resolved(pasted);
        let prepared = prompts::without_prompts(&resolved, &Quoted::default());
        let quoted = quoted(&prepared);
        // What looks like a prompt inside of a quotation belongs to it.
        let text = match quoted.is_empty() {
            true => prepared,
            false => prompts::without_prompts(&resolved, &quoted),
        };
        Self { pasted, text, quoted }
    }

    /// Whether a prompt stands before byte `at` of its line.
    pub(super) fn is_prompted(&self, at: usize) -> bool {
        let begin = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let blanks = |c: char| c.is_whitespace() || c == '\u{feff}';
        self.pasted[begin..at].trim_start_matches(blanks) != self.text[begin..at].trim_start()
    }

    /// Each curl command, also one inside of another's text.
    pub(super) fn curls(&self) -> impl Iterator<Item = Curl> {
        curls(&self.text).filter(|curl| !self.quoted.holds(curl.at))
    }

    /// In the order in which they are tried: as they stand in the text, and then the ones that may be none.
    pub(super) fn beginnings(&self) -> Vec<Beginning> {
        let text = self.text.as_str();
        let curls = self.curls().map(|curl| Beginning {
            at: curl.at,
            language: Language::Curl { words: curl.words },
            certain: !curl.is_commented(text),
        });
        let powershells = powershell::find(text).map(|at| Beginning {
            at,
            language: Language::Powershell,
            certain: powershell::is_certain(&text[at..]),
        });
        let scripts = script::find(text).map(|at| Beginning {
            at,
            language: Language::Script,
            certain: script::is_certain(&text[at..]),
        });
        let messages = message::find(text).map(|(at, whole)| Beginning {
            at,
            language: Language::Message,
            certain: whole,
        });
        let all = messages.chain(curls).chain(powershells).chain(scripts);
        let mut all: Vec<Beginning> = all.filter(|begin| !self.quoted.holds(begin.at)).collect();
        all.sort_by_key(|begin| (!begin.certain, !begin.certain && !begin.is_message(), begin.at));
        all
    }
}

/// What PowerShell or a script quotes, whichever begins first. The other one may stand inside of it, and all of it in the body of
/// a curl command.
fn quoted(text: &str) -> Quoted {
    let mut curls = curls(text).filter(|curl| !curl.is_commented(text));
    let first_curl = curls.next().map_or(text.len(), |curl| curl.at);
    let mut readings = [powershell::quoted(text), script::quoted(text)];
    readings.sort_by_key(|reading| reading.begin);
    let [first, second] = readings;
    if first_curl < first.begin {
        return Quoted::default();
    }
    match first.quoted.holds(second.command) || first_curl < second.begin {
        true => first.quoted,
        false => first.quoted.and(second.quoted),
    }
}
