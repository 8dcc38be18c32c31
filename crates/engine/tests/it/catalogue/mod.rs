//! Every request that ships with Mudbrick is answered by the practice Adobe, as a person would send it: with ids that were
//! read before. What the practice Adobe does not serve is named, with the reason.

mod examples;
mod unserved;
mod usable;
mod values;

use crate::home::World;
use mudbrick_engine::view::{AboutRequest, RequestOrigin};
use mudbrick_engine::{Confirmation, JobKind};
use mudbrick_model::{Effect, ProfileId, Request, RequestPath};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;

/// A first part of a path in the catalogue, and the practice project that may call it: its organisation and its title.
const PROJECTS: [(&str, &str, &str); 14] = [
    ("Analytics", "Acme", "Experience Platform"),
    ("Campaign Standard", "Globex", "Campaign Standard (migrating)"),
    ("Campaign v8", "Globex", "Campaign Standard (migrating)"),
    ("Cloud Manager", "Acme", "Experience Platform"),
    ("Events", "Acme", "Experience Platform"),
    ("Experience Platform", "Acme", "Experience Platform"),
    ("Firefly", "Acme", "Experience Platform"),
    ("IMS", "Acme", "Places"),
    ("IO Management", "Globex", "Nightly export"),
    ("Journey Optimizer", "Acme", "Experience Platform"),
    ("Places", "Acme", "Places"),
    ("Stock", "Acme", "Experience Platform"),
    ("Target", "Acme", "Experience Platform"),
    ("User Management", "Globex", "Experience Platform"),
];

/// Sent behind all others: the only secret of a credential cannot be deleted, so that another one is added first, and a token
/// that is not valid any more is no good to other requests.
const LAST: [&str; 5] = [
    "IO Management/Add a client secret",
    "IO Management/Delete a client secret",
    "IMS/Invalidate the token",
    "IMS/Revoke the token",
    "IMS/Log out",
];

/// How often User Management may be asked is counted by the minute, and a signal can be triggered every ten.
fn wait(path: &str) -> Duration {
    let minutes = match path.split_once('/') {
        Some(("User Management", _)) => 1,
        Some((_, "Trigger a signal activity")) => 10,
        _ => 0,
    };
    Duration::from_secs(minutes * 61)
}

#[derive(Clone)]
struct Answer {
    status: u16,
    /// Of a body that is not JSON: nothing.
    body: Value,
    text: String,
    etag: Option<String>,
}

/// Sends requests of the catalogue, with values that it reads for them.
struct Sender<'a> {
    world: &'a World,
    profiles: BTreeMap<&'static str, ProfileId>,
    /// What was read, until something is deleted that it stands for.
    known: BTreeMap<(String, &'static str), String>,
    made: u32,
    /// What was answered to writes, which are not sent twice: a title is given once.
    written: BTreeMap<String, Answer>,
}

fn open(world: &World, path: &str) -> (Request, AboutRequest) {
    let found = RequestPath::parse(path).unwrap();
    let opened = world.engine.requests().open(&found, RequestOrigin::Catalogue);
    let opened = opened.unwrap_or_else(|problem| panic!("{path}: {problem:?}"));
    (opened.request.request, *opened.about.unwrap())
}

