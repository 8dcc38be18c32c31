//! Country codes: which two letters a certificate's `C` may hold.
//!
//! The list is ISO 3166-1 alpha-2. Letters are compared without regard to case and written as typed.

/// Officially assigned.
const ASSIGNED: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO \
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE \
    JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO \
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW \
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM \
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// Reserved for the European Union, the United Nations and the United Kingdom: found in real certificates.
const RESERVED: &str = "EU UN UK";

/// Says what is wrong with `code`; the reason continues a sentence that begins with `Country`.
pub(crate) fn check(code: &str) -> Result<(), String> {
    if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_alphabetic()) {
        return Err(format!("must be two letters such as US or DE, not {code:?}."));
    }
    let upper = code.to_ascii_uppercase();
    let listed = |list: &str| list.split_ascii_whitespace().any(|known| known == upper);
    if listed(ASSIGNED) || listed(RESERVED) || is_for_private_use(&upper) {
        return Ok(());
    }
    Err(format!(
        "{code:?} is not a country code; use the two letters of ISO 3166, such as US or DE."
    ))
}

/// `AA`, `QM` to `QZ`, `XA` to `XZ` and `ZZ` are left to their users; `XK` is how Kosovo is written.
fn is_for_private_use(upper: &str) -> bool {
    matches!(upper.as_bytes(), b"AA" | b"ZZ" | [b'X', _] | [b'Q', b'M'..=b'Z'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("US")]
    #[case("de")]
    #[case("ZW")]
    #[case("UK")]
    #[case("XK")]
    #[case("QM")]
    fn known(#[case] code: &str) {
        assert_eq!(check(code), Ok(()));
    }

    #[rstest]
    #[case::unassigned("ZY")]
    #[case::language_not_country("EN")]
    #[case::before_private_range("QL")]
    #[case::three("DEU")]
    #[case::one("D")]
    #[case::digits("U5")]
    #[case::two_bytes_of_one_letter("é")]
    fn unknown(#[case] code: &str) {
        assert!(check(code).is_err());
    }

    #[test]
    fn the_list_is_whole() {
        assert_eq!(ASSIGNED.split_ascii_whitespace().count(), 249);
    }
}
