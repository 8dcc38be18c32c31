//! The jobs in docs/scripts.md, run as a plain shell runs them, over real TLS to the practice Adobe in the real one's place.

use mudbrick_testkit::{Home, secret, text};
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// As `age-keygen` writes it; nobody's.
const AGE_KEY: &str = "AGE-SECRET-KEY-1GQ9778VQXMMJVE8SK7J6VT8UJ4HDQAJUVSFCWCM02D8GEWQ72PVQ2Y5J33";

/// What a project's own script does with the token.
const NIGHTLY: &str = "#!/bin/sh\nset -e\n\
    curl -sf -H \"Authorization: Bearer $ACCESS_TOKEN\" -H \"x-api-key: $API_KEY\" -H \"x-gw-ims-org-id: $IMS_ORG\" \
    https://api-places.adobe.io/places/placesapi/v1/libraries\n";

/// The practice Adobe as another process, which is a proxy to all of Adobe's names.
pub(crate) struct Adobe {
    process: Child,
    pub(crate) port: String,
}

impl Drop for Adobe {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Adobe {
    pub(crate) fn start(home: &Home) -> Self {
        let ca = home.path().join("ca.pem");
        let mut process = home.command(&["practice", "--ca-out", ca.to_str().unwrap(), "--json"]);
        let mut process = process.env("MUDBRICK_HOME", home.path().join("peer")).spawn().unwrap();
        let mut printed = String::new();
        let mut lines = BufReader::new(process.stdout.take().unwrap());
        // It prints its answer whole and goes on; that is complete where it can be read.
        let answer: Value = loop {
            assert!(lines.read_line(&mut printed).unwrap() > 0, "{printed}");
            if let Ok(answer) = serde_json::from_str(&printed) {
                break answer;
            }
        };
        let url = answer["practice"]["base_url"].as_str().unwrap();
        let port = url.rsplit(':').next().unwrap().to_owned();
        Self { process, port }
    }

    fn run(&self, home: &Home, script: &str, variables: &[(&str, &str)]) -> Output {
        let folder = home.path().join("project");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("nightly.sh"), NIGHTLY).unwrap();
        Command::new("chmod").arg("+x").arg(folder.join("nightly.sh")).status().unwrap();
        let program = Path::new(env!("CARGO_BIN_EXE_mudbrick")).parent().unwrap();
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
        Command::new("sh")
            .args(["-e", "-c", script])
            .current_dir(&folder)
            .env("PATH", path)
            .env("HOME", home.path())
            .env("MUDBRICK_HOME", home.path().join("home"))
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env("HTTPS_PROXY", format!("http://127.0.0.1:{}", self.port))
            .env("SSL_CERT_FILE", home.path().join("ca.pem"))
            .env("CURL_CA_BUNDLE", home.path().join("ca.pem"))
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }
}

/// The lines of a block in the documentation, between one that begins so and the end of its code.
fn block(begins: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/scripts.md");
    let document = std::fs::read_to_string(path).unwrap();
    let lines = document.lines().skip_while(|line| line.trim() != begins).skip(1);
    let lines: Vec<String> = lines
        .take_while(|line| !line.starts_with("```"))
        .map(|line| line.trim().to_owned())
        .collect();
    assert!(lines.len() >= 2, "{begins} in docs/scripts.md: {lines:?}");
    lines
}

/// The script's last call printed the libraries, and nothing of the secrets.
fn went_well(output: &Output) {
    let (printed, said) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{printed}{said}");
    let libraries =
        printed.lines().last().and_then(|line| serde_json::from_str::<Value>(line).ok());
    assert!(libraries.is_some_and(|libraries| libraries.is_array()), "{printed}{said}");
    assert!(!printed.contains(&secret()) && !said.contains("AGE-SECRET"), "{printed}{said}");
}

#[test]
fn the_github_action_runs_as_it_is_written() {
    let home = crate::bare_home();
    let adobe = Adobe::start(&home);
    let script = block("- run: |").join("\n");
    let secret = secret();
    let variables = [("MUDBRICK_AGE_KEY", AGE_KEY), ("CLIENT_SECRET", &*secret)];
    let output = adobe.run(&home, &script, &variables);
    went_well(&output);
    assert!(text(&output.stdout).contains("::add-mask::eyJ"), "{}", text(&output.stdout));
}

#[test]
fn the_gitlab_job_runs_as_it_is_written() {
    let home = crate::bare_home();
    let adobe = Adobe::start(&home);
    let lines: Vec<String> = block("script:")
        .iter()
        .map(|line| line.strip_prefix("- ").unwrap_or_else(|| panic!("{line}")).to_owned())
        .collect();
    let secret = secret();
    let variables = [("MUDBRICK_AGE_KEY", AGE_KEY), ("ADOBE_CLIENT_SECRET", &*secret)];
    went_well(&adobe.run(&home, &lines.join("\n"), &variables));
    // curl itself takes this program's place where it is not the practice Adobe's profile.
    let libraries = "https://api-places.adobe.io/places/placesapi/v1/libraries";
    let call = format!("mudbrick curl places -sf {libraries}");
    went_well(&adobe.run(&home, &call, &variables));
}
