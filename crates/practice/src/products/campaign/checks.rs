//! Which fields a caller may write, and what into them.

use super::resource::Resource;
use serde_json::{Map, Value};

/// Whether `fields` may be written. The two texts stand in a comment of Adobe's troubleshooting page [unverified].
pub(super) fn check(
    resource: Resource,
    row: &Value,
    fields: &Map<String, Value>,
) -> Result<(), String> {
    const PASSED_OVER: [&str; 5] = ["PKey", "href", "created", "lastModified", "subscriptions"];
    const ENUMERATIONS: [(&str, &str, &[&str]); 3] = [
        ("gender", "nms:recipient:gender", &["unknown", "male", "female"]),
        ("emailFormat", "nms:recipient:emailFormat", &["unknown", "text", "html"]),
        ("messageType", "nms:delivery:messageType", &["email", "sms", "push"]),
    ];
    const READ_ONLY: [&str; 5] = ["age", "title", "domain", "cryptedId", "ccpaOptOutLastModified"];
    let invalid = |name: &str| {
        format!("'{name}' property is not valid for the '{}' resource.", resource.name())
    };
    for (name, value) in fields.iter().filter(|(name, _)| !PASSED_OVER.contains(&name.as_str())) {
        let Some(old) = row.get(name).or_else(|| extension(name, value)) else {
            return Err(invalid(name));
        };
        if READ_ONLY.contains(&name.as_str()) && old != value {
            let refusal = format!("Cannot update the '{name}' property that is read-only");
            return Err(format!("{refusal}\n{}", invalid(name)));
        }
        let enumeration = ENUMERATIONS.iter().find(|(field, _, _)| field == name);
        if let (Some((field, known_as, values)), Some(text)) = (enumeration, value.as_str())
            && !values.contains(&text)
        {
            return Err(format!(
                "The value '{text}' is not valid for the '{known_as}' enumeration of the '@{field}' field"
            ));
        }
        if name == "email" && !is_address(value) {
            return Err(format!(
                "The value '{}' of 'email' is not a valid e-mail address.",
                value.as_str().unwrap_or_default()
            ));
        }
    }
    Ok(())
}

/// The fields of the extended resource are not written here, but a caller that sends a whole row back may hold them.
fn extension<'a>(name: &str, value: &'a Value) -> Option<&'a Value> {
    matches!(name, "cusMemberNumber" | "orgUnit" | "geoUnit").then_some(value)
}

fn is_address(value: &Value) -> bool {
    let Some(text) = value.as_str() else { return false };
    let well_formed = |(local, domain): (&str, &str)| {
        !local.is_empty()
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
    };
    text.is_empty()
        || (!text.contains(char::is_whitespace) && text.rsplit_once('@').is_some_and(well_formed))
}
