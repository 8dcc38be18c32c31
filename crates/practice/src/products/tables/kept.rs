//! The shelves behind the table's entries, filled from their seeds when they are first asked for.

use super::super::dice::Dice;
use super::super::scene::{Filled, Scene};
use super::super::when;
use crate::table::{Rule, Service};
use indexmap::IndexMap;
use mudbrick_model::Timestamp;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::time::Duration;

/// Ids of things that code keeps, by the names that templates call them.
pub(in crate::products) type Outside = HashMap<&'static str, Vec<String>>;

/// Everything the table's entries keep for one sandbox or organisation.
#[derive(Debug, Default)]
pub(in crate::products) struct Tables {
    /// By service and shelf.
    shelves: HashMap<(&'static str, &'static str), Shelf>,
    outside: Outside,
    /// How many items callers made.
    pub(super) made: u64,
}

/// A shelf's items by id, in the order they were put there.
pub(super) type Shelf = IndexMap<String, Kept>;

/// An item as it was last written.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub(super) item: Value,
    pub(super) at: Timestamp,
}

impl Kept {
    /// The item as it stands at `now`.
    pub(super) fn shown(&self, rule: &Rule, now: Timestamp) -> Value {
        let mut item = self.item.clone();
        if let Some(ripens) = &rule.ripens
            && item[&ripens.member] == ripens.from.as_str()
            && now >= self.at.after(Duration::from_secs(ripens.seconds))
        {
            item[&ripens.member] = json!(ripens.to);
        }
        item
    }
}

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

impl Tables {
    pub(in crate::products) fn beside(outside: Outside) -> Self {
        Self { outside, ..Self::default() }
    }

    /// The shelf `name` of `service`, filled if this is the first call to it.
    pub(super) fn shelf(
        &mut self,
        scene: &Scene<'_>,
        service: &'static Service,
        name: &str,
    ) -> Option<(&'static Rule, &mut Shelf)> {
        let (name, rule) = service.shelves.get_key_value(name)?;
        let outside = &self.outside;
        let shelf = self
            .shelves
            .entry((service.name.as_str(), name.as_str()))
            .or_insert_with(|| seeded(scene, service, name, rule, outside));
        Some((rule, shelf))
    }

    /// The item `id` of a shelf, for code that refers to it.
    pub(in crate::products) fn item(
        &mut self,
        scene: &Scene<'_>,
        service: &str,
        shelf: &str,
        id: &str,
    ) -> Option<Value> {
        let service = crate::table::service(service)?;
        let (_, shelf) = self.shelf(scene, service, shelf)?;
        shelf.get(id).map(|kept| kept.item.clone())
    }

    /// A maker of a new item for the shelf `name`.
    pub(super) fn maker<'a>(
        &'a self,
        scene: &'a Scene<'a>,
        service: &'static Service,
        name: &str,
    ) -> Maker<'a> {
        let key = scene.key(&format!("{}/{name}/made", service.name));
        Maker {
            scene,
            service,
            outside: &self.outside,
            dice: Dice::at(&key, self.made),
            at: scene.call.now,
            id: String::new(),
            index: self.made,
        }
    }
}

fn seeded(
    scene: &Scene<'_>,
    service: &'static Service,
    name: &str,
    rule: &'static Rule,
    outside: &Outside,
) -> Shelf {
    let mut shelf = Shelf::new();
    if scene.sandbox.filled == Filled::Empty && !rule.everywhere {
        return shelf;
    }
    // Whoever comes first, the data was made by Platform's own window.
    let mut call = scene.call.clone();
    "acp_ui_platform".clone_into(&mut call.caller.client_id);
    let scene = &Scene { call: &call, ..scene.clone() };
    for (index, seed) in rule.seed.iter().enumerate() {
        let index = index as u64;
        let (id, mut dice) = seeded_id(scene, service, name, rule, index);
        let at = when::before_seeding(300, &mut dice);
        let mut maker = Maker { scene, service, outside, dice, at, id, index };
        let own = seed.fill(&mut |name| maker.tell(name)).unwrap_or_default();
        let item = whole(rule, own, &mut maker);
        let id = text(&item[&rule.key]);
        shelf.insert(id, Kept { item, at });
    }
    shelf
}

/// The id of the first thing on a shelf of `service`, for code that refers to it.
pub(in crate::products) fn first_id(scene: &Scene<'_>, service: &str, shelf: &str) -> String {
    let service = crate::table::service(service);
    let found = service.and_then(|service| Some((service, service.shelves.get(shelf)?)));
    found.map_or_else(String::new, |(service, rule)| seeded_id(scene, service, shelf, rule, 0).0)
}

/// The id of the seeded item at `index`, and the dice for the rest of it. A seed may write its id itself.
fn seeded_id(
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
