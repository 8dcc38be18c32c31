//! curl's command line, whichever shell it is typed into: the words, and which of them stand on a line together.

use super::follower::Follower;
use super::how::{Said, seconds};
use super::message::{Body, Message, Text};
use super::note::{CodeNote, Notes};
use mudbrick_model::{HttpVersion, Method};

/// A word of a command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Word {
    /// Every shell takes it as it is.
    Bare(String),
    /// A shell has to quote it.
    Quoted(Text),
}

/// The lines of a command, each of several words.
pub(super) struct Lines(pub(super) Vec<Vec<Word>>);

impl Lines {
    /// The command for a shell, which says how it quotes and how it goes on in the next line.
    pub(super) fn written(&self, goes_on: &str, quoted: impl Fn(&Text) -> String) -> String {
        let line = |words: &Vec<Word>| {
            let words = words.iter().map(|word| match word {
                Word::Bare(text) => text.clone(),
                Word::Quoted(text) => quoted(text),
            });
            words.collect::<Vec<_>>().join(" ")
        };
        self.0.iter().map(line).collect::<Vec<_>>().join(goes_on)
    }

    /// The texts that a shell has to quote.
    pub(super) fn texts(&self) -> impl Iterator<Item = &Text> {
        self.0.iter().flatten().filter_map(|word| match word {
            Word::Bare(_) => None,
            Word::Quoted(text) => Some(text),
        })
    }
}

pub(super) fn bare(text: &str) -> Word {
    Word::Bare(text.to_owned())
}

const FOLLOWER: Follower =
    Follower { name: "curl", drops: &["authorization", "cookie"], to_http: false };

/// What tells curl of something that is not as usual.
fn option(said: &Said, message: &Message, notes: &mut Notes) -> Vec<Word> {
    let with = |name: &str, value: String| vec![bare(name), bare(&value)];
    match said {
        Said::MostRedirects(most) => with("--max-redirs", most.to_string()),
        Said::Total(limit) => with("--max-time", seconds(*limit)),
        Said::Connect(limit) => with("--connect-timeout", seconds(*limit)),
        Said::Version(HttpVersion::Http2) if message.is_encrypted() => vec![bare("--http2")],
        Said::Version(HttpVersion::Http2) => vec![bare("--http2-prior-knowledge")],
        Said::Version(_) => vec![bare("--http1.1")],
        Said::Retries { count, within } => {
            notes.add(CodeNote::TriesMore);
            let mut words = with("--retry", count.to_string());
            let within = within.map(|limit| with("--retry-max-time", seconds(limit)));
            words.extend(within.into_iter().flatten());
            words
        }
        Said::Proxy(url) => {
            vec![bare("--proxy"), Word::Quoted(Text::plain(url))]
        }
        Said::NoProxy => vec![bare("--noproxy"), Word::Quoted(Text::plain("*"))],
        Said::Cookies | Said::Roots | Said::ClientCertificate => {
            said.not_told("curl", notes);
            Vec::new()
        }
    }
}

/// curl with everything that makes it send this message and nothing of its own.
pub(super) fn curl(program: &str, message: &Message, notes: &mut Notes) -> Lines {
    let mut first = vec![bare(program)];
    if message.how.follows() {
        first.push(bare("-L"));
        if message.is_encrypted() {
            // Older ones would show the token without TLS, as long as the host is the same.
            first.extend([bare("--proto-redir"), Word::Quoted(Text::plain("=https"))]);
        }
    }
    FOLLOWER.say(message, notes);
    first.extend(message.how.said.iter().flat_map(|said| option(said, message, notes)));
    if message.compressions().is_some() {
        first.push(bare("--compressed"));
    }
    // Braces and brackets are patterns to curl.
    if message.url.contains(|c| matches!(c, '[' | ']' | '{' | '}')) {
        first.push(bare("-g"));
    }
    let method = message.method;
    // Without a body, these three have to say that it is empty (RFC 9110 section 8.6), as Mudbrick does.
    let says_empty =
        message.body.is_none() && matches!(method, Method::Post | Method::Put | Method::Patch);
    let implied = match message.body.is_some() || says_empty {
        true => Method::Post,
        false => Method::Get,
    };
    if method == Method::Head && message.body.is_none() {
        first.push(bare("--head"));
    } else if method != implied {
        first.extend([bare("-X"), bare(method.as_str())]);
    }
    first.push(Word::Quoted(message.url.clone()));
    let mut lines = vec![first];
    for (name, value) in &message.headers {
        // curl drops a header without a value unless it ends in a semicolon.
        let header = match value.is_empty() {
            true => Text::plain(&format!("{name};")),
            false => value.behind(&format!("{name}: ")),
        };
        lines.push(vec![bare("-H"), Word::Quoted(header)]);
    }
    let data = match &message.body {
        Some(Body::Text(text)) => Some(("--data-raw", text.clone())),
        Some(Body::File(file)) => Some(("--data-binary", Text::plain(&format!("@{}", file.name)))),
        None => says_empty.then(|| ("--data-raw", Text::default())),
    };
    if let Some((option, body)) = data {
        if message.header("content-type").is_none() {
            // Otherwise curl would call it a form.
            lines.push(vec![bare("-H"), Word::Quoted(Text::plain("Content-Type:"))]);
        }
        lines.push(vec![bare(option), Word::Quoted(body)]);
    }
    Lines(lines)
}
