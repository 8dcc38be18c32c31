//! The calls every resource has: list, filter, count, one row, create, change, delete.

use super::checks::check;
use super::filters::filter_of;
use super::home::Home;
use super::instance::Instance;
use super::list::Listing;
use super::resource::Resource;
use super::{faults, profiles};
use crate::products::call::Call;
use crate::products::reply::{self, Reply};
use crate::products::{filter, when};
use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::{Value, json};

impl Instance {
    /// Row `number` of `resource` as it is kept.
    pub(super) fn row(&self, resource: Resource, number: u32) -> Option<Value> {
        match self.table(resource) {
            Some(table) => table.row(number, |number| resource.make(number)),
            None if number < resource.seeded(self.profiles) => resource.make(number),
            None => None,
        }
    }

    /// Whether there is a row `number`, without making it.
    pub(super) fn has(&self, resource: Resource, number: u32) -> bool {
        match self.table(resource) {
            Some(table) => table.row(number, |_| Some(Value::Null)).is_some(),
            None => number < resource.seeded(self.profiles),
        }
    }

    /// A call under `root`/`resource`; `rest` is what the path has behind that.
    pub(super) fn rows(
        &mut self,
        resource: Resource,
        root: &str,
        rest: &[&str],
        home: &Home,
        call: &Call,
    ) -> Reply {
        self.table_mut(resource);
        match (call.method.as_str(), rest) {
            ("POST", []) => self.create(resource, root, home, call),
            ("GET", ["metadata"]) => self.describe(resource, root, home),
            (_, [key, rest @ ..])
                if key.starts_with('@') || self.by_custom_key(root, key).is_some() =>
            {
                let number = match self.by_custom_key(root, key) {
                    Some(number) => Some(number),
                    None => home.number(resource.name(), key),
                };
                match number.and_then(|number| Some((number, self.row(resource, number)?))) {
                    Some((number, row)) => {
                        self.one((resource, number, row), root, rest, home, call)
                    }
                    None => faults::not_found(resource.name(), key),
                }
            }
            ("GET", rest) => self.list(resource, root, rest, home, call),
            _ => faults::oops(),
        }
    }

    fn one(
        &mut self,
        (resource, number, mut row): (Resource, u32, Value),
        root: &str,
        rest: &[&str],
        home: &Home,
        call: &Call,
    ) -> Reply {
        match (call.method.as_str(), rest) {
            ("GET", []) => reply::ok(&resource.show(row, number, home, root)),
            ("PATCH", []) => {
                let Some(Value::Object(changes)) = call.json() else {
                    return faults::engine("The payload is not a JSON object.");
                };
                if let Err(fault) = check(resource, &row, &changes) {
                    return faults::engine(&fault);
                }
                Resource::merge(&mut row, &changes);
                if changes.get("ccpaOptOut").is_some_and(|value| *value != Value::Null) {
                    row["ccpaOptOutLastModified"] = json!(when::spaced(call.now));
                }
                row["lastModified"] = json!(when::spaced(call.now));
                resource.settle(&mut row, call.now);
                self.table_mut(resource).replace(number, row);
                let key = home.key(resource.name(), number);
                let href = format!("{}/{root}/{}/{key}", home.base, resource.name());
                reply::ok(&json!({ "PKey": key, "href": href }))
            }
            ("DELETE", []) => {
                self.table_mut(resource).remove(number);
                // Adobe says 200 here and 204 for a subscription.
                Response::new(Bytes::new())
            }
            (_, ["subscriptions", rest @ ..])
                if matches!(resource, Resource::Profile | Resource::Service) =>
            {
                self.subscriptions(resource, number, rest, home, call)
            }
            _ => faults::oops(),
        }
    }

    fn create(&mut self, resource: Resource, root: &str, home: &Home, call: &Call) -> Reply {
        let Some(Value::Object(fields)) = call.json() else {
            return faults::engine("The payload is not a JSON object.");
        };
        let table = self.table_mut(resource);
        // A row's defaults may hold its number, so it is put in its place before it is filled.
        let number = table.add(Value::Null);
        let mut row = resource.blank(number, call.now);
        if let Err(fault) = check(resource, &row, &fields) {
            table.remove(number);
            return faults::engine(&fault);
        }
        Resource::merge(&mut row, &fields);
        resource.settle(&mut row, call.now);
        table.replace(number, row.clone());
        // Whether Adobe answers 200 or 201 is [unverified].
        reply::json(StatusCode::CREATED, &resource.show(row, number, home, root))
    }

    fn list(
        &self,
        resource: Resource,
        root: &str,
        rest: &[&str],
        home: &Home,
        call: &Call,
    ) -> Reply {
        let Some(table) = self.table(resource) else { return faults::oops() };
        let shown = resource.show(resource.blank(0, call.now), 0, home, root);
        let (mut filters, mut column, mut count) = (Vec::new(), None, false);
        for segment in rest {
            match (*segment, filter_of(resource, &shown, segment, call)) {
                _ if count => return faults::oops(),
                ("_count", _) => count = true,
                (_, Some(Ok(filter))) => filters.extend(filter),
                (_, Some(Err(()))) => return faults::oops(),
                (name, None) if column.is_none() && shown.get(name).is_some() => {
                    column = Some(name)
                }
                _ => return faults::oops(),
            }
        }
        let field = |number: u32, name: &str| self.field(resource, number, name);
        let passes =
            |number: &u32| filters.iter().all(|filter| filter.accepts(|name| field(*number, name)));
        if count {
            let count = match filters.is_empty() {
                true => table.len(),
                false => table.numbers(0).filter(passes).count(),
            };
            return reply::ok(&json!({ "count": count }));
        }
        let show = |number| Some(resource.show(self.row(resource, number)?, number, home, root));
        Listing { call, home, name: resource.name(), table: table.len(), column }.reply(
            |from| table.numbers(from).filter(passes),
            field,
            show,
        )
    }

    /// One field of a row. The fields people filter and sort by are made without the rest of the row.
    pub(super) fn field(&self, resource: Resource, number: u32, name: &str) -> Option<Value> {
        let untouched = !self.table(resource).is_some_and(|table| table.is_kept(number));
        if resource == Resource::Profile
            && untouched
            && number < self.profiles
            && let Some(value) = profiles::peek(number, name)
        {
            return Some(value);
        }
        filter::field(&self.row(resource, number)?, name).cloned()
    }

    /// The profile that `key` names as a custom key, which only the extended resource takes.
    fn by_custom_key(&self, root: &str, key: &str) -> Option<u32> {
        let number = profiles::by_member_number(key).filter(|_| root == "profileAndServicesExt")?;
        self.has(Resource::Profile, number).then_some(number)
    }
}
