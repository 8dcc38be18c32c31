//! The kinds of resources there are.

/// A kind of resource, by its name in paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Schemas,
    Classes,
    FieldGroups,
    DataTypes,
    Behaviors,
    Unions,
}

impl Kind {
    /// The kind that a path calls `name`; `mixins` is the former name of field groups.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "schemas" => Self::Schemas,
            "classes" => Self::Classes,
            "fieldgroups" | "mixins" => Self::FieldGroups,
            "datatypes" => Self::DataTypes,
            "behaviors" => Self::Behaviors,
            "unions" => Self::Unions,
            _ => return None,
        })
    }

    /// Its name in ids and `meta:resourceType`. "Field group" is a word of paths only (§7b.4 of the facts).
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Schemas => "schemas",
            Self::Classes => "classes",
            Self::FieldGroups => "mixins",
            Self::DataTypes => "datatypes",
            Self::Behaviors => "behaviors",
            Self::Unions => "unions",
        }
    }

    /// What Adobe's messages call one of them.
    pub(super) fn singular(self) -> &'static str {
        match self {
            Self::Schemas => "schema",
            Self::Classes => "class",
            Self::FieldGroups => "fieldgroup",
            Self::DataTypes => "datatype",
            Self::Behaviors => "behavior",
            Self::Unions => "union",
        }
    }

    /// The tenant may not make its own behaviours, and unions make themselves.
    pub(super) fn is_tenants(self) -> bool {
        !matches!(self, Self::Behaviors | Self::Unions)
    }
}
