//! The form that makes a key pair, checked.

use super::view::{KeyField, KeyFieldProblem, KeyPairDraft};
use mudbrick_model::{ErrorCode, Problem};
use mudbrick_pki::{CertificateOptions, InvalidOption, KeySize, OptionField, Subject};

/// Every field that is wrong, in the form's order, without generating anything; empty when a pair can be made.
pub(crate) fn check(draft: &KeyPairDraft) -> Vec<KeyFieldProblem> {
    let name = name_fault(&draft.name)
        .map(|message| KeyFieldProblem { field: KeyField::Name, message: message.to_owned() });
    name.into_iter().chain(check_options(draft)).collect()
}

/// The same without the name, which a template has none of.
fn check_options(draft: &KeyPairDraft) -> Vec<KeyFieldProblem> {
    let size = KeySize::from_bits(draft.bits);
    let others = options_of(draft, size.clone().unwrap_or_default()).check();
    let (days, subject): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|invalid| invalid.field() == OptionField::Days);
    // The form asks for size and days before it asks whose certificate it is.
    size.err().into_iter().chain(days).chain(subject).map(|invalid| told(&invalid)).collect()
}

/// The certificate's options of a draft that is good; all that is wrong otherwise, the first of it as the sentence.
pub(crate) fn options(draft: &KeyPairDraft) -> Result<CertificateOptions, Problem> {
    let problems = check_options(draft);
    let Some(first) = problems.first() else {
        return Ok(options_of(draft, KeySize::from_bits(draft.bits)?));
    };
    let problem = Problem::new(ErrorCode::InvalidInput, &first.message);
    if problems.len() < 2 {
        return Err(problem);
    }
    let all: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    Err(problem.detail(all.join("\n")))
}

fn options_of(draft: &KeyPairDraft, bits: KeySize) -> CertificateOptions {
    let subject = Subject {
        country: draft.country.clone(),
        state: draft.state.clone(),
        locality: draft.locality.clone(),
        organization: draft.organization.clone(),
        organizational_unit: draft.organizational_unit.clone(),
        common_name: draft.common_name.clone(),
        email: draft.email.clone(),
    };
    CertificateOptions { subject, days: draft.days, bits }
}

fn told(invalid: &InvalidOption) -> KeyFieldProblem {
    let field = match invalid.field() {
        OptionField::Country => KeyField::Country,
        OptionField::State => KeyField::State,
        OptionField::Locality => KeyField::Locality,
        OptionField::Organization => KeyField::Organization,
        OptionField::OrganizationalUnit => KeyField::OrganizationalUnit,
        OptionField::CommonName => KeyField::CommonName,
        OptionField::Email => KeyField::Email,
        OptionField::Days => KeyField::Days,
        OptionField::Bits => KeyField::Bits,
    };
    KeyFieldProblem { field, message: invalid.to_string() }
}

const NAME_REMEDY: &str = "Choose a name such as places_integration_test.";

/// The name becomes part of file names.
fn name_fault(name: &str) -> Option<&'static str> {
    let name = name.trim();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.is_empty() {
        return Some("The key pair needs a name, such as places_integration_test.");
    }
    if name.len() > 80 {
        return Some("The name is too long. Choose one of at most 80 characters.");
    }
    let good = !name.starts_with('.') && name.chars().all(plain);
    (!good).then_some(
        "The name may contain only letters, digits, hyphens, underscores and dots, and may not begin with a dot.",
    )
}

/// A name that can be one.
pub(crate) fn checked_name(name: &str) -> Result<String, Problem> {
    match name_fault(name) {
        Some(fault) => Err(Problem::new(ErrorCode::InvalidInput, fault).remedy(NAME_REMEDY)),
        None => Ok(name.trim().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> KeyPairDraft {
        KeyPairDraft {
            name: "places".into(),
            bits: 2048,
            days: 365,
            country: String::new(),
            state: String::new(),
            locality: String::new(),
            organization: String::new(),
            organizational_unit: String::new(),
            common_name: "places.com".into(),
            email: String::new(),
        }
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once_in_the_order_of_the_form() {
        let wrong = KeyPairDraft {
            name: "a b".into(),
            bits: 1024,
            days: 3651,
            country: "USA".into(),
            common_name: String::new(),
            email: "nobody".into(),
            ..draft()
        };
        let problems = check(&wrong);
        let fields: Vec<_> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(
            fields,
            [
                KeyField::Name,
                KeyField::Bits,
                KeyField::Days,
                KeyField::Country,
                KeyField::CommonName,
                KeyField::Email
            ]
        );
        let refused = options(&wrong).unwrap_err();
        assert_eq!(refused.message, problems[1].message, "the name is asked for elsewhere");
        assert_eq!(refused.detail.map(|detail| detail.lines().count()), Some(5));
    }

    #[test]
    fn a_good_draft_has_nothing_wrong() {
        assert_eq!(check(&draft()), []);
        assert_eq!(options(&draft()).map(|options| options.days), Ok(365));
    }
}
