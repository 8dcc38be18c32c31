//! The value that a description gives a parameter.

use super::making::Making;
use super::schema;
use crate::collections::json::{as_text, items, text_or_empty};
use crate::collections::numbers::compact;
use serde_json::Value;

/// A parameter's example or default, or the first that is allowed. The examples that no variable holds are told beside the
/// request: all of them, for one that may be left out.
pub(super) fn given<'a>(
    parameter: &'a Value,
    is_kept: bool,
    making: &mut Making<'a, '_>,
) -> Option<&'a Value> {
    let schema = parameter.get("schema").and_then(|schema| making.resolved(schema));
    let (first, mut others) = making.examples(parameter);
    let first = first.or_else(|| schema.and_then(schema::given));
    if !is_kept {
        others.splice(0..0, first);
    }
    if !others.is_empty() {
        let others = others.iter().map(|value| as_text(value).unwrap_or_else(|| compact(value)));
        let others = others.collect::<Vec<_>>().join(", ");
        let name = text_or_empty(parameter, "name");
        making.draft.describe(&format!("{name}, for example"), &others);
    }
    let allowed = || {
        let own = items(parameter, "enum").first();
        own.or_else(|| items(schema?, "enum").first())
    };
    first.or_else(allowed)
}
