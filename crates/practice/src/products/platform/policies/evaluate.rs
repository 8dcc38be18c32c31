//! Which policies an action on data would violate.

use super::kept::{Policies, ROOT};
use crate::products::platform::labels::Labels;
use crate::products::platform::problem;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use http::StatusCode;
use serde_json::{Value, json};

impl Policies {
    pub(super) fn bulk(&self, scene: &Scene<'_>, labels: &Labels) -> Reply {
        let body = scene.call.json().unwrap_or_default();
        let Some(requests) = body.as_array() else {
            return problem::bad("The body must be an array of evaluations.");
        };
        let results = requests.iter().map(|request| {
            let reference = request["evalRef"].as_str().unwrap_or_default();
            let name = reference
                .split('/')
                .rev()
                .find(|part| !part.is_empty() && !part.starts_with("constraints"));
            let name = name.unwrap_or_default();
            json!({
                "status": 200,
                "evalRef": reference,
                "body": self.evaluate_entities(scene, name, &request["entityList"], labels),
            })
        });
        reply::json(StatusCode::MULTI_STATUS, &results.collect())
    }

    pub(super) fn evaluate_entities(
        &self,
        scene: &Scene<'_>,
        action: &str,
        entities: &Value,
        labels: &Labels,
    ) -> Value {
        let mut all = Vec::new();
        let mut discovered = Vec::new();
        for entity in entities.as_array().into_iter().flatten() {
            let id = entity["entityId"].as_str().unwrap_or_default();
            let own = labels.of(id);
            discovered.push(json!({
                "entityType": "dataSet", "entityId": id,
                "dataSetLabels": { "connection": { "labels": [] }, "dataSet": { "labels": own }, "fields": [] },
            }));
            all.extend(own);
        }
        all.sort();
        all.dedup();
        self.evaluated(scene, action, all, Some(discovered))
    }

    /// Which enabled policies forbid `action` on data with `labels`; drafts count with `includeDraft=true`.
    pub(super) fn evaluated(
        &self,
        scene: &Scene<'_>,
        action: &str,
        labels: Vec<String>,
        discovered: Option<Vec<Value>>,
    ) -> Value {
        let drafts = scene.call.parameter("includeDraft") == Some("true");
        let counts = |policy: &&Value| {
            policy["status"] == "ENABLED" || (drafts && policy["status"] == "DRAFT")
        };
        let about = |policy: &&Value| {
            let mut references = policy["marketingActionRefs"].as_array().into_iter().flatten();
            references.any(|reference| {
                reference.as_str().is_some_and(|text| text.ends_with(&format!("/{action}")))
            })
        };
        let violated = self.policies.values().filter(counts).filter(about);
        let violated: Vec<&Value> =
            violated.filter(|policy| holds(&policy["deny"], &labels, 0)).collect();
        let mut result = json!({
            "timestamp": scene.call.now.0,
            "clientId": scene.call.caller.client_id,
            "userId": scene.user(),
            "imsOrg": scene.organisation,
            "marketingActionRef": scene.link(&format!("{ROOT}/marketingActions/core/{action}")),
            "duleLabels": labels,
        });
        if let Some(discovered) = discovered {
            result["discoveredLabels"] = json!(discovered);
        }
        result["violatedPolicies"] = json!(violated);
        result
    }
}

/// Whether the policy expression is true of data with `labels`.
fn holds(expression: &Value, labels: &[String], depth: usize) -> bool {
    if let Some(label) = expression["label"].as_str() {
        return labels.iter().any(|own| own == label);
    }
    let Some(operands) = expression["operands"].as_array().filter(|_| depth < 20) else {
        return false;
    };
    let mut each = operands.iter().map(|operand| holds(operand, labels, depth + 1));
    match expression["operator"].as_str() {
        Some("OR") => each.any(|holds| holds),
        _ => !operands.is_empty() && each.all(|holds| holds),
    }
}
