//! Requests from texts that people paste.

use crate::new_home;
use mudbrick_testkit::text;
use rstest::rstest;
use serde_json::Value;

const URL: &str = "https://api-places.adobe.io/places/placesapi/v1/libraries";

#[rstest]
#[case::shell(
    "curl -X GET URL \\\n  -H 'Authorization: Bearer {ACCESS_TOKEN}' \\\n  -H 'x-api-key: <API KEY>' \\\n  -H 'x-gw-ims-org-id: YOUR_ORG_ID'"
)]
#[case::somebody_elses(
    "curl URL -H 'authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJpZCI6IjEifQ.c2lnbmF0dXJl' -H 'x-api-key: theirs' -H 'x-gw-ims-org-id: 1@AdobeOrg'"
)]
#[case::cmd(
    "curl ^\"URL^\" ^\r\n -H ^\"Authorization: Bearer ^%TOKEN^%^\" ^\r\n -H ^\"x-api-key: a^\" ^\r\n -H ^\"x-gw-ims-org-id: b^\""
)]
#[case::powershell(
    "$h = @{ Authorization = \"Bearer $token\"; 'x-api-key' = $key; 'x-gw-ims-org-id' = 'x' }\nInvoke-RestMethod -Uri 'URL' -Headers $h"
)]
#[case::fetch(
    "await fetch('URL', { headers: { Authorization: `Bearer ${token}`, 'x-api-key': key, 'x-gw-ims-org-id': org } })"
)]
#[case::raw(
    "GET /places/placesapi/v1/libraries HTTP/1.1\nHost: api-places.adobe.io\nAuthorization: Bearer x\nx-api-key: y\nx-gw-ims-org-id: z\n"
)]
fn is_sent_with_the_profiles_credentials(#[case] pasted: &str) {
    let home = new_home();
    home.add_places();
    let pasted = pasted.replace("URL", URL);
    let output = home.run_with_input(&["send", "Places", "--curl", "-"], &pasted);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(serde_json::from_slice::<Value>(&output.stdout).unwrap().is_array());
}

#[test]
fn a_doubt_stops_it_until_the_person_agrees() {
    let home = new_home();
    home.add_places();
    let pasted = format!(
        "curl {URL} -H 'Authorization: Bearer x' -H 'x-gw-ims-org-id: y' -H 'x-api-key: z'-H 'x-a: b'"
    );
    let refused = home.run_with_input(&["send", "Places", "--curl", "-"], &pasted);
    assert_eq!(refused.status.code(), Some(2), "{}", text(&refused.stderr));
    let said = text(&refused.stderr);
    assert!(said.contains("A blank is missing before -H."), "{said}");
    let sent = home.run_with_input(&["send", "Places", "--curl", "-", "--as-read"], &pasted);
    assert!(sent.status.success(), "{}", text(&sent.stderr));
    assert!(text(&sent.stderr).contains("A blank is missing before -H."));
}

#[test]
fn production_is_asked_about() {
    let home = new_home();
    home.add_places();
    home.ok(&["profile", "edit", "Places", "--risk", "production"]);
    let pasted = format!("curl -X POST {URL} -H 'Authorization: Bearer x' --json '{{}}'");
    let refused = home.run_with_input(&["send", "Places", "--curl", "-"], &pasted);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("is production"), "{}", text(&refused.stderr));
}

#[test]
fn a_file_may_be_windows_own() {
    let home = new_home();
    home.add_places();
    let pasted = format!(
        "\u{feff}curl {URL} -H \"Authorization: Bearer x\" -H \"x-api-key: y\" -H \"x-gw-ims-org-id: z\""
    );
    let bytes: Vec<u8> = pasted.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let file = home.path().join("call.txt");
    std::fs::write(&file, bytes).unwrap();
    home.ok(&["send", "Places", "--curl", file.to_str().unwrap()]);
    std::fs::write(&file, [0xC3, 0x28]).unwrap();
    let refused = home.run(&["send", "Places", "--curl", file.to_str().unwrap()]);
    assert!(text(&refused.stderr).contains("is not text"), "{}", text(&refused.stderr));
}

#[test]
fn headers_that_the_service_needs_are_told_and_added() {
    let home = new_home();
    home.add_places();
    let text = "curl https://api-places.adobe.io/places/placesapi/v1/libraries -H 'x-api-key: a'";
    let told = home.run_with_input(&["send", "Places", "--curl", "-", "--dry-run"], text);
    let said = mudbrick_testkit::text(&told.stderr);
    assert!(said.contains("Authorization, x-gw-ims-org-id. Add them with --complete."), "{said}");
    let complete = ["send", "Places", "--curl", "-", "--dry-run", "--complete"];
    let added = home.run_with_input(&complete, text);
    let shown = mudbrick_testkit::text(&added.stdout);
    assert!(shown.contains("x-gw-ims-org-id: ") && shown.contains("ACCESS_TOKEN"), "{shown}");
}
