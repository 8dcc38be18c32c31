//! A key pair's certificate: as a client sees it, whether it is damaged, and a word in time about its end.

use super::view::CertificateView;
use mudbrick_model::{ErrorCode, KeyPair, Problem, Timestamp, counted};
use mudbrick_pki::Certificate;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Why a stored certificate cannot be this key's, though its file can be read.
pub(crate) fn key_fault(pair: &KeyPair) -> Option<Problem> {
    let fault = match Certificate::from_pem(pair.certificate.as_deref()?) {
        Ok(certificate) if *certificate.key_id() == pair.id => return None,
        Ok(_) => "it is over another key".to_owned(),
        Err(error) => error.to_string(),
    };
    let message = format!("The certificate of the key pair {} is damaged.", pair.name);
    let problem = Problem::new(ErrorCode::Damaged, message);
    let remedy = "Import the certificate or your backup again, or generate a new key pair.";
    Some(problem.remedy(remedy).detail(fault))
}

pub(super) fn certificate_view(pair: &KeyPair) -> Option<CertificateView> {
    Some(certificate_details(&Certificate::from_pem(pair.certificate.as_deref()?).ok()?))
}

pub(crate) fn certificate_details(certificate: &Certificate) -> CertificateView {
    CertificateView {
        subject: certificate.subject_line().to_owned(),
        sha1: certificate.sha1(),
        sha256: certificate.sha256(),
        serial: certificate.serial_hex().to_owned(),
        validity: certificate.validity(),
    }
}

/// What to say of a certificate's end from 30 days before it, more urgently from 7 days and from the last day on.
pub(crate) fn notice(ends: Timestamp, now: Timestamp) -> Option<String> {
    let (end, when) = told(ends, now)?;
    Some(format!("{end}. Generate a new key pair and upload its certificate{when}."))
}

/// The same without a word of what to do, and without a stop.
pub(crate) fn ending(ends: Timestamp, now: Timestamp) -> Option<String> {
    Some(told(ends, now)?.0)
}

fn told(ends: Timestamp, now: Timestamp) -> Option<(String, &'static str)> {
    let left = ends.0.saturating_sub(now.0);
    let days = left.div_euclid(DAY_MS);
    let is_whole = left == days * DAY_MS;
    Some(match days {
        ..-1 => {
            let ago = counted(-days - 1, "day");
            let end = format!(
                "The certificate ended {ago} ago: Adobe takes nothing signed with this key"
            );
            (end, "")
        }
        -1 => {
            let end = "The certificate has ended: Adobe takes nothing signed with this key";
            (end.to_owned(), "")
        }
        0 => ("The certificate ends within a day".to_owned(), " now"),
        1 => ("The certificate ends within two days".to_owned(), " today"),
        2..=6 => (format!("The certificate ends in {days} days"), " this week"),
        7 if is_whole => ("The certificate ends in 7 days".to_owned(), " this week"),
        7..=29 => (format!("The certificate ends in {days} days"), " before then"),
        30 if is_whole => ("The certificate ends in 30 days".to_owned(), " before then"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::long(31.0, None)]
    #[case::thirty_and_a_bit(30.01, None)]
    #[case::thirty(30.0, Some("ends in 30 days"))]
    #[case::seven_and_a_bit(7.5, Some("before then"))]
    #[case::seven(
        7.0,
        Some("in 7 days. Generate a new key pair and upload its certificate this week")
    )]
    #[case::two(2.9, Some("in 2 days"))]
    #[case::within_two_days(1.5, Some("within two days"))]
    #[case::today(0.2, Some("within a day"))]
    #[case::just_ended(-0.2, Some("has ended"))]
    #[case::ended_yesterday(-1.5, Some("ended 1 day ago"))]
    #[case::ended(-3.5, Some("ended 3 days ago"))]
    fn the_end_is_told_in_time(#[case] days: f64, #[case] expected: Option<&str>) {
        let now = Timestamp(1_800_000_000_000);
        #[allow(clippy::cast_possible_truncation, reason = "a few days")]
        let ends = Timestamp(now.0 + (days * DAY_MS as f64) as i64);
        let said = notice(ends, now);
        assert_eq!(said.is_some(), expected.is_some(), "{said:?}");
        assert!(said.unwrap_or_default().contains(expected.unwrap_or_default()));
    }
}
