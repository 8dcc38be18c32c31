//! Profiles, tokens, keys, requests.

use crate::new_home;
use mudbrick_testkit::{CLIENT, ORG, secret, text};
use serde_json::Value;

#[test]
fn a_token_is_printed_and_nothing_else() {
    let home = new_home();
    home.add_places();
    let first = home.ok(&["token", "acme-places"]);
    assert!(first.ends_with('\n') && first.starts_with("eyJ") && first.lines().count() == 1);
    assert_eq!(home.ok(&["token", "Places"]), first, "the second comes from the cache");
    assert_ne!(home.ok(&["token", "Places", "--renew"]), first);
    let answer = home.json(&["token", "Places", "--json"]);
    assert!(answer["expires_on"].is_i64() && answer["access_token"].is_string(), "{answer}");
}

#[test]
fn headers_are_ready_for_curl() {
    let home = new_home();
    home.add_places();
    let headers = home.ok(&["header", "Places"]);
    let lines: Vec<&str> = headers.lines().collect();
    assert!(lines[0].starts_with("Authorization: Bearer eyJ"));
    assert_eq!(lines[1..], [format!("x-api-key: {CLIENT}"), format!("x-gw-ims-org-id: {ORG}")]);
}

#[test]
fn a_token_is_printed_in_the_form_that_another_program_takes() {
    let home = new_home();
    home.add_places();
    let token = home.ok(&["token", "Places"]);
    let token = token.trim();
    for (form, begins) in [
        ("bearer", "Bearer eyJ"),
        ("header", "Authorization: Bearer eyJ"),
        ("headers", "Authorization: Bearer eyJ"),
        ("curl", "curl -H 'Authorization: Bearer eyJ"),
        ("powershell", "$headers = @{"),
        ("env", "ACCESS_TOKEN=eyJ"),
        ("postman", "{"),
        ("node", "const headers = {"),
        ("python", "headers = {"),
    ] {
        let text = home.ok(&["token", "Places", "--as", form]);
        assert!(text.starts_with(begins) && text.contains(token), "{form}: {text}");
        assert!(!text.contains(&secret()), "{form}");
    }
    let answer = home.json(&["token", "Places", "--as", "env", "--json"]);
    assert!(answer["text"].as_str().is_some_and(|text| text.ends_with("@AdobeOrg\n")), "{answer}");
    assert_eq!(home.run(&["token", "Places", "--as", "yaml"]).status.code(), Some(2));
}

#[test]
fn curl_is_shown_without_the_secret_unless_asked_for() {
    let home = new_home();
    home.add_places();
    assert!(!home.ok(&["token", "Places", "--curl"]).contains(&secret()));
    assert!(home.ok(&["token", "Places", "--curl", "--with-secrets"]).contains(&secret()));
    assert_eq!(home.run(&["token", "Places", "--with-secrets"]).status.code(), Some(2));
}

#[test]
fn profiles_are_listed_edited_removed_and_brought_back() {
    let home = new_home();
    assert!(home.ok(&["profile", "list"]).starts_with("No profiles yet."));
    home.add_places();
    assert!(
        home.ok(&["profile", "list"]).contains("Acme · Places  development  OAuth  no token yet")
    );
    home.ok(&["profile", "edit", "Places", "--risk", "production", "--var", "TENANT_ID=_acme"]);
    let shown = home.ok(&["profile", "show", "Places"]);
    assert!(shown.contains("PRODUCTION") && shown.contains("{{TENANT_ID}} = _acme"), "{shown}");
    assert!(!shown.contains(&secret()));
    let removed = home.json(&["profile", "rm", "Places", "--json"]);
    assert_eq!(home.run(&["token", "Places"]).status.code(), Some(1));
    home.ok(&["profile", "restore", removed["removed"].as_str().unwrap()]);
    home.ok(&["token", "Places"]);
}

#[test]
fn bad_input_is_explained_and_changes_nothing() {
    let home = new_home();
    let cases: [(&[&str], &str); 4] = [
        (
            &["profile", "add", "X", "--org-id", "0A1B", "--client-id", CLIENT],
            "must end in @AdobeOrg",
        ),
        (
            &["profile", "add", "X", "--org-id", ORG, "--client-id", "a b"],
            "Client ID contains a space",
        ),
        (
            &[
                "profile",
                "add",
                "X",
                "--org-id",
                ORG,
                "--client-id",
                CLIENT,
                "--secret-file",
                "/nowhere",
            ],
            "/nowhere cannot be read",
        ),
        (&["key", "new", "x", "--country", "Germany", "--out", "keys"], "Country"),
    ];
    for (arguments, expected) in cases {
        let output = home.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(output.stdout, b"");
        assert!(text(&output.stderr).contains(expected), "{}", text(&output.stderr));
    }
    assert!(home.ok(&["profile", "list"]).starts_with("No profiles yet."));
    let output = home.run(&["--json", "token", "Nowhere"]);
    let error: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(error["error"]["code"], "not_found");
}

