//! The API gateway of file 09: key, then token, then organisation, in front of every product. What a product answers is left
//! to `products`, the secrets API to `management`, how much may be left behind to `quota`.

mod caller;
mod management;
mod quota;
mod reply;

pub(crate) use caller::Refusal;
pub(crate) use quota::Quota;
pub(crate) use reply::refuse;

use crate::intake::{LONGEST_CALL, LONGEST_UPLOAD};
use crate::products::{Api, Call, Caller};
use crate::world::World;
use axum::body::Body;
use bytes::Bytes;
use http::request::Parts;
use http::{Method, Request, Response, StatusCode};
use quota::Overweight;
use reply::seal;

/// A call that may pass: who calls, and which product.
#[derive(Debug, Clone)]
pub(crate) struct Admitted {
    api: Option<Api>,
    caller: Caller,
    /// The longest body that is taken.
    pub(crate) longest: usize,
}

/// Looks at everything but the body: whoever has neither key nor token has none read.
pub(crate) fn admit(world: &World, host: &str, head: &Parts) -> Result<Admitted, Refusal> {
    let path = head.uri.path();
    let api = Api::locate(host, path);
    let is_upload = path.starts_with("/data/foundation/import/") && path.contains("/files/");
    let longest = if is_upload { LONGEST_UPLOAD } else { LONGEST_CALL };
    if api.is_some_and(Api::is_open) {
        return Ok(Admitted { api, caller: Caller::default(), longest });
    }
    let caller = caller::identify(world, host, head, api)?;
    Ok(Admitted { api, caller, longest })
}

/// Answers a call to any product.
pub(crate) fn answer(
    world: &World,
    host: &str,
    admitted: Admitted,
    request: Request<Bytes>,
) -> Response<Body> {
    let (head, body) = request.into_parts();
    let query = head.uri.query().unwrap_or_default();
    let call = Call {
        host: host.to_owned(),
        path: head.uri.path().to_owned(),
        query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        method: head.method,
        headers: head.headers,
        body,
        caller: admitted.caller,
        now: world.now(),
    };
    // The inlet keeps nothing of what it takes.
    let leaves_something = matches!(call.method, Method::POST | Method::PUT | Method::PATCH)
        && admitted.api != Some(Api::Inlet);
    if !leaves_something {
        return served(world, &call);
    }
    // Of an upload only its size is kept.
    let is_upload = admitted.longest == LONGEST_UPLOAD;
    let weight = quota::weight(if is_upload { &[] } else { &call.body });
    if let Err(overweight) = world.quota.take(weight) {
        return too_much(overweight);
    }
    let answer = served(world, &call);
    if !answer.status().is_success() {
        world.quota.give_back(weight);
    }
    answer
}

fn served(world: &World, call: &Call) -> Response<Body> {
    let reply = management::handle(world, call).or_else(|| world.products.handle(call));
    match reply {
        Some(reply) => seal(reply.map(Body::from)),
        // An address that no product has is answered before any of them, and not in JSON (file 09 of the facts).
        None => reply::no_route(),
    }
}

/// Not Adobe's words: the bounds are the practice Adobe's own.
fn too_much(overweight: Overweight) -> Response<Body> {
    match overweight {
        Overweight::Call => refuse(
            StatusCode::PAYLOAD_TOO_LARGE,
            "413000",
            "The body has more values than the practice Adobe takes in one call.",
        ),
        Overweight::Run => refuse(
            StatusCode::INSUFFICIENT_STORAGE,
            "507000",
            "The practice Adobe is full of what callers created. Stop it and start it again.",
        ),
    }
}
