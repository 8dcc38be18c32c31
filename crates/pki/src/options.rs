//! What a person asks of a new pair: the seven subject fields, the days and the size, each with its check.
//!
//! Which defaults a form offers is left to the engine.

use crate::country;
use crate::invalid::{InvalidOption, OptionField};

/// The seven fields that `openssl req` asks for. An empty one is left out of the certificate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Subject {
    /// ISO 3166 alpha-2, such as `US`.
    pub country: String,
    /// State or province, its full name.
    pub state: String,
    /// City or other locality.
    pub locality: String,
    /// Company.
    pub organization: String,
    /// Section of the company.
    pub organizational_unit: String,
    /// What the certificate is called; the one field that cannot be empty.
    pub common_name: String,
    /// E-mail address.
    pub email: String,
}

impl Subject {
    /// The fields in the order of `openssl req`, which is the order of the certificate's name.
    pub(crate) fn fields(&self) -> [(OptionField, &str); 7] {
        [
            (OptionField::Country, &self.country),
            (OptionField::State, &self.state),
            (OptionField::Locality, &self.locality),
            (OptionField::Organization, &self.organization),
            (OptionField::OrganizationalUnit, &self.organizational_unit),
            (OptionField::CommonName, &self.common_name),
            (OptionField::Email, &self.email),
        ]
    }
}

/// How long the modulus of a new key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum KeySize {
    /// 2048 bits, what Adobe's own instructions make.
    #[default]
    Bits2048,
    /// 3072 bits.
    Bits3072,
    /// 4096 bits.
    Bits4096,
}

impl KeySize {
    /// All of them, smallest first.
    pub const ALL: [Self; 3] = [Self::Bits2048, Self::Bits3072, Self::Bits4096];

    /// The size as a number of bits.
    pub const fn bits(self) -> u32 {
        match self {
            Self::Bits2048 => 2048,
            Self::Bits3072 => 3072,
            Self::Bits4096 => 4096,
        }
    }

    /// The size of that many bits.
    pub fn from_bits(bits: u32) -> Result<Self, InvalidOption> {
        Self::ALL.into_iter().find(|size| size.bits() == bits).ok_or_else(|| {
            InvalidOption::new(
                OptionField::Bits,
                format!("is {bits} bits; choose 2048, 3072 or 4096."),
            )
        })
    }
}

/// Everything a new pair is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateOptions {
    /// Whose certificate it is; issuer and subject are the same.
    pub subject: Subject,
    /// How many days of 24 hours it is valid, 1 to 3,650.
    pub days: u32,
    /// The size of the key.
    pub bits: KeySize,
}

impl CertificateOptions {
    /// The validity that `openssl req` examples, the Console and Adobe's command line use.
    pub const DEFAULT_DAYS: u32 = 365;
    /// The longest validity offered.
    pub const MOST_DAYS: u32 = 3650;

    /// Every field that is not valid, in the form's order; empty when a pair can be made.
    pub fn check(&self) -> Vec<InvalidOption> {
        let mut invalid: Vec<_> = self
            .subject
            .fields()
            .into_iter()
            .filter_map(|(field, text)| {
                check_text(field, text).err().map(|reason| InvalidOption::new(field, reason))
            })
            .collect();
        if !(1..=Self::MOST_DAYS).contains(&self.days) {
            let reason = format!("must be 1 to 3,650 (ten years), not {}.", self.days);
            invalid.push(InvalidOption::new(OptionField::Days, reason));
        }
        invalid
    }
}

fn check_text(field: OptionField, text: &str) -> Result<(), String> {
    if text.is_empty() {
        return match field {
            OptionField::CommonName => Err("is empty: give the certificate a name.".into()),
            _ => Ok(()),
        };
    }
    if text.chars().any(char::is_control) {
        return Err("contains a line break or another control character.".into());
    }
    if text.trim() != text {
        return Err("begins or ends with a space.".into());
    }
    match field {
        OptionField::Country => return country::check(text),
        OptionField::Email => check_email(text)?,
        _ => {}
    }
    let (most, length) = (field.upper_bound(), text.chars().count());
    if length > most {
        return Err(format!("is {length} characters long; a certificate takes at most {most}."));
    }
    Ok(())
}

