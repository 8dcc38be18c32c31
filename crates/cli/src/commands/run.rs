//! `mudbrick run`: many requests with profiles and rows, what came of each as it ends, and reports.

use crate::arguments::RunArguments;
use crate::ask;
use crate::exit_code::CHECK_FAILED;
use crate::output::{Output, Page, internal, local};
use crate::session::{self, Session};
use crate::stop::Stops;
use crate::target::{Force, Target};
use mudbrick_engine::view::{
    OnFailure, RunCounts, RunEnd, RunId, RunPlan, RunReport, RunResult, RunSettings, RunStopped,
    RunWhat,
};
use mudbrick_engine::{Confirmation, Engine, JobKind, OutsideFiles, RunGiven, RunNews};
use mudbrick_model::{ErrorCode, ExchangeId, Problem, counted};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

/// What Ctrl+C says to a shell.
const STOPPED: u8 = 130;
/// So many entries of the history are listed at a time.
const PAGE: u32 = 500;
/// So many requests are named before a sentence that is said of all of them.
const MOST_NAMED: usize = 3;
/// So many runs are listed.
const MOST_LISTED: usize = 100;

pub(crate) fn run(
    arguments: &RunArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    if arguments.list {
        return list(&session.engine()?, output);
    }
    let engine = session.engine_with_vault()?;
    let mut given = RunGiven {
        variables: arguments.variables.iter().cloned().collect(),
        outside: OutsideFiles::agreed(arguments.outside_files),
        options: arguments.sending.options(),
    };
    let settings = match &arguments.resume {
        Some(id) => engine.runs().run_settings(id)?,
        None => settings(arguments, &engine)?,
    };
    // Before anything is sent: a place that cannot be written would be found when all of it is over.
    let mut reports = Vec::new();
    for (kind, path) in &arguments.reports {
        let target = Target::of(path, Force::given(arguments.force), output)?;
        reports.push((*kind, path.as_path(), target));
    }
    let plan = engine.runs().run_plan(&settings, &given)?;
    if arguments.dry_run {
        output.answer(&plan, || planned(&plan))?;
        return Ok(ExitCode::SUCCESS);
    }
    prompted(&plan, &mut given, output)?;
    tell_plan(&plan, output);
    let confirmation = confirm(arguments, &plan, output);
    let mut shown = Shown { output, by_profile: BTreeMap::new(), unwritten: None };
    let end = go(arguments, &engine, settings, given, confirmation, &mut shown)?;
    for (kind, path, target) in reports {
        report(&engine, &end.id, kind, path, target, output)?;
    }
    shown.end(&end)?;
    Ok(exit_code(&end))
}

fn settings(arguments: &RunArguments, engine: &Engine) -> Result<RunSettings, Problem> {
    let profiles = arguments.profiles.find(engine)?;
    let what = match &arguments.history {
        Some(search) => RunWhat::Exchanges { ids: found(engine, search)? },
        None => engine.runs().find_what(&arguments.what)?,
    };
    // Whoever goes on with it may be in another folder.
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    Ok(RunSettings {
        what,
        profiles: profiles.into_iter().map(|profile| profile.id).collect(),
        data: arguments.data.as_deref().map(absolute),
        parallel: arguments.parallel,
        per_second: arguments.rate,
        on_failure: if arguments.stop { OnFailure::Stop } else { OnFailure::GoOn },
    })
}

/// The entries of the history that fit, the oldest first: in the order in which they were sent.
fn found(engine: &Engine, search: &str) -> Result<Vec<ExchangeId>, Problem> {
    let (mut ids, mut before) = (Vec::new(), None);
    loop {
        let page = engine.history().list(None, search, before, PAGE)?;
        let Some(last) = page.last() else { break };
        before = Some(last.id);
        ids.extend(page.iter().map(|one| one.id));
    }
    ids.reverse();
    match ids.is_empty() {
        false => Ok(ids),
        true => Err(Problem::new(ErrorCode::NotFound, "No entry of the history fits.")
            .remedy("`mudbrick history` takes the same search, and lists what fits.")),
    }
}

/// Asks for what the requests' files ask for, as long as somebody is there; what is left is refused when its turn comes.
fn prompted(plan: &RunPlan, given: &mut RunGiven, output: &Output) -> Result<(), Problem> {
    if output.is_json() || !ask::can_ask() {
        return Ok(());
    }
    let columns = plan.data.as_ref().map_or(&[][..], |data| &data.columns);
    for prompt in plan.prompts.iter().filter(|prompt| !columns.contains(&prompt.name)) {
        if let Some(answer) = ask::prompt(prompt)? {
            given.variables.insert(prompt.name.clone(), answer);
        }
    }
    Ok(())
}

fn tell_plan(plan: &RunPlan, output: &Output) {
    if let Some(data) = &plan.data {
        output.note(&format!("{}. {}", counted(data.rows, "row"), data.told));
    }
    if !plan.missing.is_empty() {
        output.note(&format!("Without a value: {}.", plan.missing.join(", ")));
    }
    noted(plan).iter().for_each(|line| output.note(line));
}

