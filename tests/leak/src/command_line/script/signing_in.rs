//! Somebody signs in with a native app of the practice Adobe and out again, and a token is asked for on behalf of somebody.

use crate::canary::Canary;
use crate::command_line::{Call, CommandLine};
use anyhow::{Context as _, Result, bail};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

const CLIENT: &str = "b610be0000000000000000000000b005";
const ORGANIZATION: &str = "610BE8A0B1C2D3E4F5061728@AdobeOrg";

pub(super) fn play(line: &mut CommandLine<'_>, canaries: &mut Vec<Canary>) -> Result<()> {
    let uri = format!("adobe+b610be://adobeid/{CLIENT}");
    let who = ["--org-id", ORGANIZATION, "--client-id", CLIENT, "--adobe", "practice"];
    let how = ["--grant", "user", "--client", "native", "--redirect-uri", &uri];
    let scopes = ["--scopes", "openid, AdobeID, offline_access"];
    line.run(Call::new(&[&["profile", "add", "App"], &who[..], &how, &scopes].concat()))?;
    line.run(Call::new(&["profile", "edit", "App", "--client", "native", "--redirect-uri", &uri]))?;
    sign_in(line, canaries)?;
    let token = line.run(Call::new(&["token", "App"]).asked_for(&["person's token"]))?;
    canaries.push(Canary::token("person's token", &token)?);
    let behalf = ["token", "Places", "--on-behalf-of", "-", "--scopes", "openid"];
    line.run(Call::new(&behalf).input(&token).fails())?;
    line.run(Call::new(&["sign-out", "App", "--json"]))?;
    line.run(Call::new(&["token", "App"]).fails())?;
    Ok(())
}

/// The code is used up with the sign-in, and is a canary all the same: nothing of it may stay.
fn sign_in(line: &mut CommandLine<'_>, canaries: &mut Vec<Canary>) -> Result<()> {
    let call = Call::new(&["sign-in", "App", "--no-browser"]);
    let place = line.note(&call)?;
    let mut child = line.command(&call).spawn()?;
    let mut stderr = BufReader::new(child.stderr.take().context("no standard error")?);
    let (mut said, mut page) = (String::new(), String::new());
    while !page.starts_with("http://127.0.0.1:") {
        page.clear();
        if stderr.read_line(&mut page)? == 0 {
            bail!("{place} printed no page: {said}");
        }
        said.push_str(&page);
    }
    let back = sent(&format!("{}&practice_person=ada", page.trim()))?;
    let code = back.split("code=").nth(1).and_then(|rest| rest.split('&').next());
    canaries.push(Canary::text("code of a sign-in", code.context("no code")?)?);
    child.stdin.take().context("no standard input")?.write_all(format!("{back}\n").as_bytes())?;
    stderr.read_to_string(&mut said)?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("{place} ended with {}: {said}", output.status);
    }
    line.printed.push((format!("stdout of {place}"), output.stdout));
    line.printed.push((format!("stderr of {place}"), said.into_bytes()));
    Ok(())
}

/// Where the browser is sent.
fn sent(url: &str) -> Result<String> {
    let rest = url.strip_prefix("http://").context("no plain address")?;
    let (host, path) = rest.split_once('/').context("no path")?;
    let mut stream = TcpStream::connect(host)?;
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let location = answer.lines().find_map(|line| line.strip_prefix("location: "));
    location.map(str::to_owned).context("the page sent the browser nowhere")
}
