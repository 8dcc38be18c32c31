//! Tokens, and requests that carry secrets where somebody might put them.

use crate::canary::Canary;
use crate::command_line::{Call, CommandLine};
use anyhow::Result;

pub(super) fn play(line: &mut CommandLine<'_>, canaries: &mut Vec<Canary>) -> Result<()> {
    let world = line.world;
    let token = line.run(Call::new(&["token", "Places"]).asked_for(&["token"]))?;
    canaries.push(Canary::token("token", &token)?);
    line.run(Call::new(&["token", "Places", "--json"]).asked_for(&["token"]))?;
    line.run(Call::new(&["header", "Places"]).asked_for(&["token"]))?;
    line.run(Call::new(&["header", "Places", "--only-authorization"]).asked_for(&["token"]))?;
    for form in ["bearer", "headers", "powershell", "env", "postman"] {
        line.run(Call::new(&["token", "Places", "--as", form]).asked_for(&["token"]))?;
    }
    line.run(Call::new(&["token", "Places", "--curl"]))?;
    let with_secrets = ["token", "Places", "--curl", "--with-secrets"];
    line.run(Call::new(&with_secrets).asked_for(&["client secret"]))?;
    for_programs(line, canaries)?;
    let signed = line.run(Call::new(&["token", "Campaign"]).asked_for(&["JWT token"]))?;
    canaries.push(Canary::token("JWT token", &signed)?);
    let renewed = ["token", "Campaign", "--renew"];
    let renewed = line.run(Call::new(&renewed).asked_for(&["renewed JWT token"]))?;
    canaries.push(Canary::token("renewed JWT token", &renewed)?);

    line.run(Call::new(&["send", "Places", "Places/List libraries", "--yes", "--include"]))?;
    line.run(Call::new(&["send", "Places", "Places/List libraries", "--raw"]))?;
    // A secret in the address, in headers and in the body of a file that the person wrote.
    let secret = world.secret("client secret");
    let escaped: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let request = world.given(
        "canary.http",
        &format!(
            "POST https://api-places.adobe.io/places/placesapi/v1/libraries?a={secret}&b={escaped}\n\
             Authorization: Bearer {{{{ACCESS_TOKEN}}}}\nx-api-key: {{{{API_KEY}}}}\n\
             x-gw-ims-org-id: {{{{IMS_ORG}}}}\nx-canary: {secret}\nCookie: session={token}\n\
             Content-Type: application/json\n\n\
             {{\"name\": \"{secret}\", \"{{{{NAME}}}}\": \"{}\"}}\n",
            world.secret("other client secret"),
            token = token.trim(),
        ),
    )?;
    let send = ["send", "Places", &request, "--yes", "--include", "--var", "NAME=value"];
    line.run_to_see(Call::new(&send))?;
    line.run_to_see(Call::new(&[&send[..], &["--json"]].concat()))?;
    let url = "https://api-places.adobe.io/places/placesapi/v1/libraries";
    let file = world.given("body.json", &format!("{{\"name\": \"{secret}\"}}"))?;
    let send = ["send", "Places", url, "--yes", "--method", "POST", "--header", "x-a: b", "--data"];
    line.run_to_see(Call::new(&[&send[..], &[&format!("@{file}")]].concat()))?;
    // Somebody's live token and secret in a command that is pasted.
    let pasted = world.given(
        "pasted.txt",
        &format!(
            "curl {url} -H 'Authorization: Bearer {}' -H 'x-api-key: abc' -H 'x-note: \"{secret}' -H 'x-token: {secret}'",
            token.trim()
        ),
    )?;
    line.run(Call::new(&["send", "Places", "--curl", &pasted]).fails())?;
    line.run_to_see(Call::new(&["send", "Places", "--curl", &pasted, "--as-read"]))?;
    let complete = ["send", "Places", "--curl", &pasted, "--as-read", "--complete", "--dry-run"];
    line.run_to_see(Call::new(&complete))?;
    // A host that may not see the token.
    line.run(Call::new(&["send", "Places", "https://attacker.example/", "--yes"]).fails())?;
    Ok(())
}

/// In every form in which a program takes a token. What a child was given stands in its environment, where it is looked for
/// and left out by the words in the child's arguments.
fn for_programs(line: &mut CommandLine<'_>, canaries: &mut Vec<Canary>) -> Result<()> {
    const URL: &str = "https://api-places.adobe.io/places/placesapi/v1/libraries";
    let ttl = ["--min-ttl", "1h"];
    let narrower = ["--scopes", "openid"];
    let asked_for = ["narrower token"];
    let token = ["token", "Places", ttl[0], ttl[1], narrower[0], narrower[1]];
    let token = line.run(Call::new(&token).asked_for(&asked_for))?;
    canaries.push(Canary::token("narrower token", &token)?);
    for command in ["header", "env"] {
        let call = [&[command, "Places"], &ttl[..], &narrower[..]].concat();
        line.run(Call::new(&call).asked_for(&asked_for))?;
    }
    let dotenv = ["env", "Places", "--as", "dotenv", "--prefix", "ADOBE_"];
    line.run(Call::new(&dotenv).asked_for(&["token"]))?;
    line.run(Call::new(&["env", "Places", "--json", "--quiet"]).asked_for(&["token"]))?;

    let exec = [&["exec"], &ttl[..], &narrower[..], &["--prefix", "X_", "Places"]].concat();
    let child = ["--", "sh", "-c", "exit 7 # child with a token"];
    line.run(Call::new(&[&exec[..], &child].concat()).fails())?;
    let asks = "curl -s --noproxy '*' -H \"Authorization: Bearer $MUDBRICK_TOKEN_SECRET\" $MUDBRICK_TOKEN_URL";
    let child = ["exec", "Places", "--serve", "--", "sh", "-c", asks];
    line.run(Call::new(&child).asked_for(&["token"]))?;

    line.run(Call::new(&["curl", "Places", "-s", URL]))?;
    let call =
        [&["curl"], &ttl[..], &narrower[..], &["--yes", "Places", "-s", "--json", "{}", URL]];
    line.run(Call::new(&call.concat()))?;
    line.run(Call::new(&["curl", "Places", "-v", URL]).fails())?;
    line.run(Call::new(&["curl", "Places", "https://attacker.example/"]).fails())?;

    line.run(Call::new(&["prompt", "Places"]))?;
    let questions =
        "{\"version\":1,\"profile\":\"Places\"}\n{\"version\":1,\"profile\":\"Nobody\"}\n";
    let helper = Call::new(&["credential-helper"]).input(questions);
    line.run(helper.fails().asked_for(&["token"]))?;
    Ok(())
}
