//! Makes items from their templates: what each placeholder stands for, ids that are the same every time, and what the service
//! adds to what was sent.

use super::super::dice::Dice;
use super::super::scene::Scene;
use super::super::when;
use crate::table::{Rule, Service};
use mudbrick_model::Timestamp;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Ids of things that code keeps, by the names that templates call them.
pub(in crate::products) type Outside = HashMap<&'static str, Vec<String>>;

/// What a template can ask of the service and shelf it belongs to.
pub(super) struct Maker<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) service: &'static Service,
    pub(super) outside: &'a Outside,
    pub(super) dice: Dice,
    pub(super) at: Timestamp,
    pub(super) id: String,
    pub(super) index: u64,
}

impl Maker<'_> {
    /// What `name` stands for in an item.
    pub(super) fn tell(&mut self, name: &str) -> Option<Value> {
        let (name, more) = name.split_once(':').unwrap_or((name, ""));
        Some(match name {
            "uuid" => json!(self.dice.uuid()),
            "hex" => json!(self.dice.hex(more.parse().ok()?)),
            "number" => json!(self.dice.below(more.parse().ok()?)),
            "pick" => {
                let choices: Vec<&str> = more.split(',').collect();
                json!(self.dice.pick(&choices))
            }
            "at" => match more {
                "clocked" => json!(when::clocked(self.at)),
                "ms" => json!(self.at.0),
                "s" => json!(self.at.seconds()),
                "dated" => json!(when::dated(self.at)),
                "short" => json!(when::iso(self.at).replace(".000Z", "Z")),
                _ => json!(when::iso(self.at)),
            },
            "id" if more.is_empty() => json!(self.id),
            "id" => {
                let (shelf, place) = more.split_once(':')?;
                json!(self.id_of(shelf, place.parse().ok()?)?)
            }
            "index" => json!(self.index),
            _ => known(self.scene, name)?,
        })
    }

    /// The id of the item at `place` of a seeded shelf, or of what code keeps.
    fn id_of(&self, shelf: &str, place: usize) -> Option<String> {
        if let Some(ids) = self.outside.get(shelf).filter(|ids| !ids.is_empty()) {
            return Some(ids[place % ids.len()].clone());
        }
        let (name, rule) = self.service.shelves.get_key_value(shelf)?;
        Some(seeded_id(self.scene, self.service, name, rule, place as u64).0)
    }
}

/// What `name` stands for in every template.
pub(super) fn known(scene: &Scene<'_>, name: &str) -> Option<Value> {
    Some(match name {
        "org" => json!(scene.organisation),
        "ident" => json!(scene.organisation.split('@').next()?),
        "tenant" => json!(scene.tenant),
        "sandbox" => json!(scene.sandbox.name),
        "sandbox.id" => json!(scene.sandbox.id),
        "sandbox.type" => json!(scene.sandbox.kind),
        "sandbox.default" => json!(scene.sandbox.is_default),
        "user" => json!(scene.user()),
        "client" => json!(scene.call.caller.client_id),
        "origin" => json!(scene.kept_link("")),
        "path" => json!(scene.call.path),
        "now" => json!(when::iso(scene.call.now)),
        "now.ms" => json!(scene.call.now.0),
        _ => return None,
    })
}

/// The id of the seeded item at `index`, and the dice for the rest of it. A seed may write its id itself.
pub(super) fn seeded_id(
    scene: &Scene<'_>,
    service: &'static Service,
    name: &str,
    rule: &Rule,
    index: u64,
) -> (String, Dice) {
    let dice = Dice::at(&scene.key(&format!("{}/{name}", service.name)), index);
    let outside = Outside::new();
    let at = when::SEEDED;
    let mut maker = Maker { scene, service, outside: &outside, dice, at, id: String::new(), index };
    let seed = usize::try_from(index).ok().and_then(|place| rule.seed.get(place));
    let written = seed.and_then(|seed| seed.member(&rule.key)).or_else(|| rule.id.clone());
    let id = written.and_then(|id| id.fill(&mut |name| maker.tell(name))).unwrap_or_default();
    (text(&id), maker.dice)
}

/// `own` with what the service adds: defaults where it says nothing, and what it may not say.
pub(super) fn whole(rule: &Rule, own: Value, maker: &mut Maker<'_>) -> Value {
    let mut whole = Map::new();
    if rule.id.is_some() {
        whole.insert(rule.key.clone(), json!(maker.id));
    }
    let mut add = |more: Option<Value>| {
        if let Some(Value::Object(members)) = more {
            whole.extend(members);
        }
    };
    add(rule.usual.as_ref().and_then(|usual| usual.fill(&mut |name| maker.tell(name))));
    let Value::Object(mut own) = own else { return Value::Object(whole) };
    if rule.id.is_some() {
        own.shift_remove(&rule.key);
    }
    add(Some(Value::Object(own)));
    for stamp in [&rule.made, &rule.changed].into_iter().flatten() {
        add(stamp.fill(&mut |name| maker.tell(name)));
    }
    Value::Object(whole)
}

/// A member as text, which ids are even where they are numbers.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