impl Sender<'_> {
    /// The answer, or why there is none.
    async fn send(&mut self, path: &str) -> Result<Answer, String> {
        let (request, about) = open(self.world, path);
        let with = self.variables(path, &request).await?;
        let group = path.split('/').next().unwrap_or_default();
        self.world.control().advance(wait(path));
        let id = self.profiles.get(group).unwrap_or_else(|| panic!("{group} has no project"));
        let job = self.world.engine.jobs().start(JobKind::Send);
        let sent = self.world.engine.requests();
        let sent = sent.send_with(&job, id, request, &with, Confirmation::given(true)).await;
        let exchange = sent.map_err(|problem| format!("{path}: {problem:?}"))?;
        let Some(status) = exchange.summary.status else {
            return Err(format!("{path}: no answer: {:?}", exchange.problem));
        };
        let is_gone = |name: &str| match about.effect {
            Effect::Read => false,
            Effect::Write => name.ends_with("ETAG"),
            Effect::Destructive => true,
        };
        self.known.retain(|(name, _), _| !with.contains_key(name) || !is_gone(name));
        let etag = exchange.headers.iter().find(|one| one.name.eq_ignore_ascii_case("etag"));
        let answer = Answer {
            status,
            body: serde_json::from_str(&exchange.body.text).unwrap_or_default(),
            text: exchange.body.text,
            etag: etag.map(|header| header.value.clone()),
        };
        if about.effect == Effect::Write {
            self.written.insert(path.to_owned(), answer.clone());
        }
        Ok(answer)
    }

    /// The variables that a request names.
    async fn variables(
        &mut self,
        path: &str,
        request: &Request,
    ) -> Result<BTreeMap<String, String>, String> {
        let mut known = values::fixed(self.made);
        self.made += 1;
        let named = mudbrick_requests::variable_names(request);
        known.retain(|name, _| named.contains(name));
        for name in named {
            let Some(read) = values::read(&name, path) else { continue };
            let place = (name.clone(), read.by);
            if !self.known.contains_key(&place) {
                let answer = Box::pin(self.send(read.by)).await?;
                let value = values::at(&answer, read.place).ok_or_else(|| {
                    let Answer { status, text, .. } = &answer;
                    format!("{name} of {path}: {}: {status} {text}", read.by)
                })?;
                self.known.insert(place.clone(), value);
            }
            known.insert(name, self.known[&place].clone());
        }
        Ok(known)
    }
}

/// Whoever nobody is, is said not to be there in the service's own words and in no others.
fn is_nobody(path: &str, answer: &Answer) -> bool {
    let asks = ["Look up a profile", "Events of a profile"].iter().any(|name| path.ends_with(name));
    asks && answer.status == 404 && answer.body == serde_json::json!({ "statusCode": "404" })
}

#[tokio::test(flavor = "multi_thread")]
async fn every_request_of_the_catalogue_is_answered() {
    let world = World::start().await;
    let profiles = PROJECTS.map(|(group, organization, title)| {
        (group, world.profile_of(organization, title).summary.id)
    });
    let profiles = profiles.into_iter().collect();
    let mut sender = Sender {
        world: &world,
        profiles,
        known: BTreeMap::new(),
        made: 0,
        written: BTreeMap::new(),
    };
    let all = world.engine.requests().list().unwrap();
    let all = all.iter().filter(|request| request.origin == RequestOrigin::Catalogue);
    let (last, first): (Vec<_>, Vec<_>) =
        all.map(|request| request.path.as_str()).partition(|path| LAST.contains(path));
    let mut faults = Vec::new();
    let mut sent: BTreeMap<&str, usize> = BTreeMap::new();
    for path in first.into_iter().chain(last) {
        let service = path.rsplit_once('/').unwrap().0;
        if unserved::why(path).is_some() {
            continue;
        }
        let sent_before = sender.written.get(path).cloned();
        let answer = match sent_before {
            Some(answer) => answer,
            None => match sender.send(path).await {
                Ok(answer) => answer,
                Err(why) => {
                    faults.push(why);
                    continue;
                }
            },
        };
        if !(200..300).contains(&answer.status) && !is_nobody(path, &answer) {
            faults.push(format!("{path}: {} {}", answer.status, answer.text));
            continue;
        }
        faults.extend(examples::fault(path, &open(&world, path).1, &answer));
        *sent.entry(service).or_default() += 1;
    }
    let total: usize = sent.values().sum();
    for (service, count) in &sent {
        println!("{count:>4}  {service}");
    }
    println!("{total:>4}  all");
    assert!(faults.is_empty(), "{} faults, {total} sent\n{}", faults.len(), faults.join("\n"));
    assert!(total > 630, "{total}");
}
