//! Requests that a person keeps: listed, shown, renamed, moved, copied, deleted, and each of that undone.

use crate::command_line::{Call, CommandLine};
use crate::world::write;
use anyhow::{Context as _, Result};
use std::fs;
use std::path::Path;

/// What stands in it is the person's own text; a secret in it is the kit's and the history's business.
const FILE: &str = "@LIMIT = 5\n\n### List\n# Ada's\nGET https://api-places.adobe.io/places/placesapi/v1/libraries?limit={{LIMIT}}\n\n### Next\nGET https://api-places.adobe.io/places/placesapi/v1/pois\n";

const COLLECTION: &str = r#"{"info":{"name":"Places"},"item":[{"name":"List","request":{"url":"https://api-places.adobe.io/l","auth":{"type":"bearer","bearer":[{"key":"token","value":"{{t}}"}]}}}]}"#;

pub(super) fn play(line: &mut CommandLine<'_>) -> Result<()> {
    let folder = line.world.home().join("mudbrick/requests/canary");
    fs::create_dir_all(&folder).context("making the folder of requests")?;
    write(&folder.join("All.http"), FILE)?;
    line.run(Call::new(&["request", "list"]))?;
    line.run(Call::new(&["request", "list", "--all", "--json"]))?;
    line.run(Call::new(&["request", "list", "--for", "Places"]))?;
    line.run(Call::new(&["request", "list", "--for", "Places", "--all"]))?;
    line.run(Call::new(&["request", "show", "catalogue:Places/List libraries"]))?;
    line.run(Call::new(&["request", "show", "canary/All#List"]))?;
    line.run(Call::new(&["request", "show", "Next", "--json"]))?;
    line.run(Call::new(&["request", "rename", "canary/All#List", "Libraries"]))?;
    line.run(Call::new(&["request", "duplicate", "Libraries"]))?;
    line.run(Call::new(&["request", "duplicate", "Libraries", "Next 2", "--json"]))?;
    line.run(Call::new(&["request", "move", "Libraries", "canary/Other"]))?;
    let clash = ["request", "move", "Libraries copy", "../out"];
    line.run(Call::new(&clash).fails())?;
    line.run(Call::new(&["request", "rename", "Libraries copy", "Libraries"]))?;
    let replace = ["request", "move", "canary/All#Libraries", "canary/Other"];
    line.run(Call::new(&replace).fails())?;
    line.run(Call::new(&[&replace[..], &["--replace", "--json"]].concat()))?;
    let deleted = line.run(Call::new(&["request", "delete", "Next 2", "--json"]))?;
    let deleted: serde_json::Value = serde_json::from_str(&deleted)?;
    let change = deleted["change"].as_str().context("delete did not print the change")?;
    line.run(Call::new(&["request", "undo", change]))?;
    line.run(Call::new(&["request", "undo", "--json"]))?;
    line.run(Call::new(&["request", "undo", "9-9"]).fails())?;
    line.run_to_see(Call::new(&["send", "Places", "canary/All#Next"]))?;
    line.run(Call::new(&["send", "Places", "canary/All#Next", "--dry-run"]))?;
    for language in ["bash", "cmd", "powershell", "invoke-rest-method", "httpie", "python"] {
        let code = ["request", "code", "Places", "canary/All#Next", "--as", language];
        line.run(Call::new(&code))?;
    }
    line.run(Call::new(&["request", "code", "Places", "Places/List libraries", "--json"]))?;
    let url = "https://api-places.adobe.io/places/placesapi/v1/pois?limit={{LIMIT}}";
    let changed = ["--method", "POST", "--header", "x-a: b", "--data", "{}", "--var", "LIMIT=1"];
    let changed = [&["request", "code", "Places", url, "--outside-files"][..], &changed].concat();
    line.run(Call::new(&changed))?;
    let pasted = line.world.given("code.txt", "curl https://api-places.adobe.io/a")?;
    let pasted = ["request", "code", "Places", "--curl", &pasted, "--as-read", "--complete"];
    line.run(Call::new(&pasted))?;
    let with_secrets = ["request", "code", "Places", "Places/List libraries", "--with-secrets"];
    line.run(Call::new(&with_secrets).asked_for(&["token"]))?;
    long_body(line)?;
    others(line)?;
    sending(line)?;
    surroundings(line, &folder)?;
    compared(line)?;
    history(line)?;
    fs::remove_dir_all(&folder).context("removing the requests")
}

