//! Placeholders of documents: `{ACCESS_TOKEN}`, `<API KEY>`, `$IMS_ORG`, `YOUR_CLIENT_ID`, `{global-company-id}`. Each becomes
//! Mudbrick's own `{{NAME}}`, under the name that the profile has a value for where there is one.

use crate::template;
use crate::variables::canonical_name;

/// What kind of text it is, which decides how much can safely be taken for a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A URL.
    Url,
    /// A header's value.
    Header,
    /// A form: `a=b&c=d`.
    Form,
    /// Another body, in which `<NAME>` may be XML, `{name}` a query's and `$name` JSON.
    Body,
}

/// The names in Adobe's documents, with and without braces, angle brackets or a dollar sign around them.
const ADOBES: [&str; 20] = [
    "ACCESS_TOKEN",
    "TOKEN",
    "API_KEY",
    "CLIENT_ID",
    "CLIENT_SECRET",
    "IMS_ORG",
    "IMS_ORG_ID",
    "ORG_ID",
    "ORGANIZATION",
    "SANDBOX_NAME",
    "SANDBOX_ID",
    "TENANT_ID",
    "TENANT",
    "PKEY",
    "TECHNICAL_ACCOUNT_ID",
    "GLOBAL_COMPANY_ID",
    "COMPANY_ID",
    "SCHEMA_ID",
    "DATASET_ID",
    "BATCH_ID",
];

/// No placeholder of a document is longer.
const LONGEST: usize = 60;

/// The text with every form of placeholder in Mudbrick's own. What has that form already stays.
pub(super) fn adopt(text: &str, kind: Kind) -> String {
    let mut adopted = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let found = if let Some(own) = template::placeholder(rest) {
            Some((own.written.len(), own.written.to_owned()))
        } else if let Some((length, name)) = build_servers_form(rest) {
            Some((length, format!("{{{{{}}}}}", variable_name(name))))
        } else {
            let bare = bare_form(rest, adopted.chars().next_back());
            let found = bracketed_form(rest, adopted.chars().next_back(), kind).or(bare);
            found.map(|(length, name)| (length, format!("{{{{{}}}}}", variable_name(name))))
        };
        let (length, written) = found.unwrap_or_else(|| (next.len_utf8(), next.to_string()));
        adopted.push_str(&written);
        rest = &rest[length..];
    }
    adopted
}

/// The name of the variable that a placeholder with this text becomes.
pub(super) fn variable_name(written: &str) -> String {
    let written = written.trim();
    let is_one_word = written.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let mut name = match is_one_word {
        true => written.to_owned(),
        false => {
            let words = written.split(|c: char| !c.is_alphanumeric());
            let words: Vec<String> =
                words.filter(|word| !word.is_empty()).map(str::to_uppercase).collect();
            words.join("_")
        }
    };
    let upper = name.to_uppercase();
    let meant = ["YOUR_", "MY_", "THE_", "INSERT_", "REPLACE_WITH_", "ADD_"]
        .into_iter()
        .fold(upper.as_str(), |name, begin| name.strip_prefix(begin).unwrap_or(name));
    let meant = meant.strip_suffix("_HERE").unwrap_or(meant);
    // `YOUR_API_KEY` is the API key, and `MY_SCHEMA` stays a name of its own.
    if ADOBES.contains(&meant) || upper.starts_with("YOUR_") {
        name = meant.to_owned();
    }
    canonical_name(&name).to_owned()
}

/// The length and the name of `{NAME}`, `<NAME>`, `${NAME}`, `[NAME]` or `$NAME` at the beginning.
fn bracketed_form(text: &str, before: Option<char>, kind: Kind) -> Option<(usize, &str)> {
    let (open, close) = match text.as_bytes() {
        [b'$', b'{', ..] => ("${", "}"),
        [b'$', ..] => ("$", ""),
        [b'{', ..] => ("{", "}"),
        [b'<', ..] => ("<", ">"),
        [b'[', ..] => ("[", "]"),
        _ => return None,
    };
    let inside = &text[open.len()..];
    if open == "$" {
        let name = capitals_at(inside);
        return ADOBES.contains(&name).then_some((1 + name.len(), name));
    }
    let name = inside.split(close).next().filter(|name| name.len() < inside.len())?;
    let capitals = capitals_at(name) == name && name.len() > 1;
    let known = ADOBES.contains(&variable_name(name).as_str()) || is_canonical(name);
    let whole = matches!(before, Some('"')) && text[open.len() + name.len() + 1..].starts_with('"');
    let likely = match (open, kind) {
        // In JSON a brace is never followed by a bare word, so capitals are safe everywhere.
        ("{" | "${", Kind::Body) => {
            capitals || (whole && is_words(name) && name.contains([' ', '-', '_']))
        }
        ("{" | "${", _) => is_words(name),
        ("<", Kind::Body) => (whole && is_words(name)) || (capitals && known),
        ("<", _) => is_words(name),
        ("[", Kind::Header) => is_words(name) && (before.is_none() || before == Some(' ')),
        ("[", _) => is_words(name) && name.to_ascii_uppercase().starts_with("YOUR"),
        _ => false,
    };
    likely.then_some((open.len() + name.len() + close.len(), name))
}

