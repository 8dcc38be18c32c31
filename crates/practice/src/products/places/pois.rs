//! The calls on points of interest: one, many at once, and the paged lists.

use super::ROOT;
use super::faults::{bad, fault, not_found};
use super::organisation::Organisation;
use super::poi::Poi;
use crate::products::call::Call;
use crate::products::reply::{self, Reply};
use crate::products::{filter, page};
use http::StatusCode;
use serde_json::{Value, json};

/// The published upper bound of POIs in a library.
const LIBRARY_LIMIT: usize = 150_000;
const PAGE_SIZE: usize = 100;

impl Organisation {
    pub(super) fn poi(&self, id: &str) -> Reply {
        self.pois.get(id).map_or_else(|| not_found("POI", id), |poi| reply::ok(&json!(poi)))
    }

    pub(super) fn create_poi(&mut self, call: &Call) -> Reply {
        let poi = match Poi::read(self.fresh.uuid(), &call.json().unwrap_or_default()) {
            Ok(poi) => poi,
            Err(fault) => return bad(fault),
        };
        if let Err(refusal) = self.check_rooms(std::slice::from_ref(&poi)) {
            return refusal;
        }
        // Whether Adobe answers 200 or 201 is [unverified].
        let answer = reply::json(StatusCode::CREATED, &json!(poi));
        self.pois.insert(poi.id.clone(), poi);
        answer
    }

    /// A full replacement: what the body leaves out is emptied.
    pub(super) fn replace_poi(&mut self, id: &str, call: &Call) -> Reply {
        if !self.pois.contains_key(id) {
            return not_found("POI", id);
        }
        let poi = match Poi::read(id.to_owned(), &call.json().unwrap_or_default()) {
            Ok(poi) => poi,
            Err(fault) => return bad(fault),
        };
        if let Err(refusal) = self.check_rooms(std::slice::from_ref(&poi)) {
            return refusal;
        }
        let answer = reply::ok(&json!(poi));
        self.pois.insert(id.to_owned(), poi);
        answer
    }

    pub(super) fn delete_poi(&mut self, id: &str) -> Reply {
        self.pois.swap_remove(id).map_or_else(|| not_found("POI", id), |_| reply::none())
    }

    pub(super) fn create_pois(&mut self, call: &Call) -> Reply {
        let body = call.json().unwrap_or_default();
        let Some(requests) = body["createPOIRequests"].as_array() else {
            return bad("createPOIRequests must be an array of POIs");
        };
        let read: Result<Vec<Poi>, String> = requests
            .iter()
            .enumerate()
            .map(|(index, request)| {
                Poi::read(self.fresh.uuid(), request)
                    .map_err(|fault| format!("createPOIRequests[{index}]: {fault}"))
            })
            .collect();
        self.keep_batch(read, call)
    }

    pub(super) fn update_pois(&mut self, call: &Call) -> Reply {
        let body = call.json().unwrap_or_default();
        let Some(updates) = body["updates"].as_array() else {
            return bad("updates must be an array of POIs");
        };
        let known = |update: &Value| self.pois.contains_key(update["id"].as_str().unwrap_or(""));
        if let Some(unknown) = updates.iter().find(|update| !known(update)) {
            return not_found("POI", unknown["id"].as_str().unwrap_or("without an id"));
        }
        let read = updates.iter().enumerate().map(|(index, update)| {
            let id = update["id"].as_str().unwrap_or_default().to_owned();
            Poi::read(id, update).map_err(|fault| format!("updates[{index}]: {fault}"))
        });
        let read = read.collect();
        self.keep_batch(read, call)
    }

    pub(super) fn delete_pois(&mut self, call: &Call) -> Reply {
        let body = call.json().unwrap_or_default();
        let Some(ids) = body["ids"].as_array() else { return bad("ids must be an array") };
        // An ID that is no POI's is passed over [unverified].
        for id in ids.iter().filter_map(Value::as_str) {
            self.pois.swap_remove(id);
        }
        reply::none()
    }

    pub(super) fn pois_of(&self, library: &str, call: &Call) -> Reply {
        if !self.libraries.contains_key(library) {
            return not_found("Library", library);
        }
        self.paged(call, self.pois.values().filter(|poi| poi.lib_id == library))
    }

