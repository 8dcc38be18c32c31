//! Credentials in a pasted text: the profile's own take their place, so that no secret gets into a file and the request works
//! with every profile. What a value is, its header's or its member's name says.

use super::placeholders::Kind;
use super::remark::{CredentialKind, PasteNote, Remarks};
use crate::template;
use crate::variables::is_known_name;
use mudbrick_redact::{looks_secret, without_secrets};

/// A header, before it is the request's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) value: String,
}

/// What belongs in these headers, whatever is written there.
const HEADERS: [(&str, CredentialKind, &str); 4] = [
    ("authorization", CredentialKind::Token, "ACCESS_TOKEN"),
    ("x-api-key", CredentialKind::ClientId, "API_KEY"),
    ("x-gw-ims-org-id", CredentialKind::Organization, "IMS_ORG"),
    ("x-user-token", CredentialKind::Token, "ACCESS_TOKEN"),
];

/// What belongs in these members of a form or of a query.
const MEMBERS: [(&str, CredentialKind, &str); 6] = [
    ("client_id", CredentialKind::ClientId, "API_KEY"),
    ("api_key", CredentialKind::ClientId, "API_KEY"),
    ("client_secret", CredentialKind::ClientSecret, "CLIENT_SECRET"),
    ("access_token", CredentialKind::Token, "ACCESS_TOKEN"),
    ("user_token", CredentialKind::Token, "ACCESS_TOKEN"),
    ("token", CredentialKind::Token, "ACCESS_TOKEN"),
];

/// Whether this command prints the profile's token, as it does in the code that Mudbrick writes.
pub(super) fn prints_token(command: &str) -> bool {
    let mut words = command.split_whitespace();
    matches!(words.next(), Some("mudbrick" | "mudbrick.exe")) && words.next() == Some("token")
}

/// The header with the profile's variables in place of somebody's credentials.
pub(super) fn in_header(header: Named, remarks: &mut Remarks) -> Named {
    let Named { name, value } = header;
    let lower = name.to_ascii_lowercase();
    let Some((_, what, variable)) = HEADERS.iter().find(|(known, ..)| *known == lower) else {
        let placeholder = template::whole(&value);
        if lower == "x-sandbox-name" && placeholder.is_some() {
            settle(&value, remarks);
            return Named { name, value: "{{SANDBOX_NAME}}".to_owned() };
        }
        if placeholder.is_none() && looks_secret(&name, &value) {
            let value = variable_for(&name, remarks);
            return Named { name, value };
        }
        return Named { name, value };
    };
    let (scheme, credential) = match lower == "authorization" {
        true => match scheme_of(&value) {
            Some(parts) => parts,
            None => return Named { name, value },
        },
        false => ("", value.as_str()),
    };
    let filled = format!("{scheme}{{{{{variable}}}}}");
    if filled == value {
        return Named { name, value };
    }
    settle(credential, remarks);
    if template::whole(credential).is_none() {
        remarks.note(PasteNote::Credential { what: *what, variable: (*variable).to_owned() });
    }
    Named { name, value: filled }
}

/// `Bearer ` and what follows; none for another scheme, whose credential is not the profile's token.
fn scheme_of(value: &str) -> Option<(&'static str, &str)> {
    let begins = value.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer "));
    match begins {
        true => Some(("Bearer ", value[7..].trim())),
        // `Authorization: {ACCESS_TOKEN}`: there is a doubt about it already.
        false if template::whole(value).is_some() || value.starts_with("eyJ") => Some(("", value)),
        false => None,
    }
}

/// The URL without a user's name, a password, and a secret in its query.
pub(super) fn in_url(url: &str, remarks: &mut Remarks) -> String {
    let url = without_user(url, remarks);
    let Some((path, query)) = url.split_once('?') else { return url };
    format!("{path}?{}", in_pairs(query, remarks))
}

/// The URL without what stands before its host: `user:password@`.
pub(super) fn without_user(url: &str, remarks: &mut Remarks) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let Some((_, host)) = rest[..end].rsplit_once('@') else { return url.to_owned() };
    remarks.note(PasteNote::Password { option: "what stands before the @ of the URL".to_owned() });
    format!("{scheme}://{host}{}", &rest[end..])
}

/// The body without a secret.
pub(super) fn in_body(body: &str, kind: Kind, remarks: &mut Remarks) -> String {
    match kind {
        Kind::Form => in_pairs(body, remarks),
        _ => in_text(&in_json_members(body, remarks), remarks),
    }
}

