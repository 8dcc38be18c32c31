//! The shelves behind the table's entries, filled from their seeds when they are first asked for.

use super::super::dice::Dice;
use super::super::scene::{Filled, Scene};
use super::super::when;
use super::maker::{Maker, Outside, seeded_id, text, whole};
use crate::table::{Rule, Service};
use indexmap::IndexMap;
use mudbrick_model::Timestamp;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::time::Duration;

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
