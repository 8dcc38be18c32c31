//! Who subscribed to what, seen from either side.

use super::home::Home;
use super::instance::Instance;
use super::list::Listing;
use super::resource::Resource;
use super::{faults, profiles};
use crate::products::call::Call;
use crate::products::dice::Dice;
use crate::products::reply::{self, Reply};
use crate::products::{filter, when};
use http::StatusCode;
use serde_json::{Value, json};

/// Numbers set aside for the subscriptions of each seeded profile; not all of them are used.
const EACH: u32 = 3;

/// How many numbers the seeded subscriptions of `profiles` profiles take.
pub(super) fn seeded(profiles: u32) -> u32 {
    profiles.saturating_mul(EACH)
}

/// A subscription: the numbers of its profile and its service, and its day.
struct Subscription {
    profile: u32,
    service: u32,
    created: String,
}

impl Instance {
    /// A call to the subscriptions of row `number` of `side`, a profile or a service.
    pub(super) fn subscriptions(
        &mut self,
        side: Resource,
        number: u32,
        rest: &[&str],
        home: &Home,
        call: &Call,
    ) -> Reply {
        let of_side = |row: u32| self.subscription(row).filter(|found| found.side(side) == number);
        match (call.method.as_str(), rest) {
            ("GET", []) => {
                let name = format!("{}/{number}/subscriptions", side.name());
                Listing { call, home, name: &name, table: 0, column: None }.reply(
                    |from| self.numbers_of(side, number, from),
                    |row, name| {
                        filter::field(&self.show_subscription(row, side, home)?, name).cloned()
                    },
                    |row| self.show_subscription(row, side, home),
                )
            }
            ("GET", ["_count"]) => {
                reply::ok(&json!({ "count": self.numbers_of(side, number, 0).count() }))
            }
            ("POST", []) => self.subscribe(side, number, home, call),
            ("GET" | "DELETE", [key]) => {
                let found = home.number("subscription", key).filter(|row| of_side(*row).is_some());
                match found {
                    None => faults::not_found("subscription", key),
                    Some(row) if call.method == "DELETE" => {
                        self.subscriptions.remove(row);
                        reply::none()
                    }
                    Some(row) => {
                        reply::ok(&self.show_subscription(row, side, home).unwrap_or_default())
                    }
                }
            }
            _ => faults::oops(),
        }
    }

    fn subscribe(&mut self, side: Resource, number: u32, home: &Home, call: &Call) -> Reply {
        let (field, other) = match side {
            Resource::Profile => ("service", Resource::Service),
            _ => ("subscriber", Resource::Profile),
        };
        let body = call.json().unwrap_or_default();
        let Some(key) = body[field]["PKey"].as_str() else {
            return faults::engine(&format!("The '{field}' property is mandatory."));
        };
        let Some(counterpart) = home.number(other.name(), key).filter(|row| self.has(other, *row))
        else {
            return faults::not_found(other.name(), key);
        };
        let already = self
            .numbers_of(side, number, 0)
            .find(|row| self.subscription(*row).is_some_and(|s| s.side(other) == counterpart));
        if let Some(row) = already {
            // Subscribing twice changes nothing [unverified].
            return reply::ok(&self.show_subscription(row, side, home).unwrap_or_default());
        }
        let (profile, service) = match side {
            Resource::Profile => (number, counterpart),
            _ => (counterpart, number),
        };
        let kept =
            json!({ "profile": profile, "service": service, "created": when::spaced(call.now) });
        let row = self.subscriptions.add(kept);
        let shown = self.show_subscription(row, side, home).unwrap_or_default();
        reply::json(StatusCode::CREATED, &shown)
    }

    /// The numbers, from `from` on, of the subscriptions of row `number` of `side`.
    fn numbers_of(&self, side: Resource, number: u32, from: u32) -> impl Iterator<Item = u32> {
        // Seeded profiles have their numbers together, so nothing else of the seeded part needs looking at.
        let first = number.saturating_mul(EACH);
        let added = seeded(self.profiles);
        let near = move |row: &u32| {
            side != Resource::Profile || *row >= added || (first..first + EACH).contains(row)
        };
        let here = move |row: &u32| self.subscription(*row).is_some_and(|s| s.side(side) == number);
        self.subscriptions.numbers(from).filter(near).filter(here)
    }

    /// Subscription `row`, unless its profile or service is gone.
    fn subscription(&self, row: u32) -> Option<Subscription> {
        let kept = self.subscriptions.row(row, |_| Some(Value::Null))?;
        let found = match kept {
            Value::Null => made(row)?,
            kept => Subscription {
                profile: u32::try_from(kept["profile"].as_u64()?).ok()?,
                service: u32::try_from(kept["service"].as_u64()?).ok()?,
                created: kept["created"].as_str()?.to_owned(),
            },
        };
        (self.has(Resource::Profile, found.profile) && self.has(Resource::Service, found.service))
            .then_some(found)
    }

    fn show_subscription(&self, row: u32, side: Resource, home: &Home) -> Option<Value> {
        const ROOT: &str = "profileAndServices";
        let found = self.subscription(row)?;
        let show = |resource: Resource, number: u32| {
            Some(resource.show(self.row(resource, number)?, number, home, ROOT))
        };
        let (profile, service) =
            (show(Resource::Profile, found.profile)?, show(Resource::Service, found.service)?);
        let owner = if side == Resource::Profile { &profile } else { &service };
        let key = home.key("subscription", row);
        Some(json!({
            "PKey": key,
            "created": found.created,
            "email": profile["email"],
            "expirationDate": "",
            "href": format!("{}/subscriptions/{key}", owner["href"].as_str()?),
            "metadata": "subscriptionRcp",
            "service": {
                "PKey": service["PKey"],
                "href": service["href"],
                "label": service["label"],
                "name": service["name"],
                "title": service["title"],
            },
            "serviceName": service["name"],
            "subscriber": {
                "PKey": profile["PKey"],
                "email": profile["email"],
                "firstName": profile["firstName"],
                "href": profile["href"],
                "lastName": profile["lastName"],
                "title": profile["title"],
            },
        }))
    }
}

impl Subscription {
    fn side(&self, side: Resource) -> u32 {
        if side == Resource::Profile { self.profile } else { self.service }
    }
}

/// Seeded subscription `row`; many numbers stay empty, so that people have none to three.
fn made(row: u32) -> Option<Subscription> {
    let mut dice = Dice::at("subscriptions", u64::from(row));
    let slot = row % EACH;
    // Each slot has services of its own: nobody is subscribed to one service twice.
    let (choices, likely): (&[u32], u64) = match slot {
        0 => (&[0, 0, 1], 70),
        1 => (&[2, 3, 4], 45),
        _ => (&[5, 6, 7], 20),
    };
    let service = *dice.pick(choices);
    let subscribed = dice.below(100) < likely;
    let created = when::spaced(when::since(profiles::created(row / EACH), &mut dice));
    subscribed.then_some(Subscription { profile: row / EACH, service, created })
}
