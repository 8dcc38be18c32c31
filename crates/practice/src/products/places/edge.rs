//! The edge query: which fences hold the caller, and which are near.

use super::earth::{Spot, distance};
use super::faults::bad;
use super::organisation::Organisation;
use super::poi::Poi;
use crate::products::call::Call;
use crate::products::reply::{self, Reply};
use indexmap::IndexMap;
use serde_json::{Map, Value, json};

const LIMIT: usize = 100;

struct Near<'a> {
    poi: &'a Poi,
    /// The library's place in its organisation's rank, from 1.
    rank: usize,
    /// Metres from the caller to the fence's edge; below zero inside.
    to_edge: f64,
}

/// Answers the query over the libraries it names, of whichever organisation they are.
pub(super) fn query(organisations: &IndexMap<String, Organisation>, call: &Call) -> Reply {
    let here = match position(call) {
        Ok(here) => here,
        Err(fault) => return bad(fault),
    };
    let libraries: Vec<&str> = call.parameters("library").collect();
    if libraries.is_empty() {
        return bad("library is required");
    }
    let limit = match call.parameter("limit") {
        None => LIMIT,
        Some(text) => match text.parse() {
            Ok(limit) => limit,
            Err(_) => return bad("limit must be a number"),
        },
    };

    let (mut within, mut near): (Vec<Near<'_>>, Vec<Near<'_>>) = organisations
        .values()
        .flat_map(|organisation| organisation.pois.values().map(move |poi| (organisation, poi)))
        .filter(|(_, poi)| libraries.contains(&poi.lib_id.as_str()))
        .map(|(organisation, poi)| measure(organisation, poi, here))
        .partition(|found| found.to_edge <= 0.0);
    within.sort_by(|a, b| {
        let radius = a.poi.radius_metres().total_cmp(&b.poi.radius_metres());
        a.rank.cmp(&b.rank).then(radius)
    });
    near.sort_by(|a, b| a.to_edge.total_cmp(&b.to_edge));
    // The limit is taken over both lists, those around the caller first [unverified].
    within.truncate(limit);
    near.truncate(limit - within.len());
    let list = |found: &[Near<'_>]| found.iter().map(tuple).collect::<Vec<Value>>();
    reply::ok(&json!({ "places": { "userWithin": list(&within), "pois": list(&near) } }))
}

fn position(call: &Call) -> Result<Spot, String> {
    let read = |name: &str, bound: f64| {
        let text = call.parameter(name).ok_or_else(|| format!("{name} is required"))?;
        let degrees = text.parse().map_err(|_| format!("{name} must be a number"))?;
        if (-bound..=bound).contains(&degrees) {
            Ok(degrees)
        } else {
            Err(format!("{name} must be between -{bound} and {bound}"))
        }
    };
    Ok(Spot { latitude: read("latitude", 85.0)?, longitude: read("longitude", 180.0)? })
}

fn measure<'a>(organisation: &Organisation, poi: &'a Poi, here: Spot) -> Near<'a> {
    let there = Spot { latitude: poi.latitude(), longitude: poi.longitude() };
    let rank = organisation.rank.iter().position(|library| *library == poi.lib_id);
    Near {
        poi,
        rank: rank.map_or(organisation.rank.len(), |index| index) + 1,
        to_edge: distance(here, there) - poi.radius_metres(),
    }
}

fn tuple(near: &Near<'_>) -> Value {
    let poi = near.poi;
    let mut more = Map::new();
    for (key, text) in [
        ("country", &poi.country),
        ("city", &poi.city),
        ("street", &poi.street),
        ("state", &poi.state),
    ] {
        // Adobe's samples show both an empty text and null; null is what they show for a street.
        let empty_street = key == "street" && text.is_empty();
        more.insert(key.to_owned(), if empty_street { Value::Null } else { json!(text) });
    }
    more.extend(poi.metadata.iter().map(|(key, value)| (key.clone(), json!(value))));
    json!({
        "p": [
            poi.id,
            poi.name,
            format!("{:.6}", poi.latitude()),
            format!("{:.6}", poi.longitude()),
            poi.radius,
            near.rank,
        ],
        "x": more,
    })
}
