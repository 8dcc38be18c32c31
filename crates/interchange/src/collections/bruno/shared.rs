//! What a collection or folder of Bruno's has in common with its requests.

use crate::collections::auth::Auth;
use crate::collections::gathering::Gathering;
use crate::collections::json::{description, is_disabled, is_true, items, text_or_empty};
use crate::collections::left_out::{Disabled, LeftOutKind};
use crate::collections::place::Place;
use mudbrick_model::Header;
use serde_json::Value;

/// What a collection or folder adds to each of its requests.
#[derive(Clone, Default)]
pub(super) struct Inherited {
    pub(super) auth: Option<Auth>,
    pub(super) headers: Vec<Header>,
    /// What of its scripts is in a `.http` file.
    pub(super) directives: Vec<String>,
}

/// Variables that are set before a request are the file's; what is taken from an answer is not.
pub(super) fn variables(vars: Option<&Value>, place: &Place, gathering: &mut Gathering) {
    let Some(vars) = vars else { return };
    let described = ["req", "res"].into_iter().flat_map(|key| items(vars, key));
    let count = described.filter(|it| description(it).is_some()).count();
    if count > 0 {
        gathering.leave(place, LeftOutKind::Descriptions { count });
    }
    for variable in items(vars, "req") {
        let name = text_or_empty(variable, "name");
        if is_disabled(variable) {
            gathering.leave_disabled(place, Disabled::Variable, &name);
        } else if is_true(variable, "secret") {
            gathering.leave(place, LeftOutKind::SecretVariable { name });
        } else {
            gathering.variable(place, &name, &text_or_empty(variable, "value"));
        }
    }
    for variable in items(vars, "res") {
        let what = format!("taking {} from the answer", text_or_empty(variable, "name"));
        gathering.leave(place, LeftOutKind::Other { what });
    }
}
