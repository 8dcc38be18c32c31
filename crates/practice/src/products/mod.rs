//! The products behind the practice gateway: Places, Campaign Standard, Experience Platform and a few small ones, as
//! pure synchronous code over state in memory.
//!
//! A call arrives here after the gateway has passed its key, token and organisation. Sockets, TLS, IMS, the gateway's
//! own errors (file 09 of the facts) and fault injection are left to the rest of the crate.

#![allow(
    clippy::result_large_err,
    reason = "a refusal is the answer itself, moved once to the caller"
)]

mod analytics;
mod api;
mod call;
mod campaign;
mod dice;
mod filter;
mod page;
mod patch;
mod people;
mod places;
mod platform;
mod reply;
mod scene;
mod shelf;
mod tables;
mod user_management;
mod when;

pub use api::Api;
pub(crate) use api::adobe_name;
pub use call::{Call, Caller};
pub use campaign::CampaignEdition;
pub use platform::seeded_sandbox_type;
pub use reply::Reply;
pub(crate) use reply::challenged;

use crate::table::{self, Verb};
use std::collections::HashMap;

/// What the products know before the first call. The same seed gives the same answers, ids included.
#[derive(Debug, Clone)]
pub struct Seed {
    /// How many profiles each Campaign instance holds; they are made when read, so a large number costs nothing.
    pub profiles: u32,
    /// Which Campaign the instances are.
    pub campaign: CampaignEdition,
    /// Organisations whose data stands ready before their first call, so that open calls (the Places edge query) find
    /// it. Any other organisation gets its own at its first call, and a tenant ID made up for it.
    pub organisations: Vec<Organisation>,
}

/// An organisation that is known from the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// `…@AdobeOrg`.
    pub id: String,
    /// Campaign's `<ORGANIZATION>` and Platform's tenant ID, without the underscore before it.
    pub tenant: String,
}

impl Default for Seed {
    fn default() -> Self {
        Self { profiles: 250, campaign: CampaignEdition::Standard, organisations: Vec::new() }
    }
}

/// All products of the practice Adobe. Shared between threads; each product guards its own state.
#[derive(Debug)]
pub struct Products {
    places: places::Places,
    campaign: campaign::Campaign,
    platform: platform::Platform,
    analytics: analytics::Analytics,
    user_management: user_management::UserManagement,
}

impl Products {
    /// Products holding what `options` asks for.
    pub fn seeded(options: Seed) -> Self {
        let ids: Vec<String> = options.organisations.iter().map(|known| known.id.clone()).collect();
        let tenants = options.organisations.into_iter().map(|known| (known.id, known.tenant));
        let tenants: HashMap<String, String> = tenants.collect();
        Self {
            places: places::Places::seeded(&ids),
            campaign: campaign::Campaign::seeded(options.profiles, options.campaign),
            platform: platform::Platform::seeded(options.profiles, tenants.clone()),
            analytics: analytics::Analytics::seeded(tenants),
            user_management: user_management::UserManagement::default(),
        }
    }

    /// Answers `call`; `None` when no product has such an address, which is the gateway's to answer.
    pub fn handle(&self, call: &Call) -> Option<Reply> {
        let api = Api::locate(&call.host, &call.path)?;
        let segments = call.segments_after("");
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let found = table::find(api::adobe_name(&call.host).as_deref(), &segments);
        let method = call.method.as_str();
        if let Some(found) = &found
            && found.operation(method).is_some_and(|operation| operation.verb == Verb::Unserved)
        {
            return Some(tables::unserved(method, found));
        }
        let as_data = found.as_ref().and_then(|found| found.operation(method));
        let as_data = as_data.is_some_and(|operation| operation.verb != Verb::Code);
        let reply = match api {
            // Whatever product it is, an entry that is data is served like every other.
            _ if as_data => self.platform.handle(call, found.as_ref()),
            Api::Places | Api::PlacesPing | Api::PlacesEdge => self.places.handle(api, call),
            Api::Campaign => Some(self.campaign.handle(call)),
            Api::Platform | Api::Listed(_) => self.platform.handle(call, found.as_ref()),
            Api::Inlet => self.platform.stream(call),
            Api::Analytics => self.analytics.handle(call),
            Api::UserManagement => self.user_management.handle(call),
        };
        // A path that Adobe documents is never said not to be there: a client would read that as "none".
        reply.or_else(|| {
            let found = found?;
            Some(match found.operation(method) {
                Some(_) => tables::unserved(method, &found),
                None => call.method_not_allowed(),
            })
        })
    }

    /// Whether a call to this address is answered without key and token: the Places health check and edge query, and
    /// the streaming inlet.
    pub fn is_open(host: &str, path: &str) -> bool {
        Api::locate(host, path).is_some_and(Api::is_open)
    }
}

#[cfg(test)]
mod documented;
#[cfg(test)]
mod envelopes;
#[cfg(test)]
mod tests;
