//! Creating, changing and deleting the tenant's resources.

use super::kept::Registry;
use super::kind::Kind;
use super::library::alternate_id;
use super::{faults, resolve};
use crate::products::dice::Dice;
use crate::products::patch;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use http::StatusCode;
use serde_json::{Map, Value, json};

impl Registry {
    pub(super) fn create(&mut self, scene: &Scene<'_>, kind: Kind) -> Reply {
        let Some(Value::Object(body)) = scene.call.json() else {
            return faults::invalid(scene, "The request body must be a JSON object.");
        };
        if let Err(refusal) = self.check(scene, kind, &body, None) {
            return refusal;
        }
        self.made += 1;
        let hex = Dice::at(&scene.key("registry made"), self.made).hex(24);
        let id = format!("https://ns.adobe.com/{}/{}/{hex}", scene.tenant, kind.name());
        let resource = self.completed(scene, kind, body, &id, "1.0", None);
        self.tenant.put(id, resource.clone());
        reply::json(StatusCode::CREATED, &resource)
    }

    /// Takes in what an export gave: of another organisation's resources, those that are not here yet.
    pub(super) fn import(&mut self, scene: &Scene<'_>) -> Reply {
        let Some(Value::Array(resources)) = scene.call.json() else {
            let detail = "The request body must be an array of exported resources.";
            return faults::fault(scene, "XDM-3005-400", "Import failed", detail);
        };
        let mut taken = Vec::new();
        for resource in resources {
            let id = resource["$id"].as_str().unwrap_or_default().to_owned();
            let name = resource["meta:resourceType"].as_str().and_then(Kind::named);
            let (Some(kind), Value::Object(body), false) = (name, resource, id.is_empty()) else {
                let detail = "A resource has no $id or no meta:resourceType.";
                return faults::fault(scene, "XDM-3005-400", "Import failed", detail);
            };
            let resource = self.completed(scene, kind, body, &id, "1.0", None);
            self.tenant.put(id, resource.clone());
            taken.push(resource);
        }
        reply::ok(&Value::Array(taken))
    }

    /// A full replacement (PUT) or a JSON Patch.
    pub(super) fn change(&mut self, scene: &Scene<'_>, kind: Kind, id: &str) -> Reply {
        let Some(old) = self.find("tenant", kind, id) else {
            return faults::not_found(scene, kind, id, 1);
        };
        let body = scene.call.json().unwrap_or_default();
        let body = if scene.call.method == "PUT" {
            body
        } else {
            let mut changed = old.clone();
            if let Err(fault) = patch::apply(&mut changed, &body) {
                return faults::invalid(scene, &fault);
            }
            changed
        };
        let Value::Object(body) = body else {
            return faults::invalid(scene, "The request body must be a JSON object.");
        };
        let id = old["$id"].as_str().unwrap_or_default().to_owned();
        if let Err(refusal) = self.check(scene, kind, &body, Some(&id)) {
            return refusal;
        }
        let minor: u32 = old["version"]
            .as_str()
            .and_then(|version| version.split_once('.')?.1.parse().ok())
            .unwrap_or(0);
        let version = format!("1.{}", minor.saturating_add(1));
        let resource = self.completed(scene, kind, body, &id, &version, Some(&old));
        self.tenant.put(id, resource.clone());
        reply::ok(&resource)
    }

    pub(super) fn delete(&mut self, scene: &Scene<'_>, kind: Kind, id: &str) -> Reply {
        let Some(resource) = self.find("tenant", kind, id) else {
            return faults::not_found(scene, kind, id, 1);
        };
        let id = resource["$id"].as_str().unwrap_or_default().to_owned();
        let used = self.tenant.values().find(|other| resolve::references(other).contains(&id));
        if let Some(user) = used {
            // Adobe refuses this too; the number is [unverified].
            let detail =
                format!("The resource {id} is used by {} and cannot be deleted.", user["$id"]);
            return faults::invalid(scene, &detail);
        }
        self.tenant.remove(&id);
        reply::none()
    }