/// A body that is too long for code, with a secret that was typed into it: a file beside the code.
fn long_body(line: &mut CommandLine<'_>) -> Result<()> {
    let body = format!("{} {}", "a".repeat(70_000), line.world.secret("client secret"));
    // The code reads a file of the person's own itself.
    let given = format!("@{}", line.world.given("long.txt", &body)?);
    let libraries = "Places/List libraries";
    let own = ["request", "code", "Places", libraries, "--method", "POST", "--data", &given];
    line.run(Call::new(&own))?;
    let request = format!(
        "### Long\nPOST https://api-places.adobe.io/places/placesapi/v1/libraries\nAuthorization: Bearer {{{{ACCESS_TOKEN}}}}\nx-api-key: {{{{API_KEY}}}}\nContent-Type: text/plain\n\n{body}\n"
    );
    let request = format!("{}#Long", line.world.given("long.http", &request)?);
    let code = ["request", "code", "Places", &request];
    let masked = line.world.export("body.txt");
    let beside = [&code[..], &["--body-out", &masked]].concat();
    line.run(Call::new(&beside))?;
    line.run(Call::new(&beside).fails())?;
    line.run(Call::new(&[&beside[..], &["--force"]].concat()))?;
    let wanted = line.world.wanted("body.txt");
    line.allowances.allow(&wanted, "client secret");
    let real = [&code[..], &["--with-secrets", "--body-out", &wanted]].concat();
    line.run(Call::new(&real).asked_for(&["token"])).map(drop)
}

/// How a request is sent: what was chosen is printed, and kept with the profile.
fn sending(line: &mut CommandLine<'_>) -> Result<()> {
    let send = ["send", "Places", "Places/List libraries"];
    let limits = ["--max-time", "60", "--connect-timeout", "500 ms", "--max-redirs", "3"];
    let tries = ["--retry", "1", "--retry-methods", "all", "--retry-max-time", "5"];
    let shown =
        [&send[..], &limits, &tries, &["--proxy", "none", "--cookies", "keep", "--dry-run"]]
            .concat();
    line.run(Call::new(&shown))?;
    line.run(Call::new(&[&send[..], &["--location", "--http1.1", "--timeline"]].concat()))?;
    line.run(Call::new(&[&send[..], &["--no-location", "--http2", "--json"]].concat()))?;
    line.run(Call::new(&[&send[..], &["--all-pages", "--max-pages", "2"]].concat()))?;
    line.run(Call::new(&[&send[..], &["--jq", "$..*", "--charset", "utf-8"]].concat()))?;
    let root = line.world.given("root.pem", "no certificate")?;
    let edit =
        ["profile", "edit", "Places", "--http-version", "2", "--cookies", "keep", "--root", &root];
    let edit = [&edit[..], &limits, &tries, &["--proxy", "none", "--client-key", "kept"]].concat();
    line.run(Call::new(&edit))?;
    line.run(Call::new(&["profile", "show", "Places"]))?;
    line.run(Call::new(&["profile", "edit", "Places", "--reset-sending", "--json"])).map(drop)
}

/// What was sent is found, shown, annotated with a secret, and deleted.
fn history(line: &mut CommandLine<'_>) -> Result<()> {
    let secret = line.world.secret("client secret");
    line.run(Call::new(&["history"]))?;
    line.run(Call::new(&["history", "--limit", "3", "--json"]))?;
    line.run(Call::new(&["history", "is:write", "--all"]))?;
    line.run(Call::new(&["history", "list", "status:2xx,4xx", "is:write", "--all", "--json"]))?;
    line.run(Call::new(&["history", "stauts:404"]).fails())?;
    let last = line.run(Call::new(&["history", "list", "--limit", "1", "--json"]))?;
    let last: serde_json::Value = serde_json::from_str(&last)?;
    let id = last["id"].to_string();
    let parts = [&["--headers"], &["--body"], &["--sent"], &["--timeline"], &["--json"]];
    line.run(Call::new(&["history", "show", &id]))?;
    for only in parts {
        line.run(Call::new(&[&["history", "show", &id][..], only].concat()))?;
    }
    line.run(Call::new(&["history", "show", &id, "--jq", ".. | scalars"]))?;
    line.run(Call::new(&["history", "show", &id, "--charset", "latin1"]))?;
    line.run(Call::new(&["history", "note", &id, "-"]).input(secret))?;
    let why = format!("why {secret} was sent");
    line.run(Call::new(&["history", "note", &id, "-", "--json"]).input(&why))?;
    line.run(Call::new(&["history", "note", &id, "seen"]))?;
    line.run(Call::new(&["history", "pin", &id]))?;
    line.run(Call::new(&["history", "is:noted", "is:pinned"]))?;
    line.run(Call::new(&["history", "unpin", &id]))?;
    // No new client secret came in it.
    line.run(Call::new(&["history", "store-secret", &id]).fails())?;
    line.run(Call::new(&["history", "store-secret", &id, "--profile", "Places"]).fails())?;
    line.run(Call::new(&["history", "size"]))?;
    line.run(Call::new(&["history", "size", "--json"]))?;
    line.run(Call::new(&["history", "delete", &id]).fails())?;
    line.run(Call::new(&["history", "delete", &id, "--yes"]))?;
    line.run(Call::new(&["history", "delete", "--filter", "", "--yes"]).fails())?;
    line.run(Call::new(&["history", "delete", "--all"]).fails())?;
    line.run(Call::new(&["history", "delete", "--filter", "is:unanswered", "--yes", "--json"]))?;
    Ok(())
}

