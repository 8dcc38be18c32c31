//! Variables of the environment: `aio`'s contexts, App Builder's, aio-lib-java's and others' names for a credential; and
//! Java properties.

mod tree;

use super::{document, flat};
use crate::read::blocks::{self, Part};
use crate::read::fields::{Field, is_placeholder, split};
use crate::read::findings::Findings;
use crate::read::syntax::env::{Line, Lines};
use crate::read::syntax::{Node, Origins, Value};
use mudbrick_model::{Repair, Unused, UnusedReason};
use tree::Tree;
use zeroize::Zeroizing;

/// Names that only begin like `aio`'s own, whose `_` is a dot: Commerce's and aio-lib-java's.
const NOT_PATHS: [&str; 11] = [
    "AIO_COMMERCE_AUTH_IMS_",
    "AIO_PROJECT_ID",
    "AIO_CONSUMER_ORG_ID",
    "AIO_IMS_ORG_ID",
    "AIO_WORKSPACE_ID",
    "AIO_CREDENTIAL_ID",
    "AIO_CLIENT_SECRET",
    "AIO_API_KEY",
    "AIO_META_SCOPES",
    "AIO_OAUTH_SCOPES",
    "AIO_TECHNICAL_ACCOUNT_ID",
];
const ENCODED_KEY: &str = "AIO_ENCODED_PKCS8";
const ENVIRONMENT: &str = "Environment file";

/// Reads variables; false when nothing of Adobe's is among them.
pub(crate) fn environment(findings: &mut Findings<'_>, mut lines: Lines) -> bool {
    let before = (findings.partials.len(), findings.ignored.len(), problems(findings));
    let (mut tree, mut plain) = (Tree::new(findings.source()), Vec::new());
    let mut runtime = None;
    for line in std::mem::take(&mut lines.lines) {
        let upper = line.name.to_uppercase();
        if upper == "AIO_RUNTIME_AUTH" {
            runtime = Some(line.name).filter(|_| !line.value.trim().is_empty());
        } else if is_path(&upper) {
            plain.extend(tree.add(line));
        } else {
            plain.push(line);
        }
    }
    let (entries, origins) = (tree.entries, tree.origins);
    let known = findings.read_tree(Value::Map(entries), origins, document);
    if let Some(name) = runtime {
        let what = Unused::Variable { name };
        findings.ignore(what, UnusedReason::SecretOfRuntime);
    }
    let is_adobe = (findings.partials.len(), findings.ignored.len(), problems(findings)) != before;
    let mut variables = false;
    for (place, block) in blocks::of(plain).into_iter().enumerate() {
        // Names come again in later blocks, and lines do not.
        let is_first = place == 0;
        let entries = block.into_iter().map(|line| Named::from(line, is_first));
        variables |= named(findings, entries, is_adobe || known || variables);
    }
    if !(is_adobe || known || variables) {
        return false;
    }
    if lines.has_open_quote {
        findings.repaired(Repair::OpenQuote);
    }
    if let Some(source) = findings.sources.last_mut() {
        source.format = Some(ENVIRONMENT);
    }
    true
}

fn problems(findings: &Findings<'_>) -> usize {
    findings.sources.iter().filter(|source| source.problem.is_some()).count()
}

fn is_path(upper: &str) -> bool {
    upper.starts_with("AIO_")
        && upper != ENCODED_KEY
        && NOT_PATHS.iter().all(|name| {
            let prefix = name.ends_with('_') && upper.starts_with(name);
            !prefix && upper != *name
        })
}

impl Part for Line {
    fn name(&self) -> String {
        self.name.to_uppercase()
    }

    fn client_id(&self) -> Option<&str> {
        let is_one = !self.value.is_empty()
            && !is_placeholder(&self.value)
            && split(&self.name).is_some_and(|split| split.field == Field::ClientId);
        is_one.then_some(self.value.as_str())
    }

    fn begins_paragraph(&self) -> bool {
        self.begins_paragraph
    }
}

/// A value, its name, and where it stands in people's words.
struct Named {
    name: String,
    place: String,
    value: Zeroizing<String>,
}

impl Named {
    fn from(line: Line, is_told_by_name: bool) -> Self {
        let place = match is_told_by_name {
            true => line.name.clone(),
            false => format!("{} (line {})", line.name, line.number),
        };
        Self { name: line.name, place, value: line.value }
    }
}

/// Names and values as they stand; told of what is not used of them where anything is known to be Adobe's.
fn named(
    findings: &mut Findings<'_>,
    entries: impl Iterator<Item = Named>,
    is_adobe: bool,
) -> bool {
    let origins = Origins::of(findings.source());
    let entries = entries.map(|Named { name, place, value }| {
        origins.variable(&name, &place, &name);
        (name, Value::Text(value))
    });
    let value = Value::Map(entries.collect());
    let mut found = false;
    findings.read_tree(value, origins, |findings, node: &Node<'_>| {
        found = flat::variables(findings, node);
        found || is_adobe
    });
    found
}

/// Java properties of aio-lib-java: `aio_api_key`, `aio.client.secret`, ….
pub(crate) fn properties(
    findings: &mut Findings<'_>,
    entries: Vec<(String, Zeroizing<String>)>,
) -> bool {
    let own = |key: &str| {
        let upper = key.to_uppercase().replace('.', "_");
        NOT_PATHS.contains(&upper.as_str()) || upper == ENCODED_KEY
    };
    let own_names = entries.iter().filter(|(key, _)| own(key)).count();
    // In quotes they are a shell's or OSGi's, whose quotes are no part of the value.
    let quoted = entries.iter().any(|(_, value)| value.starts_with('"') && value.ends_with('"'));
    if own_names < 2 || quoted {
        return false;
    }
    let entries = entries.into_iter();
    let entries = entries.map(|(name, value)| Named { place: name.clone(), name, value });
    if !named(findings, entries, false) {
        return false;
    }
    findings.format("aio-lib-java properties");
    true
}
