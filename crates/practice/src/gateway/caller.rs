//! Who calls: the gateway's checks in order, each with Adobe's code and exact message (validatorsHandlerErrorDecorator.lua).
//! The order of key and token differs by service at Adobe; key first is its default here.

use super::reply::{challenged, refuse};
use crate::ims::{Environment, bearer};
use crate::products::{self, Api, Caller};
use crate::registry::Client;
use crate::seed::ProjectApi;
use crate::world::{PRODUCT_CONTEXT, World};
use axum::body::Body;
use http::request::Parts;
use http::{Response, StatusCode};

/// A call that does not pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: &'static str,
    /// Instead of a body, for a product that answers a bad token by itself.
    challenge: Option<&'static str>,
}

impl Refusal {
    const fn new(status: StatusCode, code: &'static str, message: &'static str) -> Self {
        Self { status, code, message, challenge: None }
    }

    pub(crate) fn into_response(self) -> Response<Body> {
        match self.challenge {
            Some(challenge) => challenged(challenge),
            None => refuse(self.status, self.code, self.message),
        }
    }
}

const KEY_MISSING: Refusal = Refusal::new(StatusCode::FORBIDDEN, "403000", "Api Key is required");
const KEY_INVALID: Refusal = Refusal::new(StatusCode::FORBIDDEN, "403003", "Api Key is invalid");
/// Forbidden rather than unauthorised, and with a full stop: both as Adobe has them.
const TOKEN_MISSING: Refusal =
    Refusal::new(StatusCode::FORBIDDEN, "403010", "Oauth token is missing.");
const TOKEN_INVALID: Refusal =
    Refusal::new(StatusCode::UNAUTHORIZED, "401013", "Oauth token is not valid");
/// That a key of another project than the token's is answered so is [unverified].
const OTHER_CONTEXT: Refusal =
    Refusal::new(StatusCode::UNAUTHORIZED, "401014", "Token not allowed in the current context");
const HEADER_MISSING: Refusal = Refusal::new(StatusCode::BAD_REQUEST, "400003", "Missing header");
const PROFILE_INVALID: Refusal =
    Refusal::new(StatusCode::FORBIDDEN, "403023", "Profile is not valid");
/// Platform's documents list this code for what is 403023 elsewhere; that the words are the same is [unverified].
const PROFILE_INVALID_PLATFORM: Refusal =
    Refusal::new(StatusCode::FORBIDDEN, "403025", "Profile is not valid");

/// The caller behind a request, or why it may not pass.
pub(super) fn identify(
    world: &World,
    host: &str,
    head: &Parts,
    api: Option<Api>,
) -> Result<Caller, Refusal> {
    let path = head.uri.path();
    let header = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
    let key = header("x-api-key").map(str::trim).filter(|key| !key.is_empty());
    let key = key.ok_or(KEY_MISSING)?;
    let registry = world.registry();
    let client = registry.client(key).ok_or(KEY_INVALID)?;
    if !has_api(client, path, api) {
        return Err(KEY_INVALID);
    }
    let token = bearer(&head.headers).ok_or(TOKEN_MISSING)?;
    let invalid = Refusal { challenge: api.and_then(Api::challenge), ..TOKEN_INVALID };
    let environment = products::adobe_name(host).map(|host| Environment::of(&host));
    let token = world.issuer.inspect(token, environment, world.now()).map_err(|_| invalid)?;
    if token.client_id != key {
        return Err(OTHER_CONTEXT);
    }
    let organization = &client.organization;
    if api.is_some_and(Api::wants_organisation) {
        let named = header("x-gw-ims-org-id").ok_or(HEADER_MISSING)?;
        if named.trim() != organization.id.as_str() {
            return Err(PROFILE_INVALID_PLATFORM);
        }
    }
    let scopes: Vec<String> = token.scopes().map(str::to_owned).collect();
    let has_contexts = scopes.iter().any(|scope| scope == PRODUCT_CONTEXT);
    let tenants = if has_contexts { vec![organization.tenant.clone()] } else { Vec::new() };
    let tenant = Api::tenant(path).filter(|_| api == Some(Api::Campaign));
    if tenant.is_some_and(|wanted| !tenants.iter().any(|tenant| tenant == wanted)) {
        return Err(PROFILE_INVALID);
    }
    Ok(Caller { client_id: token.client_id, org_id: organization.id.to_string(), scopes, tenants })
}

/// Whether the API was added to the project. Addresses no product has are open to every key.
fn has_api(client: &Client, path: &str, api: Option<Api>) -> bool {
    let wanted = match api {
        Some(Api::Places) => ProjectApi::Places,
        Some(Api::Campaign) => ProjectApi::Campaign,
        Some(Api::Platform) => ProjectApi::Platform,
        Some(Api::Analytics) => ProjectApi::Analytics,
        Some(Api::UserManagement) => ProjectApi::UserManagement,
        None if super::management::is_address(path) => ProjectApi::Management,
        _ => return true,
    };
    client.project.apis.contains(&wanted)
}
