//! What Windows makes of our commands, by readers that are written from its published rules and know nothing of the writer:
//! `cmd` at its prompt ("Command shell overview": percent signs, carets, quotation marks), a program's start ("Parsing C
//! command-line arguments"), and PowerShell ("about_Quoting_Rules", "about_Special_Characters"). Our own reader of what people
//! paste is the second judge, in `paste`.

use super::{request, variables};
use crate::code::command::{self, Word};
use crate::code::message::{Message, Part};
use crate::code::note::Notes;
use crate::{CodeFor, CodeSource, LongBody, Show, fill, write_code};
use mudbrick_model::{CodeLanguage, Method, Request, Slug};
use proptest::prelude::*;
use std::iter::Peekable;
use std::str::Chars;

const TOKEN: &str = "eyJh.b-c_d";

/// The words that curl has to be given.
fn expected(request: &Request) -> Vec<String> {
    let filled = fill(request, &variables()).unwrap();
    let source = CodeSource::of(&filled);
    let mut notes = Notes::default();
    let message = Message::of(&source, None, Show::Redacted, &str::to_owned, &mut notes);
    let words = command::curl("curl", &message, &mut notes).0.into_iter().flatten().skip(1);
    words
        .map(|word| match word {
            Word::Bare(text) => text,
            Word::Quoted(text) => text
                .0
                .iter()
                .map(|part| match part {
                    Part::Plain(text) => text.as_str(),
                    Part::Token => TOKEN,
                    Part::Secret(name) => panic!("{name}"),
                })
                .collect(),
        })
        .collect()
}

fn code(request: &Request, language: CodeLanguage) -> String {
    let profile = Slug::parse("acme").unwrap();
    let owner = CodeFor { profile: &profile, oauth: None };
    let filled = fill(request, &variables()).unwrap();
    let code = write_code(
        &CodeSource::of(&filled),
        language,
        &owner,
        (Show::Redacted, LongBody::InFile),
        &str::to_owned,
    )
    .unwrap();
    code.text.expose().clone()
}

/// What the prompt puts in for `%NAME%`. An unknown name stays as it is.
fn percents(text: &str) -> String {
    let known = |name: &str| match name.to_ascii_uppercase().as_str() {
        "ACCESS_TOKEN" => Some(TOKEN),
        "PATH" | "A" | "B" | "20" => Some("EXPANDED"),
        _ => None,
    };
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        filled.push_str(before);
        let name = after.split(['%', ':', '\n']).next().unwrap_or_default();
        // `%NAME:a=b%` takes a part of the value or changes it.
        let end = after.find('%');
        match (known(name), end) {
            (Some(value), Some(end)) if !name.is_empty() => {
                filled.push_str(value);
                rest = &after[end + 1..];
            }
            _ => {
                filled.push('%');
                rest = after;
            }
        }
    }
    filled + rest
}

/// What `cmd` hands on of one command.
fn carets(text: &str) -> String {
    let mut handed = String::new();
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' => {
                quoted = !quoted;
                handed.push('"');
            }
            '^' if !quoted => match characters.next() {
                // The line goes on, and the next character is taken as it is.
                Some('\n') => handed.extend(characters.next()),
                Some(escaped) => handed.push(escaped),
                None => {}
            },
            '&' | '|' | '<' | '>' | '(' | ')' if !quoted => panic!("{character} in {text}"),
            '\n' => panic!("the command ends early: {text}"),
            '\r' => {}
            other => handed.push(other),
        }
    }
    handed
}

/// What the start of a program makes of its command line.
fn arguments(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut characters = line.chars().peekable();
    loop {
        while characters.next_if(|c| matches!(c, ' ' | '\t')).is_some() {}
        if characters.peek().is_none() {
            return words;
        }
        words.push(argument(&mut characters));
    }
}

