//! The values that a request can name, and those that were given for a request which names none of them.

use super::call::Call;
use super::received::FoundPart;
use super::surroundings::dotenv;
use super::view::{VariableSource, VariableValue, VariableView};
use super::{Requests, Sending, Surroundings};
use jiff::tz::TimeZone;
use mudbrick_model::{Problem, Profile, ProfileId};
use mudbrick_redact::without_secrets;
use mudbrick_requests::{Functions, Randomness, Source, Use, Value, Variables, canonical_name};
use mudbrick_vault::SecretText;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// The variable that stands for the token.
const TOKEN: &str = "ACCESS_TOKEN";

impl Requests {
    /// The variables given for this one call that sending it with the profile would not use, not even by way of another
    /// variable, in a file of its body, or for another request of its file.
    pub fn unused_variables(
        &self,
        profile: &ProfileId,
        sending: &Sending,
    ) -> Result<Vec<String>, Problem> {
        let profile = self.core.profiles.get(profile)?.value;
        let Sending { surroundings, variables: given, .. } = sending;
        if given.is_empty() {
            return Ok(Vec::new());
        }
        let known = self.variables_in(&profile, surroundings, given, &not_yet());
        let call = Call::new(profile, sending.clone());
        let others = (0..surroundings.entries.len()).map(|entry| call.before(entry));
        let mut names = call.names_reached(&known);
        names.extend(others.flat_map(|other| other.names_reached(&known)));
        let used: BTreeSet<&str> = names.iter().map(|name| canonical_name(name)).collect();
        let unused = given.keys().filter(|name| !used.contains(canonical_name(name)));
        Ok(unused.cloned().collect())
    }

    /// Every value that a call can name.
    pub(super) fn variables_of(&self, call: &Call, token: &SecretText) -> Variables {
        let Call { profile, surroundings, extra, answers, .. } = call;
        let known = self.variables_in(profile, surroundings, extra, token);
        answers.iter().fold(known, |known, (name, FoundPart { text, is_secret })| match is_secret {
            true => known.with_secret_of(Source::Answer, name, text.clone()),
            false => known.with(Source::Answer, name, text.expose()),
        })
    }

    /// Every value that a request of a file can name, but for those of other requests' answers.
    pub(super) fn variables_in(
        &self,
        profile: &Profile,
        surroundings: &Surroundings,
        extra: &BTreeMap<String, String>,
        token: &SecretText,
    ) -> Variables {
        let mut known = self.variables(profile, &surroundings.answered(extra), token);
        // Of two lines for one name the last counts, as in both editors.
        for (name, value) in &surroundings.variables {
            known = known.with(Source::File, name, value);
        }
        for name in surroundings.secret_prompts() {
            if let Some(value) = extra.get(&name) {
                let value = SecretText::new(value.clone());
                known = known.with_secret_of(Source::Given, name, value);
            }
        }
        match surroundings.folder().map(Path::to_owned) {
            Some(folder) => known.with_functions(self.functions().dotenv(move || dotenv(&folder))),
            None => known,
        }
    }

    /// Every value a request can name. A later source goes before an earlier one.
    pub(crate) fn variables(
        &self,
        profile: &Profile,
        extra: &BTreeMap<String, String>,
        token: &SecretText,
    ) -> Variables {
        Variables::new()
            .with_functions(self.functions())
            .with(Source::Profile, "API_KEY", profile.client_id.as_str())
            .with(Source::Profile, "IMS_ORG", profile.org_id.as_str())
            .with(Source::Profile, "SANDBOX_NAME", profile.sandbox.as_str())
            .with(Source::Profile, "IMS", profile.adobe.ims_host())
            .with_all(Source::Own, &profile.variables)
            .with_all(Source::Given, extra)
            .with_secret(TOKEN, token.clone())
    }
}

impl Requests {
    /// What `{{$…}}` is made of: the clock, this computer's time zone, chance, and the environment.
    pub(super) fn functions(&self) -> Functions {
        Functions::new(self.core.now(), TimeZone::system, Arc::new(Chance))
            .environment(Arc::new(|name| std::env::var(name).ok()))
    }
}

/// The system's random numbers.
struct Chance;

impl Randomness for Chance {
    fn bits(&self) -> u64 {
        // Version and variant are fixed at different places of the two halves, so that every bit of both together is random.
        let (high, low) = uuid::Uuid::new_v4().as_u64_pair();
        high ^ low
    }
}

/// The variables of a request with all their values, and behind them those that it does not name.
pub(super) fn listed(sending: &Sending, uses: &[Use], variables: &Variables) -> Vec<VariableView> {
    let Sending { request, surroundings, .. } = sending;
    // A header whose variable has no value is left out, and its variable with it; it was written all the same.
    let used = variables.names_reached(request);
    let meant: BTreeSet<&str> = used.iter().map(|name| canonical_name(name)).collect();
    let mut others: Vec<String> = variables.list().into_iter().map(|one| one.name).collect();
    for (name, _) in surroundings.promised() {
        if !others.contains(&name) {
            others.push(name);
        }
    }
    others.retain(|name| !meant.contains(canonical_name(name)));
    let to_come = surroundings.to_come();
    let view = |is_used: bool, name: &String| {
        let values = variables.all(name).into_iter();
        let mut values: Vec<_> =
            values.map(|value| shown(value, surroundings.called.as_deref())).collect();
        // What a function makes stands in no list, and neither does what is known only on sending.
        if values.is_empty() {
            let made = uses.iter().find(|used| used.name == *name);
            let made = made.and_then(|used| used.source).map(VariableSource::from);
            let source = made.or_else(|| to_come(name));
            values.extend(source.map(|source| VariableValue { source, value: None, file: None }));
        }
        VariableView { name: name.clone(), is_used, values }
    };
    let used = used.iter().map(|name| view(true, name));
    used.chain(others.iter().map(|name| view(false, name))).collect()
}

fn shown((source, value): (Source, &Value), file: Option<&str>) -> VariableValue {
    let value = match value {
        Value::Plain(text) if source != Source::BuiltIn => Some(without_secrets(text).0.into()),
        Value::Plain(_) | Value::Secret(_) => None,
    };
    let file = file.filter(|_| source == Source::File).map(ToOwned::to_owned);
    VariableValue { source: source.into(), value, file }
}

impl From<Source> for VariableSource {
    fn from(source: Source) -> Self {
        match source {
            Source::Token => Self::Token,
            Source::Given => Self::Given,
            Source::Answer => Self::Answer,
            Source::File => Self::File,
            Source::Own => Self::Own,
            Source::Profile => Self::Profile,
            Source::BuiltIn => Self::BuiltIn,
        }
    }
}

/// Stands for a token that was not asked for yet.
pub(crate) fn not_yet() -> SecretText {
    SecretText::new(String::new())
}
