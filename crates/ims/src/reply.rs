//! Reading what IMS answered: a token, a refusal, or something that is no answer of IMS at all.
//!
//! What the refusals mean is left to [`crate::refusal`], until when a token is good to [`crate::token`].

use crate::error::{BadAnswer, TokenError, Trace};
use crate::headers::Skew;
use crate::refusal::Refusal;
use crate::scrub::scrub;
use crate::token::AccessToken;
use crate::user_tokens::UserTokens;
use bytes::Bytes;
use mudbrick_model::{Grant, Timestamp};
use mudbrick_net::retry_after;
use mudbrick_vault::SecretText;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;
use std::time::Duration;

/// An answer as far as it matters here.
#[derive(Default)]
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) debug_id: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) retry_after: Option<String>,
    /// Host of a redirect.
    pub(crate) points_to: Option<String>,
    pub(crate) body: Bytes,
}

/// What was asked, for understanding the answer.
pub(crate) struct Asked<'c> {
    /// Which endpoint, which decides the unit of `expires_in` and the words of a refusal.
    pub(crate) grant: Grant,
    /// When it was asked.
    pub(crate) at: Timestamp,
    /// What must not come back in an error.
    pub(crate) secrets: Vec<&'c SecretText>,
}

/// A reply with a token.
#[derive(Deserialize)]
struct Granted {
    access_token: SecretText,
    expires_in: Option<Value>,
    token_type: Option<Value>,
    /// For people who agreed to `offline_access`.
    refresh_token: Option<SecretText>,
    /// For people who agreed to `openid`.
    id_token: Option<SecretText>,
}

/// The fields of a refusal. IMS writes strings; what else comes is shown as it is.
#[derive(Deserialize)]
struct Refused {
    error: Option<Value>,
    error_description: Option<Value>,
}

impl Received {
    /// The token in it.
    pub(crate) fn token(
        &self,
        asked: &Asked<'_>,
        now: Timestamp,
    ) -> Result<AccessToken, TokenError> {
        let granted: Granted = self.object(asked, now)?;
        self.access_token(&granted, asked)
    }

    /// The tokens of a person in it.
    pub(crate) fn user_tokens(
        &self,
        asked: &Asked<'_>,
        now: Timestamp,
    ) -> Result<UserTokens, TokenError> {
        let granted: Granted = self.object(asked, now)?;
        let access = self.access_token(&granted, asked)?;
        let refresh = granted.refresh_token.filter(|token| !token.expose().is_empty());
        if refresh.as_ref().is_some_and(|token| !is_usable(token)) {
            return Err(self.bad(BadAnswer::UnusableToken, asked));
        }
        Ok(UserTokens::given(access, refresh, granted.id_token.as_ref()))
    }

    fn access_token(
        &self,
        granted: &Granted,
        asked: &Asked<'_>,
    ) -> Result<AccessToken, TokenError> {
        let value = granted.access_token.clone();
        let is_bearer = match &granted.token_type {
            // Absent for some grants (`AdminAuthentication/ims.md`).
            None | Some(Value::Null) => true,
            Some(kind) => kind.as_str().is_some_and(|kind| kind.eq_ignore_ascii_case("bearer")),
        };
        if !is_bearer || !is_usable(&value) {
            return Err(self.bad(BadAnswer::UnusableToken, asked));
        }
        Ok(AccessToken::given(value, granted.expires_in.as_ref(), asked.grant, asked.at))
    }

    /// The JSON object in it, when IMS agreed.
    pub(crate) fn object<T: DeserializeOwned>(
        &self,
        asked: &Asked<'_>,
        now: Timestamp,
    ) -> Result<T, TokenError> {
        self.agreed(asked, now)?;
        // A JSON array would fill a struct field by field.
        if self.text().first() != Some(&b'{') {
            return Err(self.bad(self.shape(asked), asked));
        }
        serde_json::from_slice(self.text()).map_err(|_| self.bad(self.shape(asked), asked))
    }

    /// Whether IMS agreed; its reasons if not.
    pub(crate) fn agreed(&self, asked: &Asked<'_>, now: Timestamp) -> Result<(), TokenError> {
        let trace = self.trace(asked);
        match (self.status, trace.error.as_deref()) {
            (429, _) => Err(TokenError::Throttled { retry_after: self.wait(now), trace }),
            (500.., _) | (_, Some("internal_error")) => {
                Err(TokenError::Trouble { retry_after: self.wait(now), trace })
            }
            (status, Some(code)) => {
                let description = trace.description.as_deref().unwrap_or_default();
                let skew = Skew::between(now, self.date.as_deref());
                let why = Refusal::of(asked.grant, status, code, description, skew);
                Err(TokenError::Refused { why, trace })
            }
            (200..=299, None) => Ok(()),
            (300..=399, None) => {
                let host = self.points_to.clone();
                Err(TokenError::BadAnswer { what: BadAnswer::Redirect { host }, trace })
            }
            _ => Err(self.bad(self.shape(asked), asked)),
        }
    }

    /// How long it asks to wait.
    fn wait(&self, now: Timestamp) -> Option<Duration> {
        retry_after(self.retry_after.as_deref()?, self.date.as_deref(), now)
    }

    fn bad(&self, what: BadAnswer, asked: &Asked<'_>) -> TokenError {
        TokenError::BadAnswer { what, trace: self.trace(asked) }
    }

    pub(crate) fn trace(&self, asked: &Asked<'_>) -> Trace {
        let refused: Option<Refused> = (self.text().first() == Some(&b'{'))
            .then(|| serde_json::from_slice(self.text()).ok())
            .flatten();
        let show = |value: &Value| match value {
            Value::Null => None,
            Value::String(text) => Some(asked.scrub(text)),
            other => Some(asked.scrub(&other.to_string())),
        };
        let refused = refused.as_ref();
        Trace {
            status: self.status,
            error: refused.and_then(|it| it.error.as_ref()).and_then(show),
            description: refused.and_then(|it| it.error_description.as_ref()).and_then(show),
            debug_id: self.debug_id.as_deref().map(|id| asked.scrub(id)),
        }
    }

    /// What the body is when it is not the JSON object that was expected.
    fn shape(&self, asked: &Asked<'_>) -> BadAnswer {
        let text = self.text();
        match text.first() {
            None => BadAnswer::Empty,
            Some(b'<') => BadAnswer::Html {
                title: title(&String::from_utf8_lossy(text)).map(|t| asked.scrub(t)),
            },
            Some(b'{') => match serde_json::from_slice::<serde::de::IgnoredAny>(text) {
                Ok(_) => BadAnswer::Incomplete,
                Err(error) if error.classify() == Category::Eof => BadAnswer::CutOff,
                Err(_) => BadAnswer::NotJson,
            },
            Some(_) => BadAnswer::NotJson,
        }
    }

    fn text(&self) -> &[u8] {
        self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body).trim_ascii()
    }
}

impl Asked<'_> {
    fn scrub(&self, text: &str) -> String {
        scrub(text, self.secrets.iter().copied())
    }
}

/// Whether it can be sent back as it is.
fn is_usable(token: &SecretText) -> bool {
    !token.expose().is_empty() && token.expose().bytes().all(|b| b.is_ascii_graphic())
}

/// The title of a web page.
fn title(page: &str) -> Option<&str> {
    // ASCII case does not change the place of anything.
    let lower = page.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let start = start + lower[start..].find('>')? + 1;
    let length = lower[start..].find("</title")?;
    let title = page[start..start + length].trim();
    (!title.is_empty()).then_some(title)
}

#[cfg(test)]
mod tests;
