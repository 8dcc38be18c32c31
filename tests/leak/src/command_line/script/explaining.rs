//! Answers that somebody pastes, with secrets wherever a transcript or a log has them.

use crate::command_line::{Call, CommandLine};
use anyhow::Result;

pub(super) fn play(line: &mut CommandLine<'_>) -> Result<()> {
    let secret = line.world.secret("client secret").to_owned();
    let token = line.run(Call::new(&["token", "Places"]).asked_for(&["token"]))?;
    let token = token.trim();
    let answer = format!(
        "$ curl -v 'https://platform.adobe.io/x?client_secret={secret}' -H 'Authorization: Bearer {token}'\n\
         > GET /x?client_secret={secret} HTTP/2\n> Host: platform.adobe.io\n> Authorization: Bearer {token}\n>\n\
         < HTTP/2 401\n< x-request-id: {secret}\n< www-authenticate: Bearer {token}\n<\n\
         {{\"error_code\":\"401013\",\"message\":\"{token} {secret}\"}}\n"
    );
    let conflict = format!(
        "$ curl -i https://api.adobe.io/events/1/2/3/providers\nHTTP/2 409\nx-conflicting-id: {secret}\n\n"
    );
    for input in [&answer, &conflict] {
        line.run(Call::new(&["explain"]).input(input))?;
        line.run(Call::new(&["explain", "-", "--json", "--profile", "Places"]).input(input))?;
    }
    let unknown = format!("client_secret={secret} {token}");
    line.run(Call::new(&["explain"]).input(&unknown).fails())?;
    let file = line.world.given("answer.txt", &answer)?;
    line.run(Call::new(&["explain", &file]))?;
    inspect(line, token)
}

/// The token is told claim by claim, and its signature, which makes it a token, nowhere.
fn inspect(line: &mut CommandLine<'_>, token: &str) -> Result<()> {
    let pasted = format!("Authorization: Bearer {token}\n");
    line.run(Call::new(&["inspect"]).input(&pasted))?;
    line.run(Call::new(&["inspect", "Places", "--json"]))?;
    let file = line.world.given("token.txt", &pasted)?;
    line.run(Call::new(&["inspect", "Places", "--token-file", &file, "--ask"]))?;
    line.run(Call::new(&["inspect", "Places", "--compare", &file]))?;
    line.run(Call::new(&["inspect", "Campaign", "--assertion"]))?;
    line.run(Call::new(&["inspect", "Places", "--token-file", &file, "--revoke"]).fails())?;
    let revoke = ["inspect", "Places", "--token-file", &file, "--revoke", "--yes"];
    line.run(Call::new(&revoke))?;
    line.run(Call::new(&["token", "Places", "--renew"]))?;
    Ok(())
}
