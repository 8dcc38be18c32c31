//! Campaign Standard, by file 06 of the facts and the samples in Adobe's own pages (`help/api/using` of
//! AdobeDocs/campaign-standard.en). A tenant's staging instance, `<tenant>-mkt-stage`, has data of its own.
//!
//! This file holds the state of each instance and finds the call; the calls themselves are left to the others.
//! Whether the caller may use the tenant is the gateway's to check, with [`super::Api::tenant`].

mod checks;
mod edition;
mod events;
mod faults;
mod filters;
mod history;
mod home;
mod instance;
mod keys;
mod list;
mod metadata;
mod privacy;
mod profiles;
mod resource;
mod rows;
mod services;
mod stores;
mod subscriptions;
mod table;
mod titles;
mod workflows;

use super::call::Call;
use super::reply::Reply;
pub use edition::CampaignEdition;
use home::Home;
use instance::Instance;
use percent_encoding::percent_decode_str;
use resource::Resource;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use table::Table;
use workflows::Workflows;

/// Campaign for every tenant.
#[derive(Debug)]
pub(super) struct Campaign {
    profiles: u32,
    edition: CampaignEdition,
    instances: Mutex<HashMap<String, Instance>>,
}

impl Campaign {
    /// Campaign whose instances hold `profiles` profiles each.
    pub(super) fn seeded(profiles: u32, edition: CampaignEdition) -> Self {
        Self { profiles, edition, instances: Mutex::default() }
    }

    /// Answers a call to `/<instance>/campaign/…`.
    pub(super) fn handle(&self, call: &Call) -> Reply {
        let raw = call.path.split('/').nth(1).unwrap_or_default();
        let instance = percent_decode_str(raw).decode_utf8_lossy().into_owned();
        let mut segments = call.segments_after(&format!("/{raw}/campaign"));
        // `profile.json` is the same as `profile`.
        if let Some(last) = segments.last_mut()
            && let Some(stem) = last.strip_suffix(".json")
        {
            *last = stem.to_owned();
        }
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let base = format!("{}/{raw}/campaign", call.origin());
        let edition = self.edition;
        let home = Home { instance: instance.clone(), base, edition };
        let mut instances = self.instances.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Instance::seeded(self.profiles);
        let reply = instances.entry(instance).or_insert_with(new).answer(&home, &segments, call);
        edition.worded(reply)
    }
}

impl Instance {
    fn seeded(profiles: u32) -> Self {
        Self {
            profiles,
            tables: HashMap::new(),
            subscriptions: Table::seeded(subscriptions::seeded(profiles)),
            events: Table::seeded(0),
            privacy: Table::seeded(0),
            workflows: Workflows::seeded(),
        }
    }

    fn answer(&mut self, home: &Home, segments: &[&str], call: &Call) -> Reply {
        if home.edition == CampaignEdition::V8 && is_gone(segments) {
            return faults::unsupported(&segments.join("/"));
        }
        match segments {
            [
                root @ ("profileAndServices" | "profileAndServicesExt" | "customResources"),
                name,
                rest @ ..,
            ] => match (*name, Resource::find(root, name)) {
                ("resourceType", _) => self.metadata(root, rest, home, call),
                ("history", _) if *root != "customResources" => {
                    self.history(root, rest, home, call)
                }
                (_, Some(resource)) => self.rows(resource, root, rest, home, call),
                _ => faults::oops(),
            },
            ["workflow", "execution", rest @ ..] => self.workflows.answer(rest, home, call),
            // Adobe's own links point at `head` in one sample and at `privacy` in another.
            ["privacy" | "head", "privacyTool", rest @ ..] => self.privacy(rest, home, call),
            [endpoint, event, rest @ ..] if events::is_endpoint(endpoint, home) => {
                self.events(endpoint, event, rest, home, call)
            }
            _ => faults::oops(),
        }
    }
}

/// What v8 does not have: marketing history, units, and the privacy tool.
fn is_gone(segments: &[&str]) -> bool {
    matches!(
        segments,
        [_, "history" | "orgUnitBase" | "geoUnitBase", ..]
            | [_, "resourceType", "history" | "orgUnitBase" | "geoUnitBase", ..]
            | ["privacy" | "head", "privacyTool", ..]
    )
}

#[cfg(test)]
mod tests;
