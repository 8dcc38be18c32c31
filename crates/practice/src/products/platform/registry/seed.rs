//! What the tenant has defined before the first call.

use super::fields;
use super::kept::Registry;
use super::kind::Kind;
use crate::products::call::Call;
use crate::products::dice::Dice;
use crate::products::scene::{Filled, Scene};
use crate::products::shelf::Shelf;
use crate::products::when;
use serde_json::{Map, Value, json};

const XDM: &str = "https://ns.adobe.com/xdm/context";

/// Kind, title, description, references (`@` before a title of the tenant's own), the tenant's fields, enabled for
/// Profile.
struct Definition {
    kind: Kind,
    title: &'static str,
    description: &'static str,
    references: &'static [&'static str],
    fields: &'static str,
    union: bool,
}

const DEFINITIONS: [Definition; 11] = [
    Definition {
        kind: Kind::DataTypes,
        title: "Store Reference",
        description: "Points at one of our shops or cafés.",
        references: &[],
        fields: "storeNumber:string,poiID:string,city:string",
        union: false,
    },
    Definition {
        kind: Kind::FieldGroups,
        title: "Loyalty Member",
        description: "Membership of the coffee club and the museum pass.",
        references: &["profile"],
        fields: "memberNumber:string,tier:string,points:integer,memberSince:string/date",
        union: false,
    },
    Definition {
        kind: Kind::FieldGroups,
        title: "Newsletter Preferences",
        description: "Which newsletters a person has asked for.",
        references: &["profile"],
        fields: "newsletters:array,lastConfirmed:string/date-time",
        union: false,
    },
    Definition {
        kind: Kind::FieldGroups,
        title: "Store Visit",
        description: "A visit to a shop or café.",
        references: &["experienceevent"],
        fields: "storeNumber:string,dwellMinutes:integer,basketValue:number",
        union: false,
    },
    Definition {
        kind: Kind::Classes,
        title: "Store",
        description: "A shop or a café of ours.",
        references: &["https://ns.adobe.com/xdm/data/record"],
        fields: "storeNumber:string,name:string,openedOn:string/date",
        union: false,
    },
    Definition {
        kind: Kind::Schemas,
        title: "Customer Profile",
        description: "One record a customer, from the loyalty system.",
        references: &[
            "profile",
            "profile-person-details",
            "profile-personal-details",
            "identitymap",
            "@Loyalty Member",
        ],
        fields: "",
        union: true,
    },
    Definition {
        kind: Kind::Schemas,
        title: "Newsletter Subscriber",
        description: "Subscribers, from Campaign.",
        references: &[
            "profile",
            "profile-personal-details",
            "profile-consents",
            "@Newsletter Preferences",
        ],
        fields: "",
        union: true,
    },
    Definition {
        kind: Kind::Schemas,
        title: "Web Visit",
        description: "Page views and clicks of both shops' sites.",
        references: &[
            "experienceevent",
            "experienceevent-web",
            "experienceevent-environment-details",
            "identitymap",
        ],
        fields: "",
        union: true,
    },
    Definition {
        kind: Kind::Schemas,
        title: "Online Order",
        description: "Orders of the web shop.",
        references: &[
            "experienceevent",
            "experienceevent-commerce",
            "experienceevent-channel",
            "identitymap",
        ],
        fields: "",
        union: true,
    },
    Definition {
        kind: Kind::Schemas,
        title: "Store Visit Event",
        description: "Visits that the Places geofences report.",
        references: &["experienceevent", "experienceevent-place", "identitymap", "@Store Visit"],
        fields: "",
        union: false,
    },
    Definition {
        kind: Kind::Schemas,
        title: "Store Directory",
        description: "All shops and cafés.",
        references: &["@Store"],
        fields: "",
        union: false,
    },
];