/// Requests of other programs in, and out again: what stands in them is looked through on both ways.
fn others(line: &mut CommandLine<'_>) -> Result<()> {
    let collection = line.world.given("collection.json", COLLECTION)?;
    line.run(Call::new(&["request", "import", &collection, "--dry-run"]))?;
    line.run(Call::new(&["request", "import", &collection]).fails())?;
    let added = ["request", "import", &collection, "--into", "canary", "--yes", "--json"];
    line.run(Call::new(&added))?;
    for (format, file) in [("postman", "out.json"), ("har", "out.har"), ("curl", "out.sh")] {
        let out = line.world.export(file);
        let words = ["request", "export", "canary", "--format", format, "--out", &out];
        line.run(Call::new(&words))?;
        line.run(Call::new(&words).fails())?;
        line.run(Call::new(&[&words[..], &["--force"]].concat()))?;
    }
    line.run(Call::new(&["request", "export", "canary/Places", "--format", "http", "--out", "-"]))?;
    line.run(Call::new(&["request", "undo"]))?;
    Ok(())
}

/// What a request's file brings: a secret beside it, one that is asked for, one in an answer, and a body that is a file.
fn surroundings(line: &mut CommandLine<'_>, folder: &Path) -> Result<()> {
    let (secret, other) =
        (line.world.secret("client secret"), line.world.secret("other client secret"));
    write(&folder.join(".env"), &format!("KEY={other}\nSECRET={secret}\n"))?;
    write(&folder.join("body.json"), &format!("{{\"name\": \"{other}\"}}\n"))?;
    let head = "Authorization: Bearer {{ACCESS_TOKEN}}\nx-api-key: {{API_KEY}}\nx-gw-ims-org-id: {{IMS_ORG}}\n";
    let url = "https://api-places.adobe.io/places/placesapi/v1/libraries";
    let login = "POST https://ims-na1.adobelogin.com/ims/token/v3\nContent-Type: application/x-www-form-urlencoded\n\n\
        grant_type=client_credentials\n&client_id={{API_KEY}}\n&client_secret={{$dotenv SECRET}}\n&scope_of={{PASSWORD}}\n&scope=openid,AdobeID\n";
    write(
        &folder.join("More.http"),
        &format!(
            "### Login\n# @name login\n# @prompt PASSWORD\n# @check body $.access_token == x\n# @capture TOKEN = body $.access_token\n{login}\n\
             ### After\nGET {url}?key={{{{$dotenv KEY}}}}\nx-login: {{{{login.response.body.$.access_token}}}}\n{head}\n\
             ### File\nPOST {url}\nContent-Type: application/json\n{head}\n< ./body.json\n\n\
             ### Outside\nPOST {url}\nContent-Type: application/json\n{head}\n< ../body.json\n"
        ),
    )?;
    line.run(Call::new(&["send", "Places", "canary/More#Login"]).fails())?;
    let password = "PASSWORD=not a secret of the vault";
    let given = ["send", "Places", "canary/More#Login", "--var", password, "--json"];
    line.run_to_see(Call::new(&given))?;
    let after = ["send", "Places", "canary/More#After", "--var", password];
    line.run(Call::new(&after).fails())?;
    line.run_to_see(Call::new(&[&after[..], &["--yes", "--include"]].concat()))?;
    line.run_to_see(Call::new(&["send", "Places", "canary/More#File", "--yes"]))?;
    line.run(Call::new(&["send", "Places", "canary/More#Outside"]).fails())?;
    let outside = ["send", "Places", "canary/More#Outside", "--outside-files"];
    line.run(Call::new(&outside).fails()).map(drop)
}

