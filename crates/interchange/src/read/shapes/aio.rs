//! The configuration of `aio` (aio-lib-core-config): `ims.contexts`, and `console` with what was chosen last.

use crate::read::fields::{self, adobe_of, keep};
use crate::read::finds::Finds;
use crate::read::syntax::Node;

const FORMAT: &str = "aio configuration";

/// Reads the contexts. The project in the same file is [`super::console`]'s.
pub(super) fn read(finds: &mut Finds<'_>, node: &Node<'_>) -> bool {
    // `$ims` is what older versions wrote.
    let roots = [&["ims"] as &[&str], &["$ims"], &["aio", "ims"]];
    let mut any = false;
    for ims in roots.iter().filter_map(|path| node.at(path)).filter(Node::is_map) {
        let contexts = ims.get("contexts").filter(Node::is_map);
        let is_old = contexts.is_none() && ims.entries().iter().any(|(_, child)| is_context(child));
        let Some(contexts) = contexts.or_else(|| is_old.then(|| ims.clone())) else { continue };
        any = true;
        finds.format(FORMAT);
        for (name, context) in contexts.entries() {
            if name.eq_ignore_ascii_case("config") || name.eq_ignore_ascii_case("$current") {
                continue;
            }
            read_context(finds, node, name, &context);
        }
    }
    if !any && node.at(&["console", "org", "code"]).is_some() {
        finds.format(FORMAT);
        finds.ignore(
            "the project chosen in the Console",
            "It names a project and holds no credential of it.",
        );
        any = true;
    }
    any
}

fn is_context(node: &Node<'_>) -> bool {
    node.get("client_id").is_some() || node.get("access_token").is_some()
}

fn read_context(finds: &mut Finds<'_>, root: &Node<'_>, name: &str, context: &Node<'_>) {
    let shown: String = name.chars().take(60).collect();
    let what = format!("context {shown}");
    let bare = name.trim_start_matches('$');
    if bare.eq_ignore_ascii_case("cli") {
        let why = "It is the sign-in of the person at the command line, and no credential.";
        return finds.ignore(what, why);
    }
    if !context.is_map() {
        return;
    }
    let people = ["redirect_uri", "callback_url"].iter().any(|key| context.get(key).is_some());
    if people && context.get("technical_account_id").is_none() {
        let why = "It signs in a person in a browser; a profile is for a program that signs in by itself.";
        return finds.ignore(what, why);
    }
    if context.text_at("client_id").is_none() {
        let caches =
            context.get("access_token").is_some() || context.get("refresh_token").is_some();
        let why = match caches {
            true => "It holds a cached token alone; Mudbrick asks for one of its own.",
            false => "It has no client ID.",
        };
        return finds.ignore(what, why);
    }
    let mut draft = finds.draft();
    fields::fill(finds, &mut draft, context);
    let named = crate::reading::Found { value: shown.replace('_', " "), origin: context.origin() };
    draft.name = Some(named);
    draft.context =
        Some(crate::reading::Found { value: bare.to_owned(), origin: context.origin() });
    // What holds for the whole file.
    let file = |path: &[&str]| root.at(path).or_else(|| root.get("aio")?.at(path));
    keep(&mut draft.adobe, file(&["cli", "env"]).and_then(|node| adobe_of(&node)));
    let org = file(&["console", "org", "code"]).or_else(|| file(&["project", "org", "ims_org_id"]));
    let org = org.and_then(|node| node.found()).filter(|org| org.value.contains('@'));
    keep(&mut draft.org_id, org);
    let name = file(&["console", "org", "name"]).or_else(|| file(&["project", "org", "name"]));
    keep(&mut draft.organization, name.and_then(|node| node.found()));
    finds.drafts.push(draft);
}
