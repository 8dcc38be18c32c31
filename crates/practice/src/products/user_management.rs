//! User Management: the pages of users, with the counts in headers (§7.3 of the facts). The members of a user are from
//! Adobe's guide and [unverified] here.

use super::call::Call;
use super::page;
use super::people::person;
use super::reply::{self, Reply};
use http::StatusCode;
use serde_json::{Value, json};

const ROOT: &str = "/v2/usermanagement";
/// How many users every organisation has.
const USERS: u32 = 240;
const PAGE_SIZE: usize = 100;

/// Answers a call under `/v2/usermanagement`.
pub(super) fn handle(call: &Call) -> Option<Reply> {
    let segments = call.segments_after(ROOT);
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let (org, number) = match segments.as_slice() {
        ["users", org] => (*org, 0),
        ["users", org, number] => (*org, number.parse().ok()?),
        _ => return None,
    };
    if call.method != "GET" {
        return Some(call.method_not_allowed());
    }
    if org != call.caller.org_id {
        let body = json!({
            "lastPage": false,
            "result": "error.unauthorized",
            "message": "Failed to authenticate provided token",
        });
        return Some(reply::json(StatusCode::UNAUTHORIZED, &body));
    }
    let page = page::cut((0..USERS).map(user), PAGE_SIZE.saturating_mul(number), PAGE_SIZE);
    let body = json!({ "lastPage": page.next.is_none(), "result": "success", "users": page.items });
    let headers = [
        ("x-total-count", page.total),
        ("x-page-count", page.total.div_ceil(PAGE_SIZE)),
        ("x-current-page", number),
        ("x-page-size", page.items.len()),
    ];
    Some(headers.iter().fold(reply::ok(&body), |reply, (name, value)| {
        reply::with(reply, name, &value.to_string())
    }))
}

fn user(number: u32) -> Value {
    let person = person(number);
    let domain = person.email.rsplit_once('@').map_or("", |(_, domain)| domain).to_owned();
    let groups: &[&str] = match number % 5 {
        0 => &["Places editors", "Platform users"],
        1 => &["Campaign marketers"],
        2 => &["Platform users"],
        _ => &[],
    };
    json!({
        "email": person.email,
        "status": "active",
        "groups": groups,
        "username": person.email,
        "domain": domain,
        "firstname": person.first,
        "lastname": person.last,
        "country": person.country,
        "type": "federatedID",
    })
}

#[cfg(test)]
mod tests {
    use super::{USERS, handle};
    use crate::products::call::Call;
    use serde_json::Value;
    use std::collections::HashSet;

    #[test]
    fn the_pages_hold_every_user_once() {
        let mut seen = HashSet::new();
        for number in 0.. {
            let url = format!(
                "usermanagement.adobe.io/v2/usermanagement/users/0A1B2C3D4E5F60718293A4B5@AdobeOrg/{number}"
            );
            let reply = handle(&Call::to("GET", &url)).unwrap();
            assert_eq!(reply.headers()["x-total-count"], USERS.to_string());
            let body: Value = serde_json::from_slice(reply.body()).unwrap();
            for user in body["users"].as_array().unwrap() {
                assert!(seen.insert(user["email"].to_string()));
            }
            if body["lastPage"] == true {
                break;
            }
        }
        assert_eq!(seen.len(), USERS as usize);
    }

    #[test]
    fn another_organisation_is_refused() {
        let url =
            "usermanagement.adobe.io/v2/usermanagement/users/FFFFFFFFFFFFFFFFFFFFFFFF@AdobeOrg/0";
        assert_eq!(handle(&Call::to("GET", url)).unwrap().status(), 401);
    }
}
