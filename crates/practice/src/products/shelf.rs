//! Things kept by id, and the usual ways of choosing among them. How a list of them is wrapped is left to each service.

use crate::products::call::Call;
use crate::products::filter;
use crate::products::page::{self, Page};
use indexmap::IndexMap;
use serde_json::Value;

/// JSON objects by id, in the order they were put there.
#[derive(Debug, Clone, Default)]
pub(super) struct Shelf {
    items: IndexMap<String, Value>,
}

impl Shelf {
    /// A shelf of `items`, each under the text in its field `id`.
    pub(super) fn of(id: &str, items: impl IntoIterator<Item = Value>) -> Self {
        let keyed = items.into_iter().map(|item| {
            let key = match &item[id] {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            (key, item)
        });
        Self { items: keyed.collect() }
    }

    pub(super) fn get(&self, id: &str) -> Option<&Value> {
        self.items.get(id)
    }

    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut Value> {
        self.items.get_mut(id)
    }

    pub(super) fn put(&mut self, id: impl Into<String>, item: Value) {
        self.items.insert(id.into(), item);
    }

    pub(super) fn remove(&mut self, id: &str) -> Option<Value> {
        self.items.shift_remove(id)
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.items.iter()
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &Value> {
        self.items.values()
    }

    /// The items that pass every `property` of the query, ordered by `order`.
    pub(super) fn chosen(&self, call: &Call, order: &str) -> Vec<Value> {
        let passes =
            |item: &&Value| call.parameters("property").all(|test| filter::accepts(item, test));
        let mut chosen: Vec<Value> = self.values().filter(passes).cloned().collect();
        filter::sort(&mut chosen, order, |item| item);
        chosen
    }
}

/// The page that `start` and `limit` of the query ask for, with `size` for want of a limit.
pub(super) fn window(call: &Call, items: Vec<Value>, size: usize) -> Page<Value> {
    let size = call.number("limit").filter(|limit| *limit > 0).unwrap_or(size);
    let start = call.number("start").or_else(|| call.number("offset")).unwrap_or(0);
    page::cut(items.into_iter(), start, size)
}

/// The order the query asks for under either spelling, else `usual`. Catalog writes `desc:created`, others `-created`
/// or `created:desc`.
pub(super) fn order(call: &Call, usual: &str) -> String {
    let asked = ["orderby", "orderBy", "sort"].iter().find_map(|name| call.parameter(name));
    let asked = asked.filter(|order| !order.is_empty()).unwrap_or(usual);
    let first = asked.split(',').next().unwrap_or(asked);
    match first.split_once(':') {
        Some(("desc", field)) | Some((field, "desc")) => format!("-{field}"),
        Some(("asc", field)) | Some((field, "asc")) => field.to_owned(),
        _ => first.to_owned(),
    }
}
