//! The deprecated calls: bare arrays, and other names for the same things (§11.1 of the facts).

use super::super::call::Call;
use super::super::page;
use super::super::reply::{self, Reply};
use super::answers;
use super::organisation::{Organisation, is_in};
use http::StatusCode;
use serde_json::{Value, json};

/// The only product of the practice organisation; its profiles are the groups of that type.
const PRODUCT: u32 = 1_234_567;

/// How many users a page has here.
const PAGE_SIZE: usize = 400;

/// Answers a call under `/{org}`.
pub(super) fn answer(organisation: &Organisation, call: &Call, rest: &[&str]) -> Option<Reply> {
    let groups = || groups(organisation, "USER_GROUP");
    let profiles = || groups_of_product(organisation);
    let is_product = |id: &str| id == PRODUCT.to_string();
    Some(match rest {
        ["users"] => listed(call, organisation.users().map(user).collect()),
        ["user-groups"] => listed(call, groups()),
        ["user-groups", id] => one(groups(), "groupId", id),
        ["user-groups", id, "users"] => members(organisation, call, groups(), "groupId", id),
        ["products"] => listed(call, vec![product(profiles().len())]),
        ["products", id, ..] if !is_product(id) => missing("PLC_NOT_FOUND"),
        ["products", id, "configurations"] => {
            let configurations = profiles();
            reply::ok(&json!({ "id": id, "licenseConfigurations": configurations }))
        }
        ["products", _, "configurations", id] => one(profiles(), "id", id),
        ["products", _, "configurations", id, "users"] => {
            members(organisation, call, profiles(), "id", id)
        }
        _ => return None,
    })
}

/// Pages count from 0; the one library that asks here counts from 1 (§11.3 of the facts).
fn listed(call: &Call, items: Vec<Value>) -> Reply {
    let counts_from_one =
        call.header("user-agent").is_some_and(|agent| agent.starts_with("umapi-client"));
    let first = usize::from(counts_from_one);
    let number = call.number("page").unwrap_or(first);
    let start = number.saturating_sub(first).saturating_mul(PAGE_SIZE);
    let page = page::cut(items.into_iter(), start, PAGE_SIZE);
    let reply = reply::ok(&json!(page.items));
    let headers = [
        ("x-total-count", page.total),
        ("x-page-count", page.total.div_ceil(PAGE_SIZE).max(1)),
        ("x-current-page", number),
        ("x-page-size", page.items.len()),
    ];
    headers.iter().fold(reply, |reply, (name, value)| reply::with(reply, name, &value.to_string()))
}

/// The item whose number `key` is `id`.
fn numbered(items: Vec<Value>, key: &str, id: &str) -> Option<Value> {
    let id: u64 = id.parse().ok()?;
    items.into_iter().find(|item| item[key].as_u64() == Some(id))
}

fn one(items: Vec<Value>, key: &str, id: &str) -> Reply {
    match numbered(items, key, id) {
        Some(item) => reply::ok(&item),
        None => answers::not_found("group", &format!("Not found: Group {id}")),
    }
}

fn members(
    organisation: &Organisation,
    call: &Call,
    items: Vec<Value>,
    key: &str,
    id: &str,
) -> Reply {
    let Some(group) = numbered(items, key, id) else {
        return answers::not_found("group", &format!("Not found: Group {id}"));
    };
    let name = group["name"].as_str().unwrap_or_default();
    listed(call, organisation.users().filter(|of| is_in(of, name)).map(user).collect())
}

fn user(user: &Value) -> Value {
    json!({
        "id": user["id"],
        "email": user["email"],
        "username": user["username"],
        "firstName": user["firstname"],
        "lastName": user["lastname"],
        "countryCode": user["country"],
        "userType": user["type"],
    })
}

fn groups(organisation: &Organisation, kind: &str) -> Vec<Value> {
    let of_kind = organisation.groups().into_iter().filter(|group| group["type"] == kind);
    let show = |group: Value| {
        json!({
            "groupId": group["groupId"],
            "name": group["groupName"],
            "type": group["type"],
            "memberCount": group["memberCount"],
            // Texts, unlike the id beside them.
            "adminGroupId": format!("{}1", group["groupId"]),
            "adminCount": "0",
        })
    };
    of_kind.map(show).collect()
}

fn groups_of_product(organisation: &Organisation) -> Vec<Value> {
    let of_product =
        organisation.groups().into_iter().filter(|group| group["type"] == "PRODUCT_PROFILE");
    let show = |group: Value| {
        json!({
            "id": group["groupId"],
            "name": group["groupName"],
            "memberCount": group["memberCount"],
            "licenseQuota": group["licenseQuota"],
        })
    };
    of_product.map(show).collect()
}

fn product(configurations: usize) -> Value {
    json!({
        "id": PRODUCT,
        "code": "practice",
        "name": "Adobe Experience Platform",
        "userCount": 48,
        "configurationCount": configurations,
        "licenseQuota": "UNLIMITED",
    })
}

fn missing(code: &str) -> Reply {
    let body = json!({ "errorMessage": code, "errorCode": code });
    reply::json(StatusCode::NOT_FOUND, &body)
}
