//! Identity Service: namespaces, and the identities of a person. Nothing is stored for an identity but what its parts
//! tell.

mod standard;

use crate::products::dice::Dice;
use crate::products::reply::{self, Reply};
use crate::products::scene::{Filled, Scene};
use crate::products::shelf::Shelf;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::StatusCode;
use serde_json::{Value, json};
use standard::STANDARD;

/// The namespaces of one sandbox.
#[derive(Debug)]
pub(super) struct Identity {
    /// By id.
    namespaces: Shelf,
}

impl Identity {
    pub(super) fn seeded(scene: &Scene<'_>) -> Self {
        let standard = STANDARD.iter().map(|(id, code, name, description, kind, at)| {
            namespace(*id, code, name, description, kind, *at, false)
        });
        let mut namespaces = Shelf::of("id", standard);
        if scene.sandbox.filled == Filled::Seeded {
            let at = 1_748_000_000_000;
            let own = [
                namespace(
                    10_212_041,
                    "LoyaltyId",
                    "Loyalty member number",
                    "Number on the loyalty card",
                    "CROSS_DEVICE",
                    at,
                    true,
                ),
                namespace(
                    10_212_042,
                    "StoreNumber",
                    "Store number",
                    "Number of a shop or café",
                    "NON_PEOPLE",
                    at,
                    true,
                ),
            ];
            for item in own {
                namespaces.put(item["id"].to_string(), item);
            }
        }
        Self { namespaces }
    }

    /// A call under `/data/core/idnamespace`.
    pub(super) fn namespaces(&mut self, scene: &Scene<'_>, rest: &[&str]) -> Option<Reply> {
        Some(match (scene.call.method.as_str(), rest) {
            ("GET", ["identities"]) => {
                reply::ok(&self.namespaces.values().cloned().collect::<Value>())
            }
            ("GET", ["identities", id]) => match self.namespaces.get(id) {
                Some(namespace) => reply::ok(namespace),
                None => invalid(
                    scene,
                    StatusCode::NOT_FOUND,
                    &format!("Namespace {id} does not exist."),
                ),
            },
            ("POST", ["identities"]) => self.create(scene),
            ("PUT", ["identities", id]) => self.rename(scene, id),
            (_, ["identities"] | ["identities", _]) => scene.call.method_not_allowed(),
            _ => return None,
        })
    }

    fn create(&mut self, scene: &Scene<'_>) -> Reply {
        let body = scene.call.json().unwrap_or_default();
        let text = |field: &str| body[field].as_str().unwrap_or_default();
        let (code, name, kind) = (text("code"), text("name"), text("idType"));
        let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
        if code.is_empty() || name.is_empty() || !code.bytes().all(plain) {
            return invalid(
                scene,
                StatusCode::BAD_REQUEST,
                "name and code are required, code of letters and digits.",
            );
        }
        if ![
            "COOKIE",
            "CROSS_DEVICE",
            "DEVICE",
            "EMAIL",
            "Email",
            "MOBILE",
            "NON_PEOPLE",
            "PHONE",
            "Phone",
        ]
        .contains(&kind)
        {
            return invalid(
                scene,
                StatusCode::BAD_REQUEST,
                "idType is not one of the known types.",
            );
        }
        if self.namespaces.values().any(|other| other["code"] == code) {
            return invalid(
                scene,
                StatusCode::BAD_REQUEST,
                &format!("Namespace {code} already exists."),
            );
        }
        let id = 10_300_000 + self.namespaces.len() as u32;
        let made = namespace(id, code, name, text("description"), kind, scene.call.now.0, true);
        self.namespaces.put(id.to_string(), made.clone());
        reply::json(StatusCode::CREATED, &made)
    }

    /// Changes the words of a namespace; its code and type stay.
    fn rename(&mut self, scene: &Scene<'_>, id: &str) -> Reply {
        let body = scene.call.json().unwrap_or_default();
        let Some(namespace) = self.namespaces.get_mut(id) else {
            let message = format!("Namespace {id} does not exist.");
            return invalid(scene, StatusCode::NOT_FOUND, &message);
        };
        for field in ["name", "description"] {
            if body[field].is_string() {
                namespace[field] = body[field].clone();
            }
        }
        namespace["updateTime"] = json!(scene.call.now.0);
        reply::ok(namespace)
    }