/// What is said of the requests, each sentence once, with those that it is said of.
fn noted(plan: &RunPlan) -> Vec<String> {
    let mut by_text: Vec<(&str, Vec<&str>)> = Vec::new();
    for note in &plan.notes {
        match by_text.iter_mut().find(|(text, _)| *text == note.text) {
            Some((_, requests)) => requests.push(&note.request),
            None => by_text.push((&note.text, vec![&note.request])),
        }
    }
    let line = |(text, requests): (&str, Vec<&str>)| {
        let more = requests.len().saturating_sub(MOST_NAMED);
        let named = requests[..requests.len() - more].join(", ");
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        format!("{named}{more}: {text}")
    };
    by_text.into_iter().map(line).collect()
}

fn planned(plan: &RunPlan) -> Page {
    let mut page = Page::new();
    page.line(format!("{}:", counted(plan.calls, "call")));
    plan.requests.iter().for_each(|request| page.line(format!("  {request}")));
    page.line(format!("with {}", plan.profiles.join(", ")));
    if let Some(data) = &plan.data {
        let columns = data.columns.join(", ");
        page.line(format!("for {} of {columns}. {}", counted(data.rows, "row"), data.told));
    }
    if !plan.missing.is_empty() {
        page.line(format!("Without a value: {}.", plan.missing.join(", ")));
    }
    noted(plan).into_iter().for_each(|line| page.line(line));
    plan.asks.iter().for_each(|ask| page.line(format!("Asks first: {}", ask.told())));
    page
}

/// One question with the whole list; elsewhere than on a terminal it needs `--yes`, and the engine refuses without.
fn confirm(arguments: &RunArguments, plan: &RunPlan, output: &Output) -> Confirmation {
    if arguments.yes || plan.asks.is_empty() || output.is_json() || !ask::can_ask() {
        return Confirmation::given(arguments.yes);
    }
    // With --quiet too: nobody agrees to what is not said.
    plan.asks.iter().for_each(|ask| output.instruction(&ask.told()));
    let calls: u64 = plan.asks.iter().map(|ask| ask.calls).sum();
    Confirmation::given(ask::agrees(&format!("Send {calls} of {}?", counted(plan.calls, "call"))))
}

/// Runs it to its end. Ctrl+C lets nothing more begin and what is under way end; pressed again, it ends the program.
fn go(
    arguments: &RunArguments,
    engine: &Engine,
    settings: RunSettings,
    given: RunGiven,
    confirmation: Confirmation,
    shown: &mut Shown<'_>,
) -> Result<RunEnd, Problem> {
    let output = shown.output;
    session::block_on(async {
        let job = engine.jobs().start(JobKind::Run);
        let id = job.id().clone();
        let tell = |news: RunNews<'_>| shown.tell(&news);
        let running = async {
            match arguments.resume.clone() {
                Some(run) => engine.runs().resume(job, run, given, confirmation, tell).await,
                None => engine.runs().run(job, settings, given, confirmation, tell).await,
            }
        };
        tokio::pin!(running);
        let (mut stops, mut is_stopped) = (Stops::listened_for()?, false);
        loop {
            tokio::select! {
                biased;
                end = &mut running => return end,
                stop = stops.next() => {
                    if is_stopped {
                        return Err(stop.problem());
                    }
                    is_stopped = true;
                    engine.jobs().stop(&id);
                    output.note("Stopping. Press Ctrl+C again to end at once.");
                }
            }
        }
    })?
}

/// What is printed while a run goes, and at its end.
struct Shown<'a> {
    output: &'a Output,
    by_profile: BTreeMap<String, RunCounts>,
    unwritten: Option<Problem>,
}

impl Shown<'_> {
    fn tell(&mut self, news: &RunNews<'_>) {
        let written = match news {
            RunNews::Began(id, counts) => self.began(id, counts),
            RunNews::Result(result, _) => {
                self.by_profile.entry(result.title.clone()).or_default().note(result.outcome);
                self.result(result)
            }
        };
        // What cannot be written stops no call that is under way, and is said at the end.
        if let Err(problem) = written {
            self.unwritten.get_or_insert(problem);
        }
    }

    fn json(&self, line: &serde_json::Value) -> Result<(), Problem> {
        self.output.json(&serde_json::to_string(line).map_err(internal)?)
    }

    fn began(&self, id: &RunId, counts: &RunCounts) -> Result<(), Problem> {
        if self.output.is_json() {
            return self.json(&json!({ "run": { "id": id, "counts": counts } }));
        }
        self.output.note(&format!(
            "Run {id}: {}, {} left.",
            counted(counts.calls, "call"),
            counts.left()
        ));
        Ok(())
    }

    fn result(&self, result: &RunResult) -> Result<(), Problem> {
        if self.output.is_json() {
            return self.json(&json!({ "result": result }));
        }
        let mut page = Page::from(told(result));
        result.reasons().into_iter().for_each(|reason| page.line(format!("    {reason}")));
        self.output.page(&page)
    }

    fn end(self, end: &RunEnd) -> Result<(), Problem> {
        if let Some(problem) = self.unwritten {
            return Err(problem);
        }
        if self.output.is_json() {
            return self.json(&json!({ "end": end }));
        }
        self.output.page(&table(&self.by_profile, &end.counts))?;
        if let Some(problem) = &end.problem {
            self.output.problem(problem);
        }
        if let (Some(stopped), left @ 1..) = (end.stopped, end.counts.left()) {
            let why = match stopped {
                RunStopped::Cancelled => "You stopped it",
                RunStopped::Failure => "A failure stopped it",
                RunStopped::Interrupted => "It could not go on",
            };
            let are_left = if left == 1 { "is left" } else { "are left" };
            self.output.note(&format!(
                "{why}; {} {are_left}. Go on with: mudbrick run --resume {}",
                counted(left, "call"),
                end.id
            ));
        }
        Ok(())
    }
}

