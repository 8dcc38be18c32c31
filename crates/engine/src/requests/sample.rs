//! A request of the catalogue as it is shown: what it does, what it needs, and whether a credential can send it.

use super::address::RequestAddress;
use super::view::{AboutRequest, RequestOrigin, RequestSummary};
use mudbrick_model::{Credential, ErrorCode, Problem};
use mudbrick_requests::{Sample, Unable, catalogue};
use serde_json::Value;

/// The request at an address of the catalogue.
pub(super) fn at(address: &RequestAddress) -> Result<&'static Sample, Problem> {
    let is_it = |sample: &&Sample| address.name().is_none() && sample.path == *address.file();
    catalogue().iter().find(is_it).ok_or_else(|| {
        Problem::new(ErrorCode::NotFound, format!("There is no request called {address}."))
            .remedy("The catalogue's names look like Places/List libraries.")
    })
}

/// As it is listed, for a credential when one is meant.
pub(super) fn summary(sample: &Sample, credential: Option<&Credential>) -> RequestSummary {
    let unable = credential.and_then(|credential| sample.unable(credential));
    RequestSummary {
        address: RequestAddress::from(&sample.path),
        path: sample.path.clone(),
        origin: RequestOrigin::Catalogue,
        method: sample.request().method,
        name: sample.request().name.clone(),
        note: sample.note().map(str::to_owned),
        description: Some(sample.description().to_owned()),
        effect: Some(sample.effect()),
        usable: unable.is_none(),
        why_not: unable.map(|unable| why(&unable)),
    }
}

/// What is said about it when it is opened.
pub(super) fn about(sample: &Sample) -> Box<AboutRequest> {
    Box::new(AboutRequest {
        description: sample.description().to_owned(),
        note: sample.note().map(str::to_owned),
        effect: sample.effect(),
        scopes: sample.scopes().map(str::to_owned).collect(),
        metascopes: sample.metascopes().to_vec(),
        example: sample.example().map(|example| over_lines(&example)),
    })
}

/// JSON as people read it; any other text as it is.
fn over_lines(text: &str) -> String {
    let read = serde_json::from_str::<Value>(text).ok();
    read.and_then(|value| serde_json::to_string_pretty(&value).ok())
        .unwrap_or_else(|| text.to_owned())
}

fn why(unable: &Unable) -> String {
    match unable {
        Unable::LacksScopes(scopes) => {
            let word = if let [_] = &scopes[..] { "scope" } else { "scopes" };
            format!("The credential does not have the {word} {}.", scopes.join(", "))
        }
        Unable::LacksMetascopes(metascopes) => match &metascopes[..] {
            [one] => format!("The credential does not have the metascope {one}."),
            several => {
                format!("The credential has none of the metascopes {}.", several.join(", "))
            }
        },
    }
}
