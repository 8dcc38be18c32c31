//! The Accept rules of the Schema Registry, its most common stumbling block: a list takes no `version`, a lookup wants
//! one, and descriptors have media types of their own.

use super::faults;
use crate::products::call::Call;
use crate::products::reply::Reply;
use crate::products::scene::Scene;

/// How a resource is to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Format {
    /// With every `$ref` and `allOf` resolved.
    pub(super) full: bool,
    /// With titles and descriptions.
    pub(super) text: bool,
    /// With its descriptors.
    pub(super) descriptors: bool,
    /// The major version asked for.
    pub(super) version: u32,
}

/// How much of each resource a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// Title, ids and version.
    Ids,
    /// Everything, unresolved.
    Full,
}

/// How descriptors are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Descriptors {
    Ids,
    Links,
    Objects,
    /// The form with pages.
    Paged,
}

/// A header that cannot be used here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    /// The XDM error's number.
    pub(super) code: u32,
    /// The header as it was sent.
    pub(super) header: String,
    /// What a good one looks like.
    pub(super) example: &'static str,
}

impl Refused {
    pub(super) fn answer(&self, scene: &Scene<'_>) -> Reply {
        // The text is Adobe's for 1006; that the others read the same but for the example is [unverified].
        let detail = format!(
            "The supplied Accept header is not valid: {} - A valid Accept value should look like {}",
            self.header, self.example
        );
        faults::fault(scene, &format!("XDM-{}-400", self.code), "Accept header invalid", &detail)
    }
}

/// The header of a list of anything but descriptors.
pub(super) fn for_list(call: &Call) -> Result<Detail, Refused> {
    let header = header(call);
    match parse(&header) {
        Some((name, None)) => match name.as_str() {
            "xed-id" | "xdm-id" => Ok(Detail::Ids),
            "xed" | "xdm" => Ok(Detail::Full),
            _ => Err(()),
        },
        _ => Err(()),
    }
    .map_err(|()| Refused {
        code: 1006,
        header,
        example: "application/vnd.adobe.{xed|xdm}+json",
    })
}

/// The header of a lookup of anything but descriptors.
pub(super) fn for_lookup(call: &Call) -> Result<Format, Refused> {
    let header = header(call);
    let format = |full, text, descriptors, version| Ok(Format { full, text, descriptors, version });
    match parse(&header) {
        Some((name, Some(version))) => match name.as_str() {
            "xed" | "xdm" => format(false, true, false, version),
            "xed-notext" => format(false, false, false, version),
            // The deprecating variant shows the same; no field of the practice library is deprecated.
            "xed-full" | "xdm-full" | "xed-deprecatefield" => format(true, true, false, version),
            "xed-full-notext" => format(true, false, false, version),
            "xed-full-desc" => format(true, true, true, version),
            _ => Err(()),
        },
        _ => Err(()),
    }
    .map_err(|()| Refused {
        code: 1007,
        header,
        example: "application/vnd.adobe.{xed|xdm}+json; version={MAJOR_VERSION}",
    })
}

/// The header of a list of descriptors.
pub(super) fn for_descriptors(call: &Call) -> Result<Descriptors, Refused> {
    let header = header(call);
    match parse(&header) {
        Some((name, None)) => match name.as_str() {
            "xdm-id" => Ok(Descriptors::Ids),
            "xdm-link" => Ok(Descriptors::Links),
            "xdm" => Ok(Descriptors::Objects),
            "xdm-v2" => Ok(Descriptors::Paged),
            _ => Err(()),
        },
        _ => Err(()),
    }
    .map_err(|()| Refused {
        code: 1008,
        header,
        example: "application/vnd.adobe.xdm{-id|-link|-v2}+json",
    })
}

/// The header of a lookup of one descriptor. The guide says none is needed, so only one of the registry's other types
/// is refused.
pub(super) fn for_descriptor(call: &Call) -> Result<(), Refused> {
    let header = header(call);
    match parse(&header) {
        Some((name, _)) if !name.starts_with("xdm") => {
            Err(Refused { code: 1009, header, example: "application/vnd.adobe.xdm+json" })
        }
        _ => Ok(()),
    }
}

