//! Requests that a person keeps, from the command line.

use crate::new_home;
use mudbrick_testkit::{CLIENT, secret, text};

const FILE: &str = "@LIMIT = 5\n\n### List\n# Ada's\nGET https://x.io/a?limit={{LIMIT}}\n\n### Next\n# @timeout 30\nGET https://x.io/b\n";

#[test]
fn requests_are_listed_renamed_moved_copied_deleted_and_all_of_it_undone() {
    let home = new_home();
    assert!(home.ok(&["request", "list"]).starts_with("No requests of your own yet."));
    assert!(
        home.ok(&["request", "list", "--all"]).contains("GET     Places/List libraries  catalogue")
    );
    let folder = home.path().join("home/requests/places");
    std::fs::create_dir_all(&folder).unwrap();
    let (all, other) = (folder.join("All.http"), folder.join("Other.http"));
    std::fs::write(&all, FILE).unwrap();
    std::fs::write(folder.join("broken.http"), "FETCH x").unwrap();
    assert_eq!(
        home.ok(&["request", "list"]).lines().collect::<Vec<_>>()[..2],
        ["GET     places/All#List", "GET     places/All#Next"]
    );
    let list = home.json(&["request", "list", "--json"]);
    assert_eq!(list[0]["address"], "places/All#List");
    assert_eq!(list[2]["damaged"]["kind"], "request");
    let lines = "### List\n# Ada's\nGET https://x.io/a?limit={{LIMIT}}\n";
    assert_eq!(home.ok(&["request", "show", "List"]), lines);
    let next = &home.json(&["request", "show", "Next", "--json"])["request"];
    assert_eq!(
        (&next["url"], &next["options"]["timeout"]),
        (&"https://x.io/b".into(), &"30".into())
    );

    let moved = home.run(&["request", "move", "places/All#List", "places/Other"]);
    assert!(moved.status.success());
    assert!(text(&moved.stdout).contains("places/Other#List is where it is now."));
    assert!(text(&moved.stderr).contains("what stays there: LIMIT."), "{}", text(&moved.stderr));
    assert_eq!(std::fs::read_to_string(&other).unwrap(), format!("{lines}\n"));
    let renamed = home.json(&["request", "rename", "Next", "List", "--json"]);
    assert_eq!(renamed["address"], "places/All#List");
    let several = home.run(&["request", "delete", "List"]);
    assert_eq!(several.status.code(), Some(2));
    let said = text(&several.stderr);
    assert!(said.contains("own:places/All#List, own:places/Other#List"), "{said}");
    let taken = home.run(&["request", "move", "places/All#List", "places/Other"]);
    assert!(text(&taken.stderr).contains("There is a request called places/Other#List already."));
    home.ok(&["request", "move", "places/All#List", "places/Other", "--replace"]);
    assert_eq!(
        std::fs::read_to_string(&other).unwrap(),
        "### List\n# @timeout 30\nGET https://x.io/b\n"
    );
    home.ok(&["request", "duplicate", "places/Other"]);
    let deleted = home.json(&["request", "delete", "List copy", "--json"]);
    assert!(
        home.ok(&["request", "undo", deleted["change"].as_str().unwrap()]).contains("is back.")
    );
    for said in [
        "The copy of List is gone.",
        "List is back in its old place.",
        "old name again",
        "old place",
    ] {
        let undone = home.ok(&["request", "undo"]);
        assert!(undone.contains(said), "{undone}");
    }
    assert_eq!((std::fs::read_to_string(&all).unwrap().as_str(), other.exists()), (FILE, false));
    assert_eq!(home.run(&["request", "undo"]).status.code(), Some(1));
    let out = home.run(&["request", "move", "Next", "../out"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(text(&out.stderr).contains("Request name cannot be a file name"));
}

#[test]
fn one_request_of_several_is_sent() {
    let home = new_home();
    home.add_places();
    let file = home.path().join("several.http");
    let list = "https://api-places.adobe.io/places/placesapi/v1/libraries";
    let head = "Authorization: Bearer {{ACCESS_TOKEN}}\nx-api-key: {{API_KEY}}\nx-gw-ims-org-id: {{IMS_ORG}}\n";
    std::fs::write(&file, format!("### No\nGET https://x.io/\n\n### List\nGET {list}\n{head}"))
        .unwrap();
    let named = format!("{}#List", file.display());
    assert!(home.ok(&["send", "Places", &named]).starts_with('['));
    let several = home.run(&["send", "Places", &file.display().to_string()]);
    assert_eq!(several.status.code(), Some(2));
    assert!(text(&several.stderr).contains("several.http#No"), "{}", text(&several.stderr));
}

#[test]
fn a_request_is_written_as_code_whose_secrets_come_when_it_runs() {
    let home = new_home();
    home.add_places();
    let code = ["request", "code", "Places", "Places/List libraries"];
    let bash = home.ok(&code);
    assert!(
        bash.contains("Bearer $(mudbrick token acme-places)") && bash.contains(CLIENT),
        "{bash}"
    );
    let python = home.json(&[&code[..], &["--as", "python", "--json"]].concat());
    assert_eq!(python["language"], "python");
    assert!(python["text"].as_str().unwrap().contains("\"Bearer \" + token"), "{python}");
    let real = home.ok(&[&code[..], &["--with-secrets"]].concat());
    assert!(real.contains("Bearer eyJ") && !real.contains("mudbrick token"), "{real}");
    assert_eq!(home.run(&[&code[..], &["--as", "aepp"]].concat()).status.code(), Some(2));

    let dry = ["send", "Places", "Places/List libraries", "--dry-run"];
    let page = home.ok(&dry);
    for line in [
        "Authorization: Bearer ••••••••  (secret: ACCESS_TOKEN)",
        &format!("x-api-key: {CLIENT}  (the profile: API_KEY)"),
        "accept-encoding: gzip, br, deflate  (Mudbrick)",
        "host: api-places.adobe.io  (the connection)",
    ] {
        assert!(page.contains(line), "{line} in {page}");
    }
    let masked =
        home.json(&["send", "Places", "https://x.io/", "-d", &secret(), "--dry-run", "--json"]);
    assert_eq!(masked["body"][0]["origin"], "request");
    assert!(!masked.to_string().contains(&secret()), "{masked}");
    let typed = format!("x-a: {}", secret());
    let url = "https://api-places.adobe.io/";
    let masked = home.run(&["request", "code", "Places", url, "-H", &typed, "-d", "{{A}}"]);
    let (shown, said) = (text(&masked.stdout), text(&masked.stderr));
    assert!(masked.status.success() && !shown.contains(&secret()), "{shown}");
    assert!(said.contains("is masked here.") && said.contains("No value is set for A"), "{said}");
}

#[test]
fn a_long_body_goes_to_a_file_beside_the_code() {
    let home = new_home();
    home.add_places();
    let url = "https://api-places.adobe.io/places/placesapi/v1/libraries";
    let long = home.path().join("long.http");
    let body = format!("[\"{}\", \"{}\"]", "a".repeat(70_000), secret());
    std::fs::write(&long, format!("POST {url}\n\n{body}\n")).unwrap();
    let code = ["request", "code", "Places", long.to_str().unwrap()];
    assert_eq!(home.json(&[&code[..], &["--json"]].concat())["body_file"], "body.json");
    let out = home.path().join("body.json");
    let beside = [&code[..], &["--body-out", out.to_str().unwrap()]].concat();
    let written = home.run(&beside);
    assert!(written.status.success(), "{}", text(&written.stderr));
    assert!(text(&written.stdout).contains("--data-binary '@body.json'"));
    assert!(text(&written.stderr).contains("holds the body, which the code reads as body.json."));
    let body = std::fs::read_to_string(&out).unwrap();
    assert!(body.len() > 70_000 && !body.contains(&secret()), "it is masked as the code is");
    // What is there stays, unless somebody says otherwise.
    let again = home.run(&beside);
    assert!(!again.status.success() && text(&again.stderr).contains("exists already"));
    home.ok(&[&beside[..], &["--force", "--with-secrets"]].concat());
    assert!(std::fs::read_to_string(&out).unwrap().contains(&secret()));
    let stdout = home.run(&[&code[..], &["--body-out", "-"]].concat());
    assert!(text(&stdout.stderr).contains("would both go to standard output"));

    let short = ["request", "code", "Places", url, "--data", "{}", "--body-out"];
    let none = home.path().join("none.json");
    let said = home.run(&[&short[..], &[none.to_str().unwrap()]].concat());
    assert!(said.status.success() && text(&said.stderr).contains("No file was written"));
    assert!(!none.exists());
}

/// A file that is a body stays one, and nothing is said of it twice.
#[test]
fn a_body_that_is_a_file_is_read_by_its_own_name() {
    let home = new_home();
    home.add_places();
    let url = "https://api-places.adobe.io/places/placesapi/v1/libraries";
    let file = home.path().join("put.http");
    std::fs::write(&file, format!("# @no-redirect\nGET {url}\n\n< ./it's.json\n")).unwrap();
    std::fs::write(home.path().join("it's.json"), "{}").unwrap();
    let out = home.path().join("out.json");
    let code = ["request", "code", "Places", file.to_str().unwrap(), "--body-out"];
    let written = home.run(&[&code[..], &[out.to_str().unwrap()]].concat());
    let (code, said) = (text(&written.stdout), text(&written.stderr));
    assert!(code.contains(r"--data-binary '@./it'\''s.json'") && !code.contains("-L"), "{code}");
    assert_eq!(said.matches("it's.json").count(), 1, "{said}");
    assert!(said.contains("The body is read from ./it's.json,") && !out.exists(), "{said}");
    let data = format!("@{}", file.display());
    let given = home.ok(&["request", "code", "Places", url, "-X", "POST", "--data", &data]);
    assert!(given.contains(&format!("--data-binary '{data}'")), "{given}");
}

const COLLECTION: &str = r#"{"info":{"name":"Places"},"item":[{"name":"Libraries","item":[
    {"name":"List","event":[{"listen":"test","script":{"exec":["pm.environment.set('ACCESS_TOKEN', 1)"]}}],
     "request":{"method":"GET","url":"https://api-places.adobe.io/places/placesapi/v1/libraries","header":[{"key":"x-sandbox-name","value":"{{SANDBOX}}"}],
                "auth":{"type":"bearer","bearer":[{"key":"token","value":"eyJhbGciOiJSUzI1NiJ9.e30.c2ln"}]}}}]}]}"#;

