//! Parts of a file that are for other programs: requests by other protocols, imports, commands, answers that somebody pasted.

use super::file::{Foreign, HttpFile};
use super::request_line::is_version;
use mudbrick_model::{ErrorCode, Method, Problem};

const IMPORT: &str = "import";
const RUN: &str = "run";
const CURL: &str = "curl";

/// What begins a request, or another thing, that other programs know and Mudbrick does not send.
const FOREIGN: [&str; 25] = [
    "GRAPHQL",
    "GRPC",
    "WEBSOCKET",
    "WS",
    "WSS",
    "SSE",
    "EVENTSOURCE",
    "RSOCKET",
    "STOMP",
    "MQTT",
    "AMQP",
    "CONNECT",
    "TRACE",
    "LOCK",
    "UNLOCK",
    "PROPFIND",
    "PROPPATCH",
    "MKCOL",
    "COPY",
    "MOVE",
    "SEARCH",
    "QUERY",
    "LINK",
    IMPORT,
    RUN,
];
/// Stands for the word of a part that is scripts alone.
pub(super) const SCRIPT: &str = "{%";
/// Stands for the word of a part that is no request, nor anything else that is known.
pub(super) const UNREAD: &str = "";

/// The word that makes a line the begin of another program's part.
pub(super) fn foreign_word(line: &str) -> Option<&str> {
    let (word, rest) = line.trim().split_once([' ', '\t'])?;
    // Prose may begin with such a word, and goes on with more of them.
    let target = rest.trim_start();
    let is_target = match word {
        IMPORT => target.ends_with(".http") || target.ends_with(".rest"),
        RUN => target.starts_with('#') || target.ends_with(".http"),
        CURL => {
            target.starts_with(['-', '\'', '"']) || target.ends_with('\\') || names_place(target)
        }
        known if FOREIGN.contains(&known) => !target.is_empty(),
        version if is_version(version) => target.starts_with(|c: char| c.is_ascii_digit()),
        other => is_method_like(other) && names_place(target),
    };
    (is_target && Method::parse(word).is_none()).then_some(word)
}

/// Whether a line alone is for another program, whatever follows it.
pub(super) fn is_line_of_its_own(line: &str) -> bool {
    matches!(foreign_word(line), Some(IMPORT | RUN))
}

/// What a person is told a part is: its first line where that names what it is about, and nothing that may hold a secret.
pub(super) fn title(part: &Foreign) -> &str {
    if part.word != SCRIPT && !FOREIGN.contains(&part.word.as_str()) {
        return &part.word;
    }
    let mut lines = part.text.lines().map(str::trim);
    lines.find(|line| line.starts_with(&part.word)).unwrap_or(&part.word)
}

/// A part that cannot be read, as a person is told of it: by what follows its `###`, with what is wrong. Its lines are not
/// quoted, for a secret may stand in them.
pub(super) fn unread(part: &Foreign) -> Option<String> {
    if part.word != UNREAD {
        return None;
    }
    let error = HttpFile::parse(&part.text).err()?;
    let name = if part.name.is_empty() { "the one without a name" } else { &part.name };
    Some(format!("{name} ({error} there)"))
}

impl HttpFile {
    /// What of the file cannot be read, beside its requests.
    pub fn unread(&self) -> Vec<String> {
        self.foreign.iter().filter_map(unread).collect()
    }

    /// What is said of a file that holds no request to send.
    pub fn holds_no_request(&self) -> Problem {
        let others: Vec<&str> = self.foreign.iter().map(title).collect();
        let message = match others.is_empty() {
            true => "The file holds no request.".to_owned(),
            false => format!(
                "The file holds no request that Mudbrick sends, and for other programs: {}.",
                others.join(", ")
            ),
        };
        Problem::new(ErrorCode::InvalidInput, message)
            .remedy("Begin it with a line such as GET https://platform.adobe.io/….")
    }
}

fn names_place(target: &str) -> bool {
    target.contains("://") || target.starts_with(['/']) || target.starts_with("{{")
}

/// Whether a word is written as methods are; servers may have ones of their own.
fn is_method_like(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|c| c.is_ascii_uppercase() || c == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::nothing("# words", "no request.")]
    #[case::protocol(
        "GRAPHQL https://x.io/",
        "sends, and for other programs: GRAPHQL https://x.io/."
    )]
    #[case::several("import a.http\n###\nPURGE https://x.io/", ": import a.http, PURGE.")]
    fn what_a_file_holds_instead_is_named(#[case] text: &str, #[case] expected: &str) {
        let message = HttpFile::parse(text).unwrap().holds_no_request().message;
        assert!(message.ends_with(expected), "{message}");
    }

    #[rstest]
    #[case::protocol("GRPC x.io/Service/Call", Some("GRPC"))]
    #[case::import("import ./a.http", Some("import"))]
    #[case::command("curl -X POST https://x.io/", Some("curl"))]
    #[case::command_over_lines("curl \\", Some("curl"))]
    #[case::command_and_url("curl {{BASE}}/a", Some("curl"))]
    #[case::method_of_a_server("PURGE https://x.io/a", Some("PURGE"))]
    #[case::answer("HTTP/1.1 200 OK", Some("HTTP/1.1"))]
    #[case::ours("GET https://x.io/", None)]
    #[case::ours_in_small_letters("get https://x.io/", None)]
    #[case::prose("import the goods first", None)]
    #[case::prose_of_curl("curl is a program", None)]
    #[case::prose_in_capitals("DEAR ADA", None)]
    #[case::secret("p8e-abc https://x.io/", None)]
    fn what_begins_another_programs_part(#[case] line: &str, #[case] word: Option<&str>) {
        assert_eq!(foreign_word(line), word);
    }
}
