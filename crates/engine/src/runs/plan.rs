//! What a run would do, found without sending: which requests, with which profiles and rows, and which of the calls somebody
//! has to agree to. That is asked once, with the whole list.

use super::rows::{self, Row, Survey};
use super::run_view::{PlannedNote, PlannedWrite, RunData, RunPlan, RunSettings, RunWhat};
use super::{Runs, not_agreed};
use crate::requests::view::{PromptAnswers, PromptView};
use crate::requests::{
    BeforeSending, Earlier, Look, OutsideFiles, Selected, Sending, Surroundings, file_named,
};
use mudbrick_model::{ErrorCode, ExchangeId, Method, Problem, Profile, Request, SendOptions};
use mudbrick_redact::Redactor;
use mudbrick_store::Revision;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What is given for one time that a run is begun or gone on with. It may hold secrets, and is kept nowhere.
#[derive(Debug, Clone, Default)]
pub struct RunGiven {
    /// Variables for all calls; a row's go before them.
    pub variables: BTreeMap<String, String>,
    /// Whether bodies may be files from elsewhere.
    pub outside: OutsideFiles,
    /// How requests are sent, as far as that is said for all of them.
    pub options: SendOptions,
}

impl RunGiven {
    /// What a person answered in a window, and everything else as usual.
    pub fn answered(answers: Option<PromptAnswers>) -> Self {
        let variables = answers.map(PromptAnswers::into_variables).unwrap_or_default();
        Self { variables, ..Self::default() }
    }
}

/// One of the requests that each profile and row is sent.
pub(super) struct Step {
    source: StepSource,
    /// What a person calls it.
    pub(super) called: String,
    pub(super) name: String,
    pub(super) method: Method,
    /// Whether nothing else of its lane may be under way with it: it writes, or others may wait for its answer.
    pub(super) is_alone: bool,
    /// Whether others may wait for its answer.
    pub(super) gives_values: bool,
    revision: Revision,
}

/// Entries of the history are read when their turn comes: their bodies are more than memory has room for.
enum StepSource {
    Ready(Box<Selected>),
    Kept(ExchangeId),
}

/// A run that is planned.
pub(super) struct Planned {
    pub(super) steps: Vec<Step>,
    pub(super) profiles: Vec<Profile>,
    pub(super) survey: Option<Survey>,
    /// By request and profile, what somebody has to agree to.
    asks: BTreeMap<(usize, usize), PlannedWrite>,
    missing: Vec<String>,
    prompts: Vec<PromptView>,
    notes: Vec<PlannedNote>,
}

impl Step {
    fn of(source: StepSource, called: String, sending: &Sending) -> Self {
        let (Request { name, method, .. }, gives_values) =
            (&sending.request, sending.gives_values());
        Self {
            source,
            called,
            name: name.clone(),
            method: *method,
            is_alone: method.writes() || gives_values,
            gives_values,
            revision: sending.revision(),
        }
    }
}

impl Runs {
    /// Which requests names mean: a file or folder of the person's own, a `.http` file, a request, or entries of the history by
    /// their numbers, as `12` or `#12`. A folder whose name is a number is written `12/`.
    ///
    /// # Errors
    /// One of them means nothing, or several do not go together.
    pub fn find_what(&self, named: &[String]) -> Result<RunWhat, Problem> {
        let numbers: Option<Vec<ExchangeId>> = named
            .iter()
            .map(|name| name.strip_prefix('#').unwrap_or(name).parse().ok().map(ExchangeId))
            .collect();
        if let Some(ids) = numbers.filter(|ids| !ids.is_empty()) {
            return Ok(RunWhat::Exchanges { ids });
        }
        let [name] = named else {
            let message = "Several names can be run together only when all are entries of the history, such as 12.";
            return Err(Problem::new(ErrorCode::InvalidInput, message)
                .remedy("Name one file or folder, or run them one after the other."));
        };
        if let Some((path, name)) = file_named(name) {
            return Ok(RunWhat::File { path: path.into(), name: name.map(str::to_owned) });
        }
        if let Some(place) = self.requests.place_called(name)? {
            return Ok(RunWhat::Place { place });
        }
        let (address, origin) = self.requests.locate(name)?;
        Ok(RunWhat::Request { address, origin })
    }

    /// What a run would do, found without sending.
    ///
    /// # Errors
    /// A request, profile or row is not there or cannot be understood.
    pub fn run_plan(&self, settings: &RunSettings, given: &RunGiven) -> Result<RunPlan, Problem> {
        Ok(self.planned_run(settings, given)?.view())
    }

