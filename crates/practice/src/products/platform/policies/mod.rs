//! Policy Service: the tenant's policies here, evaluation in `evaluate`. Labels and actions are of the table.

mod evaluate;
mod kept;

pub(super) use kept::Policies;

use super::labels::Labels;
use super::problem;
use crate::products::dice::Dice;
use crate::products::patch;
use crate::products::reply::{self, Reply};
use crate::products::scene::{Filled, Scene};
use crate::products::shelf::{self, Shelf};
use crate::products::when;
use http::StatusCode;
use kept::ROOT;
use serde_json::{Value, json};

impl Policies {
    pub(super) fn seeded(scene: &Scene<'_>) -> Self {
        let mut all = Self { policies: Shelf::default(), made: 0 };
        if scene.sandbox.filled == Filled::Empty {
            return all;
        }
        let deny = |labels: &[&str]| {
            let operands: Vec<Value> =
                labels.iter().map(|label| json!({ "label": label })).collect();
            json!({ "operator": "AND", "operands": operands })
        };
        let seeded = [
            ("No export of identities", "ENABLED", "exportToThirdParty", deny(&["C2", "I1"])),
            ("No cross-site targeting", "ENABLED", "crossSiteTargeting", deny(&["C5"])),
            ("Keep visits apart from people", "DRAFT", "combineWithPii", deny(&["C3", "I1"])),
        ];
        for (index, (name, status, action, deny)) in seeded.into_iter().enumerate() {
            let mut dice = Dice::at(&scene.key("policies"), index as u64);
            let at = when::before_seeding(300, &mut dice).0;
            let body = json!({
                "name": name, "status": status, "description": format!("{name}."),
                "marketingActionRefs": [scene.kept_link(&format!("{ROOT}/marketingActions/core/{action}"))], "deny": deny,
            });
            let id = dice.hex(12);
            let policy = dressed(scene, &format!("policies/custom/{id}"), body, at, Some(&id));
            all.policies.put(id, policy);
        }
        all
    }

    pub(super) fn answer(
        &mut self,
        scene: &Scene<'_>,
        rest: &[&str],
        labels: &Labels,
    ) -> Option<Reply> {
        let call = scene.call;
        Some(match (call.method.as_str(), rest) {
            ("GET", ["marketingActions", "core" | "custom", action, "constraints"]) => {
                let given = call.parameter("duleLabels").unwrap_or_default();
                let given: Vec<String> =
                    given.split(',').filter(|l| !l.is_empty()).map(str::to_owned).collect();
                reply::ok(&self.evaluated(scene, action, given, None))
            }
            ("POST", ["marketingActions", "core" | "custom", action, "constraints"]) => {
                let body = call.json().unwrap_or_default();
                reply::ok(&self.evaluate_entities(scene, action, &body, labels))
            }
            ("POST", ["bulk-eval"]) => self.bulk(scene, labels),
            ("GET", ["policies", "custom"]) => listed(
                scene,
                "policies/custom",
                self.policies.chosen(call, &shelf::order(call, "")),
            ),
            ("POST", ["policies", "custom"]) => self.create(scene),
            ("GET", ["policies", "custom", id]) => found(&self.policies, id),
            ("PUT" | "PATCH", ["policies", "custom", id]) => self.change(scene, id),
            ("DELETE", ["policies", "custom", id]) => match self.policies.remove(id) {
                Some(_) => reply::ok(&json!({})),
                None => missing(id),
            },
            (_, ["policies" | "marketingActions", "core" | "custom", ..] | ["bulk-eval"]) => {
                call.method_not_allowed()
            }
            _ => return None,
        })
    }

    fn create(&mut self, scene: &Scene<'_>) -> Reply {
        let body = match policy_body(scene) {
            Ok(body) => body,
            Err(refusal) => return refusal,
        };
        self.made += 1;
        let id = Dice::at(&scene.key("policies made"), self.made).hex(12);
        let policy =
            dressed(scene, &format!("policies/custom/{id}"), body, scene.call.now.0, Some(&id));
        self.policies.put(id, policy.clone());
        reply::json(StatusCode::CREATED, &policy)
    }

    fn change(&mut self, scene: &Scene<'_>, id: &str) -> Reply {
        let Some(policy) = self.policies.get_mut(id) else {
            return missing(id);
        };
        if scene.call.method == "PATCH" {
            let operations = scene.call.json().unwrap_or_default();
            if let Err(fault) = patch::apply(policy, &operations) {
                return problem::bad(fault);
            }
        } else {
            let body = match policy_body(scene) {
                Ok(body) => body,
                Err(refusal) => return refusal,
            };
            let created = policy["created"].clone();
            *policy =
                dressed(scene, &format!("policies/custom/{id}"), body, scene.call.now.0, Some(id));
            policy["created"] = created;
        }
        policy["updated"] = json!(scene.call.now.0);
        reply::ok(policy)
    }
}

fn policy_body(scene: &Scene<'_>) -> Result<Value, Reply> {
    let mut body = problem::object(scene.call)?;
    if body["name"].as_str().is_none_or(str::is_empty)
        || !body["marketingActionRefs"].is_array()
        || !body["deny"].is_object()
    {
        return Err(problem::titled(
            StatusCode::BAD_REQUEST,
            "BadRequest",
            "name, marketingActionRefs and deny are required.",
        ));
    }
    if !matches!(body["status"].as_str(), Some("DRAFT" | "ENABLED" | "DISABLED")) {
        body["status"] = json!("DRAFT");
    }
    // A reference beginning with `..` comes back whole.
    for reference in body["marketingActionRefs"].as_array_mut().into_iter().flatten() {
        if let Some(path) = reference.as_str().and_then(|text| text.strip_prefix("..")) {
            *reference = json!(scene.kept_link(&format!("{ROOT}{path}")));
        }
    }
    Ok(body)
}

/// `body` with what the service adds.
fn dressed(scene: &Scene<'_>, path: &str, body: Value, at: i64, id: Option<&str>) -> Value {
    let mut item = body;
    item["imsOrg"] = json!(scene.organisation);
    item["sandboxName"] = json!(scene.sandbox.name);
    item["created"] = json!(at);
    item["createdClient"] = json!(scene.call.caller.client_id);
    item["createdUser"] = json!(scene.user());
    item["updated"] = json!(at);
    item["updatedClient"] = json!(scene.call.caller.client_id);
    item["updatedUser"] = json!(scene.user());
    item["_links"] = json!({ "self": { "href": scene.kept_link(&format!("{ROOT}/{path}")) } });
    if let Some(id) = id {
        item["id"] = json!(id);
    }
    item
}

fn listed(scene: &Scene<'_>, path: &str, items: Vec<Value>) -> Reply {
    let page = shelf::window(scene.call, items, 100);
    let template = scene.link(&format!("{ROOT}/{path}?{{?limit,start,property}}"));
    let mut about = json!({ "count": page.total });
    if let Some(first) = page.items.first().filter(|first| first["id"].is_string()) {
        about = json!({ "start": first["id"], "count": page.total });
    }
    reply::ok(&json!({
        "_page": about,
        "_links": { "page": { "href": template, "templated": true } },
        "children": page.items,
    }))
}

fn found(shelf: &Shelf, id: &str) -> Reply {
    shelf.get(id).map_or_else(|| missing(id), reply::ok)
}

fn missing(id: &str) -> Reply {
    problem::titled(StatusCode::NOT_FOUND, "NotFound", format!("Policy {id} was not found."))
}