fn header(call: &Call) -> String {
    call.header("accept").unwrap_or_default().trim().to_owned()
}

/// The name between `vnd.adobe.` and `+json`, and the version; `None` for any other media type.
fn parse(header: &str) -> Option<(String, Option<u32>)> {
    let mut parts = header.split(';').map(str::trim);
    let media_type = parts.next()?.to_ascii_lowercase();
    let name = media_type.strip_prefix("application/vnd.adobe.")?.strip_suffix("+json")?.to_owned();
    let mut version = None;
    for (key, value) in parts.filter_map(|part| part.split_once('=')) {
        if key.trim().eq_ignore_ascii_case("version") {
            // `1`, or `1.4` whose minor part Adobe's registry fills in itself.
            let major = value.trim().trim_matches('"').split('.').next()?;
            version = Some(major.parse().ok()?);
        }
    }
    Some((name, version))
}

#[cfg(test)]
mod tests {
    use super::{Descriptors, Detail, for_descriptor, for_descriptors, for_list, for_lookup};
    use crate::products::call::Call;
    use proptest::prelude::*;
    use rstest::rstest;

    fn with(accept: &str) -> Call {
        Call::to("GET", "platform.adobe.io/").with_header("accept", accept)
    }

    #[rstest]
    #[case("application/vnd.adobe.xed-id+json", Ok(Detail::Ids))]
    #[case("application/vnd.adobe.xed+json", Ok(Detail::Full))]
    #[case("Application/VND.adobe.XED-ID+json", Ok(Detail::Ids))]
    #[case("application/vnd.adobe.xed+json; version=1", Err(1006))]
    #[case("application/vnd.adobe.xed+json;version=1", Err(1006))]
    #[case("application/vnd.adobe.xed-full+json", Err(1006))]
    #[case("application/json", Err(1006))]
    #[case("*/*", Err(1006))]
    #[case("", Err(1006))]
    fn a_list_takes_no_version(#[case] accept: &str, #[case] expected: Result<Detail, u32>) {
        assert_eq!(for_list(&with(accept)).map_err(|refused| refused.code), expected);
    }

    #[rstest]
    #[case("application/vnd.adobe.xed+json; version=1", Ok((false, true)))]
    #[case("application/vnd.adobe.xed-full+json;version=1", Ok((true, true)))]
    #[case("application/vnd.adobe.xed-notext+json; version=1", Ok((false, false)))]
    #[case("application/vnd.adobe.xed-full-notext+json; version=1.2", Ok((true, false)))]
    #[case("application/vnd.adobe.xed+json", Err(1007))]
    #[case("application/vnd.adobe.xed-id+json; version=1", Err(1007))]
    #[case("application/vnd.adobe.xed+json; version=x", Err(1007))]
    #[case("application/json", Err(1007))]
    fn a_lookup_wants_a_version(#[case] accept: &str, #[case] expected: Result<(bool, bool), u32>) {
        let format = for_lookup(&with(accept)).map(|format| (format.full, format.text));
        assert_eq!(format.map_err(|refused| refused.code), expected);
    }

    #[rstest]
    #[case("application/vnd.adobe.xdm-link+json", Ok(Descriptors::Links))]
    #[case("application/vnd.adobe.xdm-v2+json", Ok(Descriptors::Paged))]
    #[case("application/vnd.adobe.xed-id+json", Err(1008))]
    fn descriptors_have_types_of_their_own(
        #[case] accept: &str,
        #[case] expected: Result<Descriptors, u32>,
    ) {
        assert_eq!(for_descriptors(&with(accept)).map_err(|refused| refused.code), expected);
        assert_eq!(for_descriptor(&with(accept)).is_ok(), expected.is_ok());
    }

    #[test]
    fn the_last_of_several_headers_counts() {
        let call =
            with("application/json").with_header("accept", "application/vnd.adobe.xed-id+json");
        assert_eq!(for_list(&call), Ok(Detail::Ids));
    }

    proptest! {
        #[test]
        fn no_header_panics(accept in "[ -~]{0,60}") {
            let _ = (for_list(&with(&accept)), for_lookup(&with(&accept)));
        }
    }
}
