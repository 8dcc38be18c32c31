//! Variables that were given for a request which names none of them.

use crate::engine::Engine;
use crate::sending::not_yet;
use mudbrick_model::{Problem, ProfileId, Request};
use mudbrick_requests::canonical_name;
use std::collections::{BTreeMap, BTreeSet};

impl Engine {
    /// Those of `given` that sending the request with the profile would not use, not even by way of another variable.
    pub fn unused_variables(
        &self,
        profile: &ProfileId,
        request: &Request,
        given: &BTreeMap<String, String>,
    ) -> Result<Vec<String>, Problem> {
        let profile = self.profiles.get(profile)?.value;
        let variables = self.variables(&profile, given, &not_yet());
        let uses = mudbrick_requests::outline(request, &variables).uses;
        let used: BTreeSet<&str> = uses.iter().map(|used| canonical_name(&used.name)).collect();
        let unused = given.keys().filter(|name| !used.contains(canonical_name(name)));
        Ok(unused.cloned().collect())
    }
}
