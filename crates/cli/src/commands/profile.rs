//! `mudbrick profile`: add, list, show, edit, rm, restore; `sandbox` and `scopes` are its neighbours.

use super::damaged;
use crate::arguments::{AddArguments, EditArguments, Fields, ProfileCommand};
use crate::ignored::useless;
use crate::input;
use crate::output::{Output, Page, local, span, visible};
use crate::session::Session;
use mudbrick_engine::view::{ProfileDraft, ProfileSummary, ProfileView, RecordKind, TokenState};
use mudbrick_engine::{ClientSecrets, Engine, SandboxesFrom};
use mudbrick_model::{
    Clock, Cookies, Credential, ErrorCode, Grant, HostPattern, HttpVersion, Problem, ProfileId,
    RetryMethods, Risk, SendOptions, SystemClock, TimeLimit,
};
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;

pub(crate) fn run(
    command: ProfileCommand,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let stores = matches!(command, ProfileCommand::Add(_) | ProfileCommand::Edit(_));
    let engine = if stores { session.engine_with_vault()? } else { session.engine()? };
    match command {
        ProfileCommand::Add(arguments) => add(&arguments, &engine, output)?,
        ProfileCommand::List => list(&engine, output)?,
        ProfileCommand::Show { profile } => {
            // Whether there is a second client secret only the vault can tell.
            engine.profiles().open_vault();
            let view = engine.profiles().get(&engine.profiles().find(&profile)?.id)?;
            output.answer(&view, || described(&view))?;
        }
        ProfileCommand::Edit(arguments) => edit(&arguments, &engine, output)?,
        ProfileCommand::Rm { profile } => remove(&profile, &engine, output)?,
        ProfileCommand::Scopes { product } => {
            super::scopes::run(product.as_deref(), &engine, output)?
        }
        ProfileCommand::Sandbox { profile, name, refresh } => {
            session.unlock(&engine)?;
            let which = (profile.as_str(), name.as_deref());
            let from = if refresh { SandboxesFrom::Platform } else { SandboxesFrom::Kept };
            super::sandbox::run(which, from, (session, &engine), output)?;
        }
        ProfileCommand::Restore { id } => {
            let view = engine.profiles().restore(&ProfileId::parse(&id)?)?;
            output.answer(&view, || format!("{} is back.", view.summary.title))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn add(arguments: &AddArguments, engine: &Engine, output: &Output) -> Result<(), Problem> {
    let empty = ProfileDraft::new(&arguments.name);
    let mut draft = changed(empty, &arguments.fields, engine)?;
    if arguments.fields.risk.is_none() {
        draft.risk = draft.adobe.usual_risk();
    }
    let view = engine.profiles().create(&draft, secrets(&arguments.fields)?)?;
    output.answer(&view, || format!("{} added.", view.summary.title))
}

fn edit(arguments: &EditArguments, engine: &Engine, output: &Output) -> Result<(), Problem> {
    let view = engine.profiles().get(&engine.profiles().find(&arguments.profile)?.id)?;
    let mut draft = engine.profiles().draft(&view.summary.id)?;
    if let Some(name) = &arguments.name {
        draft.name.clone_from(name);
    }
    for host in &arguments.removed_hosts {
        remove_host(&mut draft, host)?;
    }
    draft.sending = arguments.sending.over(draft.sending);
    if let Some(name) = &arguments.sending.client_key {
        draft.sending.client_key = Some(super::key_pair::find(engine, name)?.id);
    }
    let had = draft.adobe;
    let mut draft = changed(draft, &arguments.fields, engine)?;
    if arguments.fields.risk.is_none() && draft.adobe != had {
        // Another Adobe may ask for more care. Less is for the person to say.
        draft.risk = draft.risk.more_careful(draft.adobe.usual_risk());
    }
    let secrets = secrets(&arguments.fields)?;
    let view = engine.profiles().update(&view.summary.id, &view.revision, &draft, secrets)?;
    output.answer(&view, || format!("{} saved.", view.summary.title))
}

/// Removes a host in whatever spelling, and one that is no pattern as it is written.
fn remove_host(draft: &mut ProfileDraft, host: &str) -> Result<(), Problem> {
    let written = host.trim();
    let pattern = HostPattern::parse(host).ok().map(|pattern| pattern.to_string());
    let meant = |own: &String| own == written || Some(own) == pattern.as_ref();
    if !draft.allowed_hosts.iter().any(meant) {
        return Err(Problem::new(
            ErrorCode::NotFound,
            format!("{written:?} is not one of the profile's allowed hosts."),
        )
        .remedy("`mudbrick profile show` lists them."));
    }
    draft.allowed_hosts.retain(|own| !meant(own));
    Ok(())
}

fn remove(name: &str, engine: &Engine, output: &Output) -> Result<(), Problem> {
    let profile = engine.profiles().find(name)?;
    engine.profiles().delete(&profile.id)?;
    output.answer(&json!({ "removed": profile.id }), || {
        format!(
            "{} removed. To bring it back within 30 days: mudbrick profile restore {}",
            profile.title(),
            profile.id
        )
    })
}

fn list(engine: &Engine, output: &Output) -> Result<(), Problem> {
    engine.profiles().open_vault();
    let start = engine.start()?;
    let damaged = damaged::only(RecordKind::Profile, start.damaged);
    damaged::say(&damaged, output);
    output.answer(&damaged::listed(&start.profiles, &damaged), || {
        if start.profiles.is_empty() && damaged.is_empty() {
            return "No profiles yet. Make one with `mudbrick profile add`, or try `mudbrick tour`.".into();
        }
        let mut page = table(&start.profiles);
        damaged::add(&damaged, &mut page);
        page
    })
}

fn table(profiles: &[ProfileSummary]) -> Page {
    // As wide as it is shown, which is wider where something in it is made visible.
    let wide = |profile: &ProfileSummary| visible::line(&profile.title).chars().count();
    let width = profiles.iter().map(wide).max().unwrap_or(0);
    let mut page = Page::new();
    for profile in profiles {
        let pad = width - wide(profile);
        writeln!(
            page,
            "{}{:pad$}  {:<11}  {:<5}  {}",
            profile.title,
            "",
            risk(profile.risk),
            grant(profile.grant),
            token(&profile.token),
        );
    }
    page
}

fn described(view: &ProfileView) -> Page {
    let summary = &view.summary;
    let (scope_label, scopes, account) = match &view.credential {
        Credential::OauthServerToServer { scopes, technical_account_id } => {
            ("Scopes", joined(scopes), technical_account_id.as_ref().map(ToString::to_string))
        }
        Credential::Jwt { metascopes, technical_account_id, .. } => {
            ("Metascopes", joined(metascopes), Some(technical_account_id.to_string()))
        }
        Credential::OauthUser { scopes, .. } => ("Scopes", joined(scopes), None),
    };
    let (client, redirect_uri) = match &view.credential {
        Credential::OauthUser { client, redirect_uri, .. } => {
            (client.label(), redirect_uri.to_string())
        }
        Credential::OauthServerToServer { .. } | Credential::Jwt { .. } => ("", String::new()),
    };
    let mut lines = vec![
        ("Profile", summary.title.clone()),
        ("Organization ID", summary.org_id.to_string()),
        ("Client ID (API key)", summary.client_id.to_string()),
        ("Grant", grant(summary.grant).to_owned()),
        ("Application type", client.to_owned()),
        ("Redirect URI", redirect_uri),
        (scope_label, scopes),
        ("Technical account ID", account.unwrap_or_default()),
        ("Adobe", format!("{:?}", summary.adobe).to_lowercase()),
        ("Risk", risk(summary.risk).to_owned()),
        ("Sandbox", view.sandbox.clone()),
        ("Token", token(&summary.token)),
    ];
    if let Some(key) = &view.key {
        lines.push(("Key pair", format!("{} ({} bits)", key.name, key.bits)));
    }
    if let Some(ends) = summary.certificate_ends {
        lines.push(("Certificate ends", local(ends)));
    }
    for secret in &view.secrets {
        let state = if secret.present { "in the vault" } else { "missing" };
        lines.push((secret.kind.label(), state.to_owned()));
    }
    for host in &view.allowed_hosts {
        lines.push(("Allowed host", host.clone()));
    }
    for refused in &view.refused_hosts {
        lines.push(("Refused host", format!("{} allows nothing. {}", refused.host, refused.why)));
    }
    lines.extend(sending(&view.sending));
    let mut page = Page::new();
    for (label, value) in lines.iter().filter(|(_, value)| !value.is_empty()) {
        writeln!(page, "{label:<21} {value}");
    }
    for (name, value) in &view.variables {
        writeln!(page, "{{{{{name}}}}} = {value}");
    }
    page
}

/// How its requests are sent, as far as the profile says.
fn sending(options: &SendOptions) -> Vec<(&'static str, String)> {
    let seconds = |limit: Option<TimeLimit>| limit.map(|limit| limit.to_string());
    let mut lines: Vec<(&str, Option<String>)> = vec![
        ("Redirects", options.redirects.map(|count| count.to_string())),
        ("Connecting, at most", seconds(options.connect_seconds)),
        ("A call, at most", seconds(options.total_seconds)),
        ("HTTP version", options.http_version.map(|version| http_version(version).to_owned())),
        ("Tries again", options.retries.map(|count| count.to_string())),
        (
            "Tries again (which)",
            options.retry_methods.map(|which| written(&RetryMethods::WRITTEN, which).to_owned()),
        ),
        ("Tries again, within", seconds(options.retry_seconds)),
        ("Cookies", options.cookies.map(|which| written(&Cookies::WRITTEN, which).to_owned())),
        ("Proxy", options.proxy.clone().map(String::from)),
        ("Client certificate", options.client_key.as_ref().map(ToString::to_string)),
    ];
    let roots = options.roots.iter().map(|root| root.display().to_string());
    lines.extend(roots.map(|root| ("Root certificates", Some(root))));
    lines.into_iter().filter_map(|(label, text)| Some((label, text?))).collect()
}

fn http_version(version: HttpVersion) -> &'static str {
    match version {
        HttpVersion::Automatic => "automatic",
        HttpVersion::Http1 => "1.1",
        HttpVersion::Http2 => "2",
    }
}

/// The word for a choice, as files and flags have it.
fn written<T: PartialEq + Copy>(words: &[(&'static str, T)], chosen: T) -> &'static str {
    words.iter().find(|(_, one)| *one == chosen).map_or("", |(word, _)| word)
}

fn changed(
    mut draft: ProfileDraft,
    fields: &Fields,
    engine: &Engine,
) -> Result<ProfileDraft, Problem> {
    let texts = [
        (&mut draft.organization, &fields.organization),
        (&mut draft.org_id, &fields.org_id),
        (&mut draft.client_id, &fields.client_id),
        (&mut draft.scopes, &fields.scopes),
        (&mut draft.technical_account_id, &fields.technical_account_id),
        (&mut draft.sandbox, &fields.sandbox),
        (&mut draft.redirect_uri, &fields.redirect_uri),
    ];
    for (field, given) in texts {
        if let Some(given) = given {
            field.clone_from(given);
        }
    }
    draft.grant = fields.grant.map_or(draft.grant, Grant::from);
    draft.user_client = fields.client.map_or(draft.user_client, Into::into);
    draft.adobe = fields.adobe.map_or(draft.adobe, Into::into);
    draft.risk = fields.risk.map_or(draft.risk, Risk::from);
    draft.colour = fields.colour.map_or(draft.colour, Into::into);
    draft.variables.extend(fields.variables.iter().cloned());
    draft.allowed_hosts.extend(fields.allowed_hosts.iter().cloned());
    if let Some(name) = &fields.key {
        if draft.grant != Grant::Jwt {
            return Err(useless("--key", "only profiles with --grant jwt sign with a key"));
        }
        draft.key = Some(super::key_pair::find(engine, name)?.id);
    }
    for (given, option) in
        [(fields.client.is_some(), "--client"), (fields.redirect_uri.is_some(), "--redirect-uri")]
    {
        if given && draft.grant != Grant::OauthUser {
            return Err(useless(option, "only profiles with --grant user have people sign in"));
        }
    }
    Ok(draft)
}

fn secrets(fields: &Fields) -> Result<ClientSecrets, Problem> {
    let from = |file: &Option<PathBuf>| file.as_deref().map(input::from_file).transpose();
    Ok(ClientSecrets {
        first: from(&fields.secret_file)?,
        second: from(&fields.second_secret_file)?,
    })
}

fn joined<T: ToString>(items: &[T]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn grant(grant: Grant) -> &'static str {
    match grant {
        Grant::OauthServerToServer => "OAuth",
        Grant::Jwt => "JWT",
        Grant::OauthUser => "user",
    }
}

fn risk(risk: Risk) -> &'static str {
    match risk {
        Risk::Production => "PRODUCTION",
        Risk::Staging => "staging",
        Risk::Development => "development",
    }
}

fn token(token: &TokenState) -> String {
    match token {
        TokenState::None => "no token yet".to_owned(),
        TokenState::Unknown => "token unknown: the vault is locked".to_owned(),
        TokenState::Failed { problem } => problem.message.clone(),
        TokenState::Ready { expires_at, .. } => {
            let left = SystemClock.now().until(*expires_at);
            format!("{} left, until {}", span(left), local(*expires_at))
        }
    }
}
