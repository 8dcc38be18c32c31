//! What is said when something is wrong must not quote what was wrong with it.

use crate::command_line::{Call, CommandLine};
use crate::world::{CLIENT, ORGANIZATION};
use anyhow::Result;
use std::io::Read as _;

pub(super) fn play(line: &mut CommandLine<'_>) -> Result<()> {
    let world = line.world;
    let wrong = world.secret("wrong passphrase");
    line.run(Call::new(&["token", "Places"]).variable("MUDBRICK_PASSPHRASE", wrong).fails())?;
    let file = world.given("wrong", wrong)?;
    let from_file = ["token", "Places", "--passphrase-file", &file];
    line.run(Call::new(&from_file).fails())?;
    line.run(Call::new(&[&from_file[..], &["--json"]].concat()).fails())?;

    let refused = world.secret("refused secret");
    let add = ["profile", "add", "Refused", "--org-id", ORGANIZATION, "--client-id", CLIENT];
    let add = [&add[..], &["--scopes", "openid", "--secret-file", "-"]].concat();
    line.run(Call::new(&add).input(refused))?;
    // No window is opened here.
    let nowhere = "/nowhere/mudbrick-desktop";
    line.run(Call::new(&["quick"]).variable("MUDBRICK_DESKTOP", nowhere).fails())?;
    line.run(Call::new(&["token", "Refused"]).fails())?;
    line.run(Call::new(&["token", "Refused", "--renew", "--json"]).fails())?;
    // Two secrets in one file, a secret in the place of a key, a secret where a key file is meant.
    let several = format!("{refused}\n{refused}\n");
    let file = world.given("several", &several)?;
    line.run(Call::new(&["key", "show", &file]).fails())?;
    line.run(Call::new(&["key", "check", &file, &file]).fails())?;
    let request = world.given("broken.http", &format!("{refused} {refused}\n{refused}"))?;
    line.run(Call::new(&["send", "Places", &request]).fails())?;

    // Refused in part and in whole, told in words, as JSON and as a report.
    let report = world.export("check.md");
    let products = ["--product", "Experience Platform"];
    line.run_to_see(Call::new(&[&["check", "Places"][..], &products].concat()))?;
    let all = ["check", "--all", "--json", "--report", &report, "--force"];
    line.run(Call::new(&all).fails())?;
    line.run(Call::new(&["profile", "scopes"]))?;
    line.run_to_see(Call::new(&["profile", "sandbox", "Places", "--refresh"]))?;

    // Whatever went wrong is in the log by now.
    line.run_to_see(Call::new(&["doctor"]))?;
    line.run_to_see(Call::new(&["doctor", "--json"]))?;
    let save = ["doctor", "--save", &world.export("diagnostics.json"), "--force"];
    line.run(Call::new(&save))?;
    line.run_to_see(Call::new(&save).variable("MUDBRICK_PASSPHRASE", wrong))?;

    line.run(Call::new(&["tour"]))?;
    line.run(Call::new(&["completions", "bash"]))?;
    line.run(Call::new(&["manual"]))?;
    line.run(Call::new(&["practice", "--coverage"]))?;
    line.run(Call::new(&["practice", "--coverage", "--json"]))?;
    practice(line)
}

/// Runs until it is stopped; its own projects are public.
fn practice(line: &mut CommandLine<'_>) -> Result<()> {
    let root = line.world.export("root.pem");
    let seed = line.world.given("seed.toml", &line.world.practice_seed())?;
    let arguments = ["practice", "--port", "0", "--profiles", "1", "--ca-out", &root, "--force"];
    let call = Call::new(&[&arguments[..], &["--campaign", "v8", "--seed", &seed]].concat());
    let place = line.note(&call)?;
    let mut child = line.command(&call).spawn()?;
    // Its guide is printed once it listens, and ends with an empty line or not at all: the root is written before.
    let mut first = [0; 1];
    if let Some(stdout) = &mut child.stdout {
        stdout.read_exact(&mut first)?;
    }
    child.kill()?;
    let mut output = child.wait_with_output()?;
    output.stdout.insert(0, first[0]);
    line.printed.push((format!("stdout of {place}"), output.stdout));
    line.printed.push((format!("stderr of {place}"), output.stderr));
    Ok(())
}
