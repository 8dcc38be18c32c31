//! The configuration of `aio` (aio-lib-core-config): `ims.contexts`, and `console` with what was chosen last.

use crate::read::fields::{self, adobe_of, keep};
use crate::read::findings::Findings;
use crate::read::syntax::Node;
use mudbrick_model::{Unused, UnusedReason};

const FORMAT: &str = "aio configuration";

/// Reads the contexts. The project in the same file is [`super::console`]'s.
pub(super) fn read(findings: &mut Findings<'_>, node: &Node<'_>) -> bool {
    // `$ims` is what older versions wrote.
    let roots = [&["ims"] as &[&str], &["$ims"], &["aio", "ims"]];
    let mut any = false;
    for ims in roots.iter().filter_map(|path| node.at(path)).filter(Node::is_map) {
        let contexts = ims.get("contexts").filter(Node::is_map);
        let is_old = contexts.is_none() && ims.entries().iter().any(|(_, child)| is_context(child));
        let Some(contexts) = contexts.or_else(|| is_old.then(|| ims.clone())) else { continue };
        any = true;
        findings.format(FORMAT);
        for (name, context) in contexts.entries() {
            if name.eq_ignore_ascii_case("config") || name.eq_ignore_ascii_case("$current") {
                continue;
            }
            read_context(findings, node, name, &context);
        }
    }
    if !any && node.at(&["console", "org", "code"]).is_some() {
        findings.format(FORMAT);
        findings.ignore(Unused::ChosenProject, UnusedReason::ProjectWithoutCredential);
        any = true;
    }
    any
}

fn is_context(node: &Node<'_>) -> bool {
    node.get("client_id").is_some() || node.get("access_token").is_some()
}

fn read_context(findings: &mut Findings<'_>, root: &Node<'_>, name: &str, context: &Node<'_>) {
    let shown: String = name.chars().take(60).collect();
    let what = Unused::Context { name: shown.clone() };
    let bare = name.trim_start_matches('$');
    if bare.eq_ignore_ascii_case("cli") {
        return findings.ignore_at(context, what, UnusedReason::SignInOfCommandLine);
    }
    if !context.is_map() {
        return;
    }
    let people = ["redirect_uri", "callback_url"].iter().any(|key| context.get(key).is_some());
    if people && context.get("technical_account_id").is_none() {
        return findings.ignore_at(context, what, UnusedReason::CredentialForPeople);
    }
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
    let named = crate::reading::Found { value: shown.replace('_', " "), origin: context.origin() };
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
