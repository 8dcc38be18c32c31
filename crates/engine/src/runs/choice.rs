//! Which profiles something is sent on. Nothing is chosen that nobody named.

use super::Runs;
use mudbrick_model::{ErrorCode, Grant, Problem, Profile, Risk};

/// What all chosen profiles have in common. What is none is not looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileFilter {
    /// The organisation that they are listed under.
    pub organization: Option<String>,
    /// How careful one has to be with them.
    pub risk: Option<Risk>,
    /// How they ask for a token.
    pub grant: Option<Grant>,
}

impl ProfileFilter {
    fn takes(&self, profile: &Profile) -> bool {
        let organization = |wanted: &String| {
            wanted.to_lowercase() == profile.organization.to_lowercase()
                || *wanted == profile.org_id.to_string()
        };
        self.organization.as_ref().is_none_or(organization)
            && self.risk.is_none_or(|risk| risk == profile.risk)
            && self.grant.is_none_or(|grant| grant == profile.credential.grant())
    }
}

impl Runs {
    /// The profiles of these names, in their order, then all that a filter takes; each once.
    ///
    /// # Errors
    /// A name is no profile's, or nothing was chosen.
    pub fn choose(
        &self,
        names: &[String],
        filter: Option<&ProfileFilter>,
    ) -> Result<Vec<Profile>, Problem> {
        let mut chosen: Vec<Profile> = Vec::new();
        for name in names {
            chosen.push(self.core.profiles.find(name)?.value);
        }
        if let Some(filter) = filter {
            let all = self.core.profiles.list()?.items.into_iter().map(|stored| stored.value);
            chosen.extend(all.filter(|profile| filter.takes(profile)));
        }
        let mut seen = std::collections::HashSet::new();
        chosen.retain(|profile| seen.insert(profile.id.clone()));
        match chosen.is_empty() {
            true => Err(Problem::new(ErrorCode::NotFound, "No profile was chosen.")
                .remedy("`mudbrick profile list` lists them.")),
            false => Ok(chosen),
        }
    }
}