#[test]
fn a_collection_comes_in_and_goes_out() {
    let home = new_home();
    let file = home.path().join("places.json");
    std::fs::write(&file, COLLECTION).unwrap();
    let file = file.to_str().unwrap();
    let shown = home.ok(&["request", "import", file, "--dry-run"]);
    for part in [
        "Postman collection",
        "Places: 1 request in 1 file",
        "1 request to Places",
        "Libraries › List: The token is the profile's own",
        "runs after the answer",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(home.ok(&["request", "list"]).starts_with("No requests"));
    let asked = home.run(&["request", "import", file]);
    assert_eq!(asked.status.code(), Some(1), "{}", text(&asked.stderr));
    let added = home.json(&["request", "import", file, "--into", "others", "--yes", "--json"]);
    assert_eq!(added["imported"]["folder"], "others/Places");
    assert_eq!(added["read"]["collections"][0]["left_out"][0]["kind"], "script");
    assert!(home.ok(&["request", "list"]).starts_with("GET     others/Places/Libraries#List"));
    let kept = home.ok(&["request", "show", "List"]);
    assert!(kept.contains("Authorization: Bearer {{ACCESS_TOKEN}}"), "{kept}");
    let exported = home.ok(&["request", "export", "List", "--format", "curl", "--out", "-"]);
    assert!(exported.contains("-H \"Authorization: Bearer ${ADOBE_TOKEN}\""), "{exported}");
    let out = home.path().join("out.json");
    let out = out.to_str().unwrap();
    home.ok(&["request", "export", "others", "--format", "postman", "--out", out]);
    let refused = home.run(&["request", "export", "--format", "har", "--out", out]);
    assert!(!refused.status.success());
    let again = home.ok(&["request", "import", file, "--into", "others"]);
    assert!(again.contains("All of it is there already."), "{again}");
    let undone = home.ok(&["request", "undo"]);
    assert!(undone.contains("The requests that came with others/Places are gone."), "{undone}");
    let pasted = home.run_with_input(&["request", "import", "-", "--yes"], "curl https://x.io/a");
    assert!(pasted.status.success(), "{}", text(&pasted.stderr));
}

const HEAD: &str = "Authorization: Bearer {{ACCESS_TOKEN}}\nx-api-key: {{API_KEY}}\nx-gw-ims-org-id: {{IMS_ORG}}\n";

#[test]
fn what_a_file_asks_of_an_answer_is_told_and_has_its_own_exit_code() {
    let home = new_home();
    home.add_places();
    let folder = home.path().join("home/requests");
    std::fs::create_dir_all(&folder).unwrap();
    let list = "https://api-places.adobe.io/places/placesapi/v1/libraries";
    let text_of_file = format!(
        "### Good\n# @check status 200\n# @capture ID = body $[0].id\nGET {list}\n{HEAD}\n\
         ### Bad\n# @loop 3\n# @check status 404\nGET {list}\n{HEAD}\n\
         ### Asks\n# @prompt LIMIT How many?\nGET {list}?limit={{{{LIMIT}}}}\n{HEAD}\n\
         ### Outside\nPOST {list}\n{HEAD}\n< ../../body.json\n"
    );
    std::fs::write(folder.join("mine.http"), text_of_file).unwrap();
    std::fs::write(home.path().join("body.json"), "{\"name\": \"outside\"}").unwrap();
    let good = home.run(&["send", "Places", "mine#Good"]);
    let said = text(&good.stderr);
    assert_eq!(good.status.code(), Some(0), "{said}");
    assert!(said.contains("passed: status 200") && said.contains("ID = "), "{said}");
    let bad = home.run(&["send", "Places", "mine#Bad"]);
    let said = text(&bad.stderr);
    assert_eq!(bad.status.code(), Some(4), "{said}");
    assert!(said.contains("failed: status 404; it is 200"), "{said}");
    assert!(said.contains("@loop is not supported and has no effect."), "{said}");
    assert!(text(&bad.stdout).starts_with('['), "the answer is printed all the same");
    let json = home.run(&["send", "Places", "mine#Bad", "--json"]);
    assert!(text(&json.stdout).contains("\"passed\": false"), "{}", text(&json.stdout));
    let notes = &serde_json::from_slice::<serde_json::Value>(&json.stdout).unwrap()["notes"];
    assert!(notes.to_string().contains("@loop is not supported"), "what a note says without");
    let asks = home.run(&["send", "Places", "mine#Asks"]);
    let said = text(&asks.stderr);
    assert_eq!(asks.status.code(), Some(2), "{said}");
    assert!(said.contains("LIMIT (How many?)") && said.contains("--var LIMIT="), "{said}");
    home.ok(&["send", "Places", "mine#Asks", "--var", "LIMIT=1"]);
    let outside = home.run(&["send", "Places", "mine#Outside"]);
    assert_eq!(outside.status.code(), Some(2));
    assert!(text(&outside.stderr).contains("--outside-files"), "{}", text(&outside.stderr));
    let agreed = home.run(&["send", "Places", "mine#Outside", "--outside-files"]);
    assert_ne!(agreed.status.code(), Some(2), "{}", text(&agreed.stderr));
}

/// The catalogue as one profile sees it: what its credential is known not to be able to send is left out until it is asked for.
#[test]
fn a_profile_sees_what_it_can_send_and_why_not_the_rest() {
    let home = new_home();
    home.add_places();
    let listed = home.run(&["request", "list", "--for", "Places"]);
    let (out, note) = (text(&listed.stdout), text(&listed.stderr));
    assert!(out.contains("GET     Places/List libraries  catalogue\n"), "{out}");
    assert!(!out.contains("Campaign Standard/"), "{out}");
    assert!(note.contains("need what the credential does not have: add --all"), "{note}");
    let all = home.ok(&["request", "list", "--for", "Places", "--all"]);
    let row = "GET     User Management/List users  catalogue  The credential does not have the scope user_management_sdk.\n";
    assert!(all.contains(row), "{all}");
    let shown = home.ok(&["request", "show", "Places/Get a library"]);
    assert!(shown.contains("# @effect read\n# @prompt LIBRARY_ID "), "{shown}");
    let about =
        &home.json(&["request", "show", "Campaign Standard/Get a profile", "--json"])["about"];
    assert_eq!(
        (&about["effect"], &about["metascopes"][0]),
        (&"read".into(), &"ent_campaign_sdk".into())
    );
    assert!(about["example"].as_str().unwrap().contains("\n  \"PKey\""), "{about}");
}
