//! What a resource's fields and filters are, as `resourceType` tells.

use super::faults;
use super::history;
use super::home::Home;
use super::instance::Instance;
use super::resource::Resource;
use crate::products::call::Call;
use crate::products::reply::{self, Reply};
use crate::products::when;
use serde_json::{Value, json};

const DESCRIBED: [Resource; 5] =
    [Resource::Profile, Resource::Service, Resource::Store, Resource::OrgUnit, Resource::GeoUnit];

impl Instance {
    /// A call under `<root>/resourceType`.
    pub(super) fn metadata(&self, root: &str, rest: &[&str], home: &Home, call: &Call) -> Reply {
        if call.method != "GET" {
            return faults::oops();
        }
        match rest {
            ["history"] => self.describe_history(root, home),
            [name] => match Resource::find(root, name) {
                Some(resource) => self.describe(resource, root, home),
                None => self.filters(root, name, home).unwrap_or_else(faults::oops),
            },
            [key, "filters"] => self.filters(root, key, home).unwrap_or_else(faults::oops),
            _ => faults::oops(),
        }
    }

    /// The description of `resource`.
    pub(super) fn describe(&self, resource: Resource, root: &str, home: &Home) -> Reply {
        let name = resource.name();
        let (label, help, schema) = match resource {
            Resource::Profile => ("Profiles", "Identified profiles", "nms:recipient"),
            Resource::Service => ("Services", "Services that profiles subscribe to", "nms:service"),
            Resource::Store => ("Stores", "Stores of the company", "cus:cusStore"),
            Resource::OrgUnit => ("Organizational units", "Organizational units", "nms:orgUnit"),
            Resource::GeoUnit => ("Geographical units", "Geographical units", "nms:geoUnit"),
        };
        let row = resource.show(resource.blank(0, when::SEEDED), 0, home, root);
        let fields = row.as_object().into_iter().flatten().filter(|(field, _)| *field != "href");
        let content: serde_json::Map<String, Value> =
            fields.map(|(field, value)| (field.clone(), describe_field(field, value))).collect();
        let key = home.key("resourceType", position(resource));
        reply::ok(&json!({
            "content": content,
            "data": format!("/{root}/{name}/"),
            "filters": { "href": format!("{}/{root}/resourceType/{key}/filters/", home.base) },
            "help": help,
            "href": format!("{}/{root}/{name}/metadata", home.base),
            "label": label,
            "mandatory": false,
            "name": name,
            "pkgStatus": "never",
            "readOnly": false,
            "schema": schema,
            "type": "item",
        }))
    }

    /// The description of the marketing history, which is a view of profiles.
    fn describe_history(&self, root: &str, home: &Home) -> Reply {
        let row = Resource::Profile.blank(0, when::SEEDED);
        let fields = history::shown(&home.key("profile", 0), &row, &home.base);
        let fields = fields.as_object().into_iter().flatten().filter(|(field, _)| *field != "href");
        let content: serde_json::Map<String, Value> =
            fields.map(|(field, value)| (field.clone(), describe_field(field, value))).collect();
        let key = home.key("resourceType", position(Resource::Profile));
        reply::ok(&json!({
            "content": content,
            "data": format!("/{root}/history/"),
            "filters": { "href": format!("{}/{root}/resourceType/{key}/filters/", home.base) },
            "help": "What was sent to a profile",
            "href": format!("{}/{root}/history/metadata", home.base),
            "label": "Marketing history",
            "mandatory": false,
            "name": "history",
            "pkgStatus": "never",
            "readOnly": true,
            "schema": "nms:recipient",
            "type": "item",
        }))
    }

    fn filters(&self, root: &str, key: &str, home: &Home) -> Option<Reply> {
        let number = home.number("resourceType", key)?;
        let resource = *DESCRIBED.get(number as usize)?;
        let mut filters = json!({});
        let mut add = |name: &str, label: &str, query: &str, category: &str| {
            let place = number * 100 + filters.as_object().map_or(0, |f| f.len() as u32);
            filters[name] = json!({
                "PKey": home.key("filter", place),
                "category": category,
                "data": format!("/{root}/{}/{name}?{query}", resource.name()),
                "formType": "none",
                "fragmentName": "",
                "label": label,
            });
        };
        let label = if resource == Resource::Profile { "By name or email" } else { "By text" };
        add("byText", label, "text=$value", "99_none");
        if resource == Resource::Service {
            add("byChannel", "By channel", "channel=$value", "99_none");
        }
        Some(reply::ok(&filters))
    }
}

fn position(resource: Resource) -> u32 {
    DESCRIBED.iter().position(|described| *described == resource).map_or(0, |place| place as u32)
}

fn describe_field(name: &str, value: &Value) -> Value {
    let (kind, res_type) = match value {
        Value::Bool(_) => ("boolean", "boolean"),
        Value::Number(_) => ("number", "long"),
        Value::Object(_) if name == "subscriptions" => ("collection", "link"),
        Value::Object(fields) if fields.contains_key("PKey") => ("link", "link"),
        Value::Object(_) => ("structure", "element"),
        _ if name == "birthDate" => ("date", "date"),
        _ if name.ends_with("odified") || name == "created" => ("date", "datetime"),
        _ if matches!(name, "gender" | "emailFormat" | "messageType") => ("enumeration", "byte"),
        _ => ("string", "string"),
    };
    let policy = match name {
        "email" => "email",
        "mobilePhone" | "phone" | "fax" => "phone",
        "PKey" => "resIdentifier",
        _ => "none",
    };
    let read_only =
        matches!(name, "PKey" | "age" | "created" | "lastModified" | "title" | "domain");
    let mut described = json!({
        "apiName": name,
        "category": "99_none",
        "dataPolicy": policy,
        "name": name,
        "readOnly": read_only,
        "resType": res_type,
        "sortable": !matches!(value, Value::Object(_)),
        "type": kind,
    });
    let values: &[&str] = match name {
        "gender" => &["unknown", "male", "female"],
        "emailFormat" => &["unknown", "text", "html"],
        "messageType" => &["email", "sms", "push"],
        _ => &[],
    };
    if !values.is_empty() {
        described["values"] =
            values.iter().map(|value| json!({ "name": value, "label": value })).collect();
    }
    if name == "subscriptions" {
        described["resTarget"] = json!("subscriptionRcp");
    }
    described
}
