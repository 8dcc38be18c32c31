//! Text pasted from Adobe's documentation: `{ACCESS_TOKEN}`, `<ACCESS_TOKEN>` and `$ACCESS_TOKEN` become
//! `{{ACCESS_TOKEN}}`. Reading the command around it is left to `curl`.

use crate::template;

/// What kind of text it is, which decides how much can safely be taken for a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A URL or a header value: any name in capitals may be one.
    Line,
    /// A body, in which `<NAME>` may be XML and `$name` JSON: only names that Adobe uses.
    Body,
}

/// The names in Adobe's documents, with and without braces, angle brackets or a dollar sign around them.
const ADOBES: [&str; 18] = [
    "ACCESS_TOKEN",
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
    "SCHEMA_ID",
    "DATASET_ID",
    "BATCH_ID",
];

/// A URL's or header's text with every form of placeholder in Mudbrick's own. What has that form already stays.
pub fn adopt_placeholders(text: &str) -> String {
    adopt(text, Kind::Line)
}

pub(crate) fn adopt(text: &str, kind: Kind) -> String {
    let mut adopted = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '<', '$']) {
        let (before, from) = rest.split_at(at);
        adopted.push_str(before);
        let length = if let Some(own) = template::placeholder(from) {
            adopted.push_str(own.written);
            own.written.len()
        } else if let Some((length, name)) = foreign_form(from, kind) {
            adopted.push_str(&format!("{{{{{name}}}}}"));
            length
        } else {
            adopted.push_str(&from[..1]);
            1
        };
        rest = &from[length..];
    }
    adopted.push_str(rest);
    adopted
}

/// The length and the name of `{NAME}`, `<NAME>`, `${NAME}` or `$NAME` at the beginning.
fn foreign_form(text: &str, kind: Kind) -> Option<(usize, &str)> {
    let (open, close) = match text.as_bytes() {
        [b'$', b'{', ..] => ("${", "}"),
        [b'$', ..] => ("$", ""),
        [b'{', ..] => ("{", "}"),
        [b'<', ..] => ("<", ">"),
        _ => return None,
    };
    let name = name_at(&text[open.len()..]);
    let known = ADOBES.contains(&name);
    let likely = match open {
        // In JSON a brace is never followed by a bare word, so this is safe everywhere.
        "{" | "${" => true,
        "<" => kind == Kind::Line,
        _ => false,
    };
    let closed = text[open.len() + name.len()..].starts_with(close);
    (closed && (known || (likely && name.len() > 1)))
        .then_some((open.len() + name.len() + close.len(), name))
}

/// The name in capitals at the beginning; empty when there is none.
fn name_at(text: &str) -> &str {
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
    #[case::brackets("/<ORGANIZATION>/campaign", "/{{ORGANIZATION}}/campaign")]
    #[case::dollar("Bearer $ACCESS_TOKEN", "Bearer {{ACCESS_TOKEN}}")]
    #[case::dollar_and_braces("${API_KEY}", "{{API_KEY}}")]
    #[case::a_name_of_their_own("/schemas/{MY_SCHEMA}", "/schemas/{{MY_SCHEMA}}")]
    #[case::our_own("{{ACCESS_TOKEN}} {{x}}", "{{ACCESS_TOKEN}} {{x}}")]
    #[case::small_letters("/pois{?orderby,limit}/{id}", "/pois{?orderby,limit}/{id}")]
    #[case::dollar_of_their_own("$HOME $ref $IMS_ORGX", "$HOME $ref $IMS_ORGX")]
    #[case::never_closed("{ACCESS_TOKEN <PKEY", "{ACCESS_TOKEN <PKEY")]
    #[case::not_ascii("€{API_KEY}€", "€{{API_KEY}}€")]
    #[case::nested_badly("{{API_KEY} {API_KEY}", "{{{API_KEY}} {{API_KEY}}")]
    fn in_a_line(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(adopt_placeholders(text), expected);
    }

    #[rstest]
    #[case::json(r#"{"$id":"{TENANT_ID}","a":{}}"#, r#"{"$id":"{{TENANT_ID}}","a":{}}"#)]
    #[case::xml("<ID>1</ID>", "<ID>1</ID>")]
    #[case::xml_with_a_name("<ID><PKEY></ID>", "<ID>{{PKEY}}</ID>")]
    fn in_a_body(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(adopt(text, Kind::Body), expected);
    }
}
