//! Experience Platform, by §7.1 and the sample calls of §7.2 of the facts and, where those are silent, the pages of
//! AdobeDocs/experience-platform.en. Each sandbox of each organisation has its own data.
//!
//! This file finds organisation, sandbox and service; the services are left to the others.

mod access;
mod catalog;
mod identity;
mod ingest;
mod labels;
mod observability;
mod policies;
mod privacy;
mod problem;
mod queries;
mod registry;
mod sandbox;
mod sandboxes;
mod segments;
mod ups;

pub use sandboxes::seeded_sandbox_type;

use super::call::Call;
use super::dice::Dice;
use super::reply::Reply;
use super::scene::Scene;
use crate::table::{self, Found, Verb};
use sandbox::Sandbox;
use sandboxes::Sandboxes;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Platform for every organisation.
#[derive(Debug)]
pub(super) struct Platform {
    profiles: u32,
    /// Tenant IDs by organisation, as far as they are known.
    tenants: HashMap<String, String>,
    organisations: Mutex<HashMap<String, Organisation>>,
}

/// What one organisation keeps.
#[derive(Debug)]
struct Organisation {
    /// The tenant ID without its underscore.
    tenant: String,
    sandboxes: Sandboxes,
    data: HashMap<String, Sandbox>,
    privacy: privacy::Privacy,
}

impl Platform {
    /// Platform whose production sandboxes hold `profiles` people each.
    pub(super) fn seeded(profiles: u32, tenants: HashMap<String, String>) -> Self {
        Self { profiles, tenants, organisations: Mutex::default() }
    }

    /// Answers a call to a service of the table, which means `found`; `None` when there is no such service.
    pub(super) fn handle(&self, call: &Call, found: Option<&Found>) -> Option<Reply> {
        let segments = call.segments_after("");
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let id = &call.caller.org_id;
        let mut organisations = self.lock();
        let organisation = organisations
            .entry(id.clone())
            .or_insert_with(|| Organisation::seeded(id, self.tenants.get(id)));
        organisation.answer(&segments, call, found, self.profiles)
    }

    /// Takes one record or message for a streaming inlet; no token is asked for.
    pub(super) fn stream(&self, call: &Call) -> Option<Reply> {
        ingest::stream(call)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Organisation>> {
        self.organisations.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Organisation {
    fn seeded(id: &str, tenant: Option<&String>) -> Self {
        let derived = || format!("practice{}", Dice::of(id).hex(3));
        Self {
            tenant: tenant.cloned().unwrap_or_else(derived),
            sandboxes: Sandboxes::seeded(id),
            data: HashMap::new(),
            privacy: privacy::Privacy::seeded(id),
        }
    }

    fn answer(
        &mut self,
        segments: &[&str],
        call: &Call,
        found: Option<&Found>,
        profiles: u32,
    ) -> Option<Reply> {
        if let Err(refusal) = problem::check_content_type(call, segments) {
            return Some(refusal);
        }
        let operation = found.and_then(|found| found.operation(call.method.as_str()));
        let as_data = found.zip(operation).filter(|(_, operation)| operation.verb != Verb::Code);
        if as_data.is_none()
            && let Some(reply) = self.answer_for_all(segments, call)
        {
            return reply;
        }
        let asked = call.header("x-sandbox-name").filter(|name| !name.is_empty());
        let name = match (asked, found.map_or(table::Sandbox::Optional, Found::sandbox)) {
            // What belongs to the organisation is kept beside its default sandbox.
            (_, table::Sandbox::None) => sandboxes::DEFAULT,
            (Some(name), _) => name,
            (None, table::Sandbox::Required) => return Some(problem::sandbox_missing()),
            (None, table::Sandbox::Optional) => sandboxes::DEFAULT,
        };
        let Some(sandbox) = self.sandboxes.usable(name, call.now) else {
            return Some(problem::sandbox_unknown(name));
        };
        let scene =
            Scene { call, organisation: &call.caller.org_id, tenant: &self.tenant, sandbox };
        let data =
            self.data.entry(name.to_owned()).or_insert_with(|| Sandbox::seeded(&scene, profiles));
        match as_data {
            Some((found, operation)) => Some(data.tables.answer(&scene, found, operation)),
            None => Service::find(segments)?.answer(data, &scene, segments),
        }
    }

    /// Answers a call to what an organisation has one of; `None` when it is to something in a sandbox.
    fn answer_for_all(&mut self, segments: &[&str], call: &Call) -> Option<Option<Reply>> {
        match segments {
            ["data", "foundation", "sandbox-management", rest @ ..] => {
                let (reply, emptied) = self.sandboxes.answer(call, rest);
                if let Some(name) = emptied {
                    self.data.remove(&name);
                }
                Some(reply)
            }
            ["data", "core", "privacy", rest @ ..] => Some(self.privacy.answer(call, rest)),
            _ => None,
        }
    }
}

/// A service that works within a sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Service {
    Registry,
    Catalog,
    Export,
    Import,
    DatasetLabels,
    Queries,
    Ups,
    Namespaces,
    Identity,
    Policies,
    AccessControl,
    Observability,
}

impl Service {
    fn find(segments: &[&str]) -> Option<Self> {
        Some(match segments {
            ["data", "foundation", service, ..] => match *service {
                "schemaregistry" => Self::Registry,
                "catalog" => Self::Catalog,
                "export" => Self::Export,
                "import" => Self::Import,
                "dataset" => Self::DatasetLabels,
                "query" => Self::Queries,
                "dulepolicy" => Self::Policies,
                "access-control" => Self::AccessControl,
                _ => return None,
            },
            ["data", "core", "ups", ..] => Self::Ups,
            ["data", "core", "idnamespace", ..] => Self::Namespaces,
            ["data", "core", "identity", ..] => Self::Identity,
            ["data", "infrastructure", "observability", "insights", ..] => Self::Observability,
            _ => return None,
        })
    }

    fn answer(self, data: &mut Sandbox, scene: &Scene<'_>, segments: &[&str]) -> Option<Reply> {
        let rest = segments.get(3..).unwrap_or_default();
        match self {
            Self::Registry => data.registry.answer(scene, rest),
            Self::Catalog => data.catalog.answer(scene, rest),
            Self::Export => data.catalog.export(scene, rest),
            Self::Import => data.catalog.import(scene, rest),
            Self::DatasetLabels => data.labels.answer(scene, rest, &data.catalog),
            Self::Queries => {
                let reply = data.queries.answer(scene, rest, &mut data.tables);
                reply.map(|reply| scene.placed(reply))
            }
            Self::Ups => match rest {
                ["segment" | "preview" | "estimate" | "export", ..] => {
                    data.segments.answer(scene, rest, &data.ups)
                }
                _ => data.ups.answer(scene, rest, &data.catalog),
            },
            Self::Namespaces => data.identity.namespaces(scene, rest),
            Self::Identity => data.identity.answer(scene, rest),
            Self::Policies => {
                let reply = data.policies.answer(scene, rest, &data.labels);
                reply.map(|reply| scene.placed(reply))
            }
            Self::AccessControl => access::answer(scene, rest),
            Self::Observability => observability::answer(scene, segments.get(4..)?, &data.catalog),
        }
    }
}

#[cfg(test)]
mod tests;
