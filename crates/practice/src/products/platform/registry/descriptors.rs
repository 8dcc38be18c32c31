//! Descriptors: what the fields of a schema mean to the rest of Platform.

use super::accept::{self, Descriptors};
use super::faults;
use super::kept::Registry;
use crate::products::dice::Dice;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use crate::products::shelf;
use http::StatusCode;
use serde_json::{Value, json};

impl Registry {
    pub(super) fn descriptors(&mut self, scene: &Scene<'_>, rest: &[&str]) -> Option<Reply> {
        Some(match (scene.call.method.as_str(), rest) {
            ("GET", []) => self.list_descriptors(scene),
            ("POST", []) => self.create_descriptor(scene),
            ("GET", [id]) => match (accept::for_descriptor(scene.call), self.descriptors.get(id)) {
                (Err(refusal), _) => refusal.answer(scene),
                (_, Some(descriptor)) => reply::ok(descriptor),
                (_, None) => faults::no_descriptor(scene, id),
            },
            ("PUT", [id]) => {
                let Some(old) = self.descriptors.get(id).cloned() else {
                    return Some(faults::no_descriptor(scene, id));
                };
                match self.read_descriptor(scene) {
                    Ok(mut descriptor) => {
                        descriptor["created"] = old["created"].clone();
                        descriptor["@id"] = json!(id);
                        self.descriptors.put(*id, descriptor);
                        // 201 for an update is Adobe's.
                        reply::json(StatusCode::CREATED, &json!({ "@id": id }))
                    }
                    Err(refusal) => refusal,
                }
            }
            ("DELETE", [id]) => match self.descriptors.remove(id) {
                Some(_) => reply::none(),
                None => faults::no_descriptor(scene, id),
            },
            (_, [] | [_]) => scene.call.method_not_allowed(),
            _ => return None,
        })
    }

    fn list_descriptors(&self, scene: &Scene<'_>) -> Reply {
        let form = match accept::for_descriptors(scene.call) {
            Ok(form) => form,
            Err(refusal) => return refusal.answer(scene),
        };
        let chosen = self.descriptors.chosen(scene.call, &shelf::order(scene.call, ""));
        if form == Descriptors::Paged {
            let page = shelf::window(scene.call, chosen, 300);
            // Only this form has pages; its members are [unverified].
            return reply::ok(&json!({
                "results": page.items,
                "_page": { "count": page.items.len(), "next": page.next },
            }));
        }
        // An array for each type that has any, and none for the others.
        let mut groups = json!({});
        for descriptor in chosen {
            let id = descriptor["@id"].as_str().unwrap_or_default();
            let entry = match form {
                Descriptors::Ids => json!(id),
                Descriptors::Links => json!(format!("/tenant/descriptors/{id}")),
                Descriptors::Objects | Descriptors::Paged => descriptor.clone(),
            };
            let kind = descriptor["@type"].as_str().unwrap_or_default();
            match &mut groups[kind] {
                Value::Array(entries) => entries.push(entry),
                empty => *empty = json!([entry]),
            }
        }
        reply::ok(&groups)
    }

    fn create_descriptor(&mut self, scene: &Scene<'_>) -> Reply {
        match self.read_descriptor(scene) {
            Ok(mut descriptor) => {
                self.made += 1;
                let id = Dice::at(&scene.key("descriptors made"), self.made).hex(20);
                descriptor["@id"] = json!(id);
                let answer = reply::json(StatusCode::CREATED, &descriptor);
                self.descriptors.put(id, descriptor);
                answer
            }
            Err(refusal) => refusal,
        }
    }

    fn read_descriptor(&self, scene: &Scene<'_>) -> Result<Value, Reply> {
        let Some(mut descriptor @ Value::Object(_)) = scene.call.json() else {
            return Err(faults::invalid(scene, "The request body must be a JSON object."));
        };
        let kind = descriptor["@type"].as_str().unwrap_or_default();
        if !kind.starts_with("xdm:") {
            return Err(faults::invalid(scene, "The required property @type is missing."));
        }
        let schema = descriptor["xdm:sourceSchema"].as_str().unwrap_or_default();
        if self.referenced(schema).is_none() {
            return Err(faults::invalid(
                scene,
                &format!("The source schema {schema} is not found."),
            ));
        }
        let path = descriptor["xdm:sourceProperty"].as_str().unwrap_or_default();
        if !path.starts_with('/') || path.ends_with('/') {
            let detail =
                "The property xdm:sourceProperty must begin with a / and not end with one.";
            return Err(faults::invalid(scene, detail));
        }
        descriptor["createdUser"] = json!(scene.user());
        descriptor["imsOrg"] = json!(scene.organisation);
        descriptor["createdClient"] = json!(scene.call.caller.client_id);
        descriptor["updatedUser"] = json!(scene.user());
        descriptor["created"] = json!(scene.call.now.0);
        descriptor["updated"] = json!(scene.call.now.0);
        descriptor["meta:containerId"] = json!("tenant");
        Ok(descriptor)
    }
}
