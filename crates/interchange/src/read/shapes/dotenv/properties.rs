//! Java properties, as aio-lib-java has them.

use crate::read::fields;
use crate::read::findings::Findings;
use crate::read::syntax::{Node, Origins, Value};
use mudbrick_model::{Unused, UnusedReason};
use std::rc::Rc;
use zeroize::Zeroizing;

/// Java properties of aio-lib-java: `aio_api_key`, `aio_client_secret`, `aio_encoded_pkcs8`, ….
pub(crate) fn properties(
    findings: &mut Findings<'_>,
    entries: Vec<(String, Zeroizing<String>)>,
) -> bool {
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
    findings.format("aio-lib-java properties");
    let mut origins = Origins { source: findings.source().to_owned(), ..Origins::default() };
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
    let mut partial = findings.partial();
    fields::fill(findings, &mut partial, &Node::root(&value, Rc::new(origins)));
    findings.partials.push(partial);
    if other > 0 {
        let count = u32::try_from(other).unwrap_or(u32::MAX);
        findings.ignore(Unused::OtherVariables { count }, UnusedReason::NotOfAdobe);
    }
    true
}
