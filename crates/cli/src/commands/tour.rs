//! `mudbrick tour`: the whole job of the Developer Console's documents, done once against the practice Adobe in a home
//! of its own, each step with its result and the command that does it. The commands work as they are printed, in any home.

use crate::output::{Output, local, quoted};
use crate::session::wait;
use mudbrick_engine::view::{
    ExchangeView, KeyPairDraft, PracticeProject, PracticeView, ProfileDraft, ProfileView,
    RequestOrigin, TokenState,
};
use mudbrick_engine::{Confirmation, Engine, EngineOptions, Freshness, JobKind, Secret};
use mudbrick_model::{ErrorCode, Grant, Problem, RequestPath};
use mudbrick_store::Home;
use std::process::ExitCode;

pub(crate) fn run(output: &Output) -> Result<ExitCode, Problem> {
    let folder = tempfile::tempdir().map_err(|error| {
        Problem::new(ErrorCode::Storage, "No temporary folder can be made for the tour.")
            .detail(error.to_string())
    })?;
    // A passphrase of its own keeps the tour away from the person's keyring.
    let passphrase = Some(Secret::new("the tour's own vault".to_owned()));
    let options = EngineOptions { passphrase, ..EngineOptions::default() };
    let engine = Engine::open(Home::at(folder.path()), options);
    wait(walk(&Tour { engine, output }))??;
    Ok(ExitCode::SUCCESS)
}

struct Tour<'a> {
    engine: Engine,
    output: &'a Output,
}

async fn walk(tour: &Tour<'_>) -> Result<(), Problem> {
    tour.step("1. Start the practice Adobe, as every command does that needs it", "")?;
    let practice = tour.engine.practice().start().await?;
    tour.found(&format!(
        "It answers at {} with {} projects.",
        practice.base_url,
        practice.projects.len()
    ))?;

    let oauth = project(&practice, Grant::OauthServerToServer, "Places")?;
    tour.step("2. Make a profile for a project that uses OAuth Server-to-Server", &add(&oauth))?;
    let places = tour.profile(&oauth)?;

    tour.step("3. Get a token", "mudbrick token Places")?;
    tour.token(&places).await?;

    tour.step("4. Call Places", "mudbrick send Places 'Places/List libraries'")?;
    tour.send(&places, "Places/List libraries").await?;

    let jwt = project(&practice, Grant::Jwt, "Campaign")?;
    tour.step("5. Make a profile for a project that uses a service account (JWT)", &add(&jwt))?;
    let campaign = tour.profile(&jwt)?;

    tour.step(
        "6. Generate a key pair and its certificate, as `openssl req -x509 -newkey rsa:2048` does",
        &new_key(&key_draft(), &jwt.draft.name),
    )?;
    let key = tour
        .engine
        .keys()
        .generate(
            &tour.engine.jobs().start(JobKind::KeyPair),
            key_draft(),
            Some(campaign.summary.id.clone()),
            |_| (),
        )
        .await?;
    if let Some(certificate) = &key.certificate {
        tour.found(&format!("{}, SHA-1 {}", certificate.subject, certificate.sha1))?;
    }

    tour.step(
        "7. Save the certificate, and upload it in the Developer Console",
        "mudbrick key save campaign_integration --as certificate --out campaign_integration.crt",
    )?;
    tour.engine.practice().register(&key.id, &campaign.summary.id).await?;
    tour.found("The tour registered it with the practice Adobe. In your own home, do that before you go on:")?;
    tour.found("the window has a button for it, \"Register with the local Adobe\".")?;

    let name = quoted(&jwt.draft.name);
    tour.step(
        "8. Sign an assertion and exchange it for a token",
        &format!("mudbrick token {name}"),
    )?;
    tour.token(&campaign).await?;

    tour.step(
        "9. Call Campaign Standard",
        &format!("mudbrick send {name} 'Campaign Standard/List profiles'"),
    )?;
    tour.send(&campaign, "Campaign Standard/List profiles").await?;

    let third = project(&practice, Grant::OauthServerToServer, "Platform")?;
    tour.step("10. Make a profile for Experience Platform", &add(&third))?;
    let platform = tour.profile(&third)?;

    tour.step(
        "11. Call Experience Platform",
        &format!(
            "mudbrick send {} 'Experience Platform/Test the credentials'",
            quoted(&third.draft.name)
        ),
    )?;
    let first = tour.send(&platform, "Experience Platform/Test the credentials").await?;

    tour.step("12. Replay the last call from history, as the window does", "")?;
    let replayed = tour
        .engine
        .requests()
        .replay(
            &tour.engine.jobs().start(JobKind::Send),
            first.summary.id,
            &platform.summary.id,
            Confirmation::given(false),
        )
        .await?;
    tour.answered(&replayed)?;
    tour.engine.practice().stop().await;
    tour.output.line("")?;
    tour.output.line("That was the whole job. `mudbrick --help` lists the commands.")
}

