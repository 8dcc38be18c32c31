//! Every command with canaries for secrets. By itself this test shows that the script forgets no command; `cargo xtask
//! leak` gives it a world with canaries, and looks for them in everything it leaves.

mod parts;
mod plan;
mod script;

use plan::Plan;
use script::Script;
use std::collections::BTreeSet;

#[test]
fn every_command_with_canaries() {
    let plan = Plan::from_environment();
    let mut script = Script::over(plan);
    script.play();
    let forgotten: Vec<String> = handled().difference(&script.called()).cloned().collect();
    assert_eq!(forgotten, [""; 0], "the script forgets commands");
    script.leave();
}

/// The names in `generate_handler!`.
fn handled() -> BTreeSet<String> {
    let source = include_str!("../../../src-tauri/lib.rs");
    let (_, list) = source.split_once("generate_handler![").expect("the list of commands");
    let (list, _) = list.split_once(']').expect("the end of the list");
    let paths = list.split(',').map(str::trim).filter(|path| !path.is_empty());
    let names: BTreeSet<String> =
        paths.map(|path| path.rsplit("::").next().unwrap_or(path).to_owned()).collect();
    assert!(names.len() > 50, "only {} commands were found in lib.rs", names.len());
    names
}
