//! Reading `Invoke-RestMethod` and `Invoke-WebRequest`, with the variables that the text gives their values above.

mod assignments;
mod reader;
mod strings;
mod values;
mod words;

use super::calls::{Calls, Gathered};
use super::doubt_kind::DoubtKind;
use super::error::PasteError;
use super::multipart::FormPart;
use super::parts::{FORM, Parts, Placed};
use super::quoted::candidates;
use super::remark::{PasteNote, Place, Remarks};
use super::value::Value;
use mudbrick_model::Method;
use reader::Reader;

pub(super) use words::command;

/// The commands that send a request, and PowerShell's short names for them.
const COMMANDS: [&str; 4] = ["invoke-restmethod", "invoke-webrequest", "irm", "iwr"];

/// Parameters with a value, whose names may be cut short.
const WITH_VALUE: [&str; 34] = [
    "uri",
    "method",
    "custommethod",
    "headers",
    "body",
    "contenttype",
    "useragent",
    "websession",
    "sessionvariable",
    "outfile",
    "infile",
    "form",
    "token",
    "authentication",
    "credential",
    "certificate",
    "certificatethumbprint",
    "timeoutsec",
    "operationtimeoutseconds",
    "connectiontimeoutseconds",
    "maximumredirection",
    "maximumretrycount",
    "retryintervalsec",
    "proxy",
    "proxycredential",
    "transferencoding",
    "erroraction",
    "errorvariable",
    "outvariable",
    "statuscodevariable",
    "responseheadersvariable",
    "httpversion",
    "sslprotocol",
    "maximumfollowrellink",
];

/// Parameters that stand alone.
const FLAGS: [&str; 17] = [
    "usebasicparsing",
    "skipcertificatecheck",
    "disablekeepalive",
    "skiphttperrorcheck",
    "passthru",
    "resume",
    "verbose",
    "debug",
    "usedefaultcredentials",
    "allowunencryptedauthentication",
    "noproxy",
    "skipheadervalidation",
    "preserveauthorizationonredirect",
    "followrellink",
    "proxyusedefaultcredentials",
    "allowinsecureredirect",
    "preservehttpmethodonredirect",
];

/// Where commands that send a request begin in the text.
pub(super) fn find(text: &str) -> impl Iterator<Item = usize> {
    let lower = text.to_ascii_lowercase();
    let mut found: Vec<usize> = Vec::new();
    for command in COMMANDS {
        found.extend(lower.match_indices(command).map(|(at, _)| at).filter(|at| {
            let before = lower[..*at].chars().next_back();
            let after = lower[at + command.len()..].chars().next();
            // `irm` and `iwr` are parts of words, too.
            let free = |c: Option<char>| {
                c.is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '_' && c != '.')
            };
            free(before) && after.is_some_and(char::is_whitespace)
        }));
    }
    found.sort_unstable();
    found.into_iter()
}

/// Whether the command at the beginning of `text` has what it is called with behind it, and is not a word of a sentence.
pub(super) fn is_certain(text: &str) -> bool {
    let argument = text.split_whitespace().nth(1).unwrap_or_default();
    argument.starts_with(['-', '@', '$', '"', '\'', '`']) || argument.contains("://")
}

/// The requests of a text, and what PowerShell quotes as far as the end of the last one.
pub(super) fn calls(text: &str) -> Calls {
    let mut remarks = Remarks::default();
    let mut reader = Reader::new(text, &mut remarks);
    let mut gathered = Gathered::default();
    for command in candidates(text, find(text), is_certain) {
        let first = reader.assignments(command);
        gathered.above(first, std::mem::take(reader.remarks));
        // A value above may speak of a command.
        if reader.at() == command {
            let mut call = Call::default();
            // What is not understood ends the reading; what was quoted before is known.
            let read = call.read(&mut reader);
            let mut own = std::mem::take(reader.remarks);
            let read = read.and_then(|()| call.finish(&mut own));
            gathered.call(command..reader.at(), read, own);
        }
    }
    let quoted = std::mem::take(&mut reader.cursor.quoted);
    gathered.finish(text, quoted)
}

/// The parts of the request whose command is at byte `command`, and where it ends.
pub(super) fn read(
    text: &str,
    command: usize,
    remarks: &mut Remarks,
) -> Result<(Parts, usize), PasteError> {
    let mut reader = Reader::new(text, remarks);
    reader.assignments(command);
    reader.go_to(command);
    let mut call = Call::default();
    call.read(&mut reader)?;
    let end = reader.at();
    Ok((call.finish(remarks)?, end))
}

#[derive(Default)]
struct Call {
    parts: Parts,
    body: Option<(Value, usize)>,
    bearer: Option<(Value, usize)>,
}