    pub(super) fn planned_run(
        &self,
        settings: &RunSettings,
        given: &RunGiven,
    ) -> Result<Planned, Problem> {
        let profiles = settings.profiles.iter();
        let profiles = profiles.map(|id| Ok::<_, Problem>(self.core.profiles.get(id)?.value));
        let (profiles, steps) =
            (profiles.collect::<Result<Vec<Profile>, _>>()?, self.steps(&settings.what)?);
        if profiles.is_empty() {
            return Err(Problem::new(ErrorCode::InvalidInput, "No profile was chosen."));
        }
        let look = self.requests.one_look();
        let redactor = self.requests.redactor();
        let (used, set) = (HashMap::new(), BTreeSet::new());
        let noted = HashSet::new();
        let mut planning = Planning { runs: self, given, look, redactor, used, set, noted };
        let mut planned = Planned {
            steps,
            profiles,
            survey: None,
            asks: BTreeMap::new(),
            missing: Vec::new(),
            prompts: Vec::new(),
            notes: Vec::new(),
        };
        match &settings.data {
            None => planning.look_at(&mut planned, None)?,
            Some(path) => {
                let survey = rows::survey(path, |row| planning.look_at(&mut planned, Some(row)))?;
                planned.survey = Some(survey);
            }
        }
        Ok(planned)
    }

    fn steps(&self, what: &RunWhat) -> Result<Vec<Step>, Problem> {
        let selected = match what {
            RunWhat::Place { place } => self.requests.all_in(place)?,
            RunWhat::Request { address, origin } => vec![self.requests.one_at(address, *origin)?],
            RunWhat::File { path, name } => self.requests.all_in_file(path, name.as_deref())?,
            RunWhat::Exchanges { ids } => {
                let kept = ids.iter().map(|id| {
                    let sending = self.requests.kept_sending(*id)?;
                    Ok(Step::of(StepSource::Kept(*id), format!("#{}", id.0), &sending))
                });
                return kept.collect();
            }
        };
        let steps = selected.into_iter().map(|one| {
            let (called, sending) = (one.called.clone(), one.sending.clone());
            Step::of(StepSource::Ready(Box::new(one)), called, &sending)
        });
        Ok(steps.collect())
    }

    /// What a step sends, with a row's variables.
    pub(super) fn sending_of(
        &self,
        step: &Step,
        given: &RunGiven,
        row: Option<&Row>,
    ) -> Result<Sending, Problem> {
        let mut sending = match &step.source {
            StepSource::Ready(selected) => selected.sending.clone(),
            StepSource::Kept(id) => self.requests.kept_sending(*id)?,
        };
        sending.variables = given.variables.clone();
        sending.variables.extend(row.into_iter().flat_map(|row| row.values.clone()));
        sending.outside = given.outside;
        sending.options = given.options.clone();
        Ok(sending)
    }
}

impl Step {
    /// What its file gives to it, where it is in one.
    pub(super) fn surroundings(&self) -> Option<&Surroundings> {
        self.selected().map(|selected| &selected.sending.surroundings)
    }

    /// Whether nothing is read for it any more.
    pub(super) fn is_ready(&self) -> bool {
        matches!(self.source, StepSource::Ready(_))
    }

    fn selected(&self) -> Option<&Selected> {
        match &self.source {
            StepSource::Ready(selected) => Some(selected),
            StepSource::Kept(_) => None,
        }
    }
}

/// What is found while the rows go by.
struct Planning<'a> {
    runs: &'a Runs,
    given: &'a RunGiven,
    look: Look,
    /// A row may hold a secret of the vault's, and the list of writes is shown.
    redactor: Redactor,
    /// The names that each request uses with each profile: rows that set none of them make no other call of it.
    used: HashMap<(usize, usize), BTreeSet<String>>,
    /// The names that a row has set so far: one that leaves a name out is another call too.
    set: BTreeSet<String>,
    /// What is said of each request already: once for all of its profiles and rows.
    noted: HashSet<(usize, String)>,
}

