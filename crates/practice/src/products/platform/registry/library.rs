//! Adobe's own resources: a small part of the XDM library, made once from a table.

use super::fields;
use serde_json::{Value, json};
use std::sync::OnceLock;

/// Kind, path of the `$id`, title, description, references, fields; tab-separated, one resource a line.
const TABLE: &str = include_str!("xdm.tsv");

/// Every global resource, in Adobe's order of kinds.
pub(super) fn all() -> &'static [Value] {
    static LIBRARY: OnceLock<Vec<Value>> = OnceLock::new();
    LIBRARY.get_or_init(|| TABLE.lines().filter_map(resource).collect())
}

/// The global resource at `reference`.
pub(super) fn find(reference: &str) -> Option<&'static Value> {
    all().iter().find(|resource| resource["$id"] == reference)
}

fn resource(line: &str) -> Option<Value> {
    let columns: Vec<&str> = line.split('\t').collect();
    let &[kind, path, title, description, references, spec] = columns.as_slice() else {
        return None;
    };
    let id = format!("https://ns.adobe.com/{path}");
    let references: Vec<String> = references
        .split(';')
        .filter(|path| !path.is_empty())
        .map(|path| format!("https://ns.adobe.com/{path}"))
        .collect();
    let properties = fields::properties(spec);
    let mut resource = json!({
        "$id": id,
        "meta:altId": alternate_id(&id),
        "meta:resourceType": kind,
        "version": "1",
        "title": title,
        "type": "object",
        "description": description,
    });
    if kind == "mixins" {
        let name = path.rsplit('/').next().unwrap_or(path);
        resource["definitions"] = json!({ name: { "type": "object", "properties": properties } });
        resource["allOf"] = json!([{ "$ref": format!("#/definitions/{name}") }]);
        resource["meta:intendedToExtend"] = json!(references);
    } else {
        resource["properties"] = json!(properties);
        let allof: Vec<Value> = references.iter().map(|id| json!({ "$ref": id })).collect();
        if !allof.is_empty() {
            resource["allOf"] = json!(allof);
            resource["meta:extends"] = json!(references);
        }
    }
    resource["meta:extensible"] = json!(kind != "behaviors");
    resource["meta:abstract"] = json!(true);
    resource["meta:xdmType"] = json!("object");
    resource["meta:status"] = json!("stable");
    resource["meta:containerId"] = json!("global");
    Some(resource)
}

/// `_xdm.context.profile` for `https://ns.adobe.com/xdm/context/profile`.
pub(super) fn alternate_id(id: &str) -> String {
    let path = id.strip_prefix("https://ns.adobe.com/").unwrap_or(id);
    format!("_{}", path.replace('/', "."))
}

#[cfg(test)]
mod tests {
    use super::{TABLE, all, find};
    use std::collections::HashSet;

    #[test]
    fn every_line_of_the_table_is_a_resource_of_its_own() {
        assert_eq!(all().len(), TABLE.lines().count());
        let ids: HashSet<_> = all().iter().map(|resource| resource["$id"].to_string()).collect();
        assert_eq!(ids.len(), all().len());
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let text = serde_json::to_string(all()).unwrap();
        for part in text.split("\"$ref\":\"").skip(1) {
            let reference = part.split('"').next().unwrap();
            assert!(reference.starts_with("#/") || find(reference).is_some(), "{reference}");
        }
    }
}
