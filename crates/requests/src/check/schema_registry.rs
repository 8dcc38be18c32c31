//! The Schema Registry's Accept header: the commonest mistake there is. Its rules are from `schema-registry.yaml`'s
//! acceptErrorList and acceptErrorLookup.

use super::call::Call;
use super::warning::{Part, Warnings};
use mudbrick_model::Method;

const ROOT: &str = "/data/foundation/schemaregistry/";

/// The collections of resources described in XDM. `mixins` is the old name of field groups.
const COLLECTIONS: [&str; 7] =
    ["classes", "schemas", "fieldgroups", "mixins", "datatypes", "behaviors", "unions"];

pub(super) fn check(call: &Call<'_>, warnings: &mut Warnings) {
    let Some(rest) = call.path.strip_prefix(ROOT) else { return };
    if call.filled.method != Method::Get {
        return;
    }
    let mut parts = rest.trim_end_matches('/').splitn(3, '/');
    let (container, collection, id) = (parts.next(), parts.next(), parts.next());
    if !matches!(container, Some("global" | "tenant")) {
        return;
    }
    let accept = call.header("accept").unwrap_or_default().to_ascii_lowercase();
    let versioned = accept.split(';').skip(1).any(|p| p.trim_start().starts_with("version"));
    match (collection, id) {
        (Some("descriptors"), None) if !accept.starts_with("application/vnd.adobe.xdm") => {
            warnings.add(
                Part::Headers,
                "A list of descriptors needs an Accept header of its own, such as application/vnd.adobe.xdm-id+json; Adobe answers with XDM-1008.",
            );
        }
        (Some(name), None) if COLLECTIONS.contains(&name) => {
            if versioned {
                warnings.add(
                    Part::Headers,
                    "A list takes no version in its Accept header; Adobe answers with XDM-1006, Accept header invalid. Remove ; version=.",
                );
            } else if !accept.starts_with("application/vnd.adobe.xed") {
                warnings.add(
                    Part::Headers,
                    "A list of the Schema Registry needs the header Accept: application/vnd.adobe.xed-id+json, or xed+json for whole resources.",
                );
            }
        }
        (Some(name), Some(_)) if COLLECTIONS.contains(&name) => {
            if accept.starts_with("application/vnd.adobe.xed-id") {
                warnings.add(
                    Part::Headers,
                    "A single resource cannot be asked for by id alone; use Accept: application/vnd.adobe.xed-full+json; version=1.",
                );
            } else if !versioned {
                warnings.add(
                    Part::Headers,
                    "A single resource needs a version in its Accept header; Adobe answers with XDM-1007, Accept header invalid. Use application/vnd.adobe.xed-full+json; version=1.",
                );
            }
        }
        _ => {}
    }
}
