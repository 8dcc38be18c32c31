//! The calls every resource has: list, filter, count, one row, create, change, delete.

use super::checks::check;
use super::edition::CampaignEdition;
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
use serde_json::{Map, Value, json};

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
                    None if home.number(resource.name(), key).is_some() => {
                        faults::not_found(resource.name(), key)
                    }
                    None => {
                        let path = format!("{root}/{}/{key}", resource.name());
                        faults::bad_key(home.edition, resource.schema(), key, &path)
                    }
                }
            }
            (_, [name, rest @ ..]) if resource == Resource::Service && is_raw_key(name) => {
                match self.service_named(name) {
                    Some(number) => match self.row(resource, number) {
                        Some(row) => self.one((resource, number, row), root, rest, home, call),
                        None => faults::not_found(resource.name(), name),
                    },
                    None => faults::no_document("Service", &format!("{name}:0"), "service", name),
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
            ("GET", []) => {
                let mut shown = resource.show(row, number, home, root);
                // One record has no address of its own in Campaign Standard.
                if home.edition == CampaignEdition::Standard
                    && let Value::Object(fields) = &mut shown
                {
                    fields.shift_remove("href");
                }
                reply::ok(&shown)
            }
            ("PATCH", []) if call.body.is_empty() && home.edition == CampaignEdition::V8 => {
                reply::none()
            }
            ("PATCH", []) => {
                let Some(Value::Object(changes)) = call.json() else {
                    return faults::engine("The payload is not a JSON object.");
                };
                if home.edition == CampaignEdition::V8
                    && let Some(Value::Object(location)) = changes.get("location")
                    && let Some(property) = location.keys().next()
                {
                    return faults::bad_property(property, resource.name());
                }
                if let Err(fault) = check(resource, &row, &changes) {
                    return faults::engine(&fault);
                }
                if let Err(refusal) = self.link(resource, &mut row, &changes, home) {
                    return refusal;
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
        if let Err(refusal) = self.link(resource, &mut row, &fields, home) {
            self.table_mut(resource).remove(number);
            return refusal;
        }
        Resource::merge(&mut row, &fields);
        resource.settle(&mut row, call.now);
        self.table_mut(resource).replace(number, row.clone());
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
            match (*segment, filter_of(resource, &shown, segment, call, home.edition)) {
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

    /// Links a store to the profile that `fields` names by its key. An object that would have to be made is passed over by
    /// Campaign Standard, which leaves the link empty, and refused by v8.
    fn link(
        &self,
        resource: Resource,
        row: &mut Value,
        fields: &Map<String, Value>,
        home: &Home,
    ) -> Result<(), Reply> {
        let Some(manager) = fields.get("cusManager").filter(|_| resource == Resource::Store) else {
            return Ok(());
        };
        let Some(key) = manager["PKey"].as_str() else {
            if home.edition == CampaignEdition::V8 && manager.is_object() {
                return Err(faults::bad_property("cusManager", resource.name()));
            }
            row["cusManager"] = Value::Null;
            return Ok(());
        };
        let number =
            home.number("profile", key).filter(|number| self.has(Resource::Profile, *number));
        let found = number.map(|number| json!(number));
        row["cusManager"] = found.ok_or_else(|| {
            faults::bad_key(home.edition, resource.schema(), key, resource.name())
        })?;
        Ok(())
    }

    /// The service whose name is `name`, which is its raw key.
    fn service_named(&self, name: &str) -> Option<u32> {
        let table = self.table(Resource::Service)?;
        table.numbers(0).find(|number| {
            self.field(Resource::Service, *number, "name").is_some_and(|value| value == name)
        })
    }

    /// The profile that `key` names as a custom key, which only the extended resource takes.
    fn by_custom_key(&self, root: &str, key: &str) -> Option<u32> {
        let number = profiles::by_member_number(key).filter(|_| root == "profileAndServicesExt")?;
        self.has(Resource::Profile, number).then_some(number)
    }
}

/// Whether a segment is a service's name rather than a field, a filter or a count, which all begin with small letters.
fn is_raw_key(segment: &str) -> bool {
    segment.starts_with(|first: char| first.is_ascii_uppercase() || first.is_ascii_digit())
}
