//! Secrets of Kubernetes, whose values are in Base64.

use super::Value;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

/// Decodes the values of every secret in a document.
pub(crate) fn decode(value: &mut Value) {
    match value {
        Value::List(items) => items.iter_mut().for_each(decode),
        Value::Map(entries) => {
            let is_secret = entries.iter().any(|(name, value)| {
                name == "kind" && value.as_text().is_some_and(|kind| kind == "Secret")
            });
            let data = entries.iter_mut().filter(|(name, _)| is_secret && name == "data");
            for (_, data) in data {
                decode_entries(data);
            }
            entries.iter_mut().for_each(|(_, value)| decode(value));
        }
        _ => {}
    }
}

fn decode_entries(data: &mut Value) {
    let Value::Map(entries) = data else { return };
    for (_, value) in entries {
        if let Some(text) = value.as_text().and_then(decoded) {
            *value = Value::Text(text);
        }
    }
}

fn decoded(text: &str) -> Option<Zeroizing<String>> {
    let bytes = Zeroizing::new(STANDARD.decode(text.trim()).ok()?);
    std::str::from_utf8(&bytes).ok().map(|text| Zeroizing::new(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::syntax::yaml;
    use rstest::rstest;

    #[rstest]
    #[case::secret("kind: Secret\ndata:\n  A: Yg==\n", r#"{"kind":"Secret","data":{"A":"b"}}"#)]
    #[case::in_a_list(
        "- kind: Secret\n  data: {A: Yg==}\n",
        r#"[{"kind":"Secret","data":{"A":"b"}}]"#
    )]
    #[case::no_secret(
        "kind: ConfigMap\ndata: {A: Yg==}\n",
        r#"{"kind":"ConfigMap","data":{"A":"Yg=="}}"#
    )]
    #[case::in_clear(
        "kind: Secret\nstringData: {A: Yg==}\n",
        r#"{"kind":"Secret","stringData":{"A":"Yg=="}}"#
    )]
    fn values_are_decoded(#[case] text: &str, #[case] expected: &str) {
        let mut value = yaml::parse(text).unwrap();
        decode(&mut value);
        assert_eq!(*value.to_json(), expected);
    }
}