impl Call {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), PasteError> {
        reader.skip_word();
        loop {
            reader.skip_blanks();
            if reader.ends_command() {
                return Ok(());
            }
            let at = reader.at();
            if let Some(name) = reader.splatted() {
                if let Some(Value::Table(members)) = reader.value_of(&name) {
                    for (name, value) in members {
                        self.parameter(&name.to_ascii_lowercase(), value, at, reader);
                    }
                } else {
                    reader.doubt(at, DoubtKind::Expression { variable: name });
                }
            } else if let Some(name) = reader.parameter() {
                self.named(&name, at, reader)?;
            } else {
                let value = reader.argument()?;
                match self.parts.url {
                    None => self.parts.url = Some(Placed::new(value.into_text(), at)),
                    Some(_) => reader.doubt(at, DoubtKind::StrayWord),
                }
            }
        }
    }

    fn named(
        &mut self,
        written: &str,
        at: usize,
        reader: &mut Reader<'_>,
    ) -> Result<(), PasteError> {
        let (name, attached) = match written.split_once(':') {
            Some((name, _)) => (name.to_ascii_lowercase(), true),
            None => (written.to_ascii_lowercase(), false),
        };
        if attached && let Some(colon) = reader.text_from(at).find(':') {
            reader.go_to(at + colon + 1);
        }
        let option = format!("-{written}");
        if let Some(flag) =
            full_name(&name, &FLAGS).filter(|_| full_name(&name, &WITH_VALUE).is_none())
        {
            if attached {
                reader.argument()?;
            }
            if matches!(flag, "skipcertificatecheck" | "noproxy") {
                reader.note(PasteNote::Connection { option });
            }
            return Ok(());
        }
        let Some(full) = full_name(&name, &WITH_VALUE) else {
            reader.doubt(at, DoubtKind::UnknownOption { option });
            return Ok(());
        };
        reader.skip_blanks();
        if reader.ends_command() {
            return Err(PasteError::NoValue { place: Place::of(reader.whole_text(), at), option });
        }
        let value_at = reader.at();
        let value = reader.argument()?;
        self.parameter(full, value, value_at, reader);
        Ok(())
    }

    fn parameter(&mut self, name: &str, value: Value, at: usize, reader: &mut Reader<'_>) {
        let option = format!("-{name}");
        match name {
            "uri" => self.parts.url = Some(Placed::new(value.into_text(), at)),
            "method" | "custommethod" => self.parts.method = Some(value.into_text()),
            "contenttype" => self.header("Content-Type", value, at, reader),
            "useragent" => self.header("User-Agent", value, at, reader),
            "headers" => match value {
                Value::Table(members) => {
                    for (name, value) in members {
                        self.header(&name, value, at, reader);
                    }
                }
                other => {
                    let variable = match other {
                        Value::Unknown(name) => name,
                        _ => "HEADERS".to_owned(),
                    };
                    reader.doubt(at, DoubtKind::Expression { variable });
                }
            },
            "body" => self.body = Some((value, at)),
            "form" => {
                if let Value::Table(members) | Value::Form(members) = value {
                    for (name, value) in members {
                        self.parts.form.push(FormPart {
                            name,
                            value: value.into_text(),
                            content_type: None,
                            file_name: None,
                        });
                    }
                }
            }
            "infile" => {
                let path = value.into_text();
                reader.with_remarks(|remarks| self.parts.body_in_file(&path, at, remarks));
            }
            "token" => self.bearer = Some((value, at)),
            "credential" => reader.note(PasteNote::Password { option }),
            "proxy"
            | "proxycredential"
            | "certificate"
            | "certificatethumbprint"
            | "sslprotocol" => {
                reader.note(PasteNote::Connection { option });
            }
            _ => {}
        }
    }

    fn header(&mut self, name: &str, value: Value, at: usize, reader: &mut Reader<'_>) {
        let value = value.into_text();
        reader.with_remarks(|remarks| self.parts.header(name, &value, at, remarks));
    }

    fn finish(mut self, remarks: &mut Remarks) -> Result<Parts, PasteError> {
        if let Some((token, at)) = self.bearer {
            self.parts.header(
                "Authorization",
                &format!("Bearer {}", token.into_text()),
                at,
                remarks,
            );
        }
        let method = self.parts.method.get_or_insert_with(|| Method::Get.to_string());
        let reads = Method::parse(method).is_some_and(|method| !method.writes());
        match self.body {
            Some((table @ Value::Table(_), _)) if reads => self.parts.query.push(table.to_form()),
            Some((table @ Value::Table(_), at)) => {
                self.parts.default_type = Some(FORM);
                self.parts.data.push(Placed::new(table.to_form(), at));
            }
            Some((value, at)) => {
                self.parts.default_type = Some(FORM);
                self.parts.data.push(Placed::new(value.into_text(), at));
            }
            None => {}
        }
        Ok(self.parts)
    }
}

/// The one name of the list that begins so; a whole name is always itself.
fn full_name(written: &str, names: &[&'static str]) -> Option<&'static str> {
    let whole = names.iter().find(|name| **name == written);
    let mut begun = names.iter().filter(|name| name.starts_with(written) && !written.is_empty());
    let first = begun.next();
    whole.or(first.filter(|_| begun.next().is_none())).copied()
}
