//! Of which type a sandbox of Experience Platform is, as far as Adobe has said so here: `production` or `development`, in an
//! answer of its sandbox management that somebody asked for. Nobody is asked for it behind a person's back; what is not
//! known is not guessed, least of all from a name.
//!
//! Sources: `type` and the paths from experience-platform-apis static/swagger-specs/sandbox.yaml; `prod` as the sandbox of a
//! call that names none from the header's description there.

use mudbrick_model::{Adobe, Method, Profile, Timestamp};
use mudbrick_requests::{Filled, FilledText};
use mudbrick_store::Home;
use mudbrick_vault::files;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;
use url::Url;

/// The sandbox of a call that names none.
const DEFAULT: &str = "prod";
const HEADER: &str = "x-sandbox-name";
const ID_HEADER: &str = "x-sandbox-id";
const ORGANIZATION: &str = "x-gw-ims-org-id";
const MANAGEMENT: &str = "/data/foundation/sandbox-management/";

/// A sandbox can be deleted and made again with another type, so that nothing is believed for ever.
const KNOWN_FOR: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Far more than the at most 75 sandboxes of each of many organisations take, in bytes.
const MOST_BYTES: u64 = 1 << 20;

/// What a sandbox is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum SandboxType {
    /// What customers see.
    Production,
    /// Trying things out.
    Development,
}

impl SandboxType {
    pub(super) fn read(text: &str) -> Option<Self> {
        match text {
            "production" => Some(Self::Production),
            "development" => Some(Self::Development),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Fact {
    #[serde(rename = "type")]
    kind: SandboxType,
    at: Timestamp,
}

/// By Adobe and organisation, then by the sandbox's name.
type Facts = BTreeMap<String, BTreeMap<String, Fact>>;

/// A sandbox as a request names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sandbox {
    /// By the name that Adobe's answers have.
    Name(String),
    /// By its ID. No documented answer says of which type that one is.
    Id(String),
}

impl fmt::Display for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Id(id) => write!(f, "the sandbox with the ID {id}"),
        }
    }
}

/// Every sandbox that a request may work in: where several headers name one, nobody documents which of them counts. Empty when
/// it is no request to Platform.
pub(super) fn sandboxes_of(filled: &Filled) -> Vec<Sandbox> {
    let trimmed = |value: &FilledText| value.shown().trim().to_owned();
    let names = filled.headers_named(HEADER).map(trimmed);
    let names = names.map(|name| if name.is_empty() { DEFAULT.to_owned() } else { name });
    let mut sandboxes: Vec<Sandbox> = names.map(Sandbox::Name).collect();
    if sandboxes.is_empty() && goes_to_platform(filled) {
        sandboxes.push(Sandbox::Name(DEFAULT.to_owned()));
    }
    let ids = filled.headers_named(ID_HEADER).map(trimmed).filter(|id| !id.is_empty());
    sandboxes.extend(ids.map(Sandbox::Id));
    sandboxes
}

fn goes_to_platform(filled: &Filled) -> bool {
    Url::parse(&filled.url.shown()).is_ok_and(|url| url.host_str().is_some_and(is_platform))
}

/// `platform.adobe.io` and its regional hosts, such as `platform-va7.adobe.io`.
fn is_platform(host: &str) -> bool {
    let name = host.strip_suffix(".adobe.io").unwrap_or_default();
    name == "platform" || name.starts_with("platform-")
}

/// Whether an answer to this says of which type sandboxes are. The host is the one that answered.
pub(super) fn tells_types(profile: &Profile, filled: &Filled, answered: &Url, status: u16) -> bool {
    let asks = filled.method == Method::Get && status == 200;
    let of_adobe = answered.scheme() == "https" && answered.host_str().is_some_and(is_platform);
    let rest = answered.path().strip_prefix(MANAGEMENT);
    let lists = rest.is_some_and(|rest| {
        rest.is_empty() || rest == "sandboxes" || rest.starts_with("sandboxes/")
    });
    asks && of_adobe && lists && is_own_organization(profile, filled)
}

