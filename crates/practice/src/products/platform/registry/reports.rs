//! What the registry tells about itself and its schemas: statistics, sample data, export.

use super::faults;
use super::kept::Registry;
use super::kind::Kind;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use crate::products::when;
use mudbrick_model::Timestamp;
use serde_json::{Map, Value, json};

/// How many of the newest resources the statistics name.
const RECENT: usize = 10;

impl Registry {
    /// The tenant ID and how much there is of what.
    pub(super) fn stats(&self, scene: &Scene<'_>) -> Reply {
        let count = |kind: Kind| {
            self.tenant
                .values()
                .filter(|resource| resource["meta:resourceType"] == kind.name())
                .count()
        };
        let mut usage = Map::new();
        for schema in
            self.tenant.values().filter(|resource| resource["meta:resourceType"] == "schemas")
        {
            let class = schema["meta:class"].as_str().unwrap_or_default().to_owned();
            let entry = json!({
                "$id": schema["$id"],
                "title": schema["title"],
                "description": schema["description"],
            });
            if let Value::Array(schemas) = usage.entry(class).or_insert_with(|| json!([])) {
                schemas.push(entry);
            }
        }
        reply::ok(&json!({
            "imsOrg": scene.organisation,
            "tenantId": scene.tenant,
            "counts": {
                "schemas": count(Kind::Schemas),
                "mixins": count(Kind::FieldGroups),
                "datatypes": count(Kind::DataTypes),
                "classes": count(Kind::Classes),
                "unions": self.unions().len(),
            },
            "recentlyCreatedResources": self.recent("repo:createdDate", "meta:created"),
            "recentlyUpdatedResources": self.recent("repo:lastModifiedDate", "meta:updated"),
            "classUsage": usage,
        }))
    }

    fn recent(&self, date: &str, label: &str) -> Vec<Value> {
        let at =
            |resource: &Value| resource["meta:registryMetadata"][date].as_i64().unwrap_or_default();
        let mut newest: Vec<&Value> = self.tenant.values().collect();
        newest.sort_by_key(|resource| std::cmp::Reverse(at(resource)));
        let show = |resource: &&Value| {
            json!({
                "$id": resource["$id"],
                "title": resource["title"],
                "description": resource["description"],
                "meta:resourceType": resource["meta:resourceType"],
                label: when::spelt(Timestamp(at(resource))),
                "version": resource["version"],
            })
        };
        newest.iter().take(RECENT).map(show).collect()
    }

    /// One made-up record of the schema.
    pub(super) fn sample_data(&self, scene: &Scene<'_>, id: &str) -> Reply {
        let found = ["tenant", "global"].iter().find_map(|container| {
            self.find(container, Kind::Schemas, id)
                .or_else(|| self.find(container, Kind::Unions, id))
        });
        match found {
            Some(schema) => reply::ok(&sample(&self.resolved(&schema), scene.call.now)),
            None => faults::not_found(scene, Kind::Schemas, id, 1),
        }
    }

    /// Who changed the resource; here it was made and nothing else. Members beyond the bare array are [unverified].
    pub(super) fn audit_log(&self, scene: &Scene<'_>, id: &str) -> Reply {
        let named = |resource: &&Value| resource["$id"] == id || resource["meta:altId"] == id;
        let Some(resource) = self.tenant.values().find(named) else {
            return faults::not_found(scene, Kind::Schemas, id, 1);
        };
        let about = &resource["meta:registryMetadata"];
        reply::ok(&json!([{
            "id": resource["$id"],
            "auditTrails": [{
                "xdmType": resource["meta:resourceType"], "action": "add", "path": "/title",
                "value": resource["title"], "imsOrg": scene.organisation,
                "updatedUser": about["xdm:createdUserId"], "updatedTime": about["repo:createdDate"],
            }],
        }]))
    }

    /// The resource with everything of the tenant's that it needs, the needed ones first.
    pub(super) fn export(&self, scene: &Scene<'_>, id: &str) -> Reply {
        let named = |resource: &&Value| resource["$id"] == id || resource["meta:altId"] == id;
        let Some(resource) = self.tenant.values().find(named) else {
            return faults::not_found(scene, Kind::Schemas, id, 1);
        };
        let mut parts: Vec<Value> = self
            .extends(resource)
            .iter()
            .rev()
            .filter_map(|reference| self.tenant.get(reference).cloned())
            .collect();
        parts.push(resource.clone());
        reply::ok(&Value::Array(parts))
    }
}

fn sample(field: &Value, now: Timestamp) -> Value {
    match (field["type"].as_str().unwrap_or("object"), field["format"].as_str()) {
        ("string", Some("date-time")) => json!(when::iso(now)),
        ("string", Some("date")) => json!(when::iso(now).get(..10)),
        ("string", Some("email")) => json!("sample@example.com"),
        ("string", Some("uri")) => json!("https://www.example.com/sample"),
        ("string", _) => json!("Sample value"),
        ("boolean", _) => json!(false),
        ("integer", _) => json!(77),
        ("number", _) => json!(77.7),
        ("array", _) => json!([sample(&field["items"], now)]),
        _ => {
            let fields = field["properties"].as_object().into_iter().flatten();
            Value::Object(fields.map(|(name, inner)| (name.clone(), sample(inner, now))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::resolve;
    use super::sample;
    use crate::products::when;
    use serde_json::json;

    #[test]
    fn a_sample_has_a_value_for_each_field() {
        let field = json!({ "type": "object", "properties": {
            "at": { "type": "string", "format": "date" }, "n": { "type": "array", "items": { "type": "integer" } } } });
        assert_eq!(sample(&field, when::SEEDED), json!({ "at": "2026-05-18", "n": [77] }));
    }

    #[test]
    fn references_leave_out_the_resource_itself() {
        let resource = json!({ "allOf": [{ "$ref": "#/definitions/a" }, { "$ref": "https://ns.adobe.com/x" }] });
        assert_eq!(resolve::references(&resource), ["https://ns.adobe.com/x"]);
    }
}
