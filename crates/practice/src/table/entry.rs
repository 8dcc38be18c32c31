//! The table's nouns: services, their resources and the shelves behind them, as the files in `table/` spell them.

use super::path::Path;
use super::template::Template;
use indexmap::IndexMap;
use serde::{Deserialize, Deserializer};

/// One of Adobe's services.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Service {
    pub(crate) name: String,
    /// Adobe's hosts for it; `platform.adobe.io` stands for its regions too.
    pub(crate) hosts: Vec<String>,
    pub(crate) base: Path,
    /// Where its facts are from; a resource may have a source of its own.
    pub(crate) source: String,
    /// Whether a call must name its sandbox: the `required` flags of Adobe's specifications.
    #[serde(default)]
    pub(crate) sandbox: Sandbox,
    /// Whether the gateway wants `x-gw-ims-org-id`.
    #[serde(default = "yes")]
    pub(crate) organisation: bool,
    /// How it says that something is not there.
    pub(crate) missing: Option<Fault>,
    /// How it says that a call cannot be understood.
    pub(crate) bad: Option<Fault>,
    /// What lists, items, writes and deletions look like where a resource says nothing of its own.
    pub(crate) list: Option<Template>,
    pub(crate) one: Option<Template>,
    pub(crate) written: Option<Template>,
    pub(crate) removed: Option<Template>,
    #[serde(default)]
    pub(crate) paging: Paging,
    /// The member of a written body that holds the item, where it is not the body itself.
    pub(crate) body: Option<String>,
    #[serde(default)]
    pub(crate) shelves: IndexMap<String, Rule>,
    #[serde(rename = "resource")]
    pub(crate) resources: Vec<Resource>,
}

fn yes() -> bool {
    true
}

/// What `x-sandbox-name` means to a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sandbox {
    Required,
    Optional,
    /// Not listed: the service belongs to the organisation.
    #[default]
    None,
}

/// An error answer; `<detail>`, `<what>` and `<id>` say what is wrong.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    pub(crate) status: u16,
    pub(crate) body: Template,
}

/// A path of a service with what each method does.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Resource {
    pub(crate) path: Path,
    /// By method.
    pub(crate) on: IndexMap<String, Operation>,
    /// What the operations work on.
    pub(crate) shelf: Option<String>,
    /// What a list, or a fixed answer, looks like. Code that answers by itself is tested against it.
    pub(crate) envelope: Option<Template>,
    /// What one item looks like, as far as it is not bare.
    pub(crate) one: Option<Template>,
    /// What the answer to a write looks like, when it is not `one`.
    pub(crate) written: Option<Template>,
    /// What the answer to a deletion looks like; without it there is no body.
    pub(crate) removed: Option<Template>,
    pub(crate) paging: Option<Paging>,
    /// How a list is ordered unless the call says otherwise.
    #[serde(default)]
    pub(crate) order: String,
    /// Query parameters that keep the items with an equal member.
    #[serde(default)]
    pub(crate) filters: Vec<String>,
    /// The member of an item that names the thing the path is within, which is the path's first input.
    pub(crate) within: Option<String>,
    /// Query parameters a read cannot do without; the test's read sends them as written here.
    #[serde(default)]
    pub(crate) query: IndexMap<String, String>,
    /// Members a written body cannot do without, with dots between the steps.
    #[serde(default)]
    pub(crate) needs: Vec<String>,
    /// Members of a written body, and the only values they may have.
    #[serde(default)]
    pub(crate) choices: IndexMap<String, Vec<String>>,
    /// Overrides the service's.
    pub(crate) sandbox: Option<Sandbox>,
    pub(crate) source: Option<String>,
}

/// What a method does, and the status when that went well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Operation {
    pub(crate) verb: Verb,
    pub(crate) status: u16,
}

/// What a method does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    /// The shelf in the envelope.
    List,
    /// One item.
    One,
    /// Puts an item on the shelf.
    Create,
    /// Puts an item under the id of the path, whether there is one or not.
    Put,
    /// Puts another item in the place of one.
    Replace,
    /// Changes members of an item: a JSON Patch, or members to merge.
    Change,
    /// Takes an item away.
    Remove,
    /// The items whose ids the body names.
    Many,
    /// The envelope, filled without a shelf.
    Say,
    /// Behaviour of its own.
    Code,
    /// Documented by Adobe and not to be had here.
    Unserved,
}

impl<'de> Deserialize<'de> for Operation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (verb, status) = text.split_once(' ').unwrap_or((&text, "200"));
        let wrong = || serde::de::Error::custom(format!("{text} is no operation"));
        let verb = match verb {
            "list" => Verb::List,
            "one" => Verb::One,
            "create" => Verb::Create,
            "put" => Verb::Put,
            "replace" => Verb::Replace,
            "change" => Verb::Change,
            "remove" => Verb::Remove,
            "many" => Verb::Many,
            "say" => Verb::Say,
            "code" => Verb::Code,
            "unserved" => Verb::Unserved,
            _ => return Err(wrong()),
        };
        Ok(Self { verb, status: status.parse().map_err(|_| wrong())? })
    }
}

/// How a list is cut into pages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Paging {
    pub(crate) by: By,
    /// The query parameter that says where a page begins.
    pub(crate) start: String,
    /// The query parameter that says how long it is.
    pub(crate) size: String,
    /// How long it is without.
    pub(crate) usual: usize,
    /// The longest one.
    pub(crate) most: usize,
}

impl Default for Paging {
    fn default() -> Self {
        Self {
            by: By::Offset,
            start: "start".to_owned(),
            size: "limit".to_owned(),
            usual: 100,
            most: 1_000,
        }
    }
}

/// What the parameter counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum By {
    /// Items.
    Offset,
    /// Pages from 0.
    Page,
    /// Pages from 1.
    PageFromOne,
    /// Nothing a caller could count with.
    Token,
    /// The whole list comes at once.
    Whole,
}

/// How the items of a shelf are made.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    /// The member that holds an item's id.
    #[serde(default = "id")]
    pub(crate) key: String,
    /// A new id; a shelf without takes the id from the item.
    pub(crate) id: Option<Template>,
    /// Members for want of others.
    pub(crate) usual: Option<Template>,
    /// Members that the service sets when an item is made, whatever was sent.
    pub(crate) made: Option<Template>,
    /// Members that the service sets whenever an item is changed.
    pub(crate) changed: Option<Template>,
    /// The items at the start.
    #[serde(default)]
    pub(crate) seed: Vec<Template>,
    /// Whether the seed is Adobe's own, which empty sandboxes have too.
    #[serde(default)]
    pub(crate) everywhere: bool,
    /// The member that `If-Match` must equal for a change.
    pub(crate) tag: Option<String>,
    /// A member within which passwords do not come back.
    pub(crate) hides: Option<String>,
    /// What becomes of an item by itself.
    pub(crate) ripens: Option<Ripens>,
}

fn id() -> String {
    "id".to_owned()
}

/// A member that changes by the clock.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ripens {
    pub(crate) member: String,
    pub(crate) from: String,
    pub(crate) to: String,
    /// After this many seconds.
    pub(crate) seconds: u64,
}
