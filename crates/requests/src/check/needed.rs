//! The headers that one of Adobe's services needs, and which of them a request lacks.

use super::call::Call;
use crate::fill::outline;
use crate::variables::Variables;
use mudbrick_model::{Header, Request};
use url::Url;

/// A header of the gateway's, and what it answers without it (facts: 09).
pub(super) struct OfTheGateway {
    pub(super) name: &'static str,
    pub(super) error: &'static str,
    /// What a profile has for it.
    value: &'static str,
}

const GATEWAY: [OfTheGateway; 3] = [
    OfTheGateway {
        name: "Authorization",
        error: "403010 Oauth token is missing",
        value: "Bearer {{ACCESS_TOKEN}}",
    },
    OfTheGateway { name: "x-api-key", error: "403000 Api Key is required", value: "{{API_KEY}}" },
    OfTheGateway { name: "x-gw-ims-org-id", error: "400003 Missing header", value: "{{IMS_ORG}}" },
];

/// Where the sandbox is required by Adobe's own specifications (facts: 07, section 7.1). The seed's own test call shows that
/// the registry's global container does without.
const IN_A_SANDBOX: [&str; 8] = [
    "/data/foundation/schemaregistry/tenant/",
    "/data/foundation/catalog/",
    "/data/foundation/query/",
    "/data/core/ups/segment/",
    "/data/core/ups/preview",
    "/data/foundation/access-control/acl/",
    "/data/infrastructure/observability/",
    "/data/foundation/audit/",
];

/// Those of the gateway's that a call needs and does not have. Campaign does without the organisation.
pub(super) fn of_the_gateway<'a>(
    call: &'a Call<'_>,
) -> impl Iterator<Item = &'static OfTheGateway> + use<'a> {
    let known = call.is_platform() || call.is_places() || call.is_campaign();
    let wanted = |header: &OfTheGateway| !call.is_campaign() || header.name != "x-gw-ims-org-id";
    GATEWAY
        .iter()
        .filter(move |header| known && wanted(header) && call.header(header.name).is_none())
}

pub(super) fn lacks_a_sandbox(call: &Call<'_>) -> bool {
    let required =
        call.is_platform() && IN_A_SANDBOX.iter().any(|begin| call.path.starts_with(begin));
    required && call.header("x-sandbox-name").is_none() && call.header("x-sandbox-id").is_none()
}

/// The headers that the service of a request needs and the request lacks, with the profile's variables as their values.
pub fn missing_headers(request: &Request) -> Vec<Header> {
    let filled = outline(request, &Variables::new());
    // A variable without a value leaves its header out of what is filled, and is there all the same.
    let is_there =
        |name: &str| request.headers.iter().any(|own| own.name.eq_ignore_ascii_case(name));
    let Ok(url) = Url::parse(&filled.url.shown()) else { return Vec::new() };
    let call = Call { filled: &filled, host: url.host_str().unwrap_or_default(), path: url.path() };
    let mut missing: Vec<Header> =
        of_the_gateway(&call).map(|header| Header::new(header.name, header.value)).collect();
    if lacks_a_sandbox(&call) && !is_there("x-sandbox-id") {
        missing.push(Header::new("x-sandbox-name", "{{SANDBOX_NAME}}"));
    }
    missing.retain(|header| !is_there(&header.name));
    missing
}

#[cfg(test)]
mod tests {
    use super::*;
    use mudbrick_model::Method;
    use rstest::rstest;

    #[rstest]
    #[case::platform("https://platform.adobe.io/data/foundation/catalog/x", &[], "Authorization x-api-key x-gw-ims-org-id x-sandbox-name")]
    #[case::a_variable_is_there("https://platform.adobe.io/data/a", &["x-api-key", "authorization"], "x-gw-ims-org-id")]
    #[case::campaign("https://mc.adobe.io/acme/campaign/profile", &["Authorization"], "x-api-key")]
    #[case::places("https://api-places.adobe.io/places/placesapi/v1/pois", &["X-API-KEY", "Authorization"], "x-gw-ims-org-id")]
    #[case::by_its_id("https://platform.adobe.io/data/foundation/query/a", &["Authorization", "x-api-key", "x-gw-ims-org-id", "x-sandbox-id"], "")]
    #[case::others("https://x.io/a", &[], "")]
    #[case::no_url("{{URL}}", &[], "")]
    fn are_named(#[case] url: &str, #[case] headers: &[&str], #[case] expected: &str) {
        let headers = headers.iter().map(|name| Header::new(*name, "{{UNSET}}")).collect();
        let (url, method) = (url.to_owned(), Method::Get);
        let request = Request { name: String::new(), method, url, headers, body: None };
        let names: Vec<_> = missing_headers(&request).into_iter().map(|h| h.name).collect();
        assert_eq!(names.join(" "), expected);
    }
}
