//! The Schema Registry: Adobe's own library (`global`) and what an organisation defines (`tenant`).
//!
//! This file holds the state and finds the call; the Accept rules, lists, writes, descriptors and reports are left to
//! the others.

mod accept;
mod descriptors;
mod faults;
mod fields;
mod kept;
mod kind;
mod library;
mod list;
mod reports;
mod resolve;
mod seed;
mod write;

pub(super) use kept::Registry;

use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use accept::Format;
use kind::Kind;
use serde_json::{Value, json};

impl Registry {
    /// The registry of the sandbox of `scene` before its first call.
    pub(super) fn seeded(scene: &Scene<'_>) -> Self {
        seed::registry(scene)
    }

    /// The `$id` of the tenant's schema titled `title`.
    pub(super) fn schema_titled(&self, title: &str) -> Option<String> {
        let schema = self.tenant.values().find(|resource| resource["title"] == title)?;
        schema["$id"].as_str().map(str::to_owned)
    }

    pub(super) fn answer(&mut self, scene: &Scene<'_>, rest: &[&str]) -> Option<Reply> {
        let call = scene.call;
        Some(match (call.method.as_str(), rest) {
            ("GET", ["stats"]) => self.stats(scene),
            ("GET", ["rpc", "sampledata", id]) => self.sample_data(scene, id),
            ("GET", ["rpc", "export", id]) => self.export(scene, id),
            ("GET", ["rpc", "auditlog", id]) => self.audit_log(scene, id),
            ("POST", ["rpc", "import"]) => self.import(scene),
            (_, ["tenant", "descriptors", rest @ ..]) => return self.descriptors(scene, rest),
            // Adobe's library describes no fields of a tenant's.
            ("GET", ["global", "descriptors"]) => reply::ok(&json!({})),
            ("GET", ["global", "descriptors", id]) => faults::no_descriptor(scene, id),
            (method, [container @ ("global" | "tenant"), kind, rest @ ..]) => {
                let kind = Kind::named(kind)?;
                match (method, rest) {
                    ("GET", []) => self.list(scene, container, kind),
                    ("GET", [id]) => self.look_up(scene, container, kind, id),
                    ("POST", []) if *container == "tenant" && kind.is_tenants() => {
                        self.create(scene, kind)
                    }
                    ("PUT" | "PATCH", [id]) if *container == "tenant" && kind.is_tenants() => {
                        self.change(scene, kind, id)
                    }
                    ("DELETE", [id]) if *container == "tenant" && kind.is_tenants() => {
                        self.delete(scene, kind, id)
                    }
                    (_, [] | [_]) => call.method_not_allowed(),
                    _ => return None,
                }
            }
            _ => return None,
        })
    }

    fn look_up(&self, scene: &Scene<'_>, container: &str, kind: Kind, id: &str) -> Reply {
        let format = match accept::for_lookup(scene.call) {
            Ok(format) => format,
            Err(refusal) => return refusal.answer(scene),
        };
        let found = self.find(container, kind, id).filter(|_| format.version == 1);
        match found {
            Some(resource) => reply::ok(&self.shown(&resource, &format)),
            None => faults::not_found(scene, kind, id, format.version),
        }
    }

    /// The resources of `kind` in `container`.
    fn resources(&self, container: &str, kind: Kind) -> Vec<Value> {
        let of_kind = |resource: &&Value| resource["meta:resourceType"] == kind.name();
        match (container, kind) {
            (_, Kind::Unions) if container == "tenant" => self.unions(),
            ("global", _) => library::all().iter().filter(of_kind).cloned().collect(),
            _ => self.tenant.values().filter(of_kind).cloned().collect(),
        }
    }

    /// The resource that `id`, a `$id` or `meta:altId`, names.
    fn find(&self, container: &str, kind: Kind, id: &str) -> Option<Value> {
        let named = |resource: &Value| resource["$id"] == id || resource["meta:altId"] == id;
        self.resources(container, kind).into_iter().find(named)
    }

    /// The resource of any kind and container at `reference`, a `$id`.
    fn referenced(&self, reference: &str) -> Option<&Value> {
        self.tenant.get(reference).or_else(|| library::find(reference))
    }

    fn shown(&self, resource: &Value, format: &Format) -> Value {
        let mut shown = if format.full { self.resolved(resource) } else { resource.clone() };
        if format.descriptors {
            let own = |d: &&Value| d["xdm:sourceSchema"] == resource["$id"];
            let descriptors: Vec<Value> = self.descriptors.values().filter(own).cloned().collect();
            shown["meta:descriptors"] = Value::Array(descriptors);
        }
        if !format.text {
            resolve::strip_text(&mut shown);
        }
        shown
    }
}

#[cfg(test)]
mod tests;
