//! The documented errors once more, copied out of the facts by hand and in their order, a file a service: host, path, status,
//! headers, body, and the rule that has to know each. What the facts write as `…` is filled with something.

mod aem;
mod analytics;
mod campaign;
mod events;
mod gateway;
mod ims;
mod marketo;
mod mcp;
mod platform;
mod target;
mod user_management;

use mudbrick_explain::{Answer, explain, matching};
use mudbrick_model::Header;

type Line = (&'static str, &'static str, u16, &'static [&'static str], &'static str, &'static str);

const IMS: &str = "ims-na1.adobelogin.com";
const GW: &str = "platform.adobe.io";
const ACS: &str = "mc.adobe.io";
const UMAPI: &str = "usermanagement.adobe.io";
const MKTO: &str = "123-abc-456.mktorest.com";
const AEM: &str = "author-p1-e1.adobeaemcloud.com";
const EV: &str = "api.adobe.io";

const SERVICES: [&[Line]; 11] = [
    ims::DOCUMENTED,
    campaign::DOCUMENTED,
    platform::DOCUMENTED,
    gateway::DOCUMENTED,
    mcp::DOCUMENTED,
    user_management::DOCUMENTED,
    analytics::DOCUMENTED,
    target::DOCUMENTED,
    events::DOCUMENTED,
    marketo::DOCUMENTED,
    aem::DOCUMENTED,
];

#[test]
fn each_documented_error_is_known_by_one_rule() {
    let documented = SERVICES.concat();
    assert!(documented.len() > 180, "{}", documented.len());
    let mut wrong = Vec::new();
    for (host, path, status, headers, body, expected) in &documented {
        let headers: Vec<Header> = headers
            .iter()
            .map(|line| {
                line.split_once(": ").map(|(name, value)| Header::new(name, value)).unwrap()
            })
            .collect();
        let answer = Answer {
            host: Some(host),
            path: Some(path),
            method: Some("GET"),
            status: Some(*status),
            headers: &headers,
            body: Some(body.as_bytes()),
            ..Answer::default()
        };
        let found: Vec<&str> = matching(&answer).iter().map(|rule| rule.id.as_str()).collect();
        if found != [*expected] {
            wrong.push(format!("{host}{path} {status} {body}: {found:?}, not {expected}"));
        }
        assert_eq!(explain(&answer).is_some(), !found.is_empty());
    }
    assert!(wrong.is_empty(), "{} are not known:\n{}", wrong.len(), wrong.join("\n"));
}
