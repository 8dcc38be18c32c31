//! Profile access: people and their events, by identity.

use super::Ups;
use crate::products::dice::Dice;
use crate::products::people::{Person, person};
use crate::products::platform::identity::xid;
use crate::products::platform::problem;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use crate::products::shelf;
use crate::products::{filter, page, when};
use http::StatusCode;
use serde_json::{Map, Value, json};

impl Ups {
    pub(super) fn look_up(&self, scene: &Scene<'_>) -> Reply {
        let call = scene.call;
        let event = call.parameter("schema.name") == Some("_xdm.context.experienceevent");
        let prefix = if event { "relatedEntityId" } else { "entityId" };
        let (Some(id), namespace) =
            (call.parameter(prefix), call.parameter(&format!("{prefix}NS")))
        else {
            return problem::plain(StatusCode::BAD_REQUEST, format!("{prefix} is required."));
        };
        let Some(number) = self.find(id, namespace.unwrap_or("")) else { return missing() };
        if event {
            return events(scene, number);
        }
        let fields = call.parameter("fields");
        let entity = self.entity(number, fields);
        reply::ok(&Value::Object(Map::from_iter([entity])))
    }

    pub(super) fn look_up_many(&self, scene: &Scene<'_>) -> Reply {
        let body = scene.call.json().unwrap_or_default();
        let Some(identities) = body["identities"].as_array() else {
            return problem::bad("identities must be an array.");
        };
        let fields = body["fields"]
            .as_array()
            .map(|fields| fields.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","));
        let found = identities.iter().map(|identity| {
            let id = identity["entityId"].as_str().unwrap_or_default();
            let namespace = identity["entityIdNS"]["code"].as_str().unwrap_or_default();
            match self.find(id, namespace) {
                Some(number) => self.entity(number, fields.as_deref()),
                // An identity nobody has comes back with an empty entity.
                None => {
                    let key = xid(namespace, id);
                    let empty = json!({
                        "entityId": key, "sources": [""], "entity": {}, "lastModifiedAt": "1970-01-01T00:00:00Z",
                    });
                    (key, empty)
                }
            }
        });
        reply::ok(&Value::Object(found.collect()))
    }

    /// The person with this identity.
    fn find(&self, id: &str, namespace: &str) -> Option<u32> {
        (0..self.profiles).find(|number| match namespace.to_ascii_lowercase().as_str() {
            "ecid" => ecid(*number) == id,
            "email" => person(*number).email.eq_ignore_ascii_case(id),
            "loyaltyid" => member(*number) == id,
            // Without a namespace the id is a native one.
            _ => xid("Email", &person(*number).email) == id,
        })
    }

    fn entity(&self, number: u32, fields: Option<&str>) -> (String, Value) {
        let person = person(number);
        let key = xid("Email", &person.email);
        let mut dice = Dice::at("entities", u64::from(number));
        let entity = entity_of(&person, number, &mut dice);
        let kept = match fields.filter(|fields| !fields.is_empty()) {
            None => entity,
            Some(fields) => {
                let tops = fields.split(',').filter_map(|field| field.trim().split('.').next());
                let pairs =
                    tops.filter_map(|name| Some((name.to_owned(), entity.get(name)?.clone())));
                Value::Object(pairs.collect())
            }
        };
        let shown = json!({
            "entityId": key,
            "mergePolicy": { "id": self.default_policy },
            "sources": ["loyalty", "newsletter"],
            "entity": kept,
            "lastModifiedAt": when::iso(when::before_seeding(90, &mut dice)),
        });
        (key, shown)
    }
}

/// The ECID of a person: 38 digits.
fn ecid(number: u32) -> String {
    let mut dice = Dice::at("ecid", u64::from(number));
    format!("{:019}{:019}", dice.below(u64::MAX / 2), dice.below(u64::MAX / 2))
}

fn member(number: u32) -> String {
    format!("M{:07}", u64::from(number) + 1_000_001)
}

