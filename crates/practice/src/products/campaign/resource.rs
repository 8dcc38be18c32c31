//! What Campaign's resources are: their names, seeded rows, defaults and links. The calls on them are left to `rows`
//! and `list`.

use super::edition::CampaignEdition;
use super::home::Home;
use super::{profiles, services, stores};
use crate::products::when;
use mudbrick_model::Timestamp;
use serde_json::{Map, Value, json};

/// A resource with rows of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Resource {
    Profile,
    Service,
    Store,
    OrgUnit,
    GeoUnit,
}

impl Resource {
    /// The resource at `root`/`name`, such as `profileAndServices`/`profile`.
    pub(super) fn find(root: &str, name: &str) -> Option<Self> {
        Some(match (root, name) {
            ("profileAndServices" | "profileAndServicesExt", "profile") => Self::Profile,
            ("profileAndServices" | "profileAndServicesExt", "service") => Self::Service,
            ("profileAndServicesExt", "orgUnitBase") => Self::OrgUnit,
            ("profileAndServicesExt", "geoUnitBase") => Self::GeoUnit,
            // A custom resource is reached by either root.
            ("customResources" | "profileAndServicesExt", "cusStore") => Self::Store,
            _ => return None,
        })
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Service => "service",
            Self::Store => "cusStore",
            Self::OrgUnit => "orgUnitBase",
            Self::GeoUnit => "geoUnitBase",
        }
    }

    /// How many rows an instance starts with.
    pub(super) fn seeded(self, profiles: u32) -> u32 {
        match self {
            Self::Profile => profiles,
            Self::Service => services::SEEDED,
            Self::Store => stores::SEEDED,
            Self::OrgUnit => stores::ORG_UNITS,
            Self::GeoUnit => stores::GEO_UNITS,
        }
    }

    /// Seeded row `number`, without key and links.
    pub(super) fn make(self, number: u32) -> Option<Value> {
        Some(match self {
            Self::Profile => profiles::seeded(number),
            Self::Service => services::seeded(number)?,
            Self::Store => stores::seeded(number)?,
            Self::OrgUnit => stores::org_unit(number)?,
            Self::GeoUnit => stores::geo_unit(number)?,
        })
    }

    /// A new row with every field at its default.
    pub(super) fn blank(self, number: u32, now: Timestamp) -> Value {
        let mut row = match self {
            Self::Profile => profiles::blank(number),
            Self::Service => services::blank(number),
            Self::Store => stores::blank(number),
            Self::OrgUnit | Self::GeoUnit => stores::blank_unit(),
        };
        row["created"] = json!(when::spaced(now));
        row["lastModified"] = json!(when::spaced(now));
        row
    }

    /// Brings up to date what follows from the other fields.
    pub(super) fn settle(self, row: &mut Value, now: Timestamp) {
        match self {
            Self::Profile => profiles::settle(row, now),
            Self::Service => services::settle(row),
            Self::Store => stores::settle(row),
            Self::OrgUnit | Self::GeoUnit => stores::settle_unit(row),
        }
    }

    /// What Campaign calls its schema in errors.
    pub(super) fn schema(self) -> &'static str {
        match self {
            Self::Profile => "Profiles (nms:recipient)",
            Self::Service => "Services (nms:service)",
            Self::Store => "Stores (cus:cusStore)",
            Self::OrgUnit => "Organizational units (nms:orgUnit)",
            Self::GeoUnit => "Geographical units (nms:geoUnit)",
        }
    }

    /// The fields `byText` looks into.
    pub(super) fn text_fields(self) -> &'static [&'static str] {
        match self {
            Self::Profile => &["email", "lastName"],
            Self::Service => &["label", "name"],
            Self::Store => &["cusName", "cusCity"],
            Self::OrgUnit | Self::GeoUnit => &["label", "name"],
        }
    }

    /// `row` as a caller sees it under `root`: with key and links, fields in Campaign's alphabetical order.
    pub(super) fn show(self, mut row: Value, number: u32, home: &Home, root: &str) -> Value {
        let key = home.key(self.name(), number);
        let href = format!("{}/{root}/{}/{key}", home.base, self.name());
        if self == Self::Profile && root == "profileAndServicesExt" {
            profiles::extend(&mut row, number, home);
        }
        if self == Self::Profile
            && root == "profileAndServices"
            && home.edition == CampaignEdition::V8
            && let Value::Object(fields) = &mut row
        {
            // Only the extended profile has it there.
            fields.shift_remove("timeZone");
        }
        if self == Self::Store {
            stores::link(&mut row, home);
        }
        if matches!(self, Self::Profile | Self::Service) {
            row["subscriptions"] = json!({ "href": format!("{href}/subscriptions/") });
        }
        row["href"] = json!(href);
        row["PKey"] = json!(key);
        if let Value::Object(fields) = &mut row {
            fields.sort_keys();
        }
        row
    }

    /// Writes the fields of `changes` that `row` has into it; objects are merged, unknown fields are passed over
    /// [unverified].
    pub(super) fn merge(row: &mut Value, changes: &Map<String, Value>) {
        const FIXED: [&str; 7] =
            ["PKey", "href", "created", "lastModified", "title", "cryptedId", "cusManager"];
        for (name, value) in changes.iter().filter(|(name, _)| !FIXED.contains(&name.as_str())) {
            match (row.get_mut(name), value) {
                (Some(old @ Value::Object(_)), Value::Object(more)) => Self::merge(old, more),
                (Some(Value::Object(_)) | None, _) => {}
                (Some(old), new) => *old = new.clone(),
            }
        }
    }
}