#[test]
fn a_vault_without_its_key_asks_for_unlocking() {
    let home = new_home();
    home.add_places();
    for passphrase in ["", "wrong"] {
        let output = home
            .command(&["token", "Places"])
            .env("MUDBRICK_PASSPHRASE", passphrase)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
        assert_eq!(output.stdout, b"");
    }
}

#[test]
fn keys_are_written_shown_and_checked() {
    let home = new_home();
    let folder = home.path().join("keys");
    let out = folder.to_str().unwrap();
    home.ok(&["key", "new", "places", "-C", "US", "--common-name", "places.com", "--out", out]);
    let (key, certificate) = (folder.join("places_private.key"), folder.join("places_public.crt"));
    let (key, certificate) = (key.to_str().unwrap(), certificate.to_str().unwrap());
    assert!(home.ok(&["key", "show", certificate]).contains("C=US, CN=places.com"));
    assert!(home.ok(&["key", "check", key, certificate]).contains("belong together"));
    let again = home.run(&["key", "new", "places", "--out", out]);
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("exists already"), "{}", text(&again.stderr));
    home.ok(&["key", "new", "other", "--out", out]);
    let other = folder.join("other_public.crt");
    let output = home.run(&["key", "check", key, other.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("do not belong together"));
    let swapped = home.run(&["key", "check", certificate, key]);
    assert_eq!(swapped.status.code(), Some(2));
}

#[test]
fn requests_are_sent_and_their_bodies_printed() {
    let home = new_home();
    home.add_places();
    let body = home.ok(&["send", "Places", "Places/List libraries"]);
    assert!(serde_json::from_str::<Value>(&body).unwrap().is_array(), "{body}");
    let url = "https://api-places.adobe.io/places/placesapi/v1/libraries";
    let refused = home.run(&["send", "Places", url]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stdout).contains("403000"), "{}", text(&refused.stdout));
    assert!(
        text(&refused.stderr).contains("The request has no API key."),
        "{}",
        text(&refused.stderr)
    );
    home.ok(&["profile", "edit", "Places", "--risk", "production"]);
    let writing = home.run(&["send", "Places", url, "-X", "POST", "-d", "{}"]);
    assert_eq!(writing.status.code(), Some(1));
    assert!(text(&writing.stderr).contains("is production"), "{}", text(&writing.stderr));
}

#[test]
fn the_tour_does_the_whole_job() {
    let tour = new_home().ok(&["tour"]);
    assert_eq!(tour.matches(" answered 200 ").count(), 4, "{tour}");
    assert_eq!(tour.matches("Token ready").count(), 2, "{tour}");
}

/// Served is counted against documented, and what is not served is named.
#[test]
fn the_practice_adobe_tells_its_coverage() {
    let home = crate::bare_home();
    let told = home.json(&["practice", "--coverage", "--json"]);
    let total = &told["total"];
    let count = |of: &Value, name: &str| of[name].as_u64().unwrap();
    let sum = |name: &str| -> u64 {
        told["services"].as_array().unwrap().iter().map(|of| count(of, name)).sum()
    };
    for name in ["documented", "served", "reads", "reads_served"] {
        assert_eq!(count(total, name), sum(name), "{name}");
    }
    let unserved = total["unserved"].as_array().unwrap();
    assert_eq!(count(total, "documented") - count(total, "served"), unserved.len() as u64);
    let text = home.ok(&["practice", "--coverage"]);
    for operation in unserved {
        assert!(text.contains(operation.as_str().unwrap()), "{operation}");
    }
    let row = format!("{} of  {}", count(total, "served"), count(total, "documented"));
    assert!(text.contains(&row), "{row} in {text}");
    assert!(!home.path().join("vault").exists(), "nothing is started or made");
}

#[test]
fn completions_know_the_commands() {
    let script = new_home().ok(&["completions", "bash"]);
    assert!(script.contains("mudbrick") && script.contains("practice"));
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let home = new_home();
    let manual = home.ok(&["manual"]);
    let begins = |line: &str| line.strip_prefix(".\\\" page ").map(str::to_owned);
    let pages: Vec<String> = manual.lines().filter_map(begins).collect();
    let mut open = vec![Vec::<String>::new()];
    let mut count = 0;
    while let Some(command) = open.pop() {
        let file =
            format!("{}.1", [vec!["mudbrick".to_owned()], command.clone()].concat().join("-"));
        assert_eq!(pages.iter().filter(|page| **page == file).count(), 1, "{file} in {pages:?}");
        count += 1;
        let mut call: Vec<&str> = command.iter().map(String::as_str).collect();
        call.push("--help");
        for below in commands_of(&home.ok(&call)) {
            open.push([command.clone(), vec![below]].concat());
        }
    }
    assert_eq!(pages.len(), count, "{pages:?}");
    assert!(count > 30, "{count} commands were found: is there something wrong with finding them?");
}

/// The commands that a help lists.
fn commands_of(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = lines.take_while(|line| !line.is_empty());
    // What is said of a command may go on in a second line, further in.
    let names = listed.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names.filter(|name| !name.is_empty() && *name != "help").map(str::to_owned).collect()
}