impl Planning<'_> {
    fn look_at(&mut self, planned: &mut Planned, row: Option<&Row>) -> Result<(), Problem> {
        for name in row.into_iter().flat_map(|row| row.values.keys()) {
            if !self.set.contains(name) {
                self.set.insert(name.clone());
            }
        }
        let Planned { steps, profiles, asks, missing, prompts, notes, .. } = planned;
        for (at, step) in steps.iter().enumerate() {
            for (profile_at, profile) in profiles.iter().enumerate() {
                let key = (at, profile_at);
                if self.used.get(&key).is_some_and(|used| used.is_disjoint(&self.set)) {
                    if let Some(ask) = asks.get_mut(&key) {
                        ask.calls += 1;
                    }
                    continue;
                }
                let sending = self.runs.sending_of(step, self.given, row)?;
                let mut texts = Vec::new();
                if !self.used.contains_key(&key) {
                    note_gaps(self.runs, profile, &sending, &steps[..at], missing, prompts)?;
                    let names = self.runs.requests.names_used(profile, &sending);
                    self.used.insert(key, names.into_iter().collect());
                    let of_file = sending.surroundings.notes();
                    texts.extend(of_file.into_iter().map(|note| note.text));
                    texts.extend(self.runs.requests.mistakes(profile, &sending));
                }
                let before = self.before(steps, at, profile, &sending)?;
                texts.extend(before.warnings.into_iter().chain(before.left_out));
                let fresh = texts.into_iter().filter(|text| self.noted.insert((at, text.clone())));
                let request = &step.called;
                notes.extend(fresh.map(|text| PlannedNote { request: request.clone(), text }));
                if !before.reasons_to_ask.is_empty() {
                    let ask = asks.entry(key).or_insert_with(|| PlannedWrite {
                        profile: profile.title(),
                        risk: profile.risk,
                        request: step.called.clone(),
                        method: step.method,
                        url: self
                            .redactor
                            .text(&self.runs.requests.outlined(profile, &sending).url)
                            .into(),
                        calls: 0,
                        reasons: Vec::new(),
                    });
                    ask.calls += 1;
                    // Whoever agrees to all of the calls is told why for each of them.
                    for reason in before.reasons_to_ask {
                        if !ask.reasons.contains(&reason) {
                            ask.reasons.push(reason);
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn before(
        &self,
        steps: &[Step],
        at: usize,
        profile: &Profile,
        sending: &Sending,
    ) -> Result<BeforeSending, Problem> {
        let own = steps[at].selected();
        let is_sent = |entry: usize| {
            let file = own.map(|own| own.file());
            steps[..at]
                .iter()
                .filter_map(Step::selected)
                .any(|other| other.entry == Some(entry) && Some(other.file()) == file)
        };
        let is_captured = |name: &str| captured(&steps[..at], name);
        let earlier = Earlier { is_sent: &is_sent, is_captured: &is_captured };
        self.runs.requests.before_sending_in_run(profile, sending, &earlier, &self.look)
    }
}

/// Whether the answer to an earlier request gives a value to a variable.
fn captured(earlier: &[Step], name: &str) -> bool {
    let mut all = earlier.iter().filter_map(Step::selected);
    all.any(|step| step.sending.surroundings.captures(name))
}

/// Variables that nothing gives a value to, and those that somebody is asked for.
fn note_gaps(
    runs: &Runs,
    profile: &Profile,
    sending: &Sending,
    earlier: &[Step],
    missing: &mut Vec<String>,
    prompts: &mut Vec<PromptView>,
) -> Result<(), Problem> {
    for name in runs.requests.outlined(profile, sending).missing {
        if !missing.contains(&name) && !captured(earlier, &name) {
            missing.push(name);
        }
    }
    for prompt in runs.requests.prompts(&profile.id, sending)? {
        if !prompts.iter().any(|one| one.name == prompt.name) {
            prompts.push(prompt);
        }
    }
    Ok(())
}

impl Planned {
    /// How many calls there are.
    pub(super) fn calls(&self) -> u64 {
        let rows = self.survey.as_ref().map_or(1, |survey| survey.rows);
        rows * self.profiles.len() as u64 * self.steps.len() as u64
    }

    /// How many calls there are, and how many requests each profile and row has.
    pub(super) fn numbers(&self) -> (u64, u64) {
        (self.calls(), self.steps.len() as u64)
    }

    /// Which requests these are: what they are called, and as what they are written.
    pub(super) fn revision(&self) -> String {
        let lines = self.steps.iter().map(|step| format!("{} {}\n", step.revision, step.called));
        Revision::of(lines.collect::<String>().as_bytes()).to_string()
    }

    /// Whether a request with a profile is in the list that somebody agreed to.
    pub(super) fn asks(&self, step: usize, profile: usize) -> bool {
        self.asks.contains_key(&(step, profile))
    }

    /// One question with the whole list is asked, so one answer that is missing stops all of it.
    pub(super) fn refuse_unasked(&self) -> Result<(), Problem> {
        if self.asks.is_empty() {
            return Ok(());
        }
        let asked: u64 = self.asks.values().map(|ask| ask.calls).sum();
        let told: Vec<String> = self.asks.values().map(PlannedWrite::told).collect();
        Err(not_agreed((asked, self.calls()), "run it again").detail(told.join("\n")))
    }

    pub(super) fn view(self) -> RunPlan {
        let calls = self.calls();
        RunPlan {
            requests: self.steps.into_iter().map(|step| step.called).collect(),
            profiles: self.profiles.iter().map(Profile::title).collect(),
            data: self.survey.map(|survey| RunData {
                rows: survey.rows,
                columns: survey.columns,
                told: survey.told,
            }),
            calls,
            asks: self.asks.into_values().collect(),
            missing: self.missing,
            prompts: self.prompts,
            notes: self.notes,
        }
    }
}

impl PlannedWrite {
    /// As a line of a list.
    pub fn told(&self) -> String {
        let times = match self.calls {
            1 => Cow::Borrowed(""),
            calls => Cow::Owned(format!(" ({calls} times)")),
        };
        let Self { profile, method, url, reasons, .. } = self;
        format!("{profile}: {method} {url}{times}; {}", reasons.join(", and "))
    }
}
