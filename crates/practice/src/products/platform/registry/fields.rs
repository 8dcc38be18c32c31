//! XDM fields from their short form, `name:type/format` or `name>reference` with dots between levels, as the library's
//! table and the tenant's seed write them.

use serde_json::{Map, Value, json};

/// The `properties` that `spec` lists, comma-separated.
pub(super) fn properties(spec: &str) -> Map<String, Value> {
    let mut properties = Map::new();
    for field in spec.split(',').filter(|field| !field.is_empty()) {
        let (path, value) = if let Some((path, reference)) = field.split_once('>') {
            (path, json!({ "$ref": format!("https://ns.adobe.com/{reference}") }))
        } else {
            let (path, kind) = field.split_once(':').unwrap_or((field, "string"));
            (path, leaf(kind))
        };
        let levels: Vec<&str> = path.split('.').collect();
        insert(&mut properties, &levels, value);
    }
    properties
}

fn leaf(kind: &str) -> Value {
    let (kind, format) =
        kind.split_once('/').map_or((kind, None), |(kind, format)| (kind, Some(format)));
    let xdm = match (kind, format) {
        (_, Some("date")) => "date",
        (_, Some("date-time")) => "date-time",
        ("number", _) => "double",
        ("integer", _) => "int",
        (kind, _) => kind,
    };
    let mut field = json!({ "type": kind });
    if let Some(format) = format {
        field["format"] = json!(format);
    }
    if kind == "array" {
        field["items"] = json!({ "type": "string", "meta:xdmType": "string" });
    }
    field["meta:xdmType"] = json!(xdm);
    field
}

fn insert(properties: &mut Map<String, Value>, levels: &[&str], value: Value) {
    let Some((name, rest)) = levels.split_first() else { return };
    let title = title(name);
    if rest.is_empty() {
        let mut field = json!({ "title": title });
        if let (Value::Object(field), Value::Object(value)) = (&mut field, value) {
            field.extend(value);
        }
        properties.insert((*name).to_owned(), field);
        return;
    }
    let group = properties.entry((*name).to_owned()).or_insert_with(
        || json!({ "title": title, "type": "object", "properties": {}, "meta:xdmType": "object" }),
    );
    if let Value::Object(inner) = &mut group["properties"] {
        insert(inner, rest, value);
    }
}

/// `First Name` for `firstName`.
fn title(name: &str) -> String {
    let mut title = String::new();
    let mut previous = ' ';
    for character in name.trim_start_matches('_').chars() {
        if title.is_empty() {
            title.extend(character.to_uppercase());
        } else {
            if character.is_uppercase() && previous.is_lowercase() {
                title.push(' ');
            }
            title.push(character);
        }
        previous = character;
    }
    title
}

#[cfg(test)]
mod tests {
    use super::{properties, title};
    use serde_json::json;

    #[test]
    fn the_short_form_becomes_properties() {
        let made = json!(properties("a.b:string/date,a.c>xdm/data/measure"));
        assert_eq!(made["a"]["properties"]["b"]["format"], "date");
        assert_eq!(made["a"]["properties"]["c"]["$ref"], "https://ns.adobe.com/xdm/data/measure");
        assert_eq!(
            (title("firstName"), title("loyaltyID")),
            ("First Name".into(), "Loyalty ID".into())
        );
    }
}
