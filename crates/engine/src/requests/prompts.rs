//! `# @prompt`: what a person is asked for before a request is sent. Asking is left to whoever has a person before them.

use super::call::Call;
use super::variables::not_yet;
use super::view::PromptView;
use super::{Requests, Sending};
use mudbrick_model::{ErrorCode, Problem, ProfileId, RemedyAction};
use mudbrick_requests::{Variables, names_in};

impl Requests {
    /// What somebody has to be asked for before this is sent with a profile: what has no value yet, also not in the profile.
    /// What the requests ask for that are sent before it is among them.
    ///
    /// # Errors
    /// There is no such profile, or the request names what its file cannot give.
    pub fn prompts(
        &self,
        profile: &ProfileId,
        sending: &Sending,
    ) -> Result<Vec<PromptView>, Problem> {
        let profile = self.core.profiles.get(profile)?.value;
        let call = Call::new(profile, sending.clone());
        let mut seen: Vec<usize> = call.surroundings.entry.into_iter().collect();
        self.prompts_of(&call, &mut seen)
    }

    fn prompts_of(&self, call: &Call, seen: &mut Vec<usize>) -> Result<Vec<PromptView>, Problem> {
        let mut prompts = self.unanswered(call);
        for entry in self.sent_before(call)? {
            // Requests that wait for each other are refused when they are sent.
            if seen.contains(&entry) {
                continue;
            }
            seen.push(entry);
            for prompt in self.prompts_of(&call.before(entry), seen)? {
                if !prompts.iter().any(|one| one.name == prompt.name) {
                    prompts.push(prompt);
                }
            }
        }
        Ok(prompts)
    }

    fn unanswered(&self, call: &Call) -> Vec<PromptView> {
        let Call { profile, surroundings, extra: given, .. } = call;
        let known = self.variables_in(profile, surroundings, given, &not_yet());
        let mut prompts = surroundings.prompts();
        // An answer may be empty, and a file says by an empty value that somebody is to give one.
        prompts.retain(|it| {
            !given.contains_key(&it.name)
                && known.get(&it.name).is_none_or(|(_, value)| value.is_empty())
                && is_named(&it.name, call, &known)
        });
        prompts
    }

    /// Refuses to go on while a value is missing that somebody has to be asked for.
    pub(super) fn all_answered(&self, call: &Call) -> Result<(), Problem> {
        let Some(first) = self.unanswered(call).into_iter().next() else { return Ok(()) };
        let what = first.description.map_or_else(String::new, |what| format!(" ({what})"));
        let name = first.name;
        Err(Problem::new(
            ErrorCode::InvalidInput,
            format!("Nothing was sent: this request asks for {name}{what}, which was not given."),
        )
        .remedy(format!(
            "Give it with --var {name}=…, set it in the profile's variables, or send the request where you can be asked."
        ))
        .action(RemedyAction::SetVariable { profile: None, name }))
    }
}

/// Whether anything names the variable: the request, a file of its body, or the value of another one. Nobody is asked for what the person took out
/// of the request.
fn is_named(name: &str, call: &Call, known: &Variables) -> bool {
    let mut values = known.list().into_iter().filter_map(|listed| listed.value);
    call.names_reached(known).iter().any(|one| one == name)
        || values.any(|text| names_in(&text).iter().any(|one| one == name))
}
