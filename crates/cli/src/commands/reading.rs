//! What was understood of an import, and what came of it, in words.

use crate::output::Page;
use mudbrick_engine::view::{
    FoundKey, FoundProfile, IgnoredItem, ImportDone, ImportMatch, ImportView,
};
use mudbrick_model::{Adobe, Risk, counted};

/// What of a reading a command takes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    Everything,
    KeysAlone,
}

/// The whole reading; secrets appear as masks.
pub(crate) fn described(view: &ImportView, wanted: Wanted) -> Page {
    let mut text = Page::new();
    for source in &view.sources {
        let format = source.format.as_deref().unwrap_or("not recognised");
        writeln!(text, "{}: {format}", source.name);
        for repair in &source.repairs {
            writeln!(text, "  {}", repair.text);
        }
        if let Some(problem) = &source.problem {
            let remedy = problem.remedy_text().unwrap_or_default();
            writeln!(text, "  {} {remedy}", problem.message);
        }
    }
    if wanted == Wanted::Everything {
        for found in &view.profiles {
            profile(found, &mut text);
        }
    }
    for found in &view.keys {
        key(found, &mut text);
    }
    if wanted == Wanted::Everything && !view.requests.is_empty() {
        text.blank();
        writeln!(text, "Requests: {}", view.requests.join(", "));
    }
    for item in &view.locked {
        text.blank();
        writeln!(text, "{} in {} waits for its passphrase.", item.what, item.source);
        if let Some(problem) = &item.problem {
            writeln!(text, "  {}", problem.message);
        }
    }
    if !view.ignored.is_empty() {
        text.blank();
        text.line("Left out:");
    }
    for item in &view.ignored {
        writeln!(text, "  {}, {}: {}", placed(item), item.what, item.why);
    }
    text
}

/// `console.json › project.workspace`, as origins are written.
fn placed(item: &IgnoredItem) -> String {
    match item.place.as_str() {
        "" => item.source.clone(),
        place => format!("{} › {place}", item.source),
    }
}

fn profile(found: &FoundProfile, text: &mut Page) {
    let draft = &found.draft;
    let title = match draft.organization.as_str() {
        "" => draft.name.clone(),
        organization => format!("{organization} · {}", draft.name),
    };
    let what = match &found.known {
        ImportMatch::New if found.readiness.storable => "new".to_owned(),
        ImportMatch::New => "lacks something".to_owned(),
        ImportMatch::Same { .. } => "known already, nothing changes".to_owned(),
        ImportMatch::Differs { .. } => "known already, changes".to_owned(),
    };
    text.blank();
    writeln!(text, "Profile {title} ({what})");
    trust(found, text);
    let width = found.fields.iter().map(|field| field.label.chars().count()).max().unwrap_or(0);
    for field in &found.fields {
        let pad = width - field.label.chars().count();
        writeln!(text, "  {}{:pad$}  {}  <- {}", field.label, "", field.value, field.origin);
    }
    if let ImportMatch::Differs { changes, .. } = &found.known {
        for change in changes {
            writeln!(text, "  Change: {}", change.text);
        }
    }
    for missing in &found.missing {
        writeln!(text, "  Missing: {}", missing.message);
    }
    for note in &found.notes {
        writeln!(text, "  Note: {}", note.text);
    }
}

/// What decides where its token and its calls go, before everything else that is known of it.
fn trust(found: &FoundProfile, text: &mut Page) {
    let draft = &found.draft;
    let adobe = match draft.adobe {
        Adobe::Production => "Adobe (production)",
        Adobe::Stage => "Adobe's stage environment",
        Adobe::Practice => "the practice Adobe on this machine",
    };
    let risk = match draft.risk {
        Risk::Production => "PRODUCTION: a writing call asks first",
        Risk::Staging => "staging: a writing call does not ask first",
        Risk::Development => "development: a writing call does not ask first",
    };
    writeln!(text, "  Connects to: {adobe}");
    writeln!(text, "  Risk: {risk}");
    let (refused, asked): (Vec<_>, Vec<_>) =
        found.hosts.iter().filter(|host| !host.known).partition(|host| host.refused.is_some());
    if !asked.is_empty() {
        text.line("  Asks that these hosts may see its token. None may, unless you agree to each:");
    }
    for host in asked {
        writeln!(text, "    {}", host.host);
    }
    for host in refused {
        let why = host.refused.as_deref().unwrap_or_default();
        writeln!(text, "  Never allowed: {why}");
    }
}

fn key(found: &FoundKey, text: &mut Page) {
    let what = match (found.private, &found.certificate) {
        (true, Some(_)) => "Key pair",
        (true, None) => "Private key",
        (false, _) => "Certificate",
    };
    let known = if found.known { ", known already" } else { "" };
    text.blank();
    writeln!(text, "{what} {} ({} bits{known})", found.name, found.bits);
    if let Some(certificate) = &found.certificate {
        writeln!(text, "  {}, SHA-1 {}", certificate.subject, certificate.sha1);
    }
    writeln!(text, "  <- {}", found.origins.join(", "));
    for repair in &found.repairs {
        writeln!(text, "  {}", repair.text);
    }
}

/// What was stored.
pub(crate) fn done(done: &ImportDone) -> Page {
    let mut text = Page::new();
    for profile in &done.profiles {
        writeln!(text, "{} is here.", profile.title);
    }
    for key in &done.keys {
        writeln!(text, "Key {} is stored.", key.name);
    }
    if done.requests > 0 {
        writeln!(text, "{} stored.", counted(done.requests, "request"));
    }
    for left in &done.hosts_not_allowed {
        writeln!(text, "{} may not see the token of {}.", left.host, left.title);
    }
    match done.unchanged {
        0 => {}
        1 => text.line("1 thing was here already and stayed as it was."),
        count => writeln!(text, "{count} things were here already and stayed as they were."),
    }
    text
}
