//! Experience Platform, by §7.1 and the sample calls of §7.2 of the facts and, where those are silent, the pages of
//! AdobeDocs/experience-platform.en. Each sandbox of each organisation has its own data.
//!
//! This file finds organisation, sandbox and service; the services are left to the others.

mod access;
mod audit;
mod catalog;
mod flows;
mod identity;
mod ingest;
mod journeys;
mod labels;
mod observability;
mod policies;
mod privacy;
mod problem;
mod queries;
mod registry;
mod sandbox;
mod sandboxes;
mod scene;
mod segments;
mod shelf;
mod ups;

use super::call::Call;
use super::dice::Dice;
use super::reply::Reply;
use sandbox::Sandbox;
use sandboxes::Sandboxes;
use scene::Scene;
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

    /// Answers a call under `/data` or `/ajo`; `None` when there is no such service.
    pub(super) fn handle(&self, call: &Call) -> Option<Reply> {
        let segments = call.segments_after("");
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let id = &call.caller.org_id;
        let mut organisations = self.lock();
        let organisation = organisations
            .entry(id.clone())
            .or_insert_with(|| Organisation::seeded(id, self.tenants.get(id)));
        organisation.answer(&segments, call, self.profiles)
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

    fn answer(&mut self, segments: &[&str], call: &Call, profiles: u32) -> Option<Reply> {
        if let Err(refusal) = problem::check_content_type(call, segments) {
            return Some(refusal);
        }
        match segments {
            ["data", "foundation", "sandbox-management", rest @ ..] => {
                let reset =
                    |name: &str, data: &mut HashMap<String, Sandbox>| drop(data.remove(name));
                let (reply, emptied) = self.sandboxes.answer(call, rest);
                if let Some(name) = emptied {
                    reset(&name, &mut self.data);
                }
                return reply;
            }
            ["data", "core", "privacy", rest @ ..] => return self.privacy.answer(call, rest),
            _ => {}
        }
        let service = Service::find(segments)?;
        let name = match (call.header("x-sandbox-name"), service.wants_sandbox(segments)) {
            (Some(name), _) if !name.is_empty() => name,
            (_, true) => return Some(problem::sandbox_missing()),
            _ => sandboxes::DEFAULT,
        };
        let Some(sandbox) = self.sandboxes.usable(name, call.now) else {
            return Some(problem::sandbox_unknown(name));
        };
        let scene =
            Scene { call, organisation: &call.caller.org_id, tenant: &self.tenant, sandbox };
        let data =
            self.data.entry(name.to_owned()).or_insert_with(|| Sandbox::seeded(&scene, profiles));
        service.answer(data, &scene, segments)
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
    Flows,
    Policies,
    AccessControl,
    Observability,
    Audit,
    MappingSets,
    Journeys,
    Destinations,
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
                "flowservice" => Self::Flows,
                "dulepolicy" => Self::Policies,
                "access-control" => Self::AccessControl,
                "audit" => Self::Audit,
                "conversion" => Self::MappingSets,
                _ => return None,
            },
            ["data", "core", "ups", ..] => Self::Ups,
            ["data", "core", "idnamespace", ..] => Self::Namespaces,
            ["data", "core", "identity", ..] => Self::Identity,
            ["data", "core", "activation", "authoring", ..] => Self::Destinations,
            ["data", "infrastructure", "observability", "insights", ..] => Self::Observability,
            ["ajo", ..] => Self::Journeys,
            _ => return None,
        })
    }

    /// Whether a call must name its sandbox: the `required` flags of Adobe's specifications. The registry's global
    /// container does without, for the test call of Adobe's own tutorial names no sandbox.
    fn wants_sandbox(self, segments: &[&str]) -> bool {
        match self {
            Self::Registry => segments.get(3) == Some(&"tenant"),
            Self::Catalog | Self::Queries | Self::AccessControl | Self::Audit => true,
            Self::Observability => true,
            Self::Ups => matches!(segments.get(3), Some(&("segment" | "preview" | "estimate"))),
            _ => false,
        }
    }

    fn answer(self, data: &mut Sandbox, scene: &Scene<'_>, segments: &[&str]) -> Option<Reply> {
        let rest = segments.get(3..).unwrap_or_default();
        match self {
            Self::Registry => data.registry.answer(scene, rest),
            Self::Catalog => data.catalog.answer(scene, rest),
            Self::Export => data.catalog.export(scene, rest),
            Self::Import => data.catalog.import(scene, rest),
            Self::DatasetLabels => data.labels.answer(scene, rest, &data.catalog),
            Self::Queries => data.queries.answer(scene, rest).map(|reply| scene.placed(reply)),
            Self::Ups => match rest {
                ["segment" | "preview" | "estimate" | "export", ..] => {
                    data.segments.answer(scene, rest, &data.ups)
                }
                _ => data.ups.answer(scene, rest, &data.catalog),
            },
            Self::Namespaces => data.identity.namespaces(scene, rest),
            Self::Identity => data.identity.answer(scene, rest),
            Self::Flows => data.flows.answer(scene, rest),
            Self::Policies => {
                let reply = data.policies.answer(scene, rest, &data.labels);
                reply.map(|reply| scene.placed(reply))
            }
            Self::AccessControl => access::answer(scene, rest),
            Self::Observability => observability::answer(scene, segments.get(4..)?, &data.catalog),
            Self::Audit => audit::answer(scene, rest),
            Self::MappingSets => journeys::mapping_sets(scene, rest),
            Self::Journeys => journeys::answer(scene, segments.get(1..)?),
            Self::Destinations => journeys::destinations(scene, segments.get(4..)?),
        }
    }
}

#[cfg(test)]
mod tests;
