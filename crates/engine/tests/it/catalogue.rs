//! Every request that ships with Mudbrick is answered by the practice Adobe, as a person would send it: with ids that were
//! read before.

use crate::home::World;
use mudbrick_engine::view::RequestOrigin;
use mudbrick_engine::{Confirmation, JobKind};
use mudbrick_model::{ProfileId, Request, RequestPath};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a request of one group is sent with.
struct Sender<'a> {
    world: &'a World,
    profiles: BTreeMap<&'static str, ProfileId>,
}

/// Group of the catalogue, and the practice project that may call it.
const PROJECTS: [(&str, &str); 4] = [
    ("Places", "Places"),
    ("Campaign Standard", "Campaign Standard (migrating)"),
    ("Experience Platform", "Experience Platform"),
    ("IMS", "Places"),
];

/// A variable; the request whose answer holds it; and where: `*` is the first member or item.
const READ: &[(&str, &str, &str)] = &[
    ("LIBRARY_ID", "Places/List libraries", "*/id"),
    ("POI_ID", "Places/List POIs", "data/*/id"),
    ("PROFILE_PKEY", "Campaign Standard/List profiles", "content/*/PKey"),
    ("SERVICE_PKEY", "Campaign Standard/List services", "content/*/PKey"),
    ("SUBSCRIPTION_PKEY", "Campaign Standard/Subscribers of a service", "content/*/PKey"),
    ("EVENT_PKEY", "Campaign Standard/Send a transactional event", "PKey"),
    ("SCHEMA_ALT_ID", "Experience Platform/List schemas", "results/*/meta:altId"),
    ("SCHEMA_ID", "Experience Platform/List schemas", "results/*/$id"),
    ("DATASET_ID", "Experience Platform/List datasets", "@"),
    ("BATCH_ID", "Experience Platform/Start a batch", "id"),
    ("MERGE_POLICY_ID", "Experience Platform/List merge policies", "children/*/id"),
    ("PREVIEW_ID", "Experience Platform/Preview a segment", "previewId"),
    ("SANDBOX_ID", "Experience Platform/Sandboxes I can use", "sandboxes/*/id"),
];

/// Variables that nobody has to read.
const KNOWN: &[(&str, &str)] = &[
    ("LIMIT", "10"),
    ("PAGE", "0"),
    ("ORDER_BY", "name"),
    ("PROPERTY", ""),
    ("CUSTOM_RESOURCE", "cusStore"),
    ("WORKFLOW_ID", "WKF102"),
    ("EVENT_ID", "EVTcart"),
    ("ENTITY_ID", "BVnobody"),
    ("INLET_ID", "abc"),
    ("FLOW_ID", "practice"),
    ("DATE_RANGE", "2026-01-01T00:00:00.000Z/2026-01-03T00:00:00.000Z"),
];

impl Sender<'_> {
    async fn send(
        &self,
        path: &str,
        request: Request,
        with: &BTreeMap<String, String>,
    ) -> (u16, Value) {
        let group = path.split('/').next().unwrap_or_default();
        let id = &self.profiles[group];
        let job = self.world.engine.jobs().start(JobKind::Send);
        let with = with.clone().into_iter().collect();
        let sent = self.world.engine.requests();
        let sent = sent.send_with(&job, id, request, &with, Confirmation::given(true)).await;
        let exchange = sent.unwrap_or_else(|problem| panic!("{path}: {problem:?}"));
        let body = &exchange.body.text;
        (exchange.summary.status.unwrap_or(0), serde_json::from_str(body).unwrap_or_default())
    }
}

/// The value at `place`: steps between strokes, `*` for the first member or item, `@` for the first member's name.
fn at(answer: &Value, place: &str) -> Option<String> {
    let mut value = answer;
    for step in place.split('/') {
        value = match (step, value) {
            ("*", Value::Array(items)) => items.first()?,
            ("*", Value::Object(members)) => members.values().next()?,
            ("@", Value::Object(members)) => return members.keys().next().cloned(),
            (name, value) => value.get(name)?,
        };
    }
    value.as_str().map(str::to_owned)
}

fn sample(world: &World, path: &str) -> Request {
    let found = RequestPath::parse(path).unwrap();
    world.engine.requests().get(&found, RequestOrigin::Catalogue).unwrap()
}

fn text(request: &Request) -> String {
    format!("{} {:?} {}", request.url, request.headers, request.body.as_deref().unwrap_or_default())
}

impl Sender<'_> {
    /// The variables that `request` names, each read anew: an earlier request may have deleted what it stood for.
    async fn variables(&self, request: &Request) -> BTreeMap<String, String> {
        let mut known: BTreeMap<String, String> =
            KNOWN.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut needed = text(request);
        for (_, path, _) in READ.iter().filter(|(name, ..)| text(request).contains(name)) {
            needed.push_str(&text(&sample(self.world, path)));
        }
        for (name, path, place) in READ.iter().filter(|(name, ..)| needed.contains(name)) {
            let (status, answer) = self.send(path, sample(self.world, path), &known).await;
            let value =
                at(&answer, place).unwrap_or_else(|| panic!("{name}: {path}: {status} {answer}"));
            known.insert((*name).to_owned(), value);
        }
        known
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_request_of_the_catalogue_is_answered() {
    let world = World::start().await;
    let profiles = PROJECTS.map(|(group, project)| (group, world.profile(project).summary.id));
    let sender = Sender { world: &world, profiles: profiles.into_iter().collect() };
    let all = world.engine.requests().list().unwrap();
    let mut faults = Vec::new();
    let mut sent = 0;
    for request in all.iter().filter(|request| request.origin == RequestOrigin::Catalogue) {
        let path = request.path.as_str();
        let request = sample(&world, path);
        let with = sender.variables(&request).await;
        let (status, answer) = sender.send(path, request, &with).await;
        // Whoever nobody is, is said not to be there in the service's own words and in no others.
        let is_nobody = with["ENTITY_ID"] == "BVnobody"
            && status == 404
            && answer == serde_json::json!({ "statusCode": "404" });
        if !(200..300).contains(&status) && !is_nobody {
            faults.push(format!("{path}: {status} {answer}"));
        }
        sent += 1;
    }
    assert!(faults.is_empty(), "{} of {sent}\n{}", faults.len(), faults.join("\n"));
    assert!(sent > 100, "{sent}");
}
