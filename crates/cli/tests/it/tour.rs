//! The tour's commands, typed as it prints them, in a home in which nothing is yet.

use crate::new_home;
use mudbrick_engine::{Engine, EngineOptions, Home as Place, Secret};
use mudbrick_testkit::{Home, text};
use std::env;
use std::path::Path;
use std::process::{Command, Output, Stdio};

#[test]
fn the_tours_commands_work_as_they_are_printed() {
    let home = new_home();
    let tour = home.ok(&["tour"]);
    let commands: Vec<&str> =
        tour.lines().filter_map(|line| line.trim_start().strip_prefix("$ ")).collect();
    assert_eq!(commands.len(), 10, "{tour}");
    for command in commands {
        let output = typed(&home, command);
        assert!(output.status.success(), "{command}: {}", text(&output.stderr));
        if command.starts_with("mudbrick key save") {
            register(&home);
        }
    }
}

/// Runs a line in a shell that finds the program by its name.
fn typed(home: &Home, line: &str) -> Output {
    let program = home.command_with_signals_as_they_are(&[]);
    let beside = Path::new(program.get_program()).parent().unwrap().to_owned();
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([beside].into_iter().chain(env::split_paths(&path))).unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-c", line]).current_dir(home.path()).stdin(Stdio::null());
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell.env("PATH", path).output().unwrap()
}

/// What the tour says to do in the window.
fn register(home: &Home) {
    let passphrase = Some(Secret::new("correct horse".to_owned()));
    let options = EngineOptions { passphrase, ..EngineOptions::default() };
    let engine = Engine::open(Place::at(home.path().join("home")), options);
    let key = engine.keys().find("campaign_integration").unwrap().id;
    let profile = engine.profiles().find("Campaign Standard").unwrap().id;
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(engine.practice().register(&key, &profile)).unwrap();
}
