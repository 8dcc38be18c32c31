//! `mudbrick rotate`: client secrets replaced at Adobe and in the vault, for one profile or many. Each run goes on from where the
//! last one has ended, however that was.

use crate::arguments::RotateArguments;
use crate::ask;
use crate::output::{Output, Page, local, quoted};
use crate::session::Session;
use mudbrick_engine::view::{AdobeSecret, PlannedRotation, RotationStep, RotationView, SecretRole};
use mudbrick_engine::{Confirmation, Engine, LostSecret, StillUsed};
use mudbrick_model::{ConsolePlace, ErrorCode, Grant, Problem, ProfileId};
use serde_json::{Value, json};
use std::process::ExitCode;

pub(crate) fn run(
    arguments: &RotateArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = session.engine()?;
    let names = arguments.profiles.iter();
    let found = names.map(|name| engine.profiles().find(name)).collect::<Result<Vec<_>, _>>()?;
    let ids: Vec<ProfileId> = found.into_iter().map(|profile| profile.id).collect();
    alone(arguments, &ids)?;
    if let (Some(address), [id]) = (&arguments.console, &ids[..]) {
        engine.rotation().set_place(id, &place(address)?)?;
    }
    let plan = engine.rotation().plan(&ids)?;
    if arguments.dry_run {
        output.answer(&plan, || listed(&plan))?;
        return Ok(ExitCode::SUCCESS);
    }
    session.unlock(&engine)?;
    let confirmation = confirm(arguments, &plan, output)?;
    let mut done = Vec::new();
    for (id, planned) in ids.iter().zip(&plan) {
        match session.wait(carry_out(arguments, &engine, id, &confirmation))? {
            Err(problem) if ids.len() == 1 || problem.code == ErrorCode::Cancelled => {
                return Err(problem);
            }
            outcome => done.push((planned, outcome)),
        }
    }
    told(arguments, &engine, &done, output)
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

fn place(address: &str) -> Result<ConsolePlace, Problem> {
    ConsolePlace::from_address(address).ok_or_else(|| {
        Problem::new(
            ErrorCode::InvalidInput,
            "This is not the address of a credential's page in the Developer Console.",
        )
        .remedy("Open the credential there and copy the address: …/console/projects/ORGANIZATION/PROJECT/credentials/CREDENTIAL/….")
    })
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
    if !deletes && !plan.iter().any(|planned| planned.production) {
        return Ok(Confirmation::given(false));
    }
    output.note_page(&listed(plan));
    let what = match (deletes, arguments.abandon) {
        (true, _) => "Delete a client secret of each at Adobe? Nobody can bring it back.",
        (false, true) => "Use the old client secret of each again and delete the new one at Adobe?",
        (false, false) => "Add a client secret to each at Adobe and use it from now on?",
    };
    match ask::agrees(what) {
        true => Ok(Confirmation::Given),
        false => Err(Problem::new(ErrorCode::Cancelled, "Stopped; nothing was changed.")),
    }
}

async fn carry_out(
    arguments: &RotateArguments,
    engine: &Engine,
    id: &ProfileId,
    confirmation: &Confirmation,
) -> Result<RotationView, Problem> {
    let rotation = engine.rotation();
    let used = if arguments.even_if_used { StillUsed::DeletedToo } else { StillUsed::Kept };
    if let Some(uuid) = &arguments.delete {
        return rotation.delete_named(id, uuid, used, confirmation).await;
    }
    if arguments.status || arguments.message {
        return rotation.status(id).await;
    }
    if arguments.delete_old {
        return rotation.delete_old(id, used, confirmation).await;
    }
    if arguments.abandon {
        return rotation.abandon(id, confirmation).await;
    }
    let lost = if arguments.replace_lost { LostSecret::Replaced } else { LostSecret::Kept };
    rotation.rotate(id, lost, confirmation).await
}

type Done<'p> = (&'p PlannedRotation, Result<RotationView, Problem>);

fn told(
    arguments: &RotateArguments,
    engine: &Engine,
    done: &[Done<'_>],
    output: &Output,
) -> Result<ExitCode, Problem> {
    let views = done.iter().filter_map(|(_, outcome)| outcome.as_ref().ok());
    let messages = views.clone().map(|view| engine.rotation().for_colleagues(&view.profile, view));
    let messages = messages.collect::<Result<Vec<_>, _>>()?;
    let answer: Vec<Value> = done
        .iter()
        .map(|(planned, outcome)| match outcome {
            Ok(view) => json!({ "rotation": view }),
            Err(problem) => json!({ "profile": planned.profile, "error": problem }),
        })
        .collect();
    if arguments.message {
        output.answer_text(&json!({ "messages": messages }), &messages.join("\n\n"))?;
    } else {
        output.answer(&answer, || {
            let mut page = Page::new();
            views.for_each(|view| shown(view, &mut page));
            page
        })?;
    }
    let mut code = ExitCode::SUCCESS;
    for (planned, outcome) in done {
        if let Err(problem) = outcome {
            let message = format!("{}: {}", planned.profile.title, problem.message);
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
        let begun = if planned.under_way { ": a rotation is under way" } else { "" };
        writeln!(page, "{}{mark}{begun}", planned.profile.title);
        for other in &planned.changes_too {
            writeln!(page, "  {} has the same client and changes with it", other.title);
        }
        match planned.grant {
            Grant::OauthServerToServer => {}
            Grant::Jwt => {
                page.line("  It is a service account (JWT): migrate it first");
                continue;
            }
            Grant::OauthUser => {
                page.line(
                    "  People sign in with it: its secret is changed in the Developer Console",
                );
                continue;
            }
        }
        if planned.may_be_migrating {
            page.line(
                "  Another profile uses the same credential by JWT. Adobe refuses rotations until the migration is over",
            );
        }
        if !planned.missing_scopes.is_empty() {
            writeln!(page, "  It lacks the scopes {}", planned.missing_scopes.join(", "));
        }
        if planned.place.is_none() {
            page.line("  Its place in the Developer Console is not known: give it with --console");
        }
    }
    page
}

fn shown(view: &RotationView, page: &mut Page) {
    let (words, next) = match view.step {
        RotationStep::NotBegun => ("no rotation is under way", None),
        RotationStep::Begun => ("a rotation was begun, and Adobe has added nothing", Some("")),
        RotationStep::Lost => ("the value of the new secret was lost", Some(" --replace-lost")),
        RotationStep::Unaccounted => {
            ("Adobe has a secret that this rotation did not add", Some(" --abandon"))
        }
        RotationStep::Stored => ("the new secret is stored and not used yet", Some("")),
        RotationStep::Watching => {
            ("the new secret is used, and the old one still works", Some(" --delete-old"))
        }
        RotationStep::OldDeleted => ("the old secret is deleted at Adobe", Some("")),
        RotationStep::NewDeleted => ("the new secret is gone from Adobe", Some(" --abandon")),
        RotationStep::Done => ("the new secret is the only one", None),
    };
    writeln!(page, "{}: {words}", view.title);
    for secret in &view.secrets {
        writeln!(page, "  {}", line(secret));
    }
    match view.old_used_since {
        Some(true) => page.line("  The old one was used after the new one took its place"),
        Some(false) => page.line("  The old one was not used after the new one took its place"),
        None => {}
    }
    for other in &view.changes_too {
        writeln!(page, "  {} has the same client and changes with it", other.title);
    }
    if let Some(option) = next {
        writeln!(page, "  Next: mudbrick rotate {}{option}", quoted(&view.title));
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
