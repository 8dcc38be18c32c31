//! Which product an address belongs to, by Adobe's host names or, for callers that use a base URL of their own, by the
//! path alone. What the product answers is left to its folder.

use crate::table;

/// A product's address space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Api {
    /// The Places web service, `/places/placesapi/v1/…`.
    Places,
    /// The Places health check, `/ping`.
    PlacesPing,
    /// The Places edge query, `/placesedgequery`.
    PlacesEdge,
    /// Campaign Standard, `/<tenant>/campaign/…`.
    Campaign,
    /// Experience Platform and Journey Optimizer, `/data/…` and `/ajo/…`.
    Platform,
    /// Platform's streaming inlet, `/collection/<inlet>`.
    Inlet,
    /// Analytics 2.0, `/discovery/me` and `/api/<company>/…`.
    Analytics,
    /// User Management, `/v2/usermanagement/…`.
    UserManagement,
    /// Another service of the table, by its name there.
    Listed(&'static str),
}

impl Api {
    /// The product at `host` (with or without a port) and `path`. An Adobe host has only its own product; any other
    /// host has all of them, told apart by path.
    pub fn locate(host: &str, path: &str) -> Option<Self> {
        let adobe = adobe_name(host);
        let lives_there = |api: &Self| adobe.as_deref().is_none_or(|host| api.lives_at(host));
        Self::by_path(path).filter(lives_there).or_else(|| {
            let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
            let found = table::find(adobe.as_deref(), &segments)?;
            Some(Self::Listed(&found.service.name))
        })
    }

    /// Whether it is answered without key and token.
    pub fn is_open(self) -> bool {
        // A token on the edge query and an authenticated inlet are possible at Adobe [unverified]; neither is asked for.
        matches!(self, Self::PlacesPing | Self::PlacesEdge | Self::Inlet)
    }

    /// Whether `x-gw-ims-org-id` belongs on a call. Campaign, Analytics and User Management do without.
    pub fn wants_organisation(self) -> bool {
        match self {
            Self::Listed(name) => table::service(name).is_some_and(|service| service.organisation),
            _ => matches!(self, Self::Places | Self::Platform),
        }
    }

    /// What stands in `WWW-Authenticate` beside an empty body when a product answers a bad token by itself: User
    /// Management does (§11.5 of the facts).
    pub(crate) fn challenge(self) -> Option<&'static str> {
        (self == Self::UserManagement).then_some(
            "Bearer realm=\"JIL\", error=\"invalid_token\", error_description=\"The access token is invalid\"",
        )
    }

    /// The Campaign tenant or instance in `path`: `geometrixx` of `/geometrixx/campaign/…`, and also of the staging
    /// instance's `/geometrixx-mkt-stage/campaign/…`, as that is what a product context names.
    pub fn tenant(path: &str) -> Option<&str> {
        let mut segments = path.split('/').skip(1);
        let tenant = segments.next().filter(|tenant| !tenant.is_empty())?;
        (segments.next()? == "campaign")
            .then(|| tenant.strip_suffix("-mkt-stage").unwrap_or(tenant))
    }

    fn by_path(path: &str) -> Option<Self> {
        let under = |root: &str| path.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'));
        match path {
            "/ping" => return Some(Self::PlacesPing),
            "/placesedgequery" | "/placesedgequery/" => return Some(Self::PlacesEdge),
            "/discovery/me" => return Some(Self::Analytics),
            _ => {}
        }
        if under("/places/placesapi/v1") {
            Some(Self::Places)
        } else if Self::tenant(path).is_some() {
            Some(Self::Campaign)
        } else if under("/data") || under("/ajo") {
            Some(Self::Platform)
        } else if under("/collection") {
            Some(Self::Inlet)
        } else if under("/api") {
            Some(Self::Analytics)
        } else if under("/v2/usermanagement") {
            Some(Self::UserManagement)
        } else {
            None
        }
    }

    fn lives_at(self, host: &str) -> bool {
        match self {
            // The `-dev` host leaks into Adobe's own documents and `_links`; it is theirs, not ours.
            Self::Places | Self::PlacesPing => host == "api-places.adobe.io",
            Self::PlacesEdge => host == "query.places.adobe.com",
            Self::Campaign => host == "mc.adobe.io",
            Self::Platform => {
                let platform =
                    host.strip_prefix("platform").and_then(|h| h.strip_suffix(".adobe.io"));
                platform.is_some_and(|region| region.is_empty() || region.starts_with('-'))
            }
            Self::Inlet => host == "dcs.adobedc.net",
            Self::Analytics => host == "analytics.adobe.io",
            Self::UserManagement => host == "usermanagement.adobe.io",
            Self::Listed(_) => true,
        }
    }
}

/// Whether `host` is one of Adobe's names rather than an address of our own.
pub(super) fn is_adobe(host: &str) -> bool {
    let host = name(host);
    [".adobe.io", ".adobe.com", ".adobedc.net", ".adobelogin.com"]
        .iter()
        .any(|domain| host.ends_with(domain))
}

/// `host` without its port, when it is one of Adobe's.
pub(crate) fn adobe_name(host: &str) -> Option<String> {
    is_adobe(host).then(|| name(host))
}

fn name(host: &str) -> String {
    host.split(':').next().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::Api;
    use rstest::rstest;

    #[rstest]
    #[case("api-places.adobe.io", "/places/placesapi/v1/libraries", Some(Api::Places))]
    #[case("API-Places.adobe.io:443", "/ping", Some(Api::PlacesPing))]
    #[case("query.places.adobe.com", "/placesedgequery", Some(Api::PlacesEdge))]
    #[case("mc.adobe.io", "/acme/campaign/profileAndServices/profile", Some(Api::Campaign))]
    #[case("mc.adobe.io", "/acme/target/activities", Some(Api::Listed("target")))]
    #[case("mc.adobe.io", "/acme/target/offers", None)]
    #[case("eventsingress.adobe.io", "/", Some(Api::Listed("events")))]
    #[case("platform.adobe.io", "/data/foundation/catalog/dataSets", Some(Api::Platform))]
    #[case("platform-nld2.adobe.io", "/ajo/journey", Some(Api::Platform))]
    #[case("platformer.adobe.io", "/data/x", None)]
    #[case("dcs.adobedc.net", "/collection/abc", Some(Api::Inlet))]
    #[case("analytics.adobe.io", "/discovery/me", Some(Api::Analytics))]
    #[case("analytics.adobe.io", "/data/foundation/catalog/dataSets", None)]
    #[case("127.0.0.1:8080", "/data/foundation/catalog/dataSets", Some(Api::Platform))]
    #[case("localhost", "/acme/campaign/", Some(Api::Campaign))]
    #[case("localhost", "/database", None)]
    #[case("localhost", "", None)]
    fn an_address_has_its_product(
        #[case] host: &str,
        #[case] path: &str,
        #[case] api: Option<Api>,
    ) {
        assert_eq!(Api::locate(host, path), api);
    }

    #[rstest]
    #[case("/acme/campaign/profileAndServices/profile", Some("acme"))]
    #[case("/acme-mkt-stage/campaign/profileAndServices/profile", Some("acme"))]
    #[case("//campaign/x", None)]
    #[case("/acme", None)]
    fn the_tenant_is_read_from_the_path(#[case] path: &str, #[case] tenant: Option<&str>) {
        assert_eq!(Api::tenant(path), tenant);
    }
}
