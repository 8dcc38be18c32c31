//! What an authorization says beside what becomes a header or parameter: how a token would be got.

use super::gathering::Gathering;
use super::json::others;
use super::left_out::LeftOutKind;
use super::place::{Place, short};
use serde_json::Value;

/// Lists the settings that are set, but for those that are used. A switch that is off says nothing.
pub(super) fn leave(
    method: &str,
    settings: &Value,
    used: &[&str],
    gathering: &mut Gathering,
    place: &Place,
) {
    let mut names = others(settings, used, "");
    names.retain(|name| settings[name.as_str()] != Value::Bool(false));
    if !names.is_empty() {
        gathering.leave(place, LeftOutKind::AuthSettings { method: short(method), names });
    }
}
