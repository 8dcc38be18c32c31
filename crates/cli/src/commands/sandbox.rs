//! `mudbrick profile sandbox`: the sandboxes of Experience Platform that a profile may use, and working in another one.

use crate::output::{Output, Page, local};
use crate::session::Session;
use mudbrick_engine::view::{SandboxList, SandboxType};
use mudbrick_engine::{Engine, JobKind, SandboxesFrom};
use mudbrick_model::{Problem, Profile, ProfileId};

pub(super) fn run(
    (profile, name): (&str, Option<&str>),
    from: SandboxesFrom,
    (session, engine): (&Session, &Engine),
    output: &Output,
) -> Result<(), Problem> {
    let profile = engine.profiles().find(profile)?;
    match name {
        None => {
            let list = listed(&profile.id, from, session, engine)?;
            output.answer(&list, || table(&list, &profile))
        }
        Some(name) => {
            // Without a list nobody knows whether there is such a sandbox, and Platform may be out of reach: the person is
            // believed then.
            if let Err(problem) = listed(&profile.id, from, session, engine) {
                output.warning(&problem);
            }
            let view = session.wait(async {
                let job = engine.jobs().start(JobKind::Sandboxes);
                engine.sandboxes().switch(&job, &profile.id, name).await
            })??;
            output.answer(&view, || {
                format!("{} works in the sandbox {}.", view.summary.title, view.sandbox)
            })
        }
    }
}

fn listed(
    id: &ProfileId,
    from: SandboxesFrom,
    session: &Session,
    engine: &Engine,
) -> Result<SandboxList, Problem> {
    session.wait(async {
        let job = engine.jobs().start(JobKind::Sandboxes);
        engine.sandboxes().list(&job, id, from).await
    })?
}

fn table(list: &SandboxList, profile: &Profile) -> Page {
    let mut page = Page::new();
    let width = list.sandboxes.iter().map(|one| one.name.chars().count()).max().unwrap_or(0);
    for one in &list.sandboxes {
        let is_own = match profile.sandbox.trim() {
            "" => one.is_default,
            own => own == one.name,
        };
        let mark = if is_own { "*" } else { " " };
        let kind = match one.kind {
            Some(SandboxType::Production) => "PRODUCTION",
            Some(SandboxType::Development) => "development",
            None => "unknown",
        };
        writeln!(page, "{mark} {:<width$}  {kind:<11}  {}", one.name, one.title);
    }
    let more = if list.is_whole { "" } else { " There are more." };
    writeln!(page, "As of {}.{more}", local(list.at));
    page
}
