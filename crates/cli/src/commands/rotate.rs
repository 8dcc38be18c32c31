//! `mudbrick rotate`: client secrets replaced at Adobe and in the vault, for one profile or many. Each run goes on from where the
//! last one has ended, however that was.

use crate::arguments::RotateArguments;
use crate::ask;
use crate::output::{Output, Page, local, remedy_command, rotate_command};
use crate::session::Session;
use mudbrick_engine::view::{
    AdobeSecret, LostSecret, PlannedRotation, RotationDeed, RotationOutcome, RotationView,
    RotationWish, SecretRole, StillUsed,
};
use mudbrick_engine::{Confirmation, JobKind};
use mudbrick_model::{ErrorCode, Problem, ProfileId};
use serde_json::json;
use std::collections::BTreeSet;
use std::process::ExitCode;

pub(crate) fn run(
    arguments: &RotateArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = session.engine()?;
    let names = arguments.profiles.iter();
    let found = names.map(|name| engine.profiles().find(name)).collect::<Result<Vec<_>, _>>()?;
    let mut ids: Vec<ProfileId> = found.into_iter().map(|profile| profile.id).collect();
    alone(arguments, &ids)?;
    let mut seen = BTreeSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    if let (Some(address), [id]) = (&arguments.console, &ids[..]) {
        engine.rotation().set_address(id, address)?;
    }
    let plan = engine.rotation().plan(&ids)?;
    if arguments.dry_run {
        output.answer(&plan, || listed(&plan))?;
        return Ok(ExitCode::SUCCESS);
    }
    session.unlock(&engine)?;
    let confirmation = confirm(arguments, &plan, output)?;
    let wish = RotationWish { profiles: ids, deed: deed(arguments) };
    let job = engine.jobs().start(JobKind::Rotation);
    let work = engine.rotation().carry_out(job, &wish, &confirmation, |_| ());
    let report = session.wait(work)??;
    match &report.profiles[..] {
        [RotationOutcome { error: Some(problem), .. }] => Err(problem.clone()),
        done => told(arguments, done, output),
    }
}

/// What belongs to one credential cannot be said of several.
fn alone(arguments: &RotateArguments, ids: &[ProfileId]) -> Result<(), Problem> {
    let single =
        [("--console", arguments.console.is_some()), ("--delete", arguments.delete.is_some())];
    match single.iter().find(|(_, is_given)| *is_given && ids.len() > 1) {
        None => Ok(()),
        Some((option, _)) => Err(Problem::new(
            ErrorCode::InvalidInput,
            format!("{option} belongs to one credential, and {} profiles are named.", ids.len()),
        )
        .remedy("Name one profile.")),
    }
}

/// One question with all profiles; elsewhere than on a terminal it needs `--yes`, and the engine refuses without.
fn confirm(
    arguments: &RotateArguments,
    plan: &[PlannedRotation],
    output: &Output,
) -> Result<Confirmation, Problem> {
    let only_looks = arguments.status || arguments.message;
    if arguments.yes || only_looks || output.is_json() || !ask::can_ask() {
        return Ok(Confirmation::given(arguments.yes));
    }
    let deletes = arguments.delete_old || arguments.delete.is_some() || arguments.replace_lost;
    let deletes = deletes || arguments.abandon;
    if !deletes && !plan.iter().any(|planned| planned.production) {
        return Ok(Confirmation::given(false));
    }
    // With --quiet too: nobody agrees to what is not said.
    output.instruction_page(&listed(plan));
    let what = match (arguments.abandon, deletes) {
        (true, _) => "Use the old client secret of each again and delete the new one at Adobe?",
        (false, true) => "Delete a client secret of each at Adobe? Nobody can bring it back.",
        (false, false) => "Add a client secret to each at Adobe and use it from now on?",
    };
    match ask::agrees(what) {
        true => Ok(Confirmation::Given),
        false => Err(Problem::new(ErrorCode::Cancelled, "Stopped; nothing was changed.")),
    }
}

fn deed(arguments: &RotateArguments) -> RotationDeed {
    let still_used = if arguments.even_if_used { StillUsed::DeletedToo } else { StillUsed::Kept };
    let lost = if arguments.replace_lost { LostSecret::Replaced } else { LostSecret::Kept };
    match &arguments.delete {
        Some(uuid) => RotationDeed::DeleteNamed { uuid: uuid.clone(), still_used },
        None if arguments.status || arguments.message => RotationDeed::Look,
        None if arguments.delete_old => RotationDeed::DeleteOld { still_used },
        None if arguments.abandon => RotationDeed::Abandon,
        None => RotationDeed::GoOn { lost },
    }
}

fn told(
    arguments: &RotateArguments,
    done: &[RotationOutcome],
    output: &Output,
) -> Result<ExitCode, Problem> {
    if arguments.message {
        let messages: Vec<&str> = done.iter().filter_map(|one| one.message.as_deref()).collect();
        output.answer_text(&json!({ "messages": messages }), &messages.join("\n\n"))?;
    } else {
        output.answer(&done, || {
            let mut page = Page::new();
            done.iter().filter_map(|one| one.rotation.as_ref()).for_each(|it| shown(it, &mut page));
            page
        })?;
    }
    let mut code = ExitCode::SUCCESS;
    for one in done {
        if let Some(with) = &one.with {
            output.note(&format!(
                "{} has the same client as {}, so it was left out: both have one secret.",
                one.profile.title, with.title
            ));
        }
        if let Some(problem) = &one.error {
            let message = format!("{}: {}", one.profile.title, problem.message);
            output.warning(&Problem { message, ..problem.clone() });
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}

fn listed(plan: &[PlannedRotation]) -> Page {
    let mut page = Page::new();
    for planned in plan {
        let mark = if planned.production { " PRODUCTION" } else { "" };
        let begun = planned.begun_at.map_or("", |_| ": a rotation is under way");
        writeln!(page, "{}{mark}{begun}", planned.profile.title);
        for other in &planned.changes_too {
            writeln!(page, "  {} has the same client and changes with it", other.title);
        }
        if planned.may_be_migrating {
            page.line(
                "  Another profile uses the same credential by JWT. Adobe refuses rotations until the migration is over",
            );
        }
        let Some(obstacle) = &planned.obstacle else { continue };
        writeln!(page, "  {}", obstacle.message);
        let Some(remedy) = &obstacle.remedy else { continue };
        writeln!(page, "  {remedy}");
        if let Some(command) = remedy.action.as_deref().and_then(remedy_command) {
            writeln!(page, "    {command}");
        }
    }
    page
}

fn shown(view: &RotationView, page: &mut Page) {
    writeln!(page, "{}: {}", view.title, view.said);
    for secret in &view.secrets {
        writeln!(page, "  {}", line(secret));
    }
    for other in &view.changes_too {
        writeln!(page, "  {} has the same client and changes with it", other.title);
    }
    if let Some(way) = view.next {
        writeln!(page, "  Next: {}", rotate_command(&view.title, way));
    }
}

fn line(secret: &AdobeSecret) -> String {
    let role = match secret.role {
        SecretRole::New => "new",
        SecretRole::Old => "old",
        SecretRole::Lost => "lost",
        SecretRole::First => "used by the profile",
        SecretRole::Second => "the profile's second",
        SecretRole::Unknown => "not known which",
    };
    let made = secret.created_at.map_or_else(String::new, |at| format!(", made {}", local(at)));
    let used = match secret.last_used_at {
        Some(at) => format!(", used last {}", local(at)),
        None => ", never used".to_owned(),
    };
    format!("{}  {role}{made}{used}", secret.uuid)
}