/// The registry of a sandbox: the definitions above, or nothing in an empty one.
pub(super) fn registry(scene: &Scene<'_>) -> Registry {
    let mut registry =
        Registry { tenant: Shelf::default(), descriptors: Shelf::default(), made: 0 };
    if scene.sandbox.filled == Filled::Empty {
        return registry;
    }
    for (index, definition) in DEFINITIONS.iter().enumerate() {
        let mut dice = Dice::at(&scene.key("registry"), index as u64);
        let id = format!(
            "https://ns.adobe.com/{}/{}/{}",
            scene.tenant,
            definition.kind.name(),
            dice.hex(24)
        );
        // Each is dated behind the one before, for a schema is made of what was there.
        let age =
            std::time::Duration::from_secs((400 - 30 * index as u64) * 86_400 + dice.below(40_000));
        let call = Call { now: when::SEEDED.before(age), ..scene.call.clone() };
        let then = Scene { call: &call, ..scene.clone() };
        let version = if definition.kind == Kind::Schemas {
            format!("1.{}", dice.below(5))
        } else {
            "1.0".to_owned()
        };
        let body = body(definition, &registry, scene.tenant);
        let resource = registry.completed(&then, definition.kind, body, &id, &version, None);
        registry.tenant.put(id, resource);
    }
    describe(&mut registry, scene);
    registry
}

fn body(definition: &Definition, registry: &Registry, tenant: &str) -> Map<String, Value> {
    let references: Vec<String> = definition
        .references
        .iter()
        .filter_map(|reference| match reference.strip_prefix('@') {
            Some(title) => registry.schema_titled(title),
            None if reference.starts_with("https://") => Some((*reference).to_owned()),
            None => Some(format!("{XDM}/{reference}")),
        })
        .collect();
    let all: Vec<Value> = references.iter().map(|id| json!({ "$ref": id })).collect();
    let own = json!(fields::properties(definition.fields));
    let namespaced = json!({ format!("_{tenant}"): { "type": "object", "properties": own, "meta:xdmType": "object" } });
    let mut body = json!({
        "title": definition.title,
        "description": definition.description,
        "type": "object",
    });
    match definition.kind {
        Kind::DataTypes => body["properties"] = own,
        Kind::FieldGroups => {
            body["definitions"] =
                json!({ "customFields": { "type": "object", "properties": namespaced } });
            body["allOf"] = json!([{ "$ref": "#/definitions/customFields" }]);
            body["meta:intendedToExtend"] = json!(references);
        }
        Kind::Classes => {
            body["definitions"] =
                json!({ "customFields": { "type": "object", "properties": namespaced } });
            let own = json!({ "$ref": "#/definitions/customFields" });
            body["allOf"] = all.into_iter().chain([own]).collect();
        }
        _ => body["allOf"] = json!(all),
    }
    if definition.union {
        body["meta:immutableTags"] = json!(["union"]);
    }
    match body {
        Value::Object(body) => body,
        _ => Map::new(),
    }
}

fn describe(registry: &mut Registry, scene: &Scene<'_>) {
    let identity = |schema: &str, property: &str, namespace: &str, primary: Primary| {
        json!({
            "@type": "xdm:descriptorIdentity",
            "xdm:sourceSchema": registry.schema_titled(schema),
            "xdm:sourceVersion": 1,
            "xdm:sourceProperty": property,
            "xdm:namespace": namespace,
            "xdm:property": "xdm:code",
            "xdm:isPrimary": primary == Primary::Yes,
        })
    };
    let made = [
        identity("Customer Profile", "/personalEmail/address", "Email", Primary::Yes),
        identity("Customer Profile", "/mobilePhone/number", "Phone", Primary::No),
        identity("Newsletter Subscriber", "/personalEmail/address", "Email", Primary::Yes),
        json!({
            "@type": "xdm:alternateDisplayInfo",
            "xdm:sourceSchema": registry.schema_titled("Online Order"),
            "xdm:sourceVersion": 1,
            "xdm:sourceProperty": "/commerce/order/priceTotal",
            "xdm:title": { "en_us": "Order value" },
            "xdm:description": { "en_us": "What the customer paid, in the order's currency." },
        }),
    ];
    for (index, mut descriptor) in made.into_iter().enumerate() {
        let mut dice = Dice::at(&scene.key("descriptors"), index as u64);
        let at = when::before_seeding(60, &mut dice).0;
        let id = dice.hex(20);
        descriptor["createdUser"] = json!(scene.user());
        descriptor["imsOrg"] = json!(scene.organisation);
        descriptor["createdClient"] = json!("acp_ui_platform");
        descriptor["updatedUser"] = json!(scene.user());
        descriptor["created"] = json!(at);
        descriptor["updated"] = json!(at);
        descriptor["meta:containerId"] = json!("tenant");
        descriptor["@id"] = json!(id);
        registry.descriptors.put(id, descriptor);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Primary {
    Yes,
    No,
}
