//! The part of the I/O Management API that rotates client secrets (`ServerToServerAuthentication/ims.md`). Everything else of
//! that API is not here.

use crate::products::{Call, Reply};
use crate::registry::{Client, StoredSecret};
use crate::world::World;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, Response, StatusCode};
use mudbrick_model::Timestamp;
use serde_json::{Value, json};

/// The scopes the documents ask for besides the usual ones.
const READ: &str = "read_client_secret";
const MANAGE: &str = "manage_client_secrets";

/// Whether `path` belongs to it.
pub(super) fn is_address(path: &str) -> bool {
    path.starts_with("/console/")
}

/// `/console/organizations/{console org id}/credentials/{credential id}/secrets[/{uuid}]`.
pub(super) fn handle(world: &World, call: &Call) -> Option<Reply> {
    let rest = call.path.strip_prefix("/console/organizations/")?;
    let segments: Vec<&str> = rest.trim_end_matches('/').split('/').collect();
    let (org, credential, uuid) = match segments[..] {
        [org, "credentials", credential, "secrets"] => (org, credential, None),
        [org, "credentials", credential, "secrets", uuid] => (org, credential, Some(uuid)),
        _ => return None,
    };
    let needed = if call.method == Method::GET { READ } else { MANAGE };
    if !call.caller.scopes.iter().any(|scope| scope == needed) {
        return Some(problem(StatusCode::FORBIDDEN, "403011", "Scope mismatch"));
    }
    let mut registry = world.registry();
    let client_id = registry.clients().find(|client| {
        client.organization.console_id.as_deref() == Some(org)
            && client.organization.id.as_str() == call.caller.org_id
            && client.credential_id() == credential
    });
    let client_id = client_id.map(|client| client.project.client_id.to_string());
    let Some(client) = client_id.and_then(|client_id| registry.client_mut(&client_id)) else {
        return Some(problem(StatusCode::NOT_FOUND, "404003", "Resource not found"));
    };
    Some(match (&call.method, uuid) {
        (&Method::GET, None) => list(client),
        // That Adobe rotates no secrets during a migration is documented (`migration.md`); status and body are [unverified].
        (&Method::POST, None) | (&Method::DELETE, Some(_)) if client.is_migrating() => problem(
            StatusCode::BAD_REQUEST,
            "400000",
            "Client secrets cannot be rotated while the credential is migrated",
        ),
        (&Method::POST, None) => add(client, call.now),
        (&Method::DELETE, Some(uuid)) => remove(client, uuid),
        _ => problem(StatusCode::METHOD_NOT_ALLOWED, "405000", "Method not allowed"),
    })
}

fn list(client: &Client) -> Reply {
    let secrets: Vec<Value> = client.secrets.iter().map(describe).collect();
    let body = json!({ "client_id": client.project.client_id, "client_secrets": secrets });
    json_reply(StatusCode::OK, &body)
}

fn add(client: &mut Client, now: Timestamp) -> Reply {
    let value = format!("p8e-practice-{}", uuid::Uuid::new_v4().simple());
    match client.add_secret(value, now) {
        Ok(secret) => {
            let mut body = describe(secret);
            body["client_secret"] = Value::from(secret.value.clone());
            json_reply(StatusCode::CREATED, &body)
        }
        // Status and body of a third secret are [unverified].
        Err(_) => problem(StatusCode::BAD_REQUEST, "400000", "Maximum number of secrets reached"),
    }
}

fn remove(client: &mut Client, uuid: &str) -> Reply {
    let is_known = client.secrets.iter().any(|secret| secret.uuid == uuid);
    match client.remove_secret(uuid) {
        Ok(()) if is_known => {
            let mut reply = Response::new(Bytes::new());
            *reply.status_mut() = StatusCode::NO_CONTENT;
            reply
        }
        // Status and body for the last secret are [unverified].
        Err(_) if is_known => {
            problem(StatusCode::BAD_REQUEST, "400000", "The last secret cannot be deleted")
        }
        _ => problem(StatusCode::NOT_FOUND, "404003", "Resource not found"),
    }
}

/// A secret as the API tells of it: never its value.
fn describe(secret: &StoredSecret) -> Value {
    let usages = secret.last_used.map(
        |at| json!([{ "last_used_at": at.0.to_string(), "grant_type": "client_credentials" }]),
    );
    json!({
        "expires_at": "PERMANENT",
        "expires_at_str": "PERMANENT",
        "created_at": secret.created_at.0.to_string(),
        "created_at_str": long_date(secret.created_at),
        "uuid": secret.uuid,
        "secret_usages": usages,
    })
}

/// `Thu, Jan 1 2026 00:00:00.000 UTC`.
fn long_date(at: Timestamp) -> String {
    let instant = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    instant.strftime("%a, %b %-d %Y %H:%M:%S.%3f UTC").to_string()
}

fn problem(status: StatusCode, code: &str, message: &str) -> Reply {
    json_reply(status, &json!({ "error_code": code, "message": message }))
}

fn json_reply(status: StatusCode, body: &Value) -> Reply {
    let mut reply = Response::new(Bytes::from(body.to_string()));
    *reply.status_mut() = status;
    reply.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    reply
}
