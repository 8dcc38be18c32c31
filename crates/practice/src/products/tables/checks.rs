//! What every call of the table must have: the parameters of a read, the members of a body.

use super::super::filter;
use super::super::reply::Reply;
use super::asked::Asked;
use super::faults;
use serde_json::Value;

impl Asked<'_> {
    /// Refuses a read without the parameters it cannot do without.
    pub(super) fn check_query(&self) -> Result<(), Reply> {
        let needed = self.found.resource.query.keys();
        let lacking = |name: &&String| self.scene.call.parameter(name).is_none_or(str::is_empty);
        match needed.into_iter().find(lacking).filter(|_| self.scene.call.method == "GET") {
            Some(name) => Err(faults::bad(self, &format!("The parameter {name} is required."))),
            None => Ok(()),
        }
    }

    /// Refuses a body that lacks a member or has one of a value that is not on its list.
    pub(super) fn check_body(&self) -> Result<(), Reply> {
        let Some(body) = self.body().filter(Value::is_object) else {
            return Err(faults::bad(self, "The body must be a JSON object."));
        };
        let resource = self.found.resource;
        let lacking = |name: &&String| match filter::field(&body, name) {
            None | Some(Value::Null) => true,
            Some(Value::String(text)) => text.is_empty(),
            Some(_) => false,
        };
        if let Some(name) = resource.needs.iter().find(lacking) {
            return Err(faults::bad(self, &format!("{name} is required.")));
        }
        for (name, choices) in &resource.choices {
            let given = filter::field(&body, name).and_then(Value::as_str);
            if given.is_some_and(|given| !choices.iter().any(|choice| choice == given)) {
                let detail = format!("{name} must be one of {}.", choices.join(", "));
                return Err(faults::bad(self, &detail));
            }
        }
        Ok(())
    }
}
