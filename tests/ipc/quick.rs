//! The quick window's copy: it ends with the window that it was begun in, and with the next choice; what went wrong out of sight
//! is told to the large window.

use crate::window::Window;
use mudbrick_store::Home;
use mudbrick_vault::files::{self, FileLock};
use serde_json::{Value, json};
use std::thread::JoinHandle;
use std::time::Duration;

const TOLD: &str = "mudbrick://told";

fn token_of(id: &Value) -> Value {
    json!({ "id": id, "form": "token" })
}

/// Keeps a profile's token from being got.
fn held(window: &Window, id: &Value) -> FileLock {
    let lock = Home::at(window.home()).token_lock(id.as_str().expect("an id"));
    files::lock(&lock).expect("nobody gets it yet")
}

/// A copy that waits.
fn begin(window: &Window, id: &Value) -> JoinHandle<Result<Value, Value>> {
    let copy = window.begin("quick_copy", token_of(id));
    while window.ask("jobs_list", json!({})) == json!([]) {
        std::thread::sleep(Duration::from_millis(5));
    }
    copy
}

fn is_stopped(copy: JoinHandle<Result<Value, Value>>) {
    let problem = copy.join().expect("it ends").expect_err("nothing is copied");
    assert_eq!(problem["code"], "cancelled", "{problem:#}");
}

fn told(window: &Window) -> Vec<Value> {
    let all = window.everything_told().into_iter();
    all.filter(|(name, _)| *name == TOLD).map(|(_, problem)| problem).collect()
}

#[test]
fn a_copy_ends_with_the_window_and_with_the_next_choice() {
    let window = Window::open();
    let (slow, quick) = (window.practice_profile("Places"), window.practice_profile("Places"));
    window.ask("token_get", json!({ "id": quick }));
    let held = held(&window, &slow);
    for command in ["quick_hide", "quick_show", "window_show"] {
        let copy = begin(&window, &slow);
        window.ask(command, json!({}));
        is_stopped(copy);
    }
    let copy = begin(&window, &slow);
    window.ask("quick_copy", token_of(&quick));
    is_stopped(copy);
    let copied = window.paper.read().expect("the second is copied");
    drop(held);
    window.ask("token_get", json!({ "id": slow }));
    assert_eq!(window.paper.read(), Some(copied), "the first comes to nothing");
    assert_eq!(told(&window), [Value::Null; 0], "whoever stopped it knows");
}

#[test]
fn what_fails_while_nobody_looks_is_told_to_the_large_window() {
    let window = Window::open();
    let id = window.practice_profile("Places");
    window.ask("secret_remove", json!({ "id": id, "kind": "client_secret" }));
    let problem = window.problem("quick_copy", token_of(&id));
    assert_eq!(told(&window), [problem]);
    assert_eq!(window.paper.read(), None);
}
