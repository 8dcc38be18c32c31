//! Serves the entries of the table: shelves of things, lists of them in their envelopes, and fixed answers. What an entry
//! says is left to the table, what only code can say to the services.

mod asked;
mod checks;
mod faults;
mod kept;
mod maker;
mod paging;
mod reads;
mod writes;

pub(super) use kept::{Tables, first_id};
pub(super) use maker::Outside;

use super::reply::{self, Reply};
use super::scene::Scene;
use crate::table::{Found, Operation, Verb};
use asked::Asked;
use http::StatusCode;
use serde_json::json;

impl Tables {
    /// Answers a call to an entry that is data.
    pub(super) fn answer(
        &mut self,
        scene: &Scene<'_>,
        found: &Found,
        operation: Operation,
    ) -> Reply {
        let asked = Asked { scene, found, operation };
        let refusal = match operation.verb {
            Verb::Create | Verb::Put | Verb::Replace => asked.check_body(),
            _ => asked.check_query(),
        };
        if let Err(refusal) = refusal {
            return scene.placed(refusal);
        }
        let reply = match operation.verb {
            Verb::List => self.list(&asked),
            Verb::One => self.one(&asked),
            Verb::Many => self.many(&asked),
            Verb::Create => self.create(&asked),
            Verb::Put => self.put(&asked),
            Verb::Replace | Verb::Change => self.change(&asked),
            Verb::Remove => self.remove(&asked),
            Verb::Say => asked.say(),
            Verb::Code | Verb::Unserved => unserved(scene.call.method.as_str(), found),
        };
        scene.placed(reply)
    }
}

/// The answer to a documented call that is not served. It is no 404 and no empty list, for a client would take either for
/// "there is none"; that it is not Adobe's answer, it says itself.
pub(super) fn unserved(method: &str, found: &Found) -> Reply {
    let path = format!("{}{}", found.service.base, found.resource.path);
    let detail = format!(
        "Adobe documents {method} {path} ({}). The practice Adobe does not serve it.",
        found.source()
    );
    let body = json!({
        "type": "about:blank",
        "title": "Not served by the practice Adobe",
        "status": 501,
        "detail": detail,
    });
    reply::json(StatusCode::NOT_IMPLEMENTED, &body)
}
