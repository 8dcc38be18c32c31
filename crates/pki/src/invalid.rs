//! The fields of a form for new pairs by name, and what is wrong with one.
//!
//! The checks themselves are in [`crate::options`].

use mudbrick_model::{ErrorCode, Explain, Problem};
use std::fmt;

/// A field of [`crate::CertificateOptions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are those of the fields")]
pub enum OptionField {
    Country,
    State,
    Locality,
    Organization,
    OrganizationalUnit,
    CommonName,
    Email,
    Days,
    Bits,
}

impl OptionField {
    /// The field's name in the code and in forms, such as `organizational_unit`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::State => "state",
            Self::Locality => "locality",
            Self::Organization => "organization",
            Self::OrganizationalUnit => "organizational_unit",
            Self::CommonName => "common_name",
            Self::Email => "email",
            Self::Days => "days",
            Self::Bits => "bits",
        }
    }

    /// The field's name as a person reads it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Country => "Country",
            Self::State => "State or province",
            Self::Locality => "Locality",
            Self::Organization => "Organization",
            Self::OrganizationalUnit => "Organizational unit",
            Self::CommonName => "Common name",
            Self::Email => "Email address",
            Self::Days => "Days",
            Self::Bits => "Key size",
        }
    }

    /// Upper bound in characters (RFC 5280 appendix A.1).
    pub(crate) const fn upper_bound(self) -> usize {
        match self {
            Self::State | Self::Locality => 128,
            Self::Email => 255,
            _ => 64,
        }
    }
}

/// A field that cannot go into a certificate. `Display` is a whole sentence, ready for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidOption {
    field: OptionField,
    reason: String,
}

impl InvalidOption {
    pub(crate) fn new(field: OptionField, reason: impl Into<String>) -> Self {
        Self { field, reason: reason.into() }
    }

    /// Which field.
    pub fn field(&self) -> OptionField {
        self.field
    }
}

impl fmt::Display for InvalidOption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.field.label(), self.reason)
    }
}

impl std::error::Error for InvalidOption {}

impl Explain for InvalidOption {
    fn problem(&self) -> Problem {
        Problem::new(ErrorCode::InvalidInput, self.to_string())
    }
}