/// The length and the name of `${{ secrets.NAME }}`, which a build server fills before any shell sees it.
fn build_servers_form(text: &str) -> Option<(usize, &str)> {
    let own = template::placeholder(text.strip_prefix('$')?)?;
    // Without blanks, the mark may stand before one of our own.
    let is_theirs = own.written.starts_with("{{ ") || own.name.contains('.');
    let name = own.name.rsplit('.').next().unwrap_or(own.name);
    is_theirs.then_some((1 + own.written.len(), name))
}

/// The length and the name of `YOUR_TOKEN` at the beginning of a word.
fn bare_form(text: &str, before: Option<char>) -> Option<(usize, &str)> {
    if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '-') {
        return None;
    }
    let begin = text.get(..5)?;
    if !begin.eq_ignore_ascii_case("YOUR_") && !begin.eq_ignore_ascii_case("YOUR-") {
        return None;
    }
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let name = &text[..text.find(|c| !part(c)).unwrap_or(text.len())];
    (name.len() > 6).then_some((name.len(), name))
}

/// A placeholder's text: words of letters and digits.
fn is_words(text: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '\'');
    text.starts_with(char::is_alphabetic)
        && text.chars().count() <= LONGEST
        && text.chars().all(part)
}

fn is_canonical(name: &str) -> bool {
    canonical_name(name) != name
}

/// The name in capitals at the beginning; empty when there is none.
fn capitals_at(text: &str) -> &str {
    let part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let name = &text[..text.find(|c| !part(c)).unwrap_or(text.len())];
    if name.starts_with(|c: char| c.is_ascii_uppercase()) { name } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::braces("Bearer {ACCESS_TOKEN}", "Bearer {{ACCESS_TOKEN}}")]
    #[case::brackets("Bearer <ACCESS_TOKEN>", "Bearer {{ACCESS_TOKEN}}")]
    #[case::dollar("Bearer $ACCESS_TOKEN", "Bearer {{ACCESS_TOKEN}}")]
    #[case::dollar_and_braces("${API_KEY}", "{{API_KEY}}")]
    #[case::blanks("<API KEY>", "{{API_KEY}}")]
    #[case::sentence("{CLIENT ID FROM STEP 6}", "{{CLIENT_ID_FROM_STEP_6}}")]
    #[case::hyphens("{global-company-id}", "{{GLOBAL_COMPANY_ID}}")]
    #[case::your("YOUR_API_KEY", "{{API_KEY}}")]
    #[case::your_own_name("<YOUR_LIBRARY>", "{{LIBRARY}}")]
    #[case::your_in_brackets("[YOUR TOKEN]", "{{ACCESS_TOKEN}}")]
    #[case::here("Bearer YOUR_ACCESS_TOKEN_HERE", "Bearer {{ACCESS_TOKEN}}")]
    #[case::a_build_servers("Bearer ${{ secrets.API_KEY }}${{env.A}}", "Bearer {{API_KEY}}{{A}}")]
    #[case::a_dollar_before_our_own("${{A}}", "${{A}}")]
    #[case::our_own("{{ACCESS_TOKEN}} {{x}}", "{{ACCESS_TOKEN}} {{x}}")]
    #[case::dollar_of_their_own("$HOME $ref $IMS_ORGX", "$HOME $ref $IMS_ORGX")]
    #[case::never_closed("{ACCESS_TOKEN <PKEY", "{ACCESS_TOKEN <PKEY")]
    #[case::not_ascii("€{API_KEY}€", "€{{API_KEY}}€")]
    #[case::accept("application/json;q=0.9, */*", "application/json;q=0.9, */*")]
    fn in_a_header(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(adopt(text, Kind::Header), expected);
    }

    #[rstest]
    #[case::brackets("/<ORGANIZATION>/campaign", "/{{ORGANIZATION}}/campaign")]
    #[case::a_name_of_their_own("/schemas/{MY_SCHEMA}", "/schemas/{{MY_SCHEMA}}")]
    #[case::small_letters("/pois{?orderby,limit}/{id}", "/pois{?orderby,limit}/{{id}}")]
    #[case::filter("?filter[name]=a", "?filter[name]=a")]
    #[case::your("/a/YOUR_DATASET_ID?b=1", "/a/{{DATASET_ID}}?b=1")]
    fn in_a_url(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(adopt(text, Kind::Url), expected);
    }

    #[rstest]
    #[case::json(r#"{"$id":"{TENANT_ID}","a":{}}"#, r#"{"$id":"{{TENANT_ID}}","a":{}}"#)]
    #[case::whole_value(r#"{"a":"<dataset id>"}"#, r#"{"a":"{{DATASET_ID}}"}"#)]
    #[case::xml("<ID>1</ID>", "<ID>1</ID>")]
    #[case::xml_with_a_name("<ID><PKEY></ID>", "<ID>{{PKEY}}</ID>")]
    #[case::query("{\"query\":\"{ me {id} }\"}", "{\"query\":\"{ me {id} }\"}")]
    fn in_a_body(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(adopt(text, Kind::Body), expected);
    }
}