    /// A call under `/data/core/identity`.
    pub(super) fn answer(&self, scene: &Scene<'_>, rest: &[&str]) -> Option<Reply> {
        let call = scene.call;
        Some(match (call.method.as_str(), rest) {
            ("GET", ["identity"]) => {
                let namespace = call.parameter("namespace").or_else(|| call.parameter("nsId"));
                match (namespace, call.parameter("id")) {
                    (Some(namespace), Some(id)) if !id.is_empty() => match self.code(namespace) {
                        Some(code) => reply::ok(&json!({ "xid": xid(&code, id) })),
                        None => {
                            invalid_input(&format!("The namespace {namespace} does not exist."))
                        }
                    },
                    _ => invalid_input("namespace and id are required."),
                }
            }
            ("GET", ["cluster", "members"] | ["v2", "graph"])
            | ("POST", ["v2", "graph"] | ["clusters", "members"]) => self.graph(scene),
            (_, ["identity"] | ["v2", "graph"]) => call.method_not_allowed(),
            _ => return None,
        })
    }

    /// The identities that go together with the one asked for. Beyond version and content type the shape is
    /// [unverified].
    fn graph(&self, scene: &Scene<'_>) -> Reply {
        let body = scene.call.json().unwrap_or_default();
        let asked = |field: &str| {
            let own = body[field].as_str().or_else(|| body["identity"][field].as_str());
            own.or_else(|| scene.call.parameter(field)).map(str::to_owned)
        };
        // aepp asks for several at once; the others are not looked for [unverified].
        let first = || body["composite_xid"][0].as_str().map(str::to_owned);
        let own = match (
            asked("xid").or_else(first),
            asked("namespace").or_else(|| asked("ns")).or_else(|| asked("nsid")),
            asked("id"),
        ) {
            (Some(xid), _, _) => xid,
            (None, Some(namespace), Some(id)) => {
                xid(&self.code(&namespace).unwrap_or(namespace), &id)
            }
            _ => {
                let message = "xid, or namespace and id, are required.";
                let body = json!({ "reason": "InvalidInput", "message": message });
                return reply::json(StatusCode::BAD_REQUEST, &body);
            }
        };
        let mut dice = Dice::of(&own);
        let others = (0..1 + dice.below(3)).map(|_| {
            let ecid = format!("{:019}{:019}", dice.below(u64::MAX / 2), dice.below(u64::MAX / 2));
            json!({ "xid": xid("ECID", &ecid), "id": ecid, "nsId": 4, "ns": "ECID" })
        });
        let identities: Vec<Value> = [json!({ "xid": own })].into_iter().chain(others).collect();
        let graph =
            json!({ "version": "2.0", "identities": identities, "graphType": "Private Graph" });
        reply::typed(
            StatusCode::OK,
            "application/json;version=2.2.1;charset=utf-8",
            graph.to_string(),
        )
    }

    /// The code of the namespace called `name`, by code in any case or by id.
    fn code(&self, name: &str) -> Option<String> {
        let found = self.namespaces.values().find(|namespace| {
            let code = namespace["code"].as_str().unwrap_or_default();
            let id = namespace["id"].to_string();
            code.eq_ignore_ascii_case(name) || id == name
        });
        found.and_then(|namespace| namespace["code"].as_str()).map(str::to_owned)
    }
}

/// The native id of `id` in the namespace `code`: opaque, and the same every time.
pub(super) fn xid(code: &str, id: &str) -> String {
    let mut dice = Dice::of(&format!("{}/{id}", code.to_ascii_lowercase()));
    let bytes: Vec<u8> = (0..3).flat_map(|_| dice.next().to_be_bytes()).take(19).collect();
    format!("BV{}", URL_SAFE_NO_PAD.encode(bytes))
}

fn namespace(
    id: u32,
    code: &str,
    name: &str,
    description: &str,
    kind: &str,
    at: i64,
    custom: bool,
) -> Value {
    json!({
        "updateTime": at,
        "code": code,
        "status": "ACTIVE",
        "description": description,
        "id": id,
        "createTime": at,
        "idType": kind,
        "name": name,
        "custom": custom,
    })
}

/// The identity service's own form of an error; its words here are [unverified].
fn invalid_input(detail: &str) -> Reply {
    let body = json!({ "title": "InvalidInput", "status": 400, "detail": detail });
    reply::json(StatusCode::BAD_REQUEST, &body)
}

/// The namespace service's own form of an error; its words here are [unverified].
fn invalid(scene: &Scene<'_>, status: StatusCode, message: &str) -> Reply {
    let body = json!({
        "timestamp": scene.call.now.0,
        "type": "http://ns.adobe.com/adobecloud/problem/namespacevalidation",
        "status": status.as_u16(),
        "error": "NAMESPACE_VALIDATION",
        "title": status.canonical_reason(),
        "report": { "message": message },
    });
    reply::json(status, &body)
}
