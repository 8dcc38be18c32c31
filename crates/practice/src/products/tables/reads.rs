//! Reads: a list in its envelope, one item, several by their ids.

use super::super::filter;
use super::super::reply::{self, Reply};
use super::asked::Asked;
use super::kept::{Shelf, Tables};
use super::maker::text;
use super::{faults, paging};
use crate::table::Rule;
use serde_json::{Map, Value, json};

impl Tables {
    /// The shelf of the entry that was asked.
    pub(super) fn of(&mut self, asked: &Asked<'_>) -> Option<(&'static Rule, &mut Shelf)> {
        let name = asked.found.resource.shelf.as_deref()?;
        self.shelf(asked.scene, asked.found.service, name)
    }

    /// The id that the path names; a shelf of one thing has a path without.
    pub(super) fn id(&mut self, asked: &Asked<'_>) -> String {
        if !asked.found.inputs.is_empty() {
            return asked.id().to_owned();
        }
        let only = self.of(asked).and_then(|(_, shelf)| shelf.keys().next().cloned());
        only.unwrap_or_default()
    }

    pub(super) fn list(&mut self, asked: &Asked<'_>) -> Reply {
        let Some((rule, shelf)) = self.of(asked) else { return faults::missing(asked) };
        let call = asked.scene.call;
        let shown = shelf.values().map(|kept| kept.shown(rule, call.now));
        let mut items: Vec<Value> = shown.filter(|item| passes(asked, item)).collect();
        let order = order(asked);
        filter::sort(&mut items, &order, |item| item);
        let cut = paging::cut(call, asked.found.paging(), order, items);
        let Some(envelope) = asked.found.envelope() else {
            return reply::json(asked.status(), &json!(cut.page.items));
        };
        let mut tell = |name: &str| match name {
            "keyed" => {
                let by_id = |item: &Value| (text(&item[&rule.key]), item.clone());
                Some(Value::Object(cut.page.items.iter().map(by_id).collect::<Map<_, _>>()))
            }
            // A link that begins behind the service's base.
            "short.link" => {
                let path = call.path.strip_prefix(&asked.found.service.base.to_string());
                let path = path.unwrap_or(&call.path);
                cut.tell("next.query").map(|query| json!(format!("{path}?{}", text(&query))))
            }
            name => cut.tell(name),
        };
        asked.filled(envelope, asked.status(), &mut tell)
    }

    pub(super) fn one(&mut self, asked: &Asked<'_>) -> Reply {
        let now = asked.scene.call.now;
        let id = self.id(asked);
        let found = self.of(asked).and_then(|(rule, shelf)| Some(shelf.get(&id)?.shown(rule, now)));
        match found.filter(|item| is_within(asked, item)) {
            Some(item) => tagged(asked, shown(asked, &item)),
            None => faults::missing(asked),
        }
    }

    /// The items whose ids the body names; an id nobody has is left out.
    pub(super) fn many(&mut self, asked: &Asked<'_>) -> Reply {
        let body = asked.scene.call.json().unwrap_or_default();
        let ids: Vec<String> = body["ids"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|id| text(if id.is_object() { &id["id"] } else { id }))
            .collect();
        if ids.is_empty() {
            return faults::bad(asked, "ids is required.");
        }
        let now = asked.scene.call.now;
        let Some((rule, shelf)) = self.of(asked) else { return faults::missing(asked) };
        let found = ids.iter().filter_map(|id| Some((id, shelf.get(id)?.shown(rule, now))));
        let keyed: Map<String, Value> = found.map(|(id, item)| (id.clone(), item)).collect();
        let Some(envelope) = &asked.found.resource.envelope else {
            return reply::json(asked.status(), &Value::Object(keyed));
        };
        let mut tell = |name: &str| match name {
            "keyed" => Some(Value::Object(keyed.clone())),
            "items" => Some(keyed.values().cloned().collect()),
            "count" => Some(json!(keyed.len())),
            _ => None,
        };
        asked.filled(envelope, asked.status(), &mut tell)
    }
}

/// `item` as one is answered.
pub(super) fn shown(asked: &Asked<'_>, item: &Value) -> Reply {
    match asked.found.one() {
        Some(one) => asked.filled(one, asked.status(), &mut |name| of_item(item, name)),
        None => reply::json(asked.status(), item),
    }
}

/// What `name` stands for beside one item: the item, or `item:…` for one of its members.
pub(super) fn of_item(item: &Value, name: &str) -> Option<Value> {
    match name {
        "item" => Some(item.clone()),
        name => filter::field(item, name.strip_prefix("item:")?).cloned(),
    }
}

/// `reply` with the item's entity tag where it has one.
fn tagged(asked: &Asked<'_>, reply: Reply) -> Reply {
    // Only the answers of one item, whose body was just written, are read back.
    let shelf = asked.found.resource.shelf.as_deref().unwrap_or_default();
    let rule = asked.found.service.shelves.get(shelf);
    let Some(tag) = rule.and_then(|rule| rule.tag.as_deref()) else { return reply };
    let body: Value = serde_json::from_slice(reply.body()).unwrap_or_default();
    let item = if body["items"][0].is_object() { &body["items"][0] } else { &body };
    match item[tag].as_str() {
        Some(value) => reply::with(reply, "etag", value),
        None => reply,
    }
}

fn passes(asked: &Asked<'_>, item: &Value) -> bool {
    let (call, resource) = (asked.scene.call, asked.found.resource);
    let equal = |name: &String| match call.parameter(name) {
        Some(wanted) => filter::accepts(item, &format!("{name}=={wanted}")),
        None => true,
    };
    is_within(asked, item)
        && filter::all(item, call.parameters("property"))
        && resource.filters.iter().all(equal)
}

/// Whether `item` belongs to the thing that the path is within.
fn is_within(asked: &Asked<'_>, item: &Value) -> bool {
    let parent = asked.found.inputs.first().map(|(_, parent)| parent.as_str());
    match &asked.found.resource.within {
        Some(member) => filter::field(item, member).map(text).as_deref() == parent,
        None => true,
    }
}

/// The order the query asks for, or the entry's.
fn order(asked: &Asked<'_>) -> String {
    super::super::shelf::order(asked.scene.call, &asked.found.resource.order)
}
