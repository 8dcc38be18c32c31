//! Campaign Standard and Campaign v8 are one API that differs call by call (§6.6 of the facts). Where a call differs is decided
//! where it is answered; what is said differently, here.

use crate::products::reply::{self, Reply};
use http::StatusCode;
use serde_json::{Value, json};

/// Which Campaign an instance is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CampaignEdition {
    /// Campaign Standard.
    #[default]
    Standard,
    /// Campaign v8 with the REST API.
    V8,
}

/// What the engine's errors begin with.
pub(super) const OPENING: &str = "An error has occurred - please contact your administrator.";

/// The prefix that only Campaign Standard writes.
const PREFIX: &str = "RST-360011 ";

impl CampaignEdition {
    /// `reply`, an answer of Campaign Standard, as this edition words it: v8 has no prefix, keeps what a 404 says and
    /// nothing of what a 500 says behind its opening.
    pub(super) fn worded(self, reply: Reply) -> Reply {
        let is_fault = reply.status().is_client_error() || reply.status().is_server_error();
        if self == Self::Standard || !is_fault {
            return reply;
        }
        let body: Value = serde_json::from_slice(reply.body()).unwrap_or_default();
        let Some(rest) = body["message"].as_str().and_then(|text| text.strip_prefix(PREFIX)) else {
            return reply;
        };
        let kept = match reply.status() {
            StatusCode::NOT_FOUND => rest.strip_prefix(OPENING).unwrap_or(rest).trim_start(),
            _ => OPENING,
        };
        let mut body = body.clone();
        body["message"] = json!(kept);
        reply::json(reply.status(), &body)
    }
}

#[cfg(test)]
mod tests {
    use super::CampaignEdition;
    use crate::products::campaign::faults;
    use serde_json::Value;

    #[test]
    fn v8_says_less() {
        let message = |edition: CampaignEdition, reply| -> String {
            let body: Value = serde_json::from_slice(edition.worded(reply).body()).unwrap();
            body["message"].as_str().unwrap().to_owned()
        };
        let fault = || faults::engine("XTK-1 Detail");
        assert!(message(CampaignEdition::Standard, fault()).ends_with("XTK-1 Detail"));
        assert_eq!(
            message(CampaignEdition::V8, fault()),
            "An error has occurred - please contact your administrator."
        );
        let oops = message(CampaignEdition::V8, faults::oops());
        assert!(oops.starts_with("Oops."));
        let lost = || faults::no_document("Service", "adobe_nl:0", "service", "adobe_nl");
        assert!(message(CampaignEdition::Standard, lost()).starts_with("RST-360011 An error"));
        assert!(message(CampaignEdition::V8, lost()).starts_with("Unable to find document"));
    }
}