    fn check(
        &self,
        scene: &Scene<'_>,
        kind: Kind,
        body: &Map<String, Value>,
        own: Option<&str>,
    ) -> Result<(), Reply> {
        let title = body.get("title").and_then(Value::as_str).unwrap_or_default();
        if title.is_empty() {
            return Err(faults::invalid(scene, "The required property title is missing."));
        }
        let resource = Value::Object(body.clone());
        let taken = |other: &&Value| other["title"] == title && other["$id"].as_str() != own;
        if let Some(other) = self.tenant.values().find(taken) {
            // Titles are unique over all kinds; number and text are Adobe's.
            let detail = format!(
                "Object titles must be unique. An object {} already exists with the same title",
                other["$id"].as_str().unwrap_or_default()
            );
            return Err(faults::fault(scene, "XDM-1521-400", "Title not unique", &detail));
        }
        let references = resolve::references(&resource);
        if let Some(lost) = references.iter().find(|reference| self.referenced(reference).is_none())
        {
            let detail = format!("The referenced resource {lost} is not found.");
            return Err(faults::invalid(scene, &detail));
        }
        if kind == Kind::Schemas && self.class_of(&resource).is_none() {
            return Err(faults::invalid(scene, "A schema must reference a class in its allOf."));
        }
        self.check_namespace(scene, kind, &resource)
    }

    /// The tenant's own fields stand under its namespace.
    fn check_namespace(
        &self,
        scene: &Scene<'_>,
        kind: Kind,
        resource: &Value,
    ) -> Result<(), Reply> {
        if !matches!(kind, Kind::FieldGroups | Kind::Classes) {
            return Ok(());
        }
        let namespace = format!("_{}", scene.tenant);
        let definitions = resource["definitions"].as_object().into_iter().flatten().map(|(_, d)| d);
        let parts = definitions.chain([resource]);
        let mut fields =
            parts.flat_map(|part| part["properties"].as_object().into_iter().flatten());
        if fields.any(|(name, _)| *name != namespace) {
            let detail = format!(
                "A custom field is defined under an invalid namespace. All custom fields must be defined under a \
                 top-level field named {namespace}."
            );
            return Err(faults::fault(
                scene,
                "XDM-1021-400",
                "Namespace validation error",
                &detail,
            ));
        }
        Ok(())
    }

    /// The class among the references of a schema.
    pub(super) fn class_of(&self, schema: &Value) -> Option<String> {
        resolve::references(schema).into_iter().find(|reference| {
            self.referenced(reference).is_some_and(|other| other["meta:resourceType"] == "classes")
        })
    }

    /// `body` with what the registry adds to it.
    pub(super) fn completed(
        &self,
        scene: &Scene<'_>,
        kind: Kind,
        mut body: Map<String, Value>,
        id: &str,
        version: &str,
        old: Option<&Value>,
    ) -> Value {
        body.retain(|name, _| {
            !name.starts_with("meta:")
                || name == "meta:immutableTags"
                || name == "meta:intendedToExtend"
        });
        body.entry("type").or_insert_with(|| json!("object"));
        let mut resource = Value::Object(body);
        let now = scene.call.now.0;
        let created =
            old.map_or(json!(now), |old| old["meta:registryMetadata"]["repo:createdDate"].clone());
        if let Some(class) = self.class_of(&resource).filter(|_| kind == Kind::Schemas) {
            resource["meta:class"] = json!(class);
        }
        resource["meta:abstract"] = json!(kind != Kind::Schemas);
        resource["meta:extensible"] = json!(kind != Kind::Schemas);
        resource["meta:extends"] = json!(self.extends(&resource));
        resource["meta:containerId"] = json!("tenant");
        resource["meta:tenantNamespace"] = json!(format!("_{}", scene.tenant));
        resource["meta:sandboxId"] = json!(scene.sandbox.id);
        resource["meta:sandboxType"] = json!(scene.sandbox.kind);
        resource["imsOrg"] = json!(scene.organisation);
        resource["meta:altId"] = json!(alternate_id(id));
        resource["meta:xdmType"] = json!("object");
        resource["$id"] = json!(id);
        resource["version"] = json!(version);
        resource["meta:resourceType"] = json!(kind.name());
        resource["meta:registryMetadata"] = json!({
            "repo:createdDate": created,
            "repo:lastModifiedDate": now,
            "xdm:createdClientId": scene.call.caller.client_id,
            "xdm:lastModifiedClientId": scene.call.caller.client_id,
            "xdm:createdUserId": scene.user(),
            "xdm:lastModifiedUserId": scene.user(),
            "eTag": Dice::of(&format!("{id}/{version}")).hex(32),
            "meta:globalLibVersion": "1.46.2",
        });
        resource
    }
}