/// Two answers compared, and one request on many profiles.
fn compared(line: &mut CommandLine<'_>) -> Result<()> {
    let mut sent = || -> Result<String> {
        let url = "https://api-places.adobe.io/places/placesapi/v1/libraries";
        let sent = line.run_to_see(Call::new(&["send", "Places", url, "--json"]))?;
        let sent: serde_json::Value = serde_json::from_str(&sent)?;
        Ok(sent["summary"]["id"].to_string())
    };
    let (one, other) = (sent()?, sent()?);
    let counting = ["--ignore", "$..id", "--ignore-order", "--same-numbers", "--ignore-noise"];
    line.run_to_see(Call::new(&["diff", &one, &other]))?;
    line.run_to_see(Call::new(&["diff", &other]))?;
    line.run_to_see(Call::new(&[&["diff", &one, &other, "--json"], &counting[..]].concat()))?;
    line.run_to_see(Call::new(&["diff", &one, &other, "--patch"]))?;
    line.run_to_see(Call::new(&["diff", &one, &other, "--lines"]))?;
    let file = line.world.given("expected.json", "[]")?;
    line.run_to_see(Call::new(&["diff", &one, &file, "--headers"]))?;
    let risk = ["replay", &one, "--risk", "development", "--grant", "oauth", "--dry-run"];
    line.run_to_see(Call::new(&risk))?;
    let on = ["replay", &one, "--on", "Places", "--parallel", "1", "--rate", "9", "--yes"];
    line.run_to_see(Call::new(&[&on[..], &counting].concat()))?;
    line.run_to_see(Call::new(&["replay", &one, "--organization", "Canary", "--against-first"]))?;
    line.run_to_see(Call::new(&["replay", &one, "--all", "--dry-run", "--json"]))?;
    run(line, &one)
}

/// Many requests at once, with rows that are secrets, into every report. An answer to a prompt stands among the arguments, where
/// other programs see it, so none of those is one.
fn run(line: &mut CommandLine<'_>, one: &str) -> Result<()> {
    let secret = line.world.secret("client secret").to_owned();
    let rows = line.world.given("rows.csv", &format!("DOOR;N\n{secret};1\nopen;2\n"))?;
    let folder = line.world.home().join("mudbrick/requests/running");
    fs::create_dir_all(&folder).context("making the folder of requests")?;
    let url = "https://api-places.adobe.io/places/placesapi/v1/libraries";
    let text = format!(
        "### Row\n# @prompt PASSWORD\n# @check body $.x == {{{{DOOR}}}}\nGET {url}?door={{{{DOOR}}}}&p={{{{PASSWORD}}}}\nx-door: {{{{DOOR}}}}\n"
    );
    write(&folder.join("Rows.http"), &text)?;
    let report = |kind: &str, line: &CommandLine<'_>| {
        let path = line.world.home().join(format!("run.{kind}"));
        format!("{kind}={}", path.display())
    };
    let reports = ["junit", "json", "markdown"].map(|kind| report(kind, line));
    let on = ["run", "running", "--on", "Places", "--data", &rows, "--var", "PASSWORD=x", "--yes"];
    let mut all = on.to_vec();
    for report in &reports {
        all.extend(["--report", report]);
    }
    line.run_to_see(Call::new(&all))?;
    line.run(Call::new(&all).fails())?;
    all.extend(["--force", "--parallel", "2", "--rate", "90", "--json"]);
    line.run_to_see(Call::new(&all))?;
    let given = ["run", "running/", "--all", "--data", &rows, "--var", "PASSWORD=x"];
    line.run_to_see(Call::new(&[&given[..], &["--dry-run", "--json"]].concat()))?;
    line.run_to_see(Call::new(&[&on[..], &["--dry-run", "--outside-files"]].concat()))?;
    let limits = ["--max-time", "60", "--connect-timeout", "5", "--max-redirs", "3"];
    let tries = ["--retry", "1", "--retry-methods", "all", "--retry-max-time", "5"];
    let how = ["--stop", "--proxy", "none", "--http2", "--cookies", "off"];
    line.run_to_see(Call::new(&[&on[..], &limits, &tries, &how].concat()))?;
    let how = ["--location", "--http1.1", "--dry-run"];
    line.run_to_see(Call::new(&[&on[..6], &how].concat()))?;
    line.run_to_see(Call::new(&[&on[..6], &["--no-location", "--dry-run"]].concat()))?;
    let listed = line.run_to_see(Call::new(&["run", "--list", "--json"]))?;
    let listed: serde_json::Value = serde_json::from_str(&listed)?;
    let id = listed[0]["id"].as_str().context("run --list printed no id")?.to_owned();
    line.run_to_see(Call::new(&["run", "--list"]))?;
    line.run_to_see(Call::new(&["run", "--resume", &id, "--var", "PASSWORD=x", "--yes"]))?;
    line.run_to_see(Call::new(&["run", one, "--risk", "development", "--grant", "oauth"]))?;
    let search = ["run", "--history", "status:2xx", "--organization", "Canary", "--dry-run"];
    line.run_to_see(Call::new(&search)).map(drop)
}
