//! The form that makes a key pair, checked.

use super::view::KeyPairDraft;
use mudbrick_model::{ErrorCode, Problem};
use mudbrick_pki::{CertificateOptions, KeySize, Subject};

/// Checks a draft without generating anything; the certificate's options when it is good.
pub(crate) fn options(draft: &KeyPairDraft) -> Result<CertificateOptions, Problem> {
    let subject = Subject {
        country: draft.country.clone(),
        state: draft.state.clone(),
        locality: draft.locality.clone(),
        organization: draft.organization.clone(),
        organizational_unit: draft.organizational_unit.clone(),
        common_name: draft.common_name.clone(),
        email: draft.email.clone(),
    };
    let options =
        CertificateOptions { subject, days: draft.days, bits: KeySize::from_bits(draft.bits)? };
    match options.check().into_iter().next() {
        Some(invalid) => Err(invalid.into()),
        None => Ok(options),
    }
}

/// The name becomes part of file names.
pub(crate) fn checked_name(name: &str) -> Result<String, Problem> {
    let name = name.trim();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.is_empty() || name.len() > 80 || name.starts_with('.') || !name.chars().all(plain) {
        return Err(Problem::new(
            ErrorCode::InvalidInput,
            "The key pair's name may hold letters, digits, dots, hyphens and underscores, at most 80.",
        )
        .remedy("Choose a name such as places_integration_test."));
    }
    Ok(name.to_owned())
}
