//! Values from the answers of other requests: `{{login.response.body.$.id}}`, and what `# @capture` takes. The newest answer
//! counts; where there is none, the other request is sent first, and a writing one only when somebody agreed.

use super::call::{Call, named, title};
use super::received::{FoundPart, RawAnswer, take};
use super::{Confirmation, Requests};
use crate::jobs::Job;
use crate::threads::blocking;
use mudbrick_model::{ErrorCode, Exchange, ExchangeId, Outcome, Problem, Request};
use mudbrick_redact::{MASK, Redactor};
use mudbrick_requests::{Directives, Entry, Reference, ResponsePart};
use std::sync::Arc;

/// As much of a recorded body as is looked through.
const MOST_BYTES: u32 = 16 << 20;

/// A value that a request names, and the request whose answer gives it.
pub(super) struct Wanted {
    name: String,
    entry: usize,
    part: ResponsePart,
}

/// What is to be done next for the values that a request names.
pub(super) enum Next {
    /// One is known.
    Known(String, FoundPart),
    /// The answer that gives it has to be fetched.
    Fetch(Wanted),
    Nothing,
}

impl Requests {
    /// Which writing requests have to be sent before this one, for want of their answers.
    pub(super) fn writes_before(&self, call: &Call) -> Result<Vec<String>, Problem> {
        let entries = self.sent_before(call)?.into_iter();
        let entries = entries.map(|entry| &call.surroundings.entries[entry]);
        Ok(entries.filter(|entry| entry.request.method.writes()).map(title).collect())
    }

    /// The requests of the file that have to be sent before this one, for want of their answers.
    pub(super) fn sent_before(&self, call: &Call) -> Result<Vec<usize>, Problem> {
        let entries = &call.surroundings.entries;
        let mut before = Vec::new();
        for Wanted { entry, part, .. } in self.wanted(call)? {
            if !before.contains(&entry) && self.earlier(call, &entries[entry], &part).is_none() {
                before.push(entry);
            }
        }
        for entry in self.first_of(call)? {
            if !before.contains(&entry) && self.any_earlier(call, &entries[entry]).is_none() {
                before.push(entry);
            }
        }
        Ok(before)
    }

    /// Finds every value from another request's answer, and sends what has to be sent for it. `next` is what was found to be
    /// done first, and `chain` the requests that wait for this one.
    pub(super) async fn with_earlier_answers(
        &self,
        mut call: Call,
        mut next: Next,
        job: &Job,
        confirmation: &Confirmation,
        chain: &[usize],
    ) -> Result<Call, Problem> {
        let given = Confirmation::given(matches!(confirmation, Confirmation::Given));
        loop {
            match next {
                Next::Known(name, found) => call.answers.push((name, found)),
                Next::Fetch(Wanted { name, entry, part }) => {
                    let raw = self.fetched(&call, entry, job, given.clone(), chain).await?;
                    let other = &call.surroundings.entries[entry];
                    let taken = take(&part, &raw);
                    let taken = taken.ok_or_else(|| nothing_there(&name, &title(other)))?;
                    call.answers.push((name, taken));
                }
                Next::Nothing => break,
            }
            let requests = self.clone();
            let looked = blocking(move || {
                let next = requests.look_for_one(&call)?;
                Ok::<_, Problem>((call, next))
            });
            (call, next) = looked.await??;
        }
        for entry in self.first_of(&call)? {
            let other = call.surroundings.entries[entry].clone();
            let (requests, owned) = (self.clone(), call.clone());
            let has = blocking(move || requests.any_earlier(&owned, &other).is_some()).await?;
            if !has {
                self.fetched(&call, entry, job, given.clone(), chain).await?;
            }
        }
        Ok(call)
    }