fn entity_of(person: &Person, number: u32, dice: &mut Dice) -> Value {
    let identity = |id: &str, code: &str| json!({ "id": id, "namespace": { "code": code } });
    json!({
        "_id": member(number),
        "identities": [identity(&person.email, "email"), identity(&ecid(number), "ecid")],
        "person": {
            "name": { "firstName": person.first, "lastName": person.last },
            "gender": person.gender,
            "birthDate": format!("{}-{:02}-{:02}", person.year, person.month, person.day),
        },
        "personalEmail": { "address": person.email, "primary": true, "status": "active" },
        "mobilePhone": { "number": person.mobile },
        "homeAddress": {
            "street1": person.street, "city": person.city, "postalCode": person.zip, "countryCode": person.country,
        },
        "preferredLanguage": person.language,
        "loyalty": {
            "loyaltyID": [member(number)],
            "tier": dice.pick(&["bronze", "bronze", "silver", "gold"]),
            "points": dice.below(4_000),
        },
    })
}

/// The events of a person, oldest first or with `orderby=-timestamp` newest first, in pages.
fn events(scene: &Scene<'_>, number: u32) -> Reply {
    let call = scene.call;
    let related = xid("Email", &person(number).email);
    let mut dice = Dice::at("profile events", u64::from(number));
    let mut events: Vec<Value> =
        (0..3 + dice.below(9)).map(|_| event(&mut dice, &related, number)).collect();
    let within = |event: &Value, name: &str, keep: fn(i64, i64) -> bool| {
        let bound = call.parameter(name).and_then(|bound| bound.parse::<i64>().ok());
        bound.is_none_or(|bound| keep(event["timestamp"].as_i64().unwrap_or_default(), bound))
    };
    events.retain(|event| {
        within(event, "startTime", |at, b| at >= b) && within(event, "endTime", |at, b| at < b)
    });
    let order = shelf::order(call, "timestamp");
    filter::sort(&mut events, &order, |event| event);
    // `start` is the id of an event.
    let start = call
        .parameter("start")
        .and_then(|id| events.iter().position(|event| event["entityId"] == id));
    let size = call.number("limit").filter(|limit| *limit > 0).unwrap_or(1_000);
    let following = |at: usize| events[at]["entityId"].clone();
    let page = page::cut(events.iter().cloned(), start.unwrap_or(0), size);
    let next = page.next.map_or(Value::Null, following);
    let mut links = json!({ "next": {} });
    if let Some(next) = next.as_str() {
        let query = call.query_with(&[("start", next), ("orderby", &order)]);
        links["next"] = json!({ "href": format!("/entities?{query}") });
    }
    let first = page.items.first().map_or(Value::Null, |event| event["entityId"].clone());
    reply::ok(&json!({
        "_page": { "orderby": order, "start": first, "count": page.items.len(), "next": next },
        "children": page.items,
        "_links": links,
    }))
}

fn event(dice: &mut Dice, related: &str, number: u32) -> Value {
    let at = when::before_seeding(45, dice);
    let page = dice.pick(&[
        "Home",
        "Rain jackets",
        "Espresso beans",
        "Opening hours",
        "Basket",
        "Festival programme",
    ]);
    json!({
        "relatedEntityId": related,
        "entityId": dice.uuid(),
        "timestamp": at.0,
        "entity": {
            "eventType": "web.webpagedetails.pageViews",
            "endUserIDs": { "_experience": { "ecid": { "id": ecid(number), "namespace": { "code": "ecid" } } } },
            "channel": { "_type": "web" },
            "web": { "webPageDetails": { "name": page, "pageViews": { "value": 1 } } },
        },
        "lastModifiedAt": when::iso(at),
    })
}

/// That nobody has the identity: this member and no other (§7b.5 of the facts).
fn missing() -> Reply {
    reply::json(StatusCode::NOT_FOUND, &json!({ "statusCode": "404" }))
}
