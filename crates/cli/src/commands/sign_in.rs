//! `mudbrick sign-in` and `mudbrick sign-out`. The page opens in the browser of the system; its address is printed as well,
//! for whoever has none here.

use crate::arguments::{Format, Remarks, SignInArguments, SignOutArguments};
use crate::output::{Output, Page, local};
use crate::session::Session;
use mudbrick_engine::view::{SignInPage, SignedInView, TokenState, WayBack};
use mudbrick_engine::{Engine, JobId, JobKind, SecretText};
use mudbrick_model::{Problem, Profile};
use std::io::BufRead as _;
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;

pub(crate) fn run(
    arguments: &SignInArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = Arc::new(session.engine()?);
    let profile = engine.profiles().find(&arguments.profile)?;
    session.unlock(&engine)?;
    let job = engine.jobs().start(JobKind::SignIn);
    let mut opened = None;
    let started = |page: SignInPage| {
        // The browser is a person's: with `--json` somebody reads the address from standard error too.
        output.instruction("Sign in at this address:");
        output.instruction(&page.url);
        if page.way_back == WayBack::Pasted {
            output.instruction(&format!(
                "Then paste the address that the browser is sent to. It begins with {} and shows no page.",
                page.redirect_uri
            ));
            read_addresses(&engine, job.id().clone());
        }
        if !arguments.no_browser {
            opened = Some(engine.open_page(&page));
        }
    };
    let signed_in = session.wait(engine.tokens().sign_in(&job, &profile.id, started))??;
    drop(opened);
    output.answer(&signed_in, || described(&profile, &signed_in))?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn sign_out(
    arguments: &SignOutArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = session.engine()?;
    let profile = engine.profiles().find(&arguments.profile)?;
    session.unlock(&engine)?;
    let signed_out = session.wait(engine.tokens().sign_out(&profile.id))??;
    if let Some(problem) = &signed_out.not_told {
        output.warning(problem);
    }
    output.answer(&signed_out, || match signed_out.not_told {
        None => format!("Signed out of {}.", profile.title()),
        Some(_) => format!(
            "Mudbrick has forgotten the sign-in of {}. What Adobe did not end works until its time is over.",
            profile.title()
        ),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn described(profile: &Profile, signed_in: &SignedInView) -> Page {
    let mut page = Page::new();
    let who = signed_in.user_id.as_deref().map(|id| format!(" as {id}")).unwrap_or_default();
    writeln!(page, "Signed in with {}{who}.", profile.title());
    if let TokenState::Ready { expires_at, .. } = signed_in.token {
        writeln!(page, "There is a token until {}.", local(expires_at));
    }
    match (signed_in.renews, signed_in.renewed_until) {
        (true, Some(until)) => {
            writeln!(page, "Mudbrick renews it until {}; then sign in again.", local(until));
        }
        (true, None) => writeln!(page, "Mudbrick renews it."),
        (false, _) => {
            writeln!(page, "It cannot be renewed: that takes the scope offline_access.");
        }
    }
    page
}

/// Reads until one of the lines is the answer. It reads on a thread of its own, which ends with the process.
fn read_addresses(engine: &Arc<Engine>, job: JobId) {
    let engine = Arc::clone(engine);
    thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            let Ok(line) = line else { return };
            let address = SecretText::new(line);
            if address.expose().trim().is_empty() {
                continue;
            }
            match engine.tokens().sign_in_answer(&job, &address) {
                Ok(()) => return,
                Err(problem) => Output::new(Format::Text, Remarks::Said).warning(&problem),
            }
        }
        // Nobody is left who could bring it.
        engine.jobs().stop(&job);
    });
}
