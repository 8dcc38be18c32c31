//! `mudbrick migrate`: from service account (JWT) to OAuth Server-to-Server, side by side first. The exit code is 1 when an answer
//! differs.

use crate::arguments::MigrateArguments;
use crate::input;
use crate::output::{Output, Page, local, quoted};
use crate::session::Session;
use mudbrick_engine::JobKind;
use mudbrick_engine::view::{
    ComparedRequest, ComparedTo, JwtIssuer, LeftOutRequest, MigrationComparison, MigrationNeeds,
    MigrationStep, MigrationView, TrialOutcome, TrialWish,
};
use mudbrick_model::Problem;
use serde_json::json;
use std::process::ExitCode;

pub(crate) fn run(
    arguments: &MigrateArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = session.engine()?;
    let id = engine.profiles().find(&arguments.profile)?.id;
    let migration = engine.migration();
    if arguments.status {
        return told(&migration.status(&id)?, None, output);
    }
    session.unlock(&engine)?;
    if arguments.switch {
        return told(&session.wait(migration.switch(&id))??, None, output);
    }
    if arguments.undo {
        return told(&session.wait(migration.undo(&id))??, None, output);
    }
    if arguments.retire {
        return told(&session.wait(migration.retire(&id))??, None, output);
    }
    let secret = arguments.secret_file.as_deref().map(input::from_file).transpose()?;
    let wish = TrialWish {
        scopes: arguments.scopes.clone().unwrap_or_default(),
        requests: arguments.requests.into(),
    };
    let job = engine.jobs().start(JobKind::Migration);
    let tried = session.wait(migration.try_beside(&job, &id, &wish, secret, |_| ()))??;
    told(&tried.migration, Some(&tried.comparison), output)
}

fn told(
    view: &MigrationView,
    compared: Option<&MigrationComparison>,
    output: &Output,
) -> Result<ExitCode, Problem> {
    output.answer(&json!({ "migration": view, "comparison": compared }), || {
        let mut page = shown(view);
        if let Some(compared) = compared {
            page.append(differences(compared));
        }
        page
    })?;
    let is_same = compared.is_none_or(|all| all.requests.iter().all(|one| one.is_same));
    Ok(if is_same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn shown(view: &MigrationView) -> Page {
    let mut page = Page::new();
    let (words, next) = match view.step {
        MigrationStep::NotBegun => ("it signs with JWT", Some(try_with(view.needs))),
        MigrationStep::Trying => {
            ("it signs with JWT, and OAuth is tried beside it", Some(" --switch"))
        }
        MigrationStep::Switched => ("it uses OAuth, and can go back", Some(" --retire")),
        MigrationStep::Done => ("it uses OAuth", None),
    };
    writeln!(page, "{}: {words}", view.title);
    if let Some(trial) = &view.trial {
        writeln!(page, "  OAuth is tried with {}", trial.title);
    }
    if view.issuer == JwtIssuer::Aem && view.step == MigrationStep::NotBegun {
        page.line("  It is a service credential of AEM as a Cloud Service: deprecated, still working. Adobe has named no end");
    }
    for date in &view.dates {
        writeln!(page, "  {}  {}", date.day, date.words);
    }
    for suggestion in &view.suggestions {
        match suggestion.scopes.is_empty() {
            true => writeln!(
                page,
                "  {}: which scopes take its place is not documented; the Console lists them",
                suggestion.metascope
            ),
            false => writeln!(page, "  {}: {}", suggestion.metascope, suggestion.scopes.join(", ")),
        }
    }
    if let Some(outcome) = view.outcome.filter(|_| view.step == MigrationStep::Trying) {
        writeln!(page, "  {}", outcome_words(&outcome));
    }
    if let Some(at) = view.console_allows_from.filter(|_| view.step != MigrationStep::Trying) {
        writeln!(
            page,
            "  The Console lets you delete the JWT credential from {} on, unless somebody else still gets tokens by JWT",
            local(at)
        );
    }
    if let Some(option) = next {
        writeln!(page, "  Next: mudbrick migrate {}{option}", quoted(&view.title));
    }
    page
}

/// What the next command needs; a person's own OAuth profile is tried as it is.
fn try_with(needs: MigrationNeeds) -> &'static str {
    match needs {
        MigrationNeeds::Credential => " --scopes … --secret-file …",
        MigrationNeeds::Correction | MigrationNeeds::Nothing => "",
    }
}

fn outcome_words(outcome: &TrialOutcome) -> String {
    format!(
        "Tried at {}: {} the same, {} different, {} not compared",
        local(outcome.at),
        outcome.same,
        outcome.differ,
        outcome.not_compared
    )
}

fn differences(compared: &MigrationComparison) -> Page {
    let mut page = Page::new();
    page.line("The two tokens");
    if let Some(problem) = &compared.jwt_problem {
        writeln!(page, "  Adobe gives no token by JWT: {}", problem.message);
        page.line("  The answers are compared with those that came by JWT before");
    }
    for claim in &compared.claims {
        match (&claim.left, &claim.right) {
            (Some(jwt), Some(oauth)) => writeln!(page, "  ~ {}: {jwt} → {oauth}", claim.name),
            (Some(jwt), None) => writeln!(page, "  - {}: {jwt}", claim.name),
            (None, Some(oauth)) => writeln!(page, "  + {}: {oauth}", claim.name),
            (None, None) => {}
        }
    }
    if compared.claims.is_empty() && compared.jwt_problem.is_none() {
        page.line("  say the same");
    }
    page.line("Recent requests");
    for request in &compared.requests {
        writeln!(page, "  {}: {}", request.url, request_words(request));
    }
    if compared.requests.is_empty() {
        page.line("  The history has none that read, so nothing was sent");
    }
    page.append(left_out(&compared.left_out));
    page
}

fn left_out(requests: &[LeftOutRequest]) -> Page {
    let mut page = Page::new();
    if requests.is_empty() {
        return page;
    }
    page.line("Not sent");
    for LeftOutRequest { method, url, words, .. } in requests {
        writeln!(page, "  {method} {url}: {words}");
    }
    page
}

fn request_words(request: &ComparedRequest) -> String {
    let (Some(jwt), Some(oauth)) = (request.jwt_status, request.oauth_status) else {
        let why = request.problem.as_ref().map_or("no answer came", |why| why.message.as_str());
        return format!("not compared: {why}");
    };
    let contents = match &request.compared {
        Some(ComparedTo::Same) => "the same".to_owned(),
        Some(ComparedTo::Differs { places: 1 }) => "differs in 1 place".to_owned(),
        Some(ComparedTo::Differs { places }) => format!("differs in {places} places"),
        Some(ComparedTo::NotCompared { problem }) => format!("not compared: {}", problem.message),
        None => "not compared".to_owned(),
    };
    format!("{jwt} by JWT, {oauth} by OAuth, {contents}")
}
