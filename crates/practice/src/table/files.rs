//! The files of the table. They are read once, when they are first asked for.

use super::entry::Service;
use std::sync::OnceLock;

/// In the order of the facts: the specifications of Platform, then the other products.
const FILES: &[&str] = &[
    include_str!("../../table/access-control.toml"),
    include_str!("../../table/ad-hoc-activation.toml"),
    include_str!("../../table/audit-query.toml"),
    include_str!("../../table/batch-ingestion.toml"),
    include_str!("../../table/catalog.toml"),
    include_str!("../../table/data-access.toml"),
    include_str!("../../table/data-distiller-auth.toml"),
    include_str!("../../table/data-hygiene.toml"),
    include_str!("../../table/data-prep.toml"),
    include_str!("../../table/dataset-service.toml"),
    include_str!("../../table/destination-authoring.toml"),
    include_str!("../../table/flow-service.toml"),
    include_str!("../../table/identity-service.toml"),
    include_str!("../../table/mtls-service.toml"),
    include_str!("../../table/observability-insights.toml"),
    include_str!("../../table/policy-service.toml"),
    include_str!("../../table/privacy-service.toml"),
    include_str!("../../table/profile.toml"),
    include_str!("../../table/query-service.toml"),
    include_str!("../../table/reactor.toml"),
    include_str!("../../table/sandbox.toml"),
    include_str!("../../table/schema-registry.toml"),
    include_str!("../../table/segmentation.toml"),
    include_str!("../../table/sensei-machine-learning.toml"),
    include_str!("../../table/streaming-ingestion.toml"),
    include_str!("../../table/unified-tags.toml"),
    include_str!("../../table/journey-optimizer.toml"),
    include_str!("../../table/places.toml"),
    include_str!("../../table/campaign.toml"),
    include_str!("../../table/user-management.toml"),
    include_str!("../../table/analytics.toml"),
    include_str!("../../table/target.toml"),
    include_str!("../../table/events.toml"),
    include_str!("../../table/stock.toml"),
    include_str!("../../table/firefly.toml"),
    include_str!("../../table/cloud-manager.toml"),
];

/// Every service of the table.
#[allow(clippy::expect_used, reason = "the table is part of the program, and a test reads it")]
pub(super) fn services() -> &'static [Service] {
    static SERVICES: OnceLock<Vec<Service>> = OnceLock::new();
    SERVICES.get_or_init(|| {
        let read = |text: &&str| toml::from_str(text).expect("BUG: a file of the table is wrong");
        FILES.iter().map(read).collect()
    })
}