fn in_pairs(pairs: &str, remarks: &mut Remarks) -> String {
    let pairs = pairs.split('&').map(|pair| {
        let Some((name, value)) = pair.split_once('=') else { return pair.to_owned() };
        format!("{name}={}", in_member(name, value, remarks))
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// The value of a form's or a query's member without a secret.
pub(super) fn in_member(name: &str, value: &str, remarks: &mut Remarks) -> String {
    let is_placeholder = template::whole(value).is_some() || value.is_empty();
    let member = MEMBERS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name.trim()));
    match member {
        Some((_, what, variable)) => {
            settle(value, remarks);
            if !is_placeholder {
                remarks
                    .note(PasteNote::Credential { what: *what, variable: (*variable).to_owned() });
            }
            format!("{{{{{variable}}}}}")
        }
        None if !is_placeholder && (reads_like_a_secret(value) || is_masked(name)) => {
            variable_for(name, remarks)
        }
        None => value.to_owned(),
    }
}

/// A text of any kind: every run of a secret's characters in it that reads like one becomes a variable.
fn in_text(text: &str, remarks: &mut Remarks) -> String {
    let part =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '+' | '/' | '=');
    let mut changed = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let begin = rest.find(part).unwrap_or(rest.len());
        changed.push_str(&rest[..begin]);
        rest = &rest[begin..];
        let run = &rest[..rest.find(|c| !part(c)).unwrap_or(rest.len())];
        if reads_like_a_secret(run) {
            let name = member_before(&changed).unwrap_or("SECRET");
            let variable = variable_for(name, remarks);
            changed.push_str(&variable);
        } else {
            changed.push_str(run);
        }
        rest = &rest[run.len()..];
    }
    changed
}

/// The text with variables in place of the JSON members that the history would mask by their names.
fn in_json_members(text: &str, remarks: &mut Remarks) -> String {
    let mut changed = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(colon) = rest.find(':') {
        let (before, after) = rest.split_at(colon + 1);
        changed.push_str(before);
        rest = after;
        let blanks = rest.len() - rest.trim_start().len();
        // JSON in a string of JSON has its marks behind backslashes.
        let mark = if rest[blanks..].starts_with('"') { "\"" } else { "\\\"" };
        let Some(inside) = rest[blanks..].strip_prefix(mark) else { continue };
        let ends = |end: &usize| mark.len() > 1 || !inside[..*end].ends_with('\\');
        let Some(end) = inside.match_indices(mark).map(|(end, _)| end).find(ends) else { continue };
        let value = &inside[..end];
        let Some(name) = member_before(&changed).map(str::to_owned) else { continue };
        if !value.is_empty() && !value.contains("{{") && is_masked(&name) {
            changed.push_str(&rest[..blanks + mark.len()]);
            changed.push_str(&variable_for(&name, remarks));
            rest = &inside[end..];
        }
    }
    changed + rest
}

/// Whether the history masks whatever a member of this name says, so that nobody could see what is kept of it.
fn is_masked(name: &str) -> bool {
    !without_secrets(&format!("\"{name}\":\"value\"")).1.is_empty()
}

/// The variable that takes a secret's place.
fn variable_for(name: &str, remarks: &mut Remarks) -> String {
    let variable = own_variable(name);
    remarks.note(PasteNote::Secret { variable: variable.clone() });
    format!("{{{{{variable}}}}}")
}

fn reads_like_a_secret(value: &str) -> bool {
    // A name could make any value look like a secret, and a body's members are the person's.
    value.len() >= 20 && looks_secret("", value)
}

/// The name of the JSON member whose value begins at the end of `text`.
fn member_before(text: &str) -> Option<&str> {
    let text = text.trim_end_matches(['"', ' ', '\'', '\\']).strip_suffix(':')?;
    let text = text.trim_end().trim_end_matches('\\').strip_suffix('"')?;
    let name = &text[text.rfind('"')? + 1..];
    (!name.is_empty()).then_some(name)
}

/// A variable's name for what has this name in the text.
pub(super) fn own_variable(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.map(str::to_ascii_uppercase).collect::<Vec<_>>().join("_");
    // A header named `token` is not Adobe's, and must not get the profile's.
    let is_profiles = is_known_name(&name) || MEMBERS.iter().any(|(.., own)| *own == name);
    match name.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_profiles {
        true => name,
        false => format!("OTHER_{name}"),
    }
}

/// The variables that stood here are not needed any more.
fn settle(value: &str, remarks: &mut Remarks) {
    for segment in template::segments(value) {
        if let template::Segment::Variable(found) = segment {
            remarks.settle(found.name);
        }
    }
}
