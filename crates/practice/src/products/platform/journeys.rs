//! Small lists whose shape is little known: journeys, mapping sets, destinations under authoring. Everything about them
//! but that they are lists is [unverified].

use super::problem;
use super::scene::{Filled, Scene};
use super::shelf::{self, Shelf};
use crate::products::dice::Dice;
use crate::products::reply::{self, Reply};
use crate::products::when;
use serde_json::{Value, json};

/// Answers a call under `/ajo`.
pub(super) fn answer(scene: &Scene<'_>, rest: &[&str]) -> Option<Reply> {
    let journeys = made(
        scene,
        "journeys",
        &["Welcome to the coffee club", "Basket left behind", "Festival tickets"],
        |dice, item| {
            item["state"] = json!(dice.pick(&["live", "live", "draft"]));
            item["version"] = json!("1.0");
        },
    );
    Some(match (scene.call.method.as_str(), rest) {
        ("GET", ["journey"]) => {
            let chosen = journeys.chosen(scene.call, &shelf::order(scene.call, "name"));
            let page = shelf::window(scene.call, chosen, 25);
            reply::ok(
                &json!({ "results": page.items, "_page": { "count": page.items.len(), "totalCount": page.total } }),
            )
        }
        ("GET", ["journey", id]) => found(&journeys, "Journey", id),
        (_, ["journey"] | ["journey", _]) => scene.call.method_not_allowed(),
        _ => return None,
    })
}

/// Answers a call under `/data/foundation/conversion`.
pub(super) fn mapping_sets(scene: &Scene<'_>, rest: &[&str]) -> Option<Reply> {
    let sets = made(scene, "mapping sets", &["Loyalty export", "Store list"], |dice, item| {
        item["version"] = json!(dice.below(3));
        item["mappings"] = json!([{ "sourceType": "ATTRIBUTE", "source": "email", "destination": "personalEmail.address" }]);
    });
    Some(match (scene.call.method.as_str(), rest) {
        ("GET", ["mappingSets"]) => {
            let chosen = sets.chosen(scene.call, &shelf::order(scene.call, "-lastUpdateDate"));
            let page = shelf::window(scene.call, chosen, 20);
            reply::ok(
                &json!({ "data": page.items, "_page": { "count": page.items.len() }, "_links": {} }),
            )
        }
        ("GET", ["mappingSets", id]) => found(&sets, "Mapping set", id),
        (_, ["mappingSets"] | ["mappingSets", _]) => scene.call.method_not_allowed(),
        _ => return None,
    })
}

/// Answers a call under `/data/core/activation/authoring`.
pub(super) fn destinations(scene: &Scene<'_>, rest: &[&str]) -> Option<Reply> {
    let items = made(scene, "destinations", &["Morrow push messages"], |_, item| {
        item["status"] = json!("TEST");
    });
    Some(match (scene.call.method.as_str(), rest) {
        ("GET", ["destinations"]) => reply::ok(&items.values().cloned().collect::<Value>()),
        ("GET", ["destinations", id]) => found(&items, "Destination", id),
        (_, ["destinations"] | ["destinations", _]) => scene.call.method_not_allowed(),
        _ => return None,
    })
}

fn made(
    scene: &Scene<'_>,
    what: &str,
    names: &[&str],
    dress: impl Fn(&mut Dice, &mut Value),
) -> Shelf {
    let names = if scene.sandbox.filled == Filled::Seeded { names } else { &[] };
    Shelf::of(
        "id",
        names.iter().enumerate().map(|(index, name)| {
            let mut dice = Dice::at(&scene.key(what), index as u64);
            let at = when::before_seeding(200, &mut dice);
            let mut item = json!({
                "id": dice.uuid(),
                "name": name,
                "createdDate": at.0,
                "lastUpdateDate": when::since(at, &mut dice).0,
                "createdBy": scene.user(),
            });
            dress(&mut dice, &mut item);
            item
        }),
    )
}

fn found(shelf: &Shelf, what: &str, id: &str) -> Reply {
    shelf.get(id).map_or_else(|| problem::not_found(what, id), reply::ok)
}
