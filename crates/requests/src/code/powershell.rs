//! PowerShell: curl.exe, and its own `Invoke-RestMethod` (Microsoft, "about_Quoting_Rules", "about_Special_Characters").

use super::command;
use super::follower::Follower;
use super::how::{Said, seconds};
use super::message::{Body, Message, Part, Text};
use super::normal;
use super::note::{CodeNote, Notes};
use mudbrick_model::{HttpVersion, Method};

/// What PowerShell takes for an apostrophe, all of them alike.
const SINGLE: [char; 5] = ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'];

/// What PowerShell takes for a quotation mark.
const DOUBLE: [char; 4] = ['"', '\u{201c}', '\u{201d}', '\u{201e}'];

/// curl.exe: `curl` alone is another name for `Invoke-WebRequest` in Windows PowerShell.
pub(super) fn curl(message: &Message, profile: &str, notes: &mut Notes) -> String {
    let lines = command::curl("curl.exe", message, notes);
    let command = lines.written(" `\n  ", |text| quoted(text, profile));
    // Windows PowerShell 5.1 hands arguments on without escaping their quotation marks, and leaves empty ones out.
    let lost = lines.texts().any(|text| text.contains(|c| c == '"') || text.is_empty());
    if lines.texts().any(|text| text.contains(|c| c == '\0')) {
        notes.add(CodeNote::Nul);
    }
    if lost {
        notes.add(CodeNote::QuotationMarks);
        return format!("# PowerShell 7.3 or newer\n{command}");
    }
    command
}

pub(super) fn invoke(message: &Message, profile: &str, notes: &mut Notes) -> String {
    normal::say(&message.url, "Invoke-RestMethod", notes);
    let mut lines = vec![format!(
        "Invoke-RestMethod -Method {} -Uri {}",
        title(message.method),
        quoted(&message.url, profile)
    )];
    let mut table = Vec::new();
    for (name, value) in message.joined_headers(notes) {
        let written = quoted(&value, profile);
        // Each PowerShell wants these two as parameters.
        if name.eq_ignore_ascii_case("content-type") {
            lines.push(format!("-ContentType {written}"));
        } else if name.eq_ignore_ascii_case("user-agent") {
            lines.push(format!("-UserAgent {written}"));
        } else {
            table.push(format!("    {} = {written}", quoted(&Text::plain(&name), profile)));
        }
    }
    if !table.is_empty() {
        lines.insert(1, format!("-Headers @{{\n{}\n  }}", table.join("\n")));
    }
    if let Some(body) = &message.body {
        if !message.method.writes() {
            notes.add(CodeNote::BodyRefused {
                language: "Windows PowerShell 5.1",
                method: message.method.as_str(),
            });
        }
        if message.header("content-type").is_none() && message.method == Method::Post {
            let value = "application/x-www-form-urlencoded";
            notes.add(CodeNote::AddsContentType { language: "Invoke-RestMethod", value });
        }
        lines.push(match body {
            // Windows PowerShell would send a text in ISO 8859-1.
            Body::Text(text) if text.contains(|c| !c.is_ascii()) => {
                format!("-Body ([Text.Encoding]::UTF8.GetBytes({}))", quoted(text, profile))
            }
            Body::Text(text) => format!("-Body {}", quoted(text, profile)),
            Body::File(file) => format!("-InFile {}", quoted(&Text::plain(&file.name), profile)),
        });
    }
    lines.extend(how(message, notes));
    lines.join(" `\n  ")
}

const FOLLOWER: Follower =
    Follower { name: "Invoke-RestMethod", drops: &["authorization"], to_http: false };

/// The parameters that say how it is sent.
fn how(message: &Message, notes: &mut Notes) -> Vec<String> {
    let mut parameters = Vec::new();
    if !message.how.follows() {
        parameters.push("-MaximumRedirection 0".to_owned());
    }
    FOLLOWER.say_what_is_lost(message, notes);
    FOLLOWER.say(message, notes);
    for said in &message.how.said {
        match said {
            Said::MostRedirects(most) => parameters.push(format!("-MaximumRedirection {most}")),
            // Whole seconds, of which 0 would be no limit.
            Said::Total(limit) if limit.duration().subsec_millis() == 0 => {
                notes.add(CodeNote::Waits { language: FOLLOWER.name });
                parameters.push(format!("-TimeoutSec {}", seconds(*limit)));
            }
            // Nothing else is what it sends.
            Said::Version(HttpVersion::Http1) => {}
            Said::Proxy(url) => {
                parameters.push(format!("-Proxy {}", quoted(&Text::plain(url), "")));
            }
            said => said.not_told(FOLLOWER.name, notes),
        }
    }
    parameters
}

/// As PowerShell's own enumeration has it.
fn title(method: Method) -> String {
    let name = method.as_str();
    format!("{}{}", &name[..1], name[1..].to_ascii_lowercase())
}

/// A string.
pub(super) fn quoted(text: &Text, profile: &str) -> String {
    if let Some(plain) = text.as_plain() {
        let mut word = "'".to_owned();
        for character in plain.chars() {
            word.push(character);
            // Twice stands for once, of each of them.
            if SINGLE.contains(&character) {
                word.push(character);
            }
        }
        word.push('\'');
        return word;
    }
    let mut word = "\"".to_owned();
    for part in &text.0 {
        match part {
            Part::Plain(text) => {
                for character in text.chars() {
                    if DOUBLE.contains(&character) || matches!(character, '$' | '`') {
                        word.push('`');
                    }
                    word.push(character);
                }
            }
            Part::Token => word.push_str(&format!("$(mudbrick token {profile})")),
            Part::Secret(name) => word.push_str(&format!("${{env:{name}}}")),
        }
    }
    word.push('"');
    word
}
