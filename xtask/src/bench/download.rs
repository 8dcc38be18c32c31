//! `mudbrick send`, as a whole process, against curl: a small answer, and one of 100 MB that goes to the disk, ours masked, and
//! recorded in the history. And masking alone, against copying. One server of this process's own answers both in clear, so that
//! nothing but what each of them does is measured.

use super::finding::{Finding, Value};
use super::sample::{in_turns, process};
use super::send::add_profile;
use crate::files::built;
use crate::program::{cargo, program, read, run};
use crate::session::Session;
use anyhow::{Context as _, Result};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

const LARGE: usize = 100 << 20;
const LARGE_TIMES: usize = 9;
const SMALL_TIMES: usize = 50;
/// Rows as Adobe's lists have them.
const ITEM: &str = r#"{"libraryId":"a5e1c4d0-1f3b-4c6e-9a57-2d8f6b7c9e01","name":"Places of the harbour","poiCount":17,"at":{"lat":52.5,"lng":null}}"#;

pub(crate) fn measure() -> Result<Vec<Finding>> {
    let session = Session::start("bench")?;
    let folder = session.home().path().to_owned();
    let home = folder.join("download");
    let mudbrick = || {
        let mut command = program(built("release", "mudbrick"));
        session.house(&mut command).env("MUDBRICK_HOME", &home);
        command
    };
    add_profile(mudbrick(), &folder)?;
    let url = |path: &str, port: u16| format!("http://127.0.0.1:{port}/{path}");
    let port = serve()?;
    let send = |path: &str| {
        let mut command = mudbrick();
        command.args(["send", "Measured", &url(path, port), "--json"]);
        command
    };
    let curl = |path: &str, place: &Path| {
        let mut command = Command::new("curl");
        command.args(["--silent", "--noproxy", "*", "--output"]).arg(place).arg(url(path, port));
        command
    };
    let place = folder.join("curl-output");
    // The first use makes the history.
    process(&mut send("small"))?;
    println!("\nanswers, {SMALL_TIMES} small ones and {LARGE_TIMES} of 100 MB");
    let against_curl = |path: &str, times| {
        let found =
            in_turns(times, |_| process(&mut send(path)), |_| process(&mut curl(path, &place)));
        found.map(|(ours, theirs)| Value::Against { ours, theirs, who: "curl" })
    };
    let small = against_curl("small", SMALL_TIMES)?;
    let large = against_curl("large", LARGE_TIMES)?;
    Ok(vec![
        Finding { what: "send", value: small, goal: 4.0 },
        Finding { what: "100 MB to the disk, masked", value: large, goal: 1.5 },
        masking()?,
    ])
}

/// The bare masking pass over 100 MB.
fn masking() -> Result<Finding> {
    let example = ["--package", "mudbrick-redact", "--example", "speed"];
    run(cargo().args(["build", "--locked", "--release"]).args(example))?;
    let told = read(&mut program(built("release", "examples/speed")))?;
    println!("\nmasking, in GB/s: {}", told.trim());
    let time = |name: &str| {
        let gigabytes = super::answers::number(&told, name)?;
        Ok::<_, anyhow::Error>(Duration::from_secs_f64(LARGE as f64 / 1e9 / gigabytes))
    };
    let value = Value::Against { ours: time("masked")?, theirs: time("copied")?, who: "copying" };
    Ok(Finding { what: "masking 100 MB", value, goal: 40.0 })
}

/// Serves `/large` and `/small` until this process ends.
fn serve() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let port = listener.local_addr()?.port();
    let mut large = b"[".to_vec();
    while large.len() < LARGE {
        large.extend_from_slice(ITEM.as_bytes());
        large.push(b',');
    }
    large.extend_from_slice(b"0]");
    let large = Arc::new(large);
    thread::spawn(move || {
        for peer in listener.incoming().flatten() {
            let large = Arc::clone(&large);
            // Whoever goes away early is measured by its failure.
            thread::spawn(move || answer(peer, &large));
        }
    });
    Ok(port)
}

fn answer(mut peer: TcpStream, large: &[u8]) -> Result<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        peer.read_exact(&mut byte).context("reading a request")?;
        head.push(byte[0]);
    }
    let body = if head.starts_with(b"GET /large") { large } else { b"{}" };
    let length = body.len();
    write!(
        peer,
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
    )?;
    Ok(peer.write_all(body)?)
}
