//! `mudbrick check`: whether profiles work, found by asking Adobe, and what each can and cannot do.

use crate::arguments::CheckArguments;
use crate::output::{Output, Page, remedy_command};
use crate::session::Session;
use crate::target::{Force, Target};
use mudbrick_engine::view::{
    CheckupGrade, CheckupReport, CheckupStep, CheckupVerdict, CheckupWish, ProfileCheckup,
};
use mudbrick_engine::{Engine, JobKind, Pace, ProfileFilter};
use mudbrick_model::{Problem, ProfileId, counted};
use std::process::ExitCode;

pub(crate) fn run(
    arguments: &CheckArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = session.engine_with_vault()?;
    let wish = CheckupWish {
        profiles: profiles(arguments, &engine)?,
        also: arguments.products.clone(),
        ..CheckupWish::default()
    };
    // Before anybody is asked: a place that cannot be written would be found when all of it is over.
    let force = Force::given(arguments.force);
    let target = arguments.report.as_deref().map(|path| Target::of(path, force, output));
    let target = target.transpose()?;
    let report = session.wait(async {
        let job = engine.jobs().start(JobKind::Check);
        engine.checkup().check(&job, &wish, Pace::CHECKUP, |_| ()).await
    })??;
    output.answer(&report, || described(&report))?;
    if let Some(mut target) = target {
        let saved = engine.checkup().save(&report, target.destination())?;
        match target {
            Target::File { .. } => output.note(&format!("{} holds the report.", saved.path)),
            Target::Stdout(bytes) => output.file(&bytes)?,
        }
    }
    let works = |one: &ProfileCheckup| one.verdict == CheckupVerdict::Works;
    Ok(match report.not_begun == 0 && report.profiles.iter().all(works) {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

fn profiles(arguments: &CheckArguments, engine: &Engine) -> Result<Vec<ProfileId>, Problem> {
    let all = arguments.all.then(ProfileFilter::default);
    let chosen = engine.runs().choose(&arguments.profiles, all.as_ref())?;
    Ok(chosen.into_iter().map(|profile| profile.id).collect())
}

fn described(report: &CheckupReport) -> Page {
    let mut page = Page::new();
    for one in &report.profiles {
        writeln!(page, "{}: {}", one.title, one.verdict.word());
        one.steps.iter().for_each(|step| add(step, &mut page));
        if !one.cannot.is_empty() {
            let lacks = one.cannot.iter();
            let lacks = lacks.map(|it| format!("{} ({})", it.product, it.lacks.join(", ")));
            let lacks: Vec<String> = lacks.collect();
            writeln!(page, "         Its scopes do not open: {}.", lacks.join("; "));
        }
        if !one.unasked.is_empty() {
            let names = one.unasked.join(", ");
            writeln!(
                page,
                "         Not asked: {names}. The scopes do not show whether it is for them; --product NAME asks."
            );
        }
        page.blank();
    }
    let works = report.profiles.iter().filter(|one| one.verdict == CheckupVerdict::Works).count();
    let all = report.profiles.len();
    let work = if works == 1 || all == 1 { "works" } else { "work" };
    writeln!(page, "{works} of {} {work}.", counted(all, "profile"));
    page
}

fn add(step: &CheckupStep, page: &mut Page) {
    let mark = match step.grade {
        CheckupGrade::Well => "ok",
        CheckupGrade::Note => "note",
        CheckupGrade::Wrong => "WRONG",
        CheckupGrade::Unknown => "?",
    };
    let entry = step.exchange.map_or_else(String::new, |id| format!(" (#{})", id.0));
    writeln!(page, "  {mark:<5}  {}: {}{entry}", step.what, step.sentence);
    let Some(remedy) = step.remedy.as_ref().filter(|_| step.grade != CheckupGrade::Well) else {
        return;
    };
    writeln!(page, "         {remedy}");
    if let Some(command) = remedy.action.as_deref().and_then(remedy_command) {
        writeln!(page, "         {command}");
    }
}
