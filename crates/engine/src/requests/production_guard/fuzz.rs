//! The decision, a million times, over random profiles, sandboxes and requests, beside what was put into them. Every way of
//! sending has to come by it: nothing but its answer makes a message that can be sent.

use super::{Passed, pass};
use crate::requests::sandboxes::{KnownTypes, Sandboxes};
use mudbrick_model::{
    Adobe, ErrorCode, Header, Method, Problem, Profile, Request, Risk, Timestamp,
};
use mudbrick_requests::{Source, Variables};
use mudbrick_store::Home;
use serde_json::json;
use std::collections::HashMap;
use std::time::Duration;

const ROUNDS: usize = 1_000_000;
/// Each begins with other numbers.
const THREADS: usize = 4;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const BEGIN: Timestamp = Timestamp::from_seconds(1_800_000_000);
const ADOBES: [&str; 3] = ["production", "stage", "practice"];
const RISKS: [&str; 4] = ["production", "staging", "development", "development"];
const ORGANIZATIONS: usize = 5;
const PROFILES: usize = 120;
const NAMES: [&str; 12] = [
    "prod",
    "dev",
    "pilot",
    "develop",
    "stage-1",
    "live",
    "PROD",
    "Dev",
    "production",
    "test",
    "dev-2",
    "nobody-said",
];
/// Hosts, and whether Experience Platform is there.
const HOSTS: [(&str, bool); 9] = [
    ("platform.adobe.io", true),
    ("platform-va7.adobe.io", true),
    ("PLATFORM.Adobe.IO:443", true),
    ("{{HOST}}", true),
    ("api-places.adobe.io", false),
    ("mc.adobe.io", false),
    ("platform.adobe.io.example.com", false),
    ("example.com/platform.adobe.io", false),
    ("127.0.0.1:9", false),
];

/// Numbers that are the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        // xorshift64*: good in all its bits, which the low ones of a linear generator are not.
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % bound
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn is(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }
}

fn organization(number: usize) -> String {
    format!("{number}AAABBBBCCCCDDDD0A495E00@AdobeOrg")
}

struct Known {
    profile: Profile,
    adobe: &'static str,
    organization: usize,
    sandbox: &'static str,
    own: &'static str,
    variables: Variables,
}

fn profile(random: &mut Random, number: usize) -> Known {
    let (adobe, organization) = (random.one(&ADOBES), random.below(ORGANIZATIONS));
    let (sandbox, own) = (random.one(&NAMES), random.one(&NAMES));
    let written = json!({
        "id": format!("{number:032x}"), "name": format!("P{number}"), "org_id": self::organization(organization),
        "client_id": "b".repeat(32), "adobe": adobe, "risk": random.one(&RISKS), "sandbox": sandbox,
        "credential": { "grant": "oauth_server_to_server" }, "created_at": 0, "updated_at": 0,
    });
    let profile: Profile = serde_json::from_value(written).unwrap();
    let variables = Variables::new()
        .with(Source::Profile, "SANDBOX_NAME", profile.sandbox.as_str())
        .with(Source::Profile, "IMS_ORG", profile.org_id.as_str())
        .with(Source::Own, "HOST", "platform.adobe.io")
        .with(Source::Own, "MINE", own);
    Known { profile, adobe, organization, sandbox, own, variables }
}

/// What Adobe said of sandboxes, and when: by Adobe, organisation and name.
type Said = HashMap<(&'static str, usize, &'static str), (&'static str, Timestamp)>;

fn answers(random: &mut Random, profiles: &[Known]) -> (KnownTypes, Said) {
    let folder = tempfile::tempdir().unwrap();
    let sandboxes = Sandboxes::of(&Home::at(folder.path()));
    let mut said = Said::new();
    for _ in 0..150 {
        let (known, name) = (&profiles[random.below(PROFILES)], random.one(&NAMES[..11]));
        let kind = random.one(&["production", "development", "development", "another"]);
        let at = BEGIN.after(DAY * random.below(40) as u32);
        let answer = json!({ "sandboxes": [{ "name": name, "type": kind, "state": "active" }] });
        sandboxes.learn(&known.profile, answer.to_string().as_bytes(), at);
        said.insert((known.adobe, known.organization, name), (kind, at));
    }
    (sandboxes.known(), said)
}

/// A request, and what was put into it.
struct Round<'a> {
    known: &'a Known,
    method: Method,
    request: Request,
    /// The sandbox that it works in, as far as it is one of Platform's.
    sandbox: Option<&'static str>,
    has_id: bool,
    names_another_organization: bool,
    is_confirmed: bool,
    credential_in_url: bool,
    now: Timestamp,
}

