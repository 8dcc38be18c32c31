//! Adobe's own labels and marketing actions.

use super::kept::ROOT;
use crate::products::platform::scene::Scene;
use serde_json::{Value, json};

/// Name, category, friendly name, description of Adobe's own labels.
const CORE_LABELS: [(&str, &str, &str, &str); 16] = [
    (
        "C1",
        "Contract",
        "C1 label",
        "Data may only be exported from Adobe Experience Cloud in an aggregated form without including individual or device identifiers",
    ),
    ("C2", "Contract", "C2 label", "Data cannot be exported to a third party"),
    (
        "C3",
        "Contract",
        "C3 label",
        "Data cannot be combined or otherwise used with directly identifiable information",
    ),
    (
        "C4",
        "Contract",
        "C4 label",
        "Data cannot be used for targeting any ads or content, either on-site or cross-site",
    ),
    (
        "C5",
        "Contract",
        "C5 label",
        "Data cannot be used for interest based, cross-site targeting of content or ads",
    ),
    ("C6", "Contract", "C6 label", "Data cannot be used for on-site ad targeting"),
    ("C7", "Contract", "C7 label", "Data cannot be used for on-site targeting of content"),
    (
        "C8",
        "Contract",
        "C8 label",
        "Data cannot be used for measurement of your organization's websites or apps",
    ),
    ("C9", "Contract", "C9 label", "Data cannot be used in data science workflows"),
    ("C10", "Contract", "C10 label", "Data cannot be used for stitched identity activation"),
    (
        "I1",
        "Identity",
        "I1 label",
        "Directly identifiable data that can identify or contact a specific person, rather than a device",
    ),
    (
        "I2",
        "Identity",
        "I2 label",
        "Indirectly identifiable data that can be used in combination with any other data to identify or contact a specific person",
    ),
    ("S1", "Sensitive", "S1 label", "Data related to latitude and longitude"),
    ("S2", "Sensitive", "S2 label", "Data related to broadly defined geographic area"),
    ("PHI", "Health", "PHI label", "Protected health information"),
    ("RHD", "Health", "RHD label", "Regulated health data"),
];

const ACTIONS: [(&str, &str); 6] = [
    ("analytics", "Using data for measurement of sites and apps"),
    ("combineWithPii", "Combining anonymous data with personally identifiable data"),
    ("crossSiteTargeting", "Targeting of ads across sites"),
    ("dataScience", "Using data in data science workflows"),
    ("emailTargeting", "Using data in e-mail campaigns"),
    ("exportToThirdParty", "Exporting data to a third party"),
];

pub(super) fn core_labels(scene: &Scene<'_>) -> Vec<Value> {
    let show = |(name, category, friendly, description): &(&str, &str, &str, &str)| {
        json!({
            "name": name, "category": category, "friendlyName": friendly, "description": description,
            "_links": { "self": { "href": scene.link(&format!("{ROOT}/labels/core/{name}")) } },
        })
    };
    CORE_LABELS.iter().map(show).collect()
}

pub(super) fn actions(scene: &Scene<'_>) -> Vec<Value> {
    let show = |(name, description): &(&str, &str)| {
        json!({
            "name": name, "description": description,
            "_links": { "self": { "href": scene.link(&format!("{ROOT}/marketingActions/core/{name}")) } },
        })
    };
    ACTIONS.iter().map(show).collect()
}
