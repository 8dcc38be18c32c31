//! Parameters as IMS takes them: query, urlencoded body, multipart body and the Authorization header, in any mix. What they
//! mean is left to the endpoints.

use super::base::{Base, Environment, PRODUCTION};
use axum::extract::{FromRequest, Request};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, request::Parts};
use std::convert::Infallible;

/// What ims-go says will be demanded where tokens are validated and invalidated.
const CLIENT_ID: &str = "x-ims-clientid";

/// Every parameter of one request.
#[derive(Debug, Default)]
pub(crate) struct Form {
    pairs: Vec<(String, String)>,
    headers: HeaderMap,
    base: Option<Base>,
}

impl Form {
    /// The world whose IMS was asked; `None` when it stands for both.
    pub(super) fn environment(&self) -> Option<Environment> {
        self.base.as_ref().and_then(Base::environment)
    }

    /// What the IMS that was asked calls itself.
    pub(super) fn home(&self) -> &str {
        self.base.as_ref().map_or(PRODUCTION, Base::home)
    }

    /// The first value of `name` that is not empty: the query's, then the body's, then, for a client's own two, the one in
    /// a header: `X-IMS-ClientId` (ims-go), or Basic. Which place wins at Adobe is [unverified].
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(key, value)| key == name && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    /// The token of an `Authorization: Bearer` header.
    pub(crate) fn bearer(&self) -> Option<&str> {
        bearer(&self.headers)
    }

    async fn read(parts: &Parts, body: Bytes) -> Self {
        let mut pairs = Vec::new();
        let mut decode = |text: &[u8]| {
            pairs.extend(
                form_urlencoded::parse(text).map(|(k, v)| (k.into_owned(), v.into_owned())),
            );
        };
        decode(parts.uri.query().unwrap_or_default().as_bytes());
        let content_type = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let content_type = content_type.unwrap_or("application/x-www-form-urlencoded");
        if content_type.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
            decode(&body);
        } else if let Ok(boundary) = multer::parse_boundary(content_type) {
            pairs.extend(multipart(body, boundary).await);
        }
        if let Some(client_id) = parts.headers.get(CLIENT_ID).and_then(|value| value.to_str().ok())
        {
            pairs.push(("client_id".to_owned(), client_id.trim().to_owned()));
        }
        if let Some((client_id, secret)) = basic(&parts.headers) {
            pairs.push(("client_id".to_owned(), client_id));
            pairs.push(("client_secret".to_owned(), secret));
        }
        let base = parts.extensions.get().cloned();
        Self { pairs, headers: parts.headers.clone(), base }
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Infallible;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Infallible> {
        let (parts, body) = request.into_parts();
        // The body was read and measured before it came here.
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
        Ok(Self::read(&parts, body).await)
    }
}

/// The fields that can be read; a body that breaks off in the middle gives those before the break.
async fn multipart(body: Bytes, boundary: String) -> Vec<(String, String)> {
    let whole = futures_util::stream::once(async move { Ok::<_, Infallible>(body) });
    let mut fields = multer::Multipart::new(whole, boundary);
    let mut pairs = Vec::new();
    while let Ok(Some(field)) = fields.next_field().await {
        let Some(name) = field.name().map(str::to_owned) else { continue };
        let Ok(value) = field.bytes().await else { break };
        pairs.push((name, String::from_utf8_lossy(&value).into_owned()));
    }
    pairs
}

/// The token of an `Authorization: Bearer` header.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}

fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let (scheme, pair) = headers.get(AUTHORIZATION)?.to_str().ok()?.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(pair.trim()).ok()?).ok()?;
    let (name, secret) = pair.split_once(':')?;
    Some((name.to_owned(), secret.to_owned()))
}
