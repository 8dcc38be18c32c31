//! Runs: planned, begun and gone on with, looked at while they go, and reported.

use super::{Answer, State};
use mudbrick_engine::view::{
    PromptAnswers, RunEnd, RunFilter, RunId, RunPlan, RunProgress, RunReport, RunResults,
    RunSettings, RunSummary,
};
use mudbrick_engine::{Confirmation, Destination, JobId, JobKind, RunGiven, RunNews};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tauri::ipc::Channel;

/// A page that is told of thousands of results a second would do nothing else.
const BETWEEN: Duration = Duration::from_millis(100);
/// So many runs are listed.
const MOST_LISTED: usize = 50;

#[tauri::command(async)]
pub(crate) fn run_plan(
    shell: State<'_>,
    settings: RunSettings,
    answers: Option<PromptAnswers>,
) -> Answer<RunPlan> {
    shell.engine.runs().run_plan(&settings, &RunGiven::answered(answers))
}

#[tauri::command]
pub(crate) async fn run_begin(
    shell: State<'_>,
    job: JobId,
    settings: RunSettings,
    answers: Option<PromptAnswers>,
    confirmed: bool,
    progress: Channel<RunProgress>,
) -> Answer<RunEnd> {
    let job = shell.engine.jobs().start_as(job, JobKind::Run)?;
    let (given, confirmation) = (RunGiven::answered(answers), Confirmation::given(confirmed));
    shell.engine.runs().run(job, settings, given, confirmation, told(progress)).await
}

#[tauri::command]
pub(crate) async fn run_resume(
    shell: State<'_>,
    job: JobId,
    id: RunId,
    answers: Option<PromptAnswers>,
    confirmed: bool,
    progress: Channel<RunProgress>,
) -> Answer<RunEnd> {
    let job = shell.engine.jobs().start_as(job, JobKind::Run)?;
    let (given, confirmation) = (RunGiven::answered(answers), Confirmation::given(confirmed));
    shell.engine.runs().resume(job, id, given, confirmation, told(progress)).await
}

/// Tells a page how a run goes, now and then. A page that went away does not stop the run.
fn told(progress: Channel<RunProgress>) -> impl FnMut(RunNews<'_>) + Send {
    let mut last: Option<Instant> = None;
    move |news| {
        let now = match news {
            RunNews::Began(id, counts) => RunProgress { id: id.clone(), counts, now: Vec::new() },
            RunNews::Result(_, progress) => progress,
        };
        if last.is_none_or(|last| last.elapsed() >= BETWEEN) {
            last = Some(Instant::now());
            drop(progress.send(now));
        }
    }
}

#[tauri::command(async)]
pub(crate) fn run_results(
    shell: State<'_>,
    id: RunId,
    filter: RunFilter,
    from: usize,
    count: usize,
) -> Answer<RunResults> {
    shell.engine.runs().run_results(&id, filter, from, count)
}

#[tauri::command(async)]
pub(crate) fn runs_list(shell: State<'_>) -> Vec<RunSummary> {
    shell.engine.runs().run_list(MOST_LISTED)
}

/// Asks where; answers nothing when the dialog was closed, which asks before it gives the name of a file that exists.
#[tauri::command(async)]
pub(crate) fn run_report_save(
    shell: State<'_>,
    id: RunId,
    report: RunReport,
) -> Answer<Option<String>> {
    let ending = match report {
        RunReport::Junit => "xml",
        RunReport::Json => "json",
        RunReport::Markdown => "md",
    };
    let Some(path) = shell.dialogs.save_file(&format!("run-{id}.{ending}")) else {
        return Ok(None);
    };
    shell.engine.runs().run_report(&id, report, Destination::agreed(&path))?;
    Ok(Some(path.display().to_string()))
}

/// Asks for a file of rows; nothing when the dialog was closed.
#[tauri::command(async)]
pub(crate) fn run_data_choose(shell: State<'_>) -> Option<PathBuf> {
    shell.dialogs.open_files()?.into_iter().next()
}
