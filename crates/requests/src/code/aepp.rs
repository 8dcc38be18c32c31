//! Python with aepp, Adobe's unofficial client for Experience Platform, where it has a call for the request (facts: 04, 07;
//! aepp 0.6.0, connector.py and configs.py).

use super::body::BodyFile;
use super::follower::Follower;
use super::how::{Redirects, Said};
use super::message::{Body, Message, Text, is_token};
use super::normal;
use super::note::{CodeError, CodeNote, Notes};
use super::owner::CodeFor;
use super::python::{DIALECT, say_compression};
use crate::fill::Filled;
use mudbrick_model::{HttpVersion, Method};
use url::Url;

/// The one host it speaks to in production.
const PLATFORM: &str = "platform.adobe.io";

pub(super) fn write(
    message: &Message,
    owner: &CodeFor<'_>,
    notes: &mut Notes,
) -> Result<String, CodeError> {
    let url: String = message.url.plains().collect();
    let host = Url::parse(&url).ok().and_then(|url| url.host_str().map(ToOwned::to_owned));
    if host.as_deref() != Some(PLATFORM) {
        return Err(CodeError::NotPlatform { host: host.unwrap_or_default() });
    }
    let client = owner.oauth.as_ref().ok_or(CodeError::NotOauth)?;
    let (call, takes_body) = call(message.method)
        .ok_or_else(|| CodeError::NoCall { what: format!("{} requests", message.method) })?;
    if message.body.is_some() && !takes_body {
        return Err(CodeError::NoCall { what: format!("a body with {}", message.method) });
    }
    let is_json = |text: &str| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    let json = message.body.as_ref().map(|body| match body {
        Body::Text(text) => Some(Json::Text(text.as_plain().filter(|text| is_json(text))?)),
        Body::File(file) => file.is_json.then_some(Json::File(file)),
    });
    if json == Some(None) {
        return Err(CodeError::NoCall { what: "a body that is not JSON".to_owned() });
    }
    normal::say(&message.url, "aepp", notes);
    let literal = |text: &str| DIALECT.literal(text);
    let scopes: Vec<&str> = client.scopes.iter().map(|scope| scope.as_str()).collect();
    let mut code = match json.is_some() {
        true => "import json\nimport os\n".to_owned(),
        false => "import os\n".to_owned(),
    };
    code.push_str(&format!(
        "\nimport aepp\nfrom aepp import connector\n\naepp.configure(\n    org_id={},\n    client_id={},\n    secret=os.environ[\"CLIENT_SECRET\"],\n    scopes={},\n    sandbox={},\n)\n",
        literal(client.org_id),
        literal(client.client_id),
        literal(&scopes.join(",")),
        literal(client.sandbox),
    ));
    notes.add(CodeNote::Environment { name: "CLIENT_SECRET".to_owned() });
    code.push_str(&format!(
        "platform = connector.AdobeRequest()\n\nresponse = platform.{call}(\n    {},\n    headers={{\n",
        DIALECT.expression(&message.url, 4)
    ));
    for (name, value) in message.joined_headers(notes) {
        if is_its_own(&name) {
            continue;
        }
        code.push_str(&format!(
            "        {}: {},\n",
            literal(&name),
            DIALECT.expression(&value, 12)
        ));
    }
    code.push_str("    },\n");
    if let Some(Some(json)) = json {
        let value = match json {
            Json::Text(json) => {
                format!("json.loads({})", DIALECT.expression(&Text::plain(json), 8))
            }
            Json::File(file) => {
                format!("json.load(open({}, encoding=\"utf-8\"))", literal(&file.name))
            }
        };
        code.push_str(&format!("    data={value},\n"));
        notes.add(CodeNote::RewritesJson);
    }
    say_how(message, notes);
    // It checks no certificate unless it is told.
    code.push_str("    verify=True,\n)\nprint(response)");
    Ok(code)
}

/// It is told nothing of how a request is sent.
fn say_how(message: &Message, notes: &mut Notes) {
    let language = "aepp";
    match message.how.redirects {
        Redirects::Followed => {
            let drops = &["authorization", "cookie"];
            Follower { name: language, drops, to_http: true }.say(message, notes);
        }
        Redirects::Shown | Redirects::SeeOther => notes.add(CodeNote::FollowsAnyhow { language }),
    }
    say_compression(message, language, notes);
    for said in &message.how.said {
        match said {
            // Nothing else is what it sends.
            Said::Version(HttpVersion::Http1) => {}
            said => said.not_told(language, notes),
        }
    }
}

/// Whether Mudbrick's token is in it: its own it asks for itself.
pub(super) fn has_token(filled: &Filled) -> bool {
    let headers = filled.headers.iter().filter(|(name, _)| !is_its_own(name));
    let mut texts = headers.map(|(_, value)| value).chain([&filled.url]).chain(&filled.body);
    texts.any(|text| text.pieces().iter().any(is_token))
}

/// aepp writes this one over whatever stands there.
fn is_its_own(name: &str) -> bool {
    name.eq_ignore_ascii_case("authorization")
}

/// What a call is given.
#[derive(Debug, PartialEq, Eq)]
enum Json<'a> {
    Text(&'a str),
    File(&'a BodyFile),
}

/// Its call for a method, and whether that takes a body.
fn call(method: Method) -> Option<(&'static str, bool)> {
    match method {
        Method::Get => Some(("getData", false)),
        Method::Head => Some(("headData", false)),
        Method::Post => Some(("postData", true)),
        Method::Put => Some(("putData", true)),
        Method::Patch => Some(("patchData", true)),
        Method::Delete => Some(("deleteData", false)),
        Method::Options => None,
    }
}
