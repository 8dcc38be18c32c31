//! Where requests begin in a text, and in which language. Each language ends where its own quotations and brackets do, so
//! that a command which stands in the body of another request begins nothing.

use super::calls::Call;
use super::curl_name::{Curl, curls};
use super::quoted::Quoted;
use super::{code, escaped, message, powershell, prompts, script};

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
    /// A program with a library.
    Code,
    Message,
}

impl Beginning {
    /// Whether it is of a language with texts over several lines, in which anything may stand.
    pub(super) fn is_quoting(&self) -> bool {
        matches!(self.language, Language::Powershell | Language::Script | Language::Code)
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

    /// Each call of a language that is code, in order, without those that a sentence may be the reason for.
    pub(super) fn calls(&self) -> Vec<Call> {
        let text = self.text.as_str();
        let mut calls = powershell::calls(text).calls;
        calls.retain(|call| powershell::is_certain(&text[call.at..]));
        let mut of_scripts = script::calls(text).calls;
        of_scripts.retain(|call| script::is_certain(&text[call.at..]));
        calls.append(&mut of_scripts);
        calls.append(&mut code::calls(text).calls);
        calls.retain(|call| !self.quoted.holds(call.at));
        calls.sort_by_key(|call| call.at);
        calls
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
        let codes = code::calls(text).calls.into_iter().map(|call| Beginning {
            at: call.at,
            language: Language::Code,
            certain: true,
        });
        let all = messages.chain(curls).chain(powershells).chain(scripts).chain(codes);
        let mut all: Vec<Beginning> = all.filter(|begin| !self.quoted.holds(begin.at)).collect();
        all.sort_by_key(|begin| (!begin.certain, !begin.certain && !begin.is_message(), begin.at));
        all
    }
}

/// What code quotes, in whichever language begins first. The others may stand inside of it, and all of it in the body of a curl
/// command.
fn quoted(text: &str) -> Quoted {
    let mut curls = curls(text).filter(|curl| !curl.is_commented(text));
    let first_curl = curls.next().map_or(text.len(), |curl| curl.at);
    let mut languages = [powershell::calls(text), script::calls(text), code::calls(text)];
    languages.sort_by_key(|calls| calls.begin);
    let mut quoted = Quoted::default();
    for calls in languages {
        let is_inside = calls.first().is_none_or(|first| quoted.holds(first));
        if first_curl < calls.begin || is_inside {
            break;
        }
        quoted = quoted.and(calls.quoted);
    }
    quoted
}
