//! A run of a hundred thousand requests beside one of a thousand: by how much the process grows. A server of a few lines answers
//! both, so that what is measured is the run.

use super::finding::{Finding, Value};
use super::sample::memory;
use crate::files::{self, built};
use crate::program::{program, read};
use crate::session::Session;
use anyhow::{Context as _, Result};
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::thread;

const FEW: usize = 1_000;
const MANY: usize = 100_000;
const ORGANIZATION: &str = "AC3E5A1B2C3D4E5F60718293@AdobeOrg";
const CLIENT: &str = "aac3e00000000000000000000000a001";

const ANSWER: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"id\":true}";

pub(crate) fn measure() -> Result<Vec<Finding>> {
    let session = Session::start("bench")?;
    let folder = session.home().path().join("run");
    let port = serve()?;
    let request = folder.join("one.http");
    files::write(
        &request,
        &format!("# @check status 200\nGET http://127.0.0.1:{port}/{{{{N}}}}\n"),
    )?;
    let secret = folder.join("secret");
    files::write(&secret, "p8e-measured")?;
    let add = ["profile", "add", "Measured", "--org-id", ORGANIZATION, "--client-id", CLIENT];
    let mut command = mudbrick(&session, &folder);
    command.args(add).args(["--risk", "development", "--secret-file"]);
    read(command.arg(&secret))?;
    println!("\na run of {MANY} requests, which takes minutes, and one of {FEW}");
    let peak = |rows: usize| {
        let data = folder.join(format!("{rows}.csv"));
        let mut text = String::from("N\n");
        for row in 0..rows {
            // Writing to a text does not fail.
            let _ = writeln!(text, "row-{row}");
        }
        files::write(&data, &text)?;
        let mut command = mudbrick(&session, &folder);
        command.arg("run").arg(&request).args(["--on", "Measured", "--parallel", "4"]);
        command.args(["--proxy", "none", "--data"]).arg(&data);
        let mut time = program("time");
        memory(session.house(&mut time), &folder.join("peak"), &command)
    };
    let (few, many) = (peak(FEW)?, peak(MANY)?);
    let value = Value::Memory(many.saturating_sub(few));
    Ok(vec![Finding { what: "growth of a run of 100,000", value, goal: 20.0 }])
}

fn mudbrick(session: &Session, folder: &Path) -> Command {
    let mut command = program(built("release", "mudbrick"));
    session.house(&mut command).env("MUDBRICK_HOME", folder.join("home"));
    command
}

/// Answers every call with a few bytes, as long as this process runs.
fn serve() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("opening a port")?;
    let port = listener.local_addr()?.port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer(stream));
        }
    });
    Ok(port)
}

fn answer(stream: TcpStream) {
    let Ok(mut writer) = stream.try_clone() else { return };
    let (mut reader, mut line) = (BufReader::new(stream), String::new());
    loop {
        line.clear();
        match reader.read_line(&mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) if line != "\r\n" => {}
            Ok(_) => {
                if writer.write_all(ANSWER).is_err() {
                    return;
                }
            }
        }
    }
}