    pub(super) fn pois(&self, call: &Call) -> Reply {
        self.paged(call, self.pois.values())
    }

    /// All of a batch or nothing of it [unverified].
    fn keep_batch(&mut self, read: Result<Vec<Poi>, String>, call: &Call) -> Reply {
        let pois = match read {
            Ok(pois) => pois,
            Err(fault) => return bad(fault),
        };
        if let Err(refusal) = self.check_rooms(&pois) {
            return refusal;
        }
        let ids: Vec<&str> = pois.iter().map(|poi| poi.id.as_str()).collect();
        // Adobe's sample shows an internal `-dev` host here; the practice service names the host that was called.
        let link = format!("{}{ROOT}/pois/{{poi_id}}", call.origin());
        let answer = reply::ok(&json!({
            "ids": ids,
            "_links": { "pois": { "href": link, "templated": true } },
        }));
        self.pois.extend(pois.into_iter().map(|poi| (poi.id.clone(), poi)));
        answer
    }

    /// Whether every library named in `coming` exists and has room left.
    fn check_rooms(&self, coming: &[Poi]) -> Result<(), Reply> {
        if let Some(lost) = coming.iter().find(|poi| !self.libraries.contains_key(&poi.lib_id)) {
            return Err(bad(format!(
                "lib_id {} is not a library of this organization",
                lost.lib_id
            )));
        }
        if self.pois.len() + coming.len() <= LIBRARY_LIMIT {
            return Ok(());
        }
        let moved = |poi: &&Poi| self.pois.get(&poi.id).is_none_or(|old| old.lib_id != poi.lib_id);
        let full = coming.iter().filter(moved).find(|poi| {
            let there = self.pois.values().filter(|old| old.lib_id == poi.lib_id).count();
            let more = coming.iter().filter(moved).filter(|new| new.lib_id == poi.lib_id).count();
            there + more > LIBRARY_LIMIT
        });
        full.map_or(Ok(()), |poi| {
            let message = format!("library {} is full: it may hold 150000 POIs", poi.lib_id);
            Err(fault(StatusCode::BAD_REQUEST, message))
        })
    }

    fn paged<'a>(&self, call: &Call, pois: impl Iterator<Item = &'a Poi>) -> Reply {
        let order = call.parameter("orderby").filter(|field| !field.is_empty()).unwrap_or("name");
        let size = call.number("limit").filter(|limit| *limit > 0).unwrap_or(PAGE_SIZE);
        // Adobe's samples call the first page 1; a 0 is taken for it too [unverified].
        let number = call.number("page").unwrap_or(1).max(1);

        let tests: Vec<&str> = call.parameters("property").collect();
        let mut found: Vec<&Poi> = pois
            .filter(|poi| tests.is_empty() || filter::all(&json!(poi), tests.iter().copied()))
            .collect();
        found.sort_by(|a, b| a.name.cmp(&b.name));
        if order != "name" {
            // Only an unusual order is worth turning every POI into JSON first.
            let mut valued: Vec<_> = found.into_iter().map(|poi| (json!(poi), poi)).collect();
            filter::sort(&mut valued, order, |(value, _)| value);
            found = valued.into_iter().map(|(_, poi)| poi).collect();
        }

        let start = (number - 1).saturating_mul(size);
        let page = page::cut(found.into_iter(), start, size);
        let address = format!("{}{}", call.origin(), call.path);
        let mut links = json!({});
        if page.next.is_some() {
            let query = call.query_with(&[
                ("orderby", order),
                ("limit", &size.to_string()),
                ("page", &(number + 1).to_string()),
            ]);
            links["next"] = json!({ "href": format!("{address}?{query}") });
        }
        let template = format!("{address}{{?orderby,limit,page,property}}");
        links["page"] = json!({ "href": template, "templated": true });
        reply::ok(&json!({
            "data": page.items,
            "_page": { "orderBy": order, "page": number, "count": page.items.len() },
            "_links": links,
            "page_count": page.total.div_ceil(size),
            "total_count": page.total,
        }))
    }
}