impl<'a> Round<'a> {
    fn new(random: &mut Random, profiles: &'a [Known]) -> Self {
        let known = &profiles[random.below(PROFILES)];
        let (host, is_platform) = random.one(&HOSTS);
        let typed = random.one(&NAMES);
        // `None` is a header that is not there, or that goes out with nothing in it.
        let (value, named) = match random.below(7) {
            0 => (None, None),
            1 => (Some(String::new()), Some("prod")),
            2 => (Some("  ".to_owned()), Some("prod")),
            3 => (Some("{{SANDBOX_NAME}}".to_owned()), Some(known.sandbox)),
            4 => (Some("{{MINE}}".to_owned()), Some(known.own)),
            5 => (Some(format!(" {typed} ")), Some(typed)),
            _ => (Some(typed.to_owned()), Some(typed)),
        };
        let mut headers = Vec::new();
        if let Some(value) = value {
            let mut name = || random.one(&["x-sandbox-name", "X-Sandbox-Name", "X-SANDBOX-NAME"]);
            // The last of several goes out alone.
            let (earlier, last) = (name(), name());
            if random.is(4) {
                headers.push(Header::new(earlier, random.one(&NAMES)));
            }
            headers.push(Header::new(last, value));
        }
        let has_id = random.is(8);
        if has_id {
            headers.push(Header::new(random.one(&["x-sandbox-id", "X-Sandbox-Id"]), "11112222"));
        }
        let names_another_organization = random.is(8);
        if names_another_organization {
            let other = organization((known.organization + 1) % ORGANIZATIONS);
            headers.push(Header::new("x-gw-ims-org-id", other));
        } else if random.is(2) {
            headers.push(Header::new("x-gw-ims-org-id", "{{IMS_ORG}}"));
        }
        let method = random.one(&Method::ALL);
        let name = String::new();
        let url = format!("https://{host}/data/foundation/catalog/dataSets");
        Self {
            known,
            method,
            request: Request { name, method, url, headers, body: None },
            sandbox: named.or(is_platform.then_some("prod")),
            has_id,
            names_another_organization,
            is_confirmed: random.is(6),
            credential_in_url: random.is(8),
            now: BEGIN.after(DAY * random.below(80) as u32),
        }
    }

    fn decided(&self, types: &KnownTypes) -> Result<Passed, Problem> {
        let profile = &self.known.profile;
        let filled = mudbrick_requests::outline(&self.request, &self.known.variables);
        let kind = |name: &str| types.kind(profile, &filled, name, self.now);
        pass((profile, &filled), self.is_confirmed, None, kind, || self.credential_in_url)
    }

    /// By what was put in, and not by the code that decides.
    fn must_be_asked(&self, said: &Said) -> bool {
        let writes =
            matches!(self.method, Method::Post | Method::Put | Method::Patch | Method::Delete);
        let is_harmless = !writes && !self.credential_in_url;
        if self.is_confirmed || is_harmless {
            return false;
        }
        self.known.profile.risk == Risk::Production
            || self.has_id
            || self.sandbox.is_some_and(|name| !self.is_for_development(name, said))
    }

    fn is_for_development(&self, name: &'static str, said: &Said) -> bool {
        let Known { profile, adobe, organization, .. } = self.known;
        if self.names_another_organization {
            return false;
        }
        let of_it = said.get(&(*adobe, *organization, name));
        let fresh = of_it.filter(|(kind, at)| *kind != "another" && self.now < at.after(DAY * 30));
        match fresh {
            Some((kind, _)) => *kind == "development",
            None => profile.adobe == Adobe::Practice && name == "dev",
        }
    }
}

/// Gives how many were asked about, and how many were not.
fn rounds(seed: u64) -> [usize; 2] {
    let mut random = Random(seed);
    let profiles: Vec<Known> = (0..PROFILES).map(|number| profile(&mut random, number)).collect();
    let (types, said) = answers(&mut random, &profiles);
    let mut counts = [0; 2];
    for _ in 0..ROUNDS / THREADS {
        let round = Round::new(&mut random, &profiles);
        let must_be_asked = round.must_be_asked(&said);
        counts[usize::from(!must_be_asked)] += 1;
        match round.decided(&types) {
            Ok(Passed(())) => assert!(
                !must_be_asked,
                "{:?} of {:?} went out unasked",
                round.request, round.known.profile
            ),
            Err(problem) => {
                assert!(must_be_asked, "{:?}: {problem:?}", round.request);
                assert_eq!(problem.code, ErrorCode::NeedsConfirmation);
            }
        }
    }
    counts
}

#[test]
fn a_million_requests_write_nothing_unasked() {
    let counts = std::thread::scope(|scope| {
        let seeds = 1..=THREADS as u64;
        let threads: Vec<_> =
            seeds.map(|seed| scope.spawn(move || rounds(seed.wrapping_mul(0x9E37_79B9)))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    let [asked, not_asked] = [0, 1].map(|of| counts.iter().map(|count| count[of]).sum::<usize>());
    assert_eq!(asked + not_asked, ROUNDS);
    assert!(asked > ROUNDS / 5 && not_asked > ROUNDS / 5, "{asked} asked, {not_asked} not");
}
