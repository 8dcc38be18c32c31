//! The Places Service: libraries, points of interest and the edge query, by file 05 of the facts and, where that is
//! silent, the samples in Adobe's own pages (`help/web-service-api` of AdobeDocs/places.en).
//!
//! This file holds the state of each organisation and finds the call; the calls themselves are left to the others.

mod earth;
mod edge;
mod faults;
mod libraries;
mod organisation;
mod poi;
mod pois;
mod seed;

use super::api::Api;
use super::call::Call;
use super::reply::{self, Reply};
use http::{Method, StatusCode};
use indexmap::IndexMap;
use organisation::Organisation;
use std::sync::{Mutex, MutexGuard, PoisonError};

const ROOT: &str = "/places/placesapi/v1";

/// Places for every organisation.
#[derive(Debug)]
pub(super) struct Places {
    organisations: Mutex<IndexMap<String, Organisation>>,
}

impl Places {
    /// Places with the data of `organisations` in place.
    pub(super) fn seeded(organisations: &[String]) -> Self {
        let ready = organisations.iter().map(|id| (id.clone(), seed::organisation(id))).collect();
        Self { organisations: Mutex::new(ready) }
    }

    /// Answers a call to the web service, the health check or the edge query.
    pub(super) fn handle(&self, api: Api, call: &Call) -> Option<Reply> {
        match api {
            Api::PlacesPing => Some(match call.method {
                // The content type is [unverified].
                Method::GET => reply::typed(StatusCode::OK, "text/plain", "pong"),
                _ => call.method_not_allowed(),
            }),
            Api::PlacesEdge => Some(match call.method {
                Method::GET => edge::query(&self.lock(), call),
                _ => call.method_not_allowed(),
            }),
            _ => {
                let mut organisations = self.lock();
                let id = &call.caller.org_id;
                let organisation =
                    organisations.entry(id.clone()).or_insert_with(|| seed::organisation(id));
                organisation.answer(call)
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, IndexMap<String, Organisation>> {
        self.organisations.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Organisation {
    fn answer(&mut self, call: &Call) -> Option<Reply> {
        let segments = call.segments_after(ROOT);
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        Some(match (call.method.as_str(), segments.as_slice()) {
            ("GET", ["libraries"]) => self.libraries(),
            ("POST", ["libraries"]) => self.create_library(call),
            ("GET", ["libraries", "rank"]) => self.rank(),
            ("PUT", ["libraries", "rank"]) => self.set_rank(call),
            ("GET", ["libraries", id]) => self.library(id),
            ("PUT", ["libraries", id]) => self.rename_library(id, call),
            ("DELETE", ["libraries", id]) => self.delete_library(id),
            ("GET", ["libraries", id, "pois"]) => self.pois_of(id, call),
            ("GET", ["pois"]) => self.pois(call),
            ("POST", ["pois"]) => self.create_poi(call),
            ("POST", ["pois", "batchCreate"]) => self.create_pois(call),
            ("POST", ["pois", "batchUpdate"]) => self.update_pois(call),
            ("POST", ["pois", "batchDelete"]) => self.delete_pois(call),
            ("GET", ["pois", id]) => self.poi(id),
            ("PUT", ["pois", id]) => self.replace_poi(id, call),
            ("DELETE", ["pois", id]) => self.delete_poi(id),
            (_, ["libraries" | "pois"] | ["libraries" | "pois", _] | ["libraries", _, "pois"]) => {
                call.method_not_allowed()
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests;
