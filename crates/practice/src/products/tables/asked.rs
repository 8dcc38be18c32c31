//! A call with the entry it means.

use super::super::reply::{self, Reply};
use super::super::scene::Scene;
use super::maker::known;
use crate::table::{Found, Operation, Template};
use http::StatusCode;
use serde_json::{Value, json};

/// A call to an entry.
pub(super) struct Asked<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) found: &'a Found,
    pub(super) operation: Operation,
}

impl Asked<'_> {
    pub(super) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.operation.status).unwrap_or(StatusCode::OK)
    }

    /// The id of the item that the path names.
    pub(super) fn id(&self) -> &str {
        self.found.inputs.last().map_or("", |(_, id)| id.as_str())
    }

    /// The item that the body holds.
    pub(super) fn body(&self) -> Option<Value> {
        let mut body = self.scene.call.json()?;
        match &self.found.service.body {
            Some(member) => Some(body[member].take()),
            None => Some(body),
        }
    }

    /// What `name` stands for whatever is answered.
    pub(super) fn tell(&self, name: &str) -> Option<Value> {
        match name.split_once(':') {
            Some(("in", input)) => self.found.input(input).map(|value| json!(value)),
            Some(("query", parameter)) => {
                self.scene.call.parameter(parameter).map(|value| json!(value))
            }
            Some(_) => None,
            None => known(self.scene, name),
        }
    }

    /// The entry's envelope as it stands.
    pub(super) fn say(&self) -> Reply {
        match self.found.envelope() {
            Some(envelope) => self.filled(envelope, self.status(), &mut |_| None),
            None => self.bare(),
        }
    }

    /// The entry's status without a body.
    pub(super) fn bare(&self) -> Reply {
        let mut reply = reply::none();
        *reply.status_mut() = self.status();
        reply
    }

    /// `template` filled with what `more` tells, and with what is known anyway.
    pub(super) fn filled(
        &self,
        template: &Template,
        status: StatusCode,
        more: &mut dyn FnMut(&str) -> Option<Value>,
    ) -> Reply {
        let body = template.fill(&mut |name| more(name).or_else(|| self.tell(name)));
        reply::json(status, &body.unwrap_or_default())
    }
}
