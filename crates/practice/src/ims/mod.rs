//! Adobe IMS: its addresses, and the names it goes by. Each group of endpoints has its own file; the gateway, which speaks
//! another dialect of errors, is left to its own module.

mod asking;
mod assertion;
mod authorize;
mod base;
mod exchange;
mod form;
mod issuer;
mod passed_on;
mod people;
mod promises;
mod reply;
mod session;
mod sign_ins;
mod signed_in;
mod token;

pub(crate) use base::{Base, Environment};
pub(crate) use form::bearer;
pub(crate) use issuer::{Grantee, Issuer};
pub(crate) use promises::Promises;
pub(crate) use reply::{Refusal, respond};
pub(crate) use sign_ins::SignIns;

use crate::world::World;
use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use http::StatusCode;
use std::sync::Arc;

/// Every answer of IMS carries an `X-DEBUG-ID`, these too; that they have no body is [unverified].
async fn missing() -> Response {
    respond(StatusCode::NOT_FOUND, String::new())
}

async fn wrong_method() -> Response {
    respond(StatusCode::METHOD_NOT_ALLOWED, String::new())
}

/// Every IMS address, and the one that PDF Services lends it.
pub(crate) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/token", post(token::pdf_services))
        .route("/ims/authorize/v2", get(authorize::authorize))
        .route("/ims/token/{version}", post(token::token))
        .route("/ims/token/{version}/", post(token::token))
        .route("/ims/exchange/jwt", post(exchange::exchange))
        .route("/ims/exchange/jwt/", post(exchange::exchange))
        .route("/ims/exchange/v1/jwt", post(exchange::exchange))
        .route("/ims/exchange/v1/jwt/", post(exchange::exchange))
        .route("/ims/validate_token/v1", get(session::validate).post(session::validate))
        .route("/ims/invalidate_token/v2", post(session::invalidate))
        .route("/ims/revoke", post(session::revoke))
        .route("/ims/logout/v1", get(session::logout).post(session::logout))
        .route("/ims/userinfo/v2", get(people::userinfo))
        .route("/ims/profile/v1", get(people::profile))
        .route("/ims/organizations/v6", get(people::organizations))
        .route("/ims/organizations/{org}/v2", get(people::organization))
        .route("/ims/fetch_pc_by_org/v1", post(people::product_contexts))
        .route("/ims/keys", get(session::keys))
        .route("/ims/.well-known/openid-configuration", get(session::discovery))
        .fallback(missing)
        .method_not_allowed_fallback(wrong_method)
        .with_state(world)
}