/// PKCS #9 `emailAddress` is an IA5String, so an address outside ASCII cannot be written at all.
fn check_email(text: &str) -> Result<(), String> {
    if let Some(wrong) = text.chars().find(|c| !c.is_ascii_graphic()) {
        return Err(format!("contains {wrong:?}; a certificate takes plain ASCII addresses only."));
    }
    match text.rsplit_once('@') {
        Some((user, host)) if !user.is_empty() && !host.is_empty() => Ok(()),
        _ => Err("must be like name@example.com.".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mudbrick_model::Explain;
    use rstest::rstest;

    fn options(change: impl FnOnce(&mut Subject)) -> CertificateOptions {
        let mut subject = Subject { common_name: "places.com".into(), ..Subject::default() };
        change(&mut subject);
        CertificateOptions { subject, days: 365, bits: KeySize::Bits2048 }
    }

    #[test]
    fn the_example_of_adobes_own_instructions_is_valid() {
        let options = options(|subject| {
            "US".clone_into(&mut subject.country);
            "California".clone_into(&mut subject.state);
            "San Jose".clone_into(&mut subject.locality);
            "Places".clone_into(&mut subject.organization);
            "Engineering".clone_into(&mut subject.organizational_unit);
            "poi@places.com".clone_into(&mut subject.email);
        });
        assert_eq!(options.check(), []);
    }

    #[rstest]
    #[case::no_common_name(|s: &mut Subject| s.common_name.clear(), "Common name is empty")]
    #[case::three_letters(|s: &mut Subject| s.country = "USA".into(), "Country must be two letters")]
    #[case::not_a_country(|s: &mut Subject| s.country = "ZY".into(), "Country \"ZY\" is not")]
    #[case::long_state(|s: &mut Subject| s.state = "ö".repeat(129), "State or province is 129")]
    #[case::long_name(|s: &mut Subject| s.common_name = "x".repeat(65), "Common name is 65")]
    #[case::line_break(|s: &mut Subject| s.locality = "San\nJose".into(), "Locality contains a line")]
    #[case::nul(|s: &mut Subject| s.common_name = "a\0b".into(), "Common name contains a line break")]
    #[case::spaces(|s: &mut Subject| s.organization = " ".into(), "Organization begins or ends")]
    #[case::email_utf8(|s: &mut Subject| s.email = "jö@x.de".into(), "Email address contains 'ö'")]
    #[case::email_without_at(|s: &mut Subject| s.email = "x.de".into(), "must be like name@")]
    #[case::long_email(|s: &mut Subject| s.email = format!("a@{}", "b".repeat(254)), "at most 255")]
    fn fields_that_cannot_be_written(#[case] change: fn(&mut Subject), #[case] expected: &str) {
        let invalid = options(change).check();
        assert_eq!(invalid.len(), 1, "{invalid:?}");
        let sentence = invalid[0].problem().message;
        assert!(sentence.contains(expected) && sentence.ends_with('.'), "{sentence}");
    }

    #[test]
    fn bounds_count_characters_not_bytes() {
        assert_eq!(options(|s| s.common_name = "ж".repeat(64)).check(), []);
        assert_eq!(options(|s| s.locality = "語".repeat(128)).check(), []);
    }

    #[rstest]
    #[case(0)]
    #[case(3651)]
    #[case(u32::MAX)]
    fn days_out_of_range(#[case] days: u32) {
        let options = CertificateOptions { days, ..options(|_| {}) };
        assert_eq!(options.check()[0].field(), OptionField::Days);
    }

    #[test]
    fn all_wrong_fields_are_named_at_once() {
        let mut options = options(|subject| {
            subject.common_name.clear();
            subject.country = "X".into();
            subject.email = "x".into();
        });
        options.days = 0;
        let names: Vec<_> = options.check().iter().map(|i| i.field().name()).collect();
        assert_eq!(names, ["country", "common_name", "email", "days"]);
    }

    #[test]
    fn sizes_from_numbers() {
        for size in KeySize::ALL {
            assert_eq!(KeySize::from_bits(size.bits()), Ok(size));
        }
        let error = KeySize::from_bits(1024).unwrap_err().to_string();
        assert_eq!(error, "Key size is 1024 bits; choose 2048, 3072 or 4096.");
    }
}
