//! Scopes and metascopes in every form they are found in, as a plain list.

use super::syntax::{Node, Value, relaxed};
use crate::reading::Found;

/// A list of texts, a text with commas or blanks, JSON in a text, or a list with all of it in one element.
pub(crate) fn of(node: &Node<'_>) -> Option<Found<Vec<String>>> {
    let mut scopes = Vec::new();
    collect(node.value, &mut scopes);
    (!scopes.is_empty()).then(|| Found { value: scopes, origin: node.origin() })
}

/// Metascopes by their short names: `/s/ent_x` and `https://…/s/ent_x` are cut to `ent_x`.
pub(crate) fn metascopes_of(node: &Node<'_>) -> Option<Found<Vec<String>>> {
    let mut found = of(node)?;
    found.value = found.value.iter().map(|scope| short(scope).to_owned()).collect();
    dedupe(&mut found.value);
    Some(found)
}

/// `ent_x` of any form of it.
pub(crate) fn short(metascope: &str) -> &str {
    metascope.rsplit_once("/s/").map_or(metascope, |(_, name)| name).trim_end_matches('/')
}

fn collect(value: &Value, scopes: &mut Vec<String>) {
    match value {
        Value::List(items) => items.iter().for_each(|item| collect(item, scopes)),
        // A claim set: the names of what is true.
        Value::Map(entries) => {
            let granted = entries.iter().filter(|(_, value)| *value == Value::Bool(true));
            granted.for_each(|(key, _)| collect(&Value::text(key.as_str()), scopes));
        }
        Value::Text(text) => {
            let text = text.trim();
            if text.starts_with(['[', '"'])
                && let Ok(inner) = relaxed::parse(text)
            {
                // As text once more when it is a quoted text, and never deeper than the parser went.
                return collect(&inner, scopes);
            }
            scopes.extend(words(text));
        }
        _ => {}
    }
    dedupe(scopes);
}

/// The scopes in a text with commas or blanks between them.
pub(crate) fn words(text: &str) -> Vec<String> {
    let words = without_remark(text).split(|c: char| c.is_whitespace() || ",;'\"[]".contains(c));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// No scope begins with what a remark begins with.
fn without_remark(text: &str) -> &str {
    let marks = [" //", " #", " (", " --"].iter().filter_map(|mark| text.find(mark));
    &text[..marks.min().unwrap_or(text.len())]
}

/// Keeps the first of equal ones.
fn dedupe(scopes: &mut Vec<String>) {
    let mut seen = std::collections::HashSet::new();
    scopes.retain(|scope| seen.insert(scope.clone()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::list(r#"["openid","AdobeID"]"#, "openid AdobeID")]
    #[case::one_element(
        r#"["AdobeID, openid, read_organizations"]"#,
        "AdobeID openid read_organizations"
    )]
    #[case::text(r#""openid,AdobeID""#, "openid AdobeID")]
    #[case::spaces(r#""openid, AdobeID""#, "openid AdobeID")]
    #[case::only_spaces(r#""openid AdobeID""#, "openid AdobeID")]
    #[case::json_in_text(r#""[\"openid\",\"AdobeID\"]""#, "openid AdobeID")]
    #[case::json_in_json_in_text(r#""\"[\\\"openid\\\"]\"""#, "openid")]
    #[case::python_list(r#""['openid', 'AdobeID']""#, "openid AdobeID")]
    #[case::twice(r#"["openid","openid"]"#, "openid")]
    #[case::claims(
        r#"{"https://ims/s/ent_x": true, "https://ims/s/ent_y": false}"#,
        "https://ims/s/ent_x"
    )]
    #[case::remark(r#""openid, AdobeID (default)""#, "openid AdobeID")]
    #[case::comment(r#""openid,AdobeID // all""#, "openid AdobeID")]
    #[case::nothing(r#""  ""#, "")]
    fn reads(#[case] json: &str, #[case] expected: &str) {
        let mut scopes = Vec::new();
        collect(&relaxed::parse(json).unwrap(), &mut scopes);
        assert_eq!(scopes.join(" "), expected);
    }

    #[rstest]
    #[case("ent_x", "ent_x")]
    #[case("/s/ent_x", "ent_x")]
    #[case("https://ims-na1.adobelogin.com/s/ent_x", "ent_x")]
    fn metascopes_are_cut(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(short(text), expected);
    }
}
