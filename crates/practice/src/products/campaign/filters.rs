//! The `by…` filters of a list's path.

use super::edition::CampaignEdition;
use super::resource::Resource;
use crate::products::call::Call;
use serde_json::Value;

/// One `by…` of the path with its value from the query.
pub(super) enum Filter {
    Text { fields: Vec<String>, text: String, prefix: bool },
    Equals { field: String, value: String },
}

impl Filter {
    pub(super) fn accepts(&self, field: impl Fn(&str) -> Option<Value>) -> bool {
        match self {
            Self::Text { fields, text, prefix: true } => fields.iter().any(|name| {
                field(name).is_some_and(|value| value.as_str().is_some_and(|v| v.starts_with(text)))
            }),
            Self::Text { fields, text, prefix: false } => {
                let text = text.to_lowercase();
                let holds = |value: Value| {
                    value.as_str().is_some_and(|value| value.to_lowercase().contains(&text))
                };
                fields.iter().any(|name| field(name).is_some_and(holds))
            }
            Self::Equals { field: name, value } => match field(name) {
                Some(Value::String(text)) => text == *value,
                Some(other) => {
                    let text = other.to_string();
                    text == *value
                }
                None => false,
            },
        }
    }
}

/// The filter that `segment` names: `None` when it is none, `Err` when the resource has no such filter, and `Ok(None)`
/// when its parameter is missing, which leaves it without effect.
pub(super) fn filter_of(
    resource: Resource,
    shown: &Value,
    segment: &str,
    call: &Call,
    edition: CampaignEdition,
) -> Option<Result<Option<Filter>, ()>> {
    let begins = |name: &&str| name.starts_with(char::is_uppercase);
    let custom = Some(segment).filter(|_| edition == CampaignEdition::V8);
    let name = segment.strip_prefix("by").filter(begins).or(custom.filter(begins))?;
    if name == "Text" {
        let Some(text) = call.parameter("text") else { return Some(Ok(None)) };
        let target = call.parameter("filterType").filter(|field| !field.is_empty());
        let fields = match target {
            Some(field) => vec![field.to_owned()],
            None => resource.text_fields().iter().map(|field| (*field).to_owned()).collect(),
        };
        let text = text.to_owned();
        return Some(Ok(Some(Filter::Text { fields, text, prefix: target.is_some() })));
    }
    if name == "Channel" && resource == Resource::Service {
        let equals = |value: &str| Filter::Equals {
            field: "messageType".to_owned(),
            value: value.to_owned(),
        };
        return Some(Ok(call.parameter("channel").map(equals)));
    }
    // A custom filter is whatever a customer defined; here each field has one of its name [unverified].
    let mut field = name.to_owned();
    // A name may begin with any letter; only those of ASCII have a small form here.
    if let Some(first) = field.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    if shown.get(&field).is_none() {
        return Some(Err(()));
    }
    let value = call.parameter(&field).or_else(|| call.parameter(&format!("{field}_parameter")));
    Some(Ok(value.map(|value| Filter::Equals { field: field.clone(), value: value.to_owned() })))
}