impl Tour<'_> {
    fn step(&self, title: &str, command: &str) -> Result<(), Problem> {
        self.output.line("")?;
        self.output.line(title)?;
        if command.is_empty() { Ok(()) } else { self.output.line(&format!("   $ {command}")) }
    }

    fn found(&self, text: &str) -> Result<(), Problem> {
        self.output.line(&format!("   {text}"))
    }

    fn profile(&self, project: &PracticeProject) -> Result<ProfileView, Problem> {
        let secret = Secret::new(project.client_secret.clone());
        let view = self.engine.profiles().create(&project.draft, Some(secret))?;
        self.found(&format!("{}, client ID {}", view.summary.title, view.summary.client_id))?;
        Ok(view)
    }

    async fn token(&self, profile: &ProfileView) -> Result<(), Problem> {
        let state = self.engine.tokens().ready(&profile.summary.id, Freshness::Cached).await?;
        if let TokenState::Ready { expires_at, .. } = state {
            self.found(&format!("Token ready, good until {}.", local(expires_at)))?;
        }
        Ok(())
    }

    async fn send(&self, profile: &ProfileView, path: &str) -> Result<ExchangeView, Problem> {
        let request =
            self.engine.requests().get(&RequestPath::parse(path)?, RequestOrigin::Catalogue)?;
        let exchange = self
            .engine
            .requests()
            .send(
                &self.engine.jobs().start(JobKind::Send),
                &profile.summary.id,
                request,
                Confirmation::given(false),
            )
            .await?;
        self.answered(&exchange)?;
        Ok(exchange)
    }

    /// A tour that met an error is a failed one.
    fn answered(&self, exchange: &ExchangeView) -> Result<(), Problem> {
        let summary = &exchange.summary;
        let Some(status @ 200..=299) = summary.status else {
            return Err(exchange.problem.clone().unwrap_or_else(|| {
                Problem::new(ErrorCode::BadAnswer, "The practice Adobe answered with an error.")
            }));
        };
        self.found(&format!(
            "{} {} answered {status} with {} bytes in {:.0} ms.",
            summary.method,
            summary.url,
            summary.body_bytes.unwrap_or(0),
            summary.total_ms,
        ))?;
        for line in exchange.body.text.lines().take(6) {
            self.found(line)?;
        }
        Ok(())
    }
}

fn project(practice: &PracticeView, grant: Grant, name: &str) -> Result<PracticeProject, Problem> {
    let wanted =
        |project: &&PracticeProject| project.draft.grant == grant && project.title.contains(name);
    practice.projects.iter().find(wanted).cloned().ok_or_else(|| {
        Problem::new(ErrorCode::NotFound, format!("The practice Adobe has no project for {name}."))
    })
}

/// The command that makes the profile. The secret opens nothing but the practice Adobe, and `echo` is a shell's own: no list
/// of processes shows it.
fn add(project: &PracticeProject) -> String {
    let ProfileDraft { name, organization, org_id, client_id, grant, .. } = &project.draft;
    let draft = &project.draft;
    let grant = match grant {
        Grant::OauthServerToServer => "oauth",
        Grant::Jwt => "jwt",
        Grant::OauthUser => "user",
    };
    let variables: String = draft
        .variables
        .iter()
        .map(|(name, value)| format!(" --var {}", quoted(&format!("{name}={value}"))))
        .collect();
    format!(
        "echo {} | mudbrick profile add {} --organization {} --adobe practice --grant {grant} \
         --org-id {} --client-id {} --technical-account-id {} --scopes {}{variables} --secret-file -",
        quoted(&project.client_secret),
        quoted(name),
        quoted(organization),
        quoted(org_id),
        quoted(client_id),
        quoted(&draft.technical_account_id),
        quoted(&draft.scopes.replace(", ", ",")),
    )
}

/// The command that generates the key pair.
fn new_key(draft: &KeyPairDraft, profile: &str) -> String {
    format!(
        "mudbrick key new {} --country {} --state {} --locality {} --organization {} \
         --organizational-unit {} --common-name {} --email {} --profile {}",
        quoted(&draft.name),
        quoted(&draft.country),
        quoted(&draft.state),
        quoted(&draft.locality),
        quoted(&draft.organization),
        quoted(&draft.organizational_unit),
        quoted(&draft.common_name),
        quoted(&draft.email),
        quoted(profile),
    )
}

fn key_draft() -> KeyPairDraft {
    KeyPairDraft {
        name: "campaign_integration".into(),
        bits: 2048,
        days: 365,
        country: "US".into(),
        state: "California".into(),
        locality: "San Jose".into(),
        organization: "Acme".into(),
        organizational_unit: "Engineering".into(),
        common_name: "acme.example".into(),
        email: "ops@acme.example".into(),
    }
}
