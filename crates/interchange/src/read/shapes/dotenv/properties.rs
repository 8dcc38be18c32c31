//! Java properties, as aio-lib-java has them.

use crate::read::fields;
use crate::read::finds::Finds;
use crate::read::syntax::{Node, Origins, Value};
use std::rc::Rc;
use zeroize::Zeroizing;

/// Java properties of aio-lib-java: `aio_api_key`, `aio_client_secret`, `aio_encoded_pkcs8`, ….
pub(crate) fn properties(finds: &mut Finds<'_>, entries: Vec<(String, Zeroizing<String>)>) -> bool {
    const OWN: [&str; 6] = [
        "aio_api_key",
        "aio_client_secret",
        "aio_ims_org_id",
        "aio_workspace_id",
        "aio_credential_id",
        "aio_technical_account_id",
    ];
    let own = entries.iter().filter(|(key, _)| OWN.contains(&key.as_str())).count();
    let has_client =
        entries.iter().any(|(key, _)| key == "aio_api_key" || key == "aio_client_secret");
    if own < 2 || !has_client {
        return false;
    }
    finds.format("aio-lib-java properties");
    let mut origins = Origins { source: finds.source().to_owned(), ..Origins::default() };
    let mut map = Vec::new();
    let mut other = 0;
    for (key, value) in entries {
        match key.strip_prefix("aio_") {
            Some(field) => {
                origins.names.insert(field.to_owned(), key.clone());
                map.push((field.to_owned(), Value::Text(value)));
            }
            None => other += 1,
        }
    }
    let value = Value::Map(map);
    let mut draft = finds.draft();
    fields::fill(finds, &mut draft, &Node::root(&value, Rc::new(origins)));
    finds.drafts.push(draft);
    if other > 0 {
        finds.ignore(
            format!("{other} other properties"),
            "They say nothing about a credential of Adobe's.",
        );
    }
    true
}