fn is_own_organization(profile: &Profile, filled: &Filled) -> bool {
    let named = filled.header(ORGANIZATION);
    named.is_none_or(|named| named.shown().trim() == profile.org_id.as_str())
}

/// What is known of sandboxes, in a file that may be deleted.
pub(super) struct Sandboxes {
    path: PathBuf,
}

impl Sandboxes {
    pub(super) fn of(home: &Home) -> Self {
        Self { path: home.cache().join("sandboxes.json") }
    }

    /// All of it.
    pub(super) fn known(&self) -> KnownTypes {
        let text = files::read_text(&self.path, MOST_BYTES).ok();
        KnownTypes(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    /// Keeps what an answer says.
    pub(super) fn learn(&self, profile: &Profile, body: &[u8], now: Timestamp) {
        let Ok(answer) = serde_json::from_slice::<Value>(body) else { return };
        let records = match &answer["sandboxes"] {
            Value::Array(records) => records.as_slice(),
            _ => std::slice::from_ref(&answer),
        };
        let KnownTypes(mut facts) = self.known();
        let names = facts.entry(owner(profile)).or_default();
        for record in records {
            let text = |field: &str| record[field].as_str();
            let Some(name) = text("name") else { continue };
            match text("type").and_then(SandboxType::read) {
                Some(kind) if text("state") != Some("deleted") => {
                    names.insert(name.to_owned(), Fact { kind, at: now });
                }
                // Another may get its name.
                _ => drop(names.remove(name)),
            }
        }
        if let Ok(bytes) = serde_json::to_vec(&facts) {
            // On a full disk nothing is known, and the question is asked.
            let _ = files::save_cache(&self.path, &bytes);
        }
    }
}

/// Of which types sandboxes are, as far as Adobe has said so.
pub(super) struct KnownTypes(Facts);

impl KnownTypes {
    /// The type of a sandbox of the organisation that the request is for; none when it is not known.
    pub(super) fn kind(
        &self,
        profile: &Profile,
        filled: &Filled,
        name: &str,
        now: Timestamp,
    ) -> Option<SandboxType> {
        if !is_own_organization(profile, filled) {
            return None;
        }
        let known = self.0.get(&owner(profile)).and_then(|names| names.get(name));
        let fresh = known.filter(|fact| now < fact.at.after(KNOWN_FOR));
        fresh.map(|fact| fact.kind).or_else(|| {
            // The local Adobe's own are made by Mudbrick.
            let seeded = (profile.adobe == Adobe::Practice)
                .then(|| mudbrick_practice::seeded_sandbox_type(name));
            seeded.flatten().and_then(SandboxType::read)
        })
    }
}

fn owner(profile: &Profile) -> String {
    let adobe = match profile.adobe {
        Adobe::Production => "production",
        Adobe::Stage => "stage",
        Adobe::Practice => "practice",
    };
    format!("{adobe}/{}", profile.org_id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mudbrick_model::{Header, Request};
    use mudbrick_requests::Variables;
    use rstest::rstest;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);
    const ORG: &str = "AAAABBBBCCCCDDDD0A495E00@AdobeOrg";

    fn profile(adobe: &str, org: &str) -> Profile {
        let profile = serde_json::json!({
            "id": "a".repeat(32), "name": "Platform", "org_id": org, "client_id": "b".repeat(32), "adobe": adobe,
            "credential": { "grant": "oauth_server_to_server" }, "created_at": 0, "updated_at": 0,
        });
        serde_json::from_value(profile).unwrap()
    }

    fn filled(method: Method, url: &str, headers: &[(&str, &str)]) -> Filled {
        let headers = headers.iter().map(|(name, value)| Header::new(*name, *value)).collect();
        let request =
            Request { name: String::new(), method, url: url.to_owned(), headers, body: None };
        mudbrick_requests::outline(&request, &Variables::default())
    }

    #[rstest]
    #[case::named("https://platform.adobe.io/a", &[("X-Sandbox-Name", " dev ")], "dev")]
    #[case::not_named("https://platform.adobe.io/a", &[], "prod")]
    #[case::left_empty("https://platform.adobe.io/a", &[("x-sandbox-name", "")], "prod")]
    #[case::region("https://platform-va7.adobe.io/a", &[], "prod")]
    #[case::named_elsewhere("https://dcs.adobedc.net/a", &[("x-sandbox-name", "dev")], "dev")]
    #[case::the_last_goes_out("https://platform.adobe.io/a", &[("x-sandbox-name", "dev"), ("X-SANDBOX-NAME", "live")], "live")]
    #[case::by_both("https://platform.adobe.io/a", &[("x-sandbox-name", "dev"), ("X-Sandbox-Id", " 7 ")], "dev, the sandbox with the ID 7")]
    #[case::by_its_id("https://platform.adobe.io/a", &[("x-sandbox-id", "7")], "prod, the sandbox with the ID 7")]
    #[case::by_its_id_elsewhere("https://dcs.adobedc.net/a", &[("x-sandbox-id", "7")], "the sandbox with the ID 7")]
    #[case::an_empty_id("https://platform.adobe.io/a", &[("x-sandbox-id", " ")], "prod")]
    #[case::another_service("https://api-places.adobe.io/a", &[], "")]
    #[case::no_platform("https://platform.adobe.io.example.com/a", &[], "")]
    #[case::no_platform_either("https://my-platform.adobe.io/a", &[], "")]
    fn a_request_to_platform_works_in_a_sandbox(
        #[case] url: &str,
        #[case] headers: &[(&str, &str)],
        #[case] expected: &str,
    ) {
        assert_eq!(told(&filled(Method::Post, url, headers)), expected);
    }

    fn told(filled: &Filled) -> String {
        let sandboxes = sandboxes_of(filled).into_iter();
        sandboxes.map(|sandbox| sandbox.to_string()).collect::<Vec<_>>().join(", ")
    }

    /// Filling leaves one of each, and whoever decides does not rely on that.
    #[test]
    fn every_header_that_names_one_counts() {
        let mut twice =
            filled(Method::Post, "https://platform.adobe.io/a", &[("x-sandbox-name", "dev")]);
        let other =
            filled(Method::Post, "https://platform.adobe.io/a", &[("X-Sandbox-Name", "live")]);
        twice.headers.extend(other.headers);
        assert_eq!(told(&twice), "dev, live");
    }

    #[rstest]
    #[case::usable(
        "https://platform.adobe.io/data/foundation/sandbox-management/",
        Method::Get,
        200,
        true
    )]
    #[case::all(
        "https://platform.adobe.io/data/foundation/sandbox-management/sandboxes",
        Method::Get,
        200,
        true
    )]
    #[case::one(
        "https://platform-nld2.adobe.io/data/foundation/sandbox-management/sandboxes/dev",
        Method::Get,
        200,
        true
    )]
    #[case::types(
        "https://platform.adobe.io/data/foundation/sandbox-management/sandboxTypes",
        Method::Get,
        200,
        false
    )]
    #[case::refused(
        "https://platform.adobe.io/data/foundation/sandbox-management/",
        Method::Get,
        403,
        false
    )]
    #[case::made(
        "https://platform.adobe.io/data/foundation/sandbox-management/sandboxes",
        Method::Post,
        200,
        false
    )]
    #[case::in_clear(
        "http://platform.adobe.io/data/foundation/sandbox-management/",
        Method::Get,
        200,
        false
    )]
    #[case::elsewhere(
        "https://platform.example.com/data/foundation/sandbox-management/",
        Method::Get,
        200,
        false
    )]
    #[case::another(
        "https://platform.adobe.io/data/foundation/catalog/dataSets",
        Method::Get,
        200,
        false
    )]
    fn only_adobes_own_list_is_believed(
        #[case] url: &str,
        #[case] method: Method,
        #[case] status: u16,
        #[case] expected: bool,
    ) {
        let profile = profile("production", ORG);
        let answered = Url::parse(url).unwrap();
        assert_eq!(tells_types(&profile, &filled(method, url, &[]), &answered, status), expected);
        let of_another =
            filled(method, url, &[("x-gw-ims-org-id", "0A1B2C3D4E5F60718293A4B5@AdobeOrg")]);
        assert!(!tells_types(&profile, &of_another, &answered, status));
        let own = filled(method, url, &[("x-gw-ims-org-id", ORG)]);
        assert_eq!(tells_types(&profile, &own, &answered, status), expected);
    }

    #[test]
    fn what_was_said_is_known_for_its_organisation_and_for_a_month() {
        let folder = tempfile::tempdir().unwrap();
        let sandboxes = Sandboxes::of(&Home::at(folder.path()));
        let own = profile("production", ORG);
        let asked = filled(Method::Post, "https://platform.adobe.io/", &[]);
        let kind =
            |profile: &Profile, name: &str, now| sandboxes.known().kind(profile, &asked, name, now);
        assert_eq!(kind(&own, "dev", NOW), None, "a name says nothing");
        let list = br#"{"sandboxes":[{"name":"dev","type":"development","state":"active"},
            {"name":"live","type":"production","state":"active"},{"name":"odd","type":"Development"},{"type":"development"},
            {"name":"old","type":"development","state":"deleted"}]}"#;
        sandboxes.learn(&own, list, NOW);
        assert_eq!(kind(&own, "dev", NOW), Some(SandboxType::Development));
        assert_eq!(kind(&own, "live", NOW), Some(SandboxType::Production));
        for unknown in ["odd", "old", "", "DEV"] {
            assert_eq!(kind(&own, unknown, NOW), None, "{unknown}");
        }
        assert_eq!(kind(&profile("stage", ORG), "dev", NOW), None);
        let other = profile("production", "0A1B2C3D4E5F60718293A4B5@AdobeOrg");
        assert_eq!(kind(&other, "dev", NOW), None);
        let for_other = filled(
            Method::Post,
            "https://platform.adobe.io/",
            &[("x-gw-ims-org-id", other.org_id.as_str())],
        );
        assert_eq!(sandboxes.known().kind(&own, &for_other, "dev", NOW), None);
        assert_eq!(kind(&own, "dev", NOW.after(KNOWN_FOR)), None, "it may be another by now");
        // One by itself, and a newer answer counts.
        sandboxes.learn(&own, br#"{"name":"dev","type":"production"}"#, NOW);
        assert_eq!(kind(&own, "dev", NOW), Some(SandboxType::Production));
        sandboxes.learn(&own, br#"{"sandboxes":[{"name":"dev","type":"new"}]}"#, NOW);
        sandboxes.learn(&own, b"no JSON", NOW);
        assert_eq!(
            (kind(&own, "dev", NOW), kind(&own, "live", NOW)),
            (None, Some(SandboxType::Production))
        );
    }

    #[test]
    fn those_of_the_local_adobe_are_known_and_a_damaged_file_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        files::save_cache(&home.cache().join("sandboxes.json"), b"{").unwrap();
        let sandboxes = Sandboxes::of(&home);
        let asked = filled(Method::Post, "https://platform.adobe.io/", &[]);
        let kind = |adobe, name| sandboxes.known().kind(&profile(adobe, ORG), &asked, name, NOW);
        assert_eq!(kind("practice", "prod"), Some(SandboxType::Production));
        assert_eq!(kind("practice", "dev"), Some(SandboxType::Development));
        assert_eq!((kind("practice", "mine"), kind("production", "dev")), (None, None));
    }
}
