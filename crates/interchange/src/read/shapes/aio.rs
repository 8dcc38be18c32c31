//! The configuration of `aio` (aio-lib-core-config): `ims.contexts`, and `console` with what was chosen last.

use super::console::signs_in_people;
use crate::read::fields::{self, adobe_of, keep};
use crate::read::findings::Findings;
use crate::read::syntax::Node;
use mudbrick_model::{ErrorCode, Problem, Unused, UnusedReason};

const FORMAT: &str = "aio configuration";

/// Reads the contexts. The project in the same file is [`super::console`]'s.
pub(super) fn read(findings: &mut Findings<'_>, node: &Node<'_>) -> bool {
    // `$ims` is what older versions wrote.
    let roots = [&["ims"] as &[&str], &["$ims"], &["aio", "ims"]];
    let mut any = false;
    for ims in roots.iter().filter_map(|path| node.at(path)).filter(Node::is_map) {
        let contexts = ims.get("contexts");
        let is_old = contexts.is_none() && ims.entries().iter().any(|(_, child)| is_context(child));
        let Some(contexts) = contexts.or_else(|| is_old.then(|| ims.clone())) else { continue };
        any = true;
        findings.format(FORMAT);
        let begun = (findings.partials.len(), findings.ignored.len());
        for (name, context) in contexts.entries() {
            if name.eq_ignore_ascii_case("config") || name.eq_ignore_ascii_case("$current") {
                continue;
            }
            read_context(findings, node, name, &context);
        }
        if (findings.partials.len(), findings.ignored.len()) == begun {
            say_that_it_is_empty(findings, &ims, &contexts);
        }
    }
    if any {
        settle_choices(node);
    }
    if !any && node.at(&["console", "org", "code"]).is_some() {
        findings.format(FORMAT);
        findings.ignore(Unused::ChosenProject, UnusedReason::ProjectWithoutCredential);
        settle_choices(node);
        any = true;
    }
    any
}

/// What is chosen for the command line, by name: none of it is a credential's.
fn settle_choices(root: &Node<'_>) {
    let choices: [&[&str]; 5] =
        [&["console"], &["cli"], &["ims", "config"], &["$ims", "config"], &["$ims", "$current"]];
    for path in choices {
        let wrapped = root.get("aio").and_then(|aio| aio.at(path));
        root.at(path).iter().chain(&wrapped).for_each(Node::settle);
    }
}

fn say_that_it_is_empty(findings: &mut Findings<'_>, ims: &Node<'_>, contexts: &Node<'_>) {
    let current = ims.at(&["config", "current"]).and_then(|name| name.found());
    let name = current
        .map(|name| name.value)
        .or_else(|| contexts.entries().first().map(|(name, _)| (*name).to_owned()));
    let message = match name {
        Some(name) => format!("This is an aio configuration, and its context {name} is empty."),
        None => "This is an aio configuration, and it has no contexts.".to_owned(),
    };
    findings.problem(Problem::new(ErrorCode::InvalidInput, message).remedy(
        "Import the file that has the context's values: the .env beside it, or the global configuration of aio.",
    ));
}

fn is_context(node: &Node<'_>) -> bool {
    node.get("client_id").is_some() || node.get("access_token").is_some()
}

fn read_context(findings: &mut Findings<'_>, root: &Node<'_>, name: &str, context: &Node<'_>) {
    let what = Unused::Context { name: name.to_owned() };
    let bare = name.trim_start_matches('$');
    if bare.eq_ignore_ascii_case("cli") {
        return findings.ignore_at(context, what, UnusedReason::SignInOfCommandLine);
    }
    if !context.is_map() {
        return;
    }
    let people = ["redirect_uri", "callback_url"].iter().any(|key| context.get(key).is_some());
    let people = people && context.get("technical_account_id").is_none();
    if context.text_at("client_id").is_none() {
        let caches =
            context.get("access_token").is_some() || context.get("refresh_token").is_some();
        let why = match caches {
            true => UnusedReason::CachedTokenAlone,
            false => UnusedReason::NoClientId,
        };
        return findings.ignore_at(context, what, why);
    }
    let mut partial = findings.partial();
    fields::fill(findings, &mut partial, context);
    if partial.client_id.is_none() {
        return findings.ignore_at(context, what, UnusedReason::Template);
    }
    if people {
        signs_in_people(&mut partial, None, context);
    }
    let named = crate::reading::Found { value: name.replace('_', " "), origin: context.origin() };
    partial.name = Some(named);
    partial.context =
        Some(crate::reading::Found { value: bare.to_owned(), origin: context.origin() });
    // What holds for the whole file.
    let file = |path: &[&str]| root.at(path).or_else(|| root.get("aio")?.at(path));
    keep(&mut partial.adobe, file(&["cli", "env"]).and_then(|node| adobe_of(&node)));
    let org = file(&["console", "org", "code"]).or_else(|| file(&["project", "org", "ims_org_id"]));
    let org = org.and_then(|node| node.found()).filter(|org| org.value.contains('@'));
    keep(&mut partial.org_id, org);
    let name = file(&["console", "org", "name"]).or_else(|| file(&["project", "org", "name"]));
    keep(&mut partial.organization, name.and_then(|node| node.found()));
    findings.partials.push(partial);
}
