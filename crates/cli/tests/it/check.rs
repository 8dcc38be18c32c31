//! `mudbrick check`, `profile scopes` and `profile sandbox`, against the practice Adobe.

use crate::new_home;
use mudbrick_testkit::{Home, ORG, text};
use std::fs;

/// Acme's project for Experience Platform, as the practice Adobe has it.
fn add_platform(home: &Home) {
    let add = ["profile", "add", "Platform", "--organization", "Acme", "--org-id", ORG];
    let client = ["--client-id", "aac3e00000000000000000000000a003", "--adobe", "practice"];
    let scopes =
        "openid,session,AdobeID,read_organizations,additional_info.projectedProductContext";
    let rest = ["--scopes", scopes, "--secret-file", "-"];
    let arguments = [&add[..], &client, &rest].concat();
    let output = home.run_with_input(&arguments, "p8e-practice-acme-platform");
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[test]
fn a_profile_that_works_and_one_that_does_not_are_told_step_by_step() {
    let home = new_home();
    add_platform(&home);
    let said = home.ok(&["check", "Platform"]);
    assert!(said.starts_with("Acme · Platform: works\n  ok     Credential: "), "{said}");
    assert!(said.contains("\n  ok     Experience Platform: It answers. "), "{said}");
    assert!(said.contains("User Management (user_management_sdk)"), "{said}");
    assert!(said.ends_with("1 of 1 profile works.\n"), "{said}");
    // The calls are in the history, by the numbers that are told.
    assert!(home.ok(&["history"]).contains("/sandbox-management/"));

    home.add_places();
    let wrong = ["profile", "edit", "Places", "--secret-file", "-"];
    assert!(home.run_with_input(&wrong, "p8e-not-this-one").status.success());
    let report = home.path().join("report.md");
    let file = report.to_str().unwrap();
    let output = home.run(&["check", "--all", "--report", file]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("Acme · Places: gets no token\n"), "{said}");
    assert!(said.ends_with("1 of 2 profiles works.\n"), "{said}");
    let alone = text(&home.run(&["check", "Places"]).stdout);
    assert!(alone.ends_with("0 of 1 profile works.\n"), "{alone}");
    assert!(said.contains("\n  WRONG  Token: "), "{said}");
    assert!(
        said.contains("\n         mudbrick profile edit "),
        "the command that mends it: {said}"
    );
    let written = fs::read_to_string(&report).unwrap();
    assert!(written.contains("## Acme · Places\n") && written.contains("| **wrong** | Token |"));
    assert!(!written.contains("p8e-") && !said.contains("p8e-"), "{written}");
    let again = home.run(&["check", "--all", "--report", file]);
    assert_eq!(again.status.code(), Some(1), "a report that is there is not replaced");
    assert!(text(&again.stderr).contains("--force"), "{}", text(&again.stderr));
}

#[test]
fn programs_get_json_and_who_names_nothing_is_told_so() {
    let home = new_home();
    home.add_places();
    let report = home.json(&["check", "Places", "--product", "places", "--json"]);
    assert_eq!(report["profiles"][0]["verdict"], "works", "{report:#}");
    assert_eq!(home.run(&["check"]).status.code(), Some(2));
    let unknown = home.run(&["check", "Places", "--product", "Telegraphs"]);
    assert_eq!(unknown.status.code(), Some(2), "{}", text(&unknown.stderr));
    assert!(text(&unknown.stderr).contains("Experience Platform"), "those that there are");
}

#[test]
fn usual_scopes_are_listed_with_their_source() {
    let home = new_home();
    let said = home.ok(&["profile", "scopes", "campaign standard"]);
    assert!(said.starts_with("Campaign Standard (reported by others: "), "{said}");
    assert!(said.contains("metascopes (JWT): ent_campaign_sdk\n"), "{said}");
    assert!(!said.contains("\nFirefly"), "{said}");
    assert!(home.ok(&["profile", "scopes"]).contains("\nFirefly ("));
    assert_eq!(home.run(&["profile", "scopes", "telegraphs"]).status.code(), Some(1));
}

#[test]
fn a_profile_works_in_a_sandbox_that_platform_lists() {
    let home = new_home();
    add_platform(&home);
    let said = home.ok(&["profile", "sandbox", "Platform"]);
    assert!(said.contains("* prod") && said.contains("PRODUCTION"), "{said}");
    assert!(said.contains("  dev ") && said.contains("development"), "{said}");
    let said = home.ok(&["profile", "sandbox", "Platform", "dev", "--refresh"]);
    assert_eq!(said, "Acme · Platform works in the sandbox dev.\n");
    assert!(home.ok(&["profile", "sandbox", "Platform"]).contains("* dev"));
    let refused = home.run(&["profile", "sandbox", "Platform", "nowhere"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("prod"), "{}", text(&refused.stderr));
}