fn told(result: &RunResult) -> String {
    let outcome = result.outcome.told();
    let status = result.status.map_or_else(String::new, |status| format!(" {status}"));
    let ms = result.total_ms.map_or_else(String::new, |ms| format!(" in {ms:.0} ms"));
    let row = result.row.map_or_else(String::new, |row| format!(", row {row}"));
    let entry = result.exchange.map_or_else(String::new, |id| format!(" (#{})", id.0));
    let (name, title) = (&result.name, &result.title);
    format!("{outcome}:{status} {name} on {title}{row}{ms}{entry}")
}

/// The counts by profile, and of all, one below the other.
fn table(by_profile: &BTreeMap<String, RunCounts>, all: &RunCounts) -> Page {
    const HEAD: [&str; 6] =
        ["passed", "check failed", "error answer", "no answer", "not sent", "left"];
    let mut lines: Vec<(&str, [String; 6])> = vec![("", HEAD.map(str::to_owned))];
    let numbers = |counts: &RunCounts, left: String| {
        let RunCounts { passed, check_failed, error_answer, send_failed, not_sent, .. } = *counts;
        let [a, b, c, d, e] =
            [passed, check_failed, error_answer, send_failed, not_sent].map(|it| it.to_string());
        [a, b, c, d, e, left]
    };
    // How many are left is known of all together.
    let own = by_profile.iter().map(|(title, counts)| (&**title, numbers(counts, String::new())));
    lines.extend(own);
    lines.push(("all", numbers(all, all.left().to_string())));
    let wide = lines.iter().map(|(title, _)| title.chars().count()).max().unwrap_or_default();
    let mut page = Page::new();
    for (title, numbers) in lines {
        let cells = numbers.iter().zip(HEAD);
        let cells: Vec<String> =
            cells.map(|(number, head)| format!("{number:>width$}", width = head.len())).collect();
        page.line(format!("{title:<wide$}  {}", cells.join("  ")).trim_end().to_owned());
    }
    page
}

fn report(
    engine: &Engine,
    id: &RunId,
    kind: RunReport,
    path: &Path,
    mut target: Target<'_>,
    output: &Output,
) -> Result<(), Problem> {
    engine.runs().run_report(id, kind, target.destination())?;
    match target {
        // With --json, standard output is the lines of the run.
        Target::File { .. } => output.note(&format!("The report is in {}.", path.display())),
        Target::Stdout(bytes) => output.file(&bytes)?,
    }
    Ok(())
}

/// All passed is 0; a check that failed and nothing worse is 4; what was stopped by Ctrl+C is 130; everything else is 1.
fn exit_code(end: &RunEnd) -> ExitCode {
    let counts = &end.counts;
    match end.stopped {
        Some(RunStopped::Cancelled) => ExitCode::from(STOPPED),
        Some(RunStopped::Interrupted) => ExitCode::from(
            end.problem.as_ref().map_or(1, |problem| crate::exit_code::of(problem.code)),
        ),
        _ if counts.failed() == 0 => ExitCode::SUCCESS,
        _ if counts.failed() == counts.check_failed => ExitCode::from(CHECK_FAILED),
        _ => ExitCode::FAILURE,
    }
}

fn list(engine: &Engine, output: &Output) -> Result<ExitCode, Problem> {
    let runs = engine.runs().run_list(MOST_LISTED);
    output.answer(&runs, || {
        let mut page = Page::new();
        for run in &runs {
            let (counts, at) = (&run.counts, local(run.started_at));
            let (done, failed, left) = (counts.done(), counts.failed(), counts.left());
            page.line(format!("{}  {at}  {done} done, {failed} failed, {left} left", run.id));
        }
        if runs.is_empty() {
            page.line("No run is kept. `mudbrick run` begins one.");
        }
        page
    })?;
    Ok(ExitCode::SUCCESS)
}
