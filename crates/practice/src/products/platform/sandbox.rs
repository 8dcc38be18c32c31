//! Everything one sandbox holds.

use super::catalog::Catalog;
use super::identity::Identity;
use super::labels::Labels;
use super::policies::Policies;
use super::queries::Queries;
use super::registry::Registry;
use super::segments::Segments;
use super::ups::Ups;
use crate::products::scene::{Filled, Scene};
use crate::products::tables::{Outside, Tables};
use crate::products::when;

/// The data of one sandbox, by service.
#[derive(Debug)]
pub(super) struct Sandbox {
    pub(super) registry: Registry,
    pub(super) catalog: Catalog,
    pub(super) labels: Labels,
    pub(super) queries: Queries,
    pub(super) ups: Ups,
    pub(super) segments: Segments,
    pub(super) identity: Identity,
    pub(super) policies: Policies,
    /// What the table's entries keep.
    pub(super) tables: Tables,
}

impl Sandbox {
    /// The sandbox of `scene` as it is before its first call; only the default one holds all `profiles` people.
    pub(super) fn seeded(scene: &Scene<'_>, profiles: u32) -> Self {
        let profiles = match scene.sandbox.filled {
            Filled::Seeded if scene.sandbox.is_default => profiles,
            Filled::Seeded => profiles.min(25),
            Filled::Empty => 0,
        };
        // Whoever comes first, the data was made by Platform's own window.
        let mut call = scene.call.clone();
        "acp_ui_platform".clone_into(&mut call.caller.client_id);
        call.now = when::SEEDED;
        let scene = &Scene { call: &call, ..scene.clone() };
        let registry = Registry::seeded(scene);
        let catalog = Catalog::seeded(scene, &registry);
        let ups = Ups::seeded(scene, profiles);
        let segments = Segments::seeded(scene, &ups);
        let queries = Queries::seeded(scene);
        let outside = Outside::from([
            ("datasets", catalog.names().into_iter().map(|(id, _)| id).collect()),
            ("schedules", queries.schedule_ids()),
        ]);
        Self {
            labels: Labels::seeded(scene, &catalog),
            queries,
            tables: Tables::beside(outside),
            ups,
            segments,
            identity: Identity::seeded(scene),
            policies: Policies::seeded(scene),
            registry,
            catalog,
        }
    }
}
