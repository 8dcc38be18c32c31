//! The calls on libraries and their rank. The POIs in them are left to `pois`.

use super::faults::{bad, not_found};
use super::organisation::Organisation;
use super::poi::{required, text};
use crate::products::call::Call;
use crate::products::reply::{self, Reply};
use http::StatusCode;
use indexmap::IndexMap;
use serde_json::{Value, json};
use std::collections::HashSet;

impl Organisation {
    /// All libraries, as a bare array.
    pub(super) fn libraries(&self) -> Reply {
        let mut counts: IndexMap<&str, usize> = IndexMap::new();
        for poi in self.pois.values() {
            *counts.entry(&poi.lib_id).or_default() += 1;
        }
        let count = |id: &String| counts.get(id.as_str()).copied().unwrap_or(0);
        let libraries: Vec<Value> =
            self.libraries.iter().map(|(id, name)| self.summary(id, name, count(id))).collect();
        reply::ok(&Value::Array(libraries))
    }

    pub(super) fn create_library(&mut self, call: &Call) -> Reply {
        let name = match library_name(call) {
            Ok(name) => name,
            Err(fault) => return bad(fault),
        };
        let id = self.fresh.uuid();
        self.libraries.insert(id.clone(), name.clone());
        self.rank.push(id.clone());
        // Whether Adobe answers 200 or 201 is [unverified].
        reply::json(StatusCode::CREATED, &self.summary(&id, &name, 0))
    }

    /// One library with what its POIs hold.
    pub(super) fn library(&self, id: &str) -> Reply {
        let Some(name) = self.libraries.get(id) else { return not_found("Library", id) };
        let mut pairs: IndexMap<(&str, &str), usize> = IndexMap::new();
        let mut cities: IndexMap<(&str, &str, &str), usize> = IndexMap::new();
        let mut count = 0;
        for poi in self.pois.values().filter(|poi| poi.lib_id == id) {
            count += 1;
            *cities.entry((&poi.country, &poi.state, &poi.city)).or_default() += 1;
            for (key, value) in &poi.metadata {
                *pairs.entry((key, value)).or_default() += 1;
            }
        }
        pairs.sort_by(|_, a, _, b| b.cmp(a));
        cities.sort_by(|_, a, _, b| b.cmp(a));
        let descriptors = pairs.iter().map(|((key, value), count)| {
            json!({ "key": key, "type": "string", "value": value, "count": count })
        });
        let cities = cities.iter().map(|((country, state, city), count)| {
            json!({ "country": country, "state": state, "city": city, "count": count })
        });
        let mut library = self.summary(id, name, count);
        library["metadataDescriptors"] = descriptors.collect();
        library["poiCountInCities"] = cities.collect();
        reply::ok(&library)
    }

    pub(super) fn rename_library(&mut self, id: &str, call: &Call) -> Reply {
        if !self.libraries.contains_key(id) {
            return not_found("Library", id);
        }
        match library_name(call) {
            Ok(name) => {
                let count = self.pois.values().filter(|poi| poi.lib_id == id).count();
                let summary = self.summary(id, &name, count);
                self.libraries.insert(id.to_owned(), name);
                reply::ok(&summary)
            }
            Err(fault) => bad(fault),
        }
    }

    pub(super) fn delete_library(&mut self, id: &str) -> Reply {
        if self.libraries.shift_remove(id).is_none() {
            return not_found("Library", id);
        }
        // Its POIs go with it [unverified]; a POI cannot be without a library.
        self.pois.retain(|_, poi| poi.lib_id != id);
        self.rank.retain(|ranked| ranked != id);
        reply::none()
    }

    pub(super) fn rank(&self) -> Reply {
        reply::ok(&json!({ "library_rank_order": self.rank }))
    }

    pub(super) fn set_rank(&mut self, call: &Call) -> Reply {
        let body = call.json().unwrap_or_default();
        let order: Option<Vec<String>> = body["library_rank_order"]
            .as_array()
            .and_then(|ids| ids.iter().map(|id| id.as_str().map(str::to_owned)).collect());
        let Some(order) = order else {
            return bad("library_rank_order must be an array of library IDs");
        };
        if let Some(unknown) = order.iter().find(|id| !self.libraries.contains_key(*id)) {
            return not_found("Library", unknown);
        }
        let distinct: HashSet<&String> = order.iter().collect();
        if distinct.len() != order.len() {
            return bad("library_rank_order must name each library once");
        }
        // A library that is not named keeps its place behind those that are [unverified].
        let others = self.rank.iter().filter(|id| !distinct.contains(id)).cloned();
        self.rank = order.iter().cloned().chain(others).collect();
        reply::ok(&json!({ "library_rank_order": order }))
    }

    fn summary(&self, id: &str, name: &str, count: usize) -> Value {
        json!({ "id": id, "name": name, "customerID": self.id, "poiCount": count })
    }
}

fn library_name(call: &Call) -> Result<String, String> {
    let body = call.json().filter(Value::is_object).ok_or("the body must be a JSON object")?;
    required(text(&body, "name", 256)?, "name")
}
