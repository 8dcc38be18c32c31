//! `mudbrick migrate`: from service account (JWT) to OAuth Server-to-Server, side by side first. The exit code is 1 when an answer
//! differs.

use crate::arguments::MigrateArguments;
use crate::input;
use crate::output::{Output, Page, local, quoted};
use crate::session::Session;
use mudbrick_engine::view::{
    ComparedRequest, ComparedTo, JwtIssuer, MigrationComparison, MigrationDateKind, MigrationStep,
    MigrationView,
};
use mudbrick_engine::{Engine, JobKind};
use mudbrick_model::{Problem, ProfileId};
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
    let scopes = arguments.scopes.as_deref().unwrap_or_default();
    session.wait(migration.begin(&id, scopes, secret))??;
    let compared = session.wait(compare(arguments, &engine, &id))??;
    told(&migration.status(&id)?, Some(&compared), output)
}

async fn compare(
    arguments: &MigrateArguments,
    engine: &Engine,
    id: &ProfileId,
) -> Result<MigrationComparison, Problem> {
    let job = engine.jobs().start(JobKind::Replay);
    engine.migration().compare(&job, id, arguments.requests.into()).await
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
    let is_same = compared.is_none_or(|all| all.requests.iter().all(ComparedRequest::is_same));
    Ok(if is_same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn shown(view: &MigrationView) -> Page {
    let mut page = Page::new();
    let (words, next) = match view.step {
        MigrationStep::NotBegun => ("it signs with JWT", Some(" --scopes … --secret-file …")),
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
        writeln!(page, "  {}  {}", date.day, date_words(date.kind));
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

fn date_words(kind: MigrationDateKind) -> &'static str {
    match kind {
        MigrationDateKind::Deprecated => "Adobe announced the end of service accounts (JWT)",
        MigrationDateKind::NoNewCredentials => "from then on, none can be created",
        MigrationDateKind::NoNewCertificates => "from then on, no certificate can be added",
        MigrationDateKind::Converted => {
            "what is left was converted to OAuth and does not work by JWT any more"
        }
    }
}

fn differences(compared: &MigrationComparison) -> Page {
    let mut page = Page::new();
    page.line("The two tokens");
    for claim in &compared.claims {
        match (&claim.left, &claim.right) {
            (Some(jwt), Some(oauth)) => writeln!(page, "  ~ {}: {jwt} → {oauth}", claim.name),
            (Some(jwt), None) => writeln!(page, "  - {}: {jwt}", claim.name),
            (None, Some(oauth)) => writeln!(page, "  + {}: {oauth}", claim.name),
            (None, None) => {}
        }
    }
    if compared.claims.is_empty() {
        page.line("  say the same");
    }
    page.line("Recent requests");
    for request in &compared.requests {
        writeln!(page, "  {}: {}", request.url, request_words(request));
    }
    if compared.requests.is_empty() {
        page.line("  The history has none that read, so nothing was sent");
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
