//! An XML body as the JSON that says the same: `<error><code>1</code></error>` is `{"code":"1"}`. Adobe's gateway is asked for
//! XML by some clients. Only elements, attributes and text are read; an element that comes again makes an array.

use serde_json::{Map, Value};

/// Deeper than any error; a body must not be able to exhaust the stack.
const DEEPEST: usize = 32;

/// The root's members, if it is well formed as far as is read here.
pub(crate) fn read(text: &str) -> Option<Value> {
    let mut rest = prologue(text)?;
    let (_, value) = element(&mut rest, 0)?;
    (rest.trim().is_empty() && value.is_object()).then_some(value)
}

fn prologue(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    loop {
        let (begin, end) = match rest {
            _ if rest.starts_with("<?") => ("<?", "?>"),
            _ if rest.starts_with("<!--") => ("<!--", "-->"),
            // A document type may define entities without end.
            _ if rest.starts_with("<!") => return None,
            _ => return Some(rest),
        };
        rest = rest[begin.len()..].split_once(end)?.1.trim_start();
    }
}

/// An element at the beginning of `rest`, which then begins behind it.
fn element(rest: &mut &str, depth: usize) -> Option<(String, Value)> {
    if depth > DEEPEST {
        return None;
    }
    let (tag, behind) = rest.strip_prefix('<')?.split_once('>')?;
    let (tag, is_closed) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
    let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    if name.is_empty() || name.contains(['<', '&', '"']) {
        return None;
    }
    let mut members = Map::new();
    let mut left = attributes.trim();
    while let Some((key, value)) = left.split_once('=') {
        let value = value.trim_start();
        let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''))?;
        let (value, after) = value[1..].split_once(quote)?;
        members.insert(local(key.trim()), Value::from(unescaped(value)));
        left = after.trim();
    }
    *rest = behind;
    let mut text = String::new();
    let mut is_open = !is_closed;
    while is_open {
        let at = rest.find('<')?;
        text.push_str(&rest[..at]);
        *rest = &rest[at..];
        if let Some(data) = rest.strip_prefix("<![CDATA[") {
            let (data, after) = data.split_once("]]>")?;
            text.push_str(data);
            *rest = after;
        } else if let Some(end) = rest.strip_prefix("</") {
            let (closed, after) = end.split_once('>')?;
            if closed.trim() != name {
                return None;
            }
            *rest = after;
            is_open = false;
        } else {
            let (child, value) = element(rest, depth + 1)?;
            add(&mut members, child, value);
        }
    }
    let text = unescaped(text.trim());
    let value = if members.is_empty() { Value::from(text) } else { Value::Object(members) };
    Some((local(name), value))
}

fn add(members: &mut Map<String, Value>, name: String, value: Value) {
    match members.get_mut(&name) {
        None => drop(members.insert(name, value)),
        Some(Value::Array(all)) => all.push(value),
        Some(one) => *one = Value::Array(vec![one.take(), value]),
    }
}

/// Without its namespace's prefix.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

fn unescaped(text: &str) -> String {
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    plain.replace("&apos;", "'").replace("&#39;", "'").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::read;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn says_what_its_json_would() {
        let text = "<?xml version=\"1.0\"?>\n<e:error a=\"1\"><error_code>401013</error_code><e>x</e><e>y &amp; z</e><f/><![CDATA[t]]></e:error>";
        let expected = json!({"a": "1", "error_code": "401013", "e": ["x", "y & z"], "f": ""});
        assert_eq!(read(text), Some(expected));
    }

    #[test]
    fn what_is_no_xml_says_nothing() {
        for text in ["<a>", "<a></b>", "<a>text</a>", "<!DOCTYPE a><a b='c'/>", "<a b=c/>", "< a/>"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"<a>".repeat(100_000)), None);
    }

    proptest! {
        #[test]
        fn no_text_is_too_much(text in "[<>/a-c =\"'!?&;-]{0,60}") {
            read(&text);
        }
    }
}
