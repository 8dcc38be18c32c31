//! What the window may load and call, as docs/SECURITY.md promises it: nothing from the network, and nothing of the shell but
//! Mudbrick's own commands and its events.

use serde_json::Value;

fn security() -> Value {
    let config: Value = serde_json::from_str(include_str!("../../tauri.conf.json")).unwrap();
    config["app"]["security"].clone()
}

#[test]
fn the_content_security_policy_lets_nothing_in_from_elsewhere() {
    let security = security();
    let policy = security["csp"].as_object().unwrap();
    assert_eq!(policy["default-src"], "'none'");
    for (directive, sources) in policy {
        for source in sources.as_str().unwrap().split(' ') {
            let is_allowed = match source {
                "'none'" | "'self'" => true,
                "data:" => directive == "img-src",
                // Tauri's own way to the shell, which leaves the machine on no system.
                "ipc:" | "http://ipc.localhost" => directive == "connect-src",
                _ => false,
            };
            assert!(is_allowed, "{directive} {source}");
        }
    }
    // Tauri would leave the policy alone, or replace it while the pages are developed.
    for weaker in ["devCsp", "dangerousDisableAssetCspModification", "assetProtocol"] {
        assert!(security.get(weaker).is_none(), "{weaker}");
    }
}

#[test]
fn the_window_may_listen_to_events_and_call_nothing_else_of_tauris() {
    let security = security();
    let capabilities = security["capabilities"].as_array().unwrap();
    let permissions: Vec<&Value> =
        capabilities.iter().flat_map(|one| one["permissions"].as_array().unwrap()).collect();
    assert_eq!(permissions, ["core:event:allow-listen", "core:event:allow-unlisten"]);
    assert!(capabilities.iter().all(|one| one.get("remote").is_none()), "no page from elsewhere");
}
