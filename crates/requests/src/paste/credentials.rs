//! Credentials in a pasted text: the profile's own take their place, so that no secret gets into a file and the request works
//! with every profile. What a value is, its header's or its member's name says.

use super::placeholders::Kind;
use super::remark::{CredentialKind, PasteNote, Remarks};
use super::runs;
use crate::template;
use crate::variables::is_known_name;
use mudbrick_redact::{is_secret_member, looks_secret, without_secrets};

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
            let value = variable_for(&name, &value, remarks);
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

/// How the value of a member is kept: of its name and of what is written there.
pub(super) type Member = fn(&str, &str, &mut Remarks) -> String;

/// The URL without a user's name, a password, and a secret in its path, its query or behind its `#`.
pub(super) fn in_url(url: &str, member: Member, remarks: &mut Remarks) -> String {
    let url = without_user(url, remarks);
    let (url, fragment) = url.split_once('#').map_or((&*url, None), |(it, end)| (it, Some(end)));
    let (path, query) = url.split_once('?').map_or((url, None), |(it, end)| (it, Some(end)));
    let mut kept = in_path(path, remarks);
    for (mark, pairs) in [('?', query), ('#', fragment)] {
        if let Some(pairs) = pairs {
            kept.push(mark);
            kept.push_str(&in_pairs(pairs, member, remarks));
        }
    }
    kept
}

/// A path without the segments that are a secret.
fn in_path(path: &str, remarks: &mut Remarks) -> String {
    let segments = path.split('/').map(|segment| match runs::reads_like_a_secret(segment) {
        true => variable_for("SECRET", segment, remarks),
        false => segment.to_owned(),
    });
    let path = segments.collect::<Vec<_>>().join("/");
    // Whoever knows the address of a hook may write to it: its last segment is the secret.
    match looks_secret("", &path).then(|| path.rsplit_once('/')).flatten() {
        Some((address, secret)) => {
            format!("{address}/{}", variable_for("SECRET", secret, remarks))
        }
        None => path,
    }
}

/// The URL without what stands before its host: `user:password@`.
fn without_user(url: &str, remarks: &mut Remarks) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let Some((_, host)) = rest[..end].rsplit_once('@') else { return url.to_owned() };
    remarks.note(PasteNote::Password { option: "what stands before the @ of the URL".to_owned() });
    format!("{scheme}://{host}{}", &rest[end..])
}

/// The body without a secret.
pub(super) fn in_body(body: &str, kind: Kind, remarks: &mut Remarks) -> String {
    match kind {
        Kind::Form => in_pairs(body, in_member, remarks),
        _ => {
            let body = match body.trim_start().starts_with('<') {
                true => in_xml(body, remarks),
                false => in_json_members(body, remarks),
            };
            in_text(&body, "SECRET", remarks)
        }
    }
}

/// `a=b&c=d` without a secret.
pub(super) fn in_pairs(pairs: &str, member: Member, remarks: &mut Remarks) -> String {
    let pairs = pairs.split('&').map(|pair| {
        let Some((name, value)) = pair.split_once('=') else { return pair.to_owned() };
        format!("{name}={}", member(name, value, remarks))
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
        None if !is_placeholder && is_secret(name, value) => variable_for(name, value, remarks),
        None => value.to_owned(),
    }
}

/// The same where a variable is its owner's and stays: what is written beside it may be a secret all the same.
pub(super) fn in_literal_member(name: &str, value: &str, remarks: &mut Remarks) -> String {
    if template::names_in(value).is_empty() {
        return in_member(name, value, remarks);
    }
    match is_literal(name, value) {
        true => variable_for(name, value, remarks),
        false => in_text(value, name, remarks),
    }
}

fn is_secret(name: &str, value: &str) -> bool {
    runs::reads_like_a_secret(value) || is_masked(name) || is_secret_member(name, value)
}

/// A text of any kind: every run of a secret's characters in it that is one becomes a variable, of the name before it if
/// there is one.
pub(super) fn in_text(text: &str, otherwise: &str, remarks: &mut Remarks) -> String {
    runs::replaced(text, |name, secret| variable_for(name.unwrap_or(otherwise), secret, remarks))
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
        let Some(name) = runs::name_before(&changed).map(str::to_owned) else { continue };
        if !value.is_empty() && is_masked(&name) && is_literal(&name, value) {
            changed.push_str(&rest[..blanks + mark.len()]);
            changed.push_str(&variable_for(&name, value, remarks));
            rest = &inside[end..];
        }
    }
    changed + rest
}

/// XML whose elements hold a secret: `<password>…</password>`.
fn in_xml(body: &str, remarks: &mut Remarks) -> String {
    let mut changed = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(end) = rest.find('>') {
        let (tag, behind) = rest.split_at(end + 1);
        changed.push_str(tag);
        rest = behind;
        let Some((_, name)) = tag[..end].rsplit_once('<') else { continue };
        let name = name.split([' ', '\n', '\t', '\r']).next().unwrap_or_default();
        let name = name.rsplit(':').next().unwrap_or_default();
        let value = &rest[..rest.find('<').unwrap_or(rest.len())];
        let is_value = value.trim().len() > 1 && !value.contains("{{") && !name.starts_with('/');
        if is_value && is_masked(name) {
            changed.push_str(&variable_for(name, value, remarks));
            rest = &rest[value.len()..];
        }
    }
    changed + rest
}

/// Whether a member's value is written there, if only in a part: `{{USER}}-hunter2`.
fn is_literal(name: &str, value: &str) -> bool {
    let literals = template::segments(value).into_iter().filter_map(|segment| match segment {
        template::Segment::Literal(text) => Some(text),
        template::Segment::Variable(_) => None,
    });
    let written: String = literals.collect();
    written == value || is_secret_member(name, &written)
}

/// Whether the history masks whatever a member of this name says, so that nobody could see what is kept of it.
pub(super) fn is_masked(name: &str) -> bool {
    !without_secrets(&format!("\"{name}\":\"value\"")).1.is_empty()
}

/// The variable that takes a secret's place.
pub(super) fn variable_for(name: &str, secret: &str, remarks: &mut Remarks) -> String {
    let variable = remarks.taken.variable_of(own_variable(name), secret);
    remarks.note(PasteNote::Secret { variable: variable.clone() });
    format!("{{{{{variable}}}}}")
}

/// Whether the profile's own takes the place of what a header or member of this name holds.
pub(super) fn is_profiles(name: &str) -> bool {
    let same = |known: &str| known.eq_ignore_ascii_case(name.trim());
    HEADERS.iter().any(|(known, ..)| same(known)) || MEMBERS.iter().any(|(known, ..)| same(known))
}

/// A variable's name for what has this name in a text, and is not the profile's: `OTHER_TOKEN` for `token`.
pub fn own_variable(name: &str) -> String {
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