    /// Sends another request of the file, and gives its answer.
    async fn fetched(
        &self,
        call: &Call,
        entry: usize,
        job: &Job,
        confirmation: Confirmation,
        chain: &[usize],
    ) -> Result<Arc<RawAnswer>, Problem> {
        let other = &call.surroundings.entries[entry];
        let mut chain = chain.to_vec();
        chain.extend(call.surroundings.entry);
        if chain.contains(&entry) {
            return Err(ring(&chain, entry, &call.surroundings.entries));
        }
        let next = call.before(entry);
        if let Some(lane) = &call.lane {
            if let Some(raw) = lane.kept.get(&call.profile.id, &next.request) {
                // A run sends nothing a second time because it was answered badly.
                return match raw.succeeded() {
                    true => Ok(raw),
                    false => Err(failed_before(&title(other), raw.status)),
                };
            }
            if lane.has_written(&next.surroundings) {
                return Err(not_written_again(&title(other)));
            }
        }
        let request = next.request.clone();
        let (requests, agreement) = (self.clone(), confirmation.clone());
        let agreed = blocking(move || {
            requests.all_answered(&next)?;
            requests.agreed_to(next, &agreement)
        });
        // A future that holds itself has no size.
        let sent = Box::pin(self.carry_out(agreed.await??, job, confirmation, &chain)).await?;
        match self.kept_of(call).get(&call.profile.id, &request) {
            Some(raw) if raw.succeeded() => Ok(raw),
            _ => Err(Problem::new(
                ErrorCode::InvalidInput,
                format!(
                    "Nothing was sent: {} is sent first, and {}.",
                    title(other),
                    sent.summary.status.map_or_else(
                        || "got no answer".to_owned(),
                        |status| format!("was answered with {status}, or with too much")
                    )
                ),
            )
            .remedy("Look at its answer in the history, and send it by itself first.")),
        }
    }

    /// The next value that is known, or else the next that has to be fetched.
    pub(super) fn look_for_one(&self, call: &Call) -> Result<Next, Problem> {
        let mut missing = None;
        for wanted in self.wanted(call)? {
            let entry = &call.surroundings.entries[wanted.entry];
            match self.earlier(call, entry, &wanted.part) {
                Some(taken) => return Ok(Next::Known(wanted.name, taken)),
                None => missing = missing.or(Some(wanted)),
            }
        }
        Ok(missing.map_or(Next::Nothing, Next::Fetch))
    }

    /// The variables that other requests' answers give to the call before it is sent.
    pub(super) fn names_wanted(&self, call: &Call) -> Result<Vec<String>, Problem> {
        Ok(self.wanted(call)?.into_iter().map(|wanted| wanted.name).collect())
    }

    /// The values that the call names and nobody has looked for yet.
    fn wanted(&self, call: &Call) -> Result<Vec<Wanted>, Problem> {
        let entries = &call.surroundings.entries;
        let variables = self.variables_of(call, &super::variables::not_yet());
        let mut wanted = Vec::new();
        for name in call.names_reached(&variables) {
            if call.answers.iter().any(|(known, _)| *known == name)
                || call.extra.contains_key(&name)
            {
                continue;
            }
            let tagged = name.split('.').next().unwrap_or_default();
            let entry = entries.iter().position(|entry| entry.tag.as_deref() == Some(tagged));
            if let Some(entry) = entry
                && let Some(reference) = Reference::parse(&name)
            {
                let part = reference.map_err(|error| not_a_reference(&name, &error))?.part;
                wanted.push(Wanted { name, entry, part });
                continue;
            }
            let captured = entries.iter().enumerate().find_map(|(at, entry)| {
                let captures = Directives::of(entry).captures;
                let capture = captures.into_iter().find(|capture| capture.name == name)?;
                Some((at, capture.part))
            });
            let Some((entry, part)) = captured else { continue };
            // A request that captures a value may name it itself: the last one.
            let is_own = call.surroundings.entry == Some(entry);
            let is_set = variables.get(&name).is_some();
            if (is_own || is_set) && self.earlier(call, &entries[entry], &part).is_none() {
                continue;
            }
            wanted.push(Wanted { name, entry, part });
        }
        Ok(wanted)
    }

