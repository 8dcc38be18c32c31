//! Writes: creating, putting, changing and removing items.

use super::super::dice::Dice;
use super::super::patch;
use super::super::reply::Reply;
use super::asked::Asked;
use super::faults;
use super::kept::{Kept, Tables};
use super::maker::{Maker, text, whole};
use super::reads::{of_item, shown};
use crate::table::{Rule, Verb};
use serde_json::{Value, json};

impl Tables {
    pub(super) fn create(&mut self, asked: &Asked<'_>) -> Reply {
        let mut own = asked.body().unwrap_or_default();
        if let (Some(member), Some((_, parent))) =
            (&asked.found.resource.within, asked.found.inputs.first())
        {
            own[member] = json!(parent);
        }
        self.keep(asked, own, None)
    }

    /// 201 for a new item, 200 for one that was there.
    pub(super) fn put(&mut self, asked: &Asked<'_>) -> Reply {
        let id = asked.id().to_owned();
        let is_new = self.of(asked).is_some_and(|(_, shelf)| !shelf.contains_key(&id));
        let own = asked.body().unwrap_or_default();
        let mut reply = self.keep(asked, own, Some(id));
        if is_new && reply.status().is_success() {
            *reply.status_mut() = http::StatusCode::CREATED;
        }
        reply
    }

    fn keep(&mut self, asked: &Asked<'_>, mut own: Value, id: Option<String>) -> Reply {
        let (scene, service) = (asked.scene, asked.found.service);
        let name = asked.found.resource.shelf.as_deref().unwrap_or_default();
        let Some((rule, _)) = self.shelf(scene, service, name) else {
            return faults::missing(asked);
        };
        self.made += 1;
        hide(rule, &mut own);
        let mut maker = self.maker(scene, service, name);
        match (id, &rule.id) {
            (Some(id), _) => {
                if rule.id.is_none() {
                    own[&rule.key] = json!(id);
                }
                maker.id = id;
            }
            (None, Some(template)) => {
                let id = template.fill(&mut |name| maker.tell(name)).unwrap_or_default();
                maker.id = text(&id);
            }
            (None, None) if own[&rule.key].is_null() => {
                return faults::bad(asked, &format!("{} is required.", rule.key));
            }
            (None, None) => {}
        }
        let item = whole(rule, own, &mut maker);
        let id = text(&item[&rule.key]);
        let reply = written(asked, &item);
        if let Some((_, shelf)) = self.of(asked) {
            shelf.insert(id, Kept { item, at: scene.call.now });
        }
        reply
    }

    /// A JSON Patch, members to merge, or with `PUT` another item.
    pub(super) fn change(&mut self, asked: &Asked<'_>) -> Reply {
        let (scene, service) = (asked.scene, asked.found.service);
        let id = self.id(asked);
        let found = self.of(asked).and_then(|(rule, shelf)| Some((rule, shelf.get(&id)?.clone())));
        let Some((rule, mut kept)) = found else { return faults::missing(asked) };
        if let Some(refusal) = refuse_tag(asked, rule, &kept.item) {
            return refusal;
        }
        let old = kept.item.clone();
        match asked.body() {
            Some(operations @ Value::Array(_)) if asked.operation.verb == Verb::Change => {
                if let Err(fault) = patch::apply(&mut kept.item, &operations) {
                    return faults::bad(asked, &fault);
                }
            }
            Some(Value::Object(members)) => {
                if asked.operation.verb == Verb::Replace {
                    let usual = rule.usual.as_ref().map(|usual| usual.raw().clone());
                    kept.item = usual.unwrap_or_else(|| json!({}));
                }
                for (name, value) in members {
                    kept.item[name] = value;
                }
            }
            _ => return faults::bad(asked, "The body must be a JSON object or a JSON Patch."),
        }
        hide(rule, &mut kept.item);
        // What the service set when the item was made stays.
        for name in
            rule.made.iter().filter_map(|made| made.raw().as_object()).flat_map(|m| m.keys())
        {
            kept.item[name] = old[name].clone();
        }
        kept.item[&rule.key] = old[&rule.key].clone();
        let mut maker = Maker {
            dice: Dice::of(&format!("{id}/{}/{old}", scene.call.now.0)),
            ..self.maker(scene, service, "")
        };
        maker.id = id.clone();
        let stamps = rule.changed.as_ref().and_then(|stamp| stamp.fill(&mut |n| maker.tell(n)));
        for (name, value) in stamps.as_ref().and_then(Value::as_object).into_iter().flatten() {
            kept.item[name] = value.clone();
        }
        let reply = written(asked, &kept.item);
        if let Some((_, shelf)) = self.of(asked) {
            shelf.insert(id, kept);
        }
        reply
    }

    pub(super) fn remove(&mut self, asked: &Asked<'_>) -> Reply {
        let id = self.id(asked);
        let Some((_, shelf)) = self.of(asked) else { return faults::missing(asked) };
        match (shelf.shift_remove(&id), asked.found.removed()) {
            (None, _) => faults::missing(asked),
            (Some(_), None) => asked.bare(),
            (Some(kept), Some(removed)) => {
                asked.filled(removed, asked.status(), &mut |name| of_item(&kept.item, name))
            }
        }
    }
}

/// `item` as a write is answered.
fn written(asked: &Asked<'_>, item: &Value) -> Reply {
    match asked.found.written() {
        Some(written) if *written.raw() == Value::Null => asked.bare(),
        Some(written) => asked.filled(written, asked.status(), &mut |name| of_item(item, name)),
        None => shown(asked, item),
    }
}

/// Refuses a change that does not name the item as it is, where the service asks for that.
fn refuse_tag(asked: &Asked<'_>, rule: &Rule, item: &Value) -> Option<Reply> {
    let tag = item[rule.tag.as_ref()?].as_str().unwrap_or_default().trim_matches('"');
    match asked.scene.call.header("if-match") {
        None => Some(faults::bad(asked, "The header If-Match is required.")),
        Some(given) if given.trim_matches('"') != tag => Some(faults::outdated(asked)),
        Some(_) => None,
    }
}

/// A password that was sent does not come back.
fn hide(rule: &Rule, item: &mut Value) {
    const CONFIDENTIAL: [&str; 4] = ["secret", "password", "key", "token"];
    let Some(member) = &rule.hides else { return };
    let Some(Value::Object(members)) = item.pointer_mut(member) else { return };
    let is_confidential = |name: &str| {
        let name = name.to_lowercase();
        CONFIDENTIAL.iter().any(|part| name.contains(part))
    };
    for (_, value) in members.iter_mut().filter(|(name, _)| is_confidential(name)) {
        *value = json!("********");
    }
}