fn argument(characters: &mut Peekable<Chars<'_>>) -> String {
    let mut word = String::new();
    let mut quoted = false;
    while let Some(&next) = characters.peek() {
        if !quoted && matches!(next, ' ' | '\t') {
            break;
        }
        characters.next();
        match next {
            '\\' => {
                let mut count = 1;
                while characters.next_if_eq(&'\\').is_some() {
                    count += 1;
                }
                match characters.peek() {
                    Some('"') => {
                        word.push_str(&"\\".repeat(count / 2));
                        if count % 2 == 1 {
                            characters.next();
                            word.push('"');
                        }
                    }
                    _ => word.push_str(&"\\".repeat(count)),
                }
            }
            '"' => quoted = !quoted,
            other => word.push(other),
        }
    }
    word
}

/// The arguments that PowerShell 7.3 gives a program.
fn powershell(text: &str) -> Vec<String> {
    let apostrophe = |c: &char| "'\u{2018}\u{2019}\u{201a}\u{201b}".contains(*c);
    let mark = |c: &char| "\"\u{201c}\u{201d}\u{201e}".contains(*c);
    let mut words = Vec::new();
    let mut characters = text.chars().peekable();
    while let Some(&next) = characters.peek() {
        if next == '#' {
            while characters.next_if(|c| *c != '\n').is_some() {}
        } else if next == '`' || next.is_ascii_whitespace() {
            characters.next();
        } else if apostrophe(&next) {
            characters.next();
            let mut word = String::new();
            while let Some(inside) = characters.next() {
                if apostrophe(&inside) && characters.next_if(apostrophe).is_none() {
                    break;
                }
                word.push(inside);
            }
            words.push(word);
        } else if mark(&next) {
            characters.next();
            let mut word = String::new();
            while let Some(inside) = characters.next() {
                match inside {
                    '`' => word.extend(characters.next()),
                    '$' => {
                        let call = "(mudbrick token acme)";
                        assert!(call.chars().all(|c| characters.next() == Some(c)), "{text}");
                        word.push_str(TOKEN);
                    }
                    inside if mark(&inside) && characters.next_if(mark).is_none() => break,
                    inside => word.push(inside),
                }
            }
            words.push(word);
        } else {
            let mut word = String::new();
            while let Some(c) = characters.next_if(|c| !c.is_ascii_whitespace()) {
                assert!(c.is_ascii_alphanumeric() || "-.".contains(c), "{c} in {text}");
                word.push(c);
            }
            words.push(word);
        }
    }
    words
}

fn requests() -> impl Strategy<Value = Request> {
    let body = "[ -~\n\t'\"\\\\!$`%^&|äé€😀“”„‘’‚‛]{0,40}";
    let value = "([!-~äé€“’][ -~äé€“’]{0,12}[!-~])?";
    let url = "(/[a-zA-Z0-9%$&'()^-]{0,8}){0,2}(\\?[a-zA-Z0-9=&%^'-]{0,12})?";
    let percents =
        proptest::sample::select(vec!["", "%PATH%", "%a%b%", "%20%20%PATH:a=b%", "\\\\\""]);
    (proptest::sample::select(Method::ALL.to_vec()), url, value, body, percents).prop_map(
        |(method, url, value, body, percents)| {
            let headers = [
                ("x-a", &*format!("{value}{percents}")),
                ("Authorization", "Bearer {{ACCESS_TOKEN}}"),
            ];
            let url = format!("https://x.io{url}");
            request(method, &url, &headers, Some(&format!("{percents}{body}{percents}")))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn cmd_hands_on_what_was_meant(request in requests()) {
        let code = code(&request, CodeLanguage::Cmd);
        let (first, command) = code.split_once('\n').unwrap();
        prop_assert_eq!(
            first,
            "for /f \"delims=\" %T in ('mudbrick token acme') do @set \"ACCESS_TOKEN=%T\""
        );
        let words = arguments(&carets(&percents(command)));
        prop_assert_eq!(&words[1..], expected(&request), "{}", code);
    }

    #[test]
    fn powershell_hands_on_what_was_meant(request in requests()) {
        let code = code(&request, CodeLanguage::Powershell);
        let words = powershell(&code);
        prop_assert_eq!(&words[0], "curl.exe");
        prop_assert_eq!(&words[1..], expected(&request), "{}", code);
    }
}