    /// The requests of `# @ref`, which are to be there before this one.
    fn first_of(&self, call: &Call) -> Result<Vec<usize>, Problem> {
        let entries = &call.surroundings.entries;
        let named = call.surroundings.directives().after.into_iter().map(|tag| {
            let found = entries.iter().position(|entry| entry.tag.as_deref() == Some(&tag));
            found.ok_or_else(|| {
                Problem::new(
                    ErrorCode::InvalidInput,
                    format!("Nothing was sent: @ref names {tag}, which is no request of the file."),
                )
                .remedy("Give the other request the name with # @name, in the same file.")
            })
        });
        named.collect()
    }

    /// A part of the newest answer to a request of the call's file. None where history has a mask in its place.
    fn earlier(&self, call: &Call, entry: &Entry, part: &ResponsePart) -> Option<FoundPart> {
        let request = named(entry);
        if let Some(raw) = self.kept_of(call).get(&call.profile.id, &request) {
            return raw.succeeded().then(|| take(part, &raw))?;
        }
        let raw = self.recorded(call, &request)?;
        let taken = take(part, &raw)?;
        (!taken.text.expose().contains(MASK)).then_some(taken)
    }

    fn any_earlier(&self, call: &Call, entry: &Entry) -> Option<()> {
        let request = named(entry);
        let kept = self.kept_of(call).get(&call.profile.id, &request).map(drop);
        kept.or_else(|| self.recorded(call, &request).map(drop))
    }

    /// The newest answer that the history has to this very request.
    fn recorded(&self, call: &Call, request: &Request) -> Option<RawAnswer> {
        if call.lane.is_some() {
            return None;
        }
        self.answer_of(self.history.newest_answer(&call.profile.id, request).ok()??)
    }

    /// An answer as the history has it.
    pub(super) fn answer_of(&self, (id, exchange): (ExchangeId, Exchange)) -> Option<RawAnswer> {
        let Outcome::Answered { status, headers, .. } = exchange.outcome else { return None };
        let part = self.history.body_part(id, 0, MOST_BYTES).ok()?;
        let is_whole = part.total == part.bytes.len() as u64;
        let body = is_whole.then(|| mudbrick_vault::Secret::new(part.bytes));
        // It is masked already.
        let redactor = Redactor::new(&[]);
        let total_ms = exchange.timings.total_ms;
        Some(RawAnswer::with_body(status, headers, body, total_ms, redactor))
    }
}

fn ring(chain: &[usize], entry: usize, entries: &[Entry]) -> Problem {
    let begin = chain.iter().position(|one| *one == entry).unwrap_or_default();
    let titles: Vec<String> =
        chain[begin..].iter().chain([&entry]).map(|one| title(&entries[*one])).collect();
    Problem::new(
        ErrorCode::InvalidInput,
        format!("Nothing was sent: {}.", titles.join(" needs the answer of ")),
    )
    .remedy("Give one of these requests a value of its own.")
}

fn not_a_reference(name: &str, error: &mudbrick_requests::PartError) -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        format!("Nothing was sent: {{{{{name}}}}} is not supported, since {error}."),
    )
    .remedy("Write {{name.response.body.$.path}} or {{name.response.headers.Name}}.")
}

fn nothing_there(name: &str, title: &str) -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        format!("Nothing was sent: the answer to {title} has nothing for {{{{{name}}}}}."),
    )
    .remedy("Look at its answer in the history, and correct the path.")
}

/// Said where a request needs the answer of one that the run has sent already, and that failed.
fn failed_before(title: &str, status: u16) -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        format!(
            "Nothing was sent: this needs the answer of {title}, which was answered with {status}."
        ),
    )
}

/// Said where a request needs the answer of one that writes, and that the run is past.
fn not_written_again(title: &str) -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        format!(
            "Nothing was sent: this needs the answer of {title}, whose turn in this run is over and whose answer is not at hand. It is not sent again, since it can change data."
        ),
    )
    .remedy("Look in the service what came of it, and send this by itself.")
}
