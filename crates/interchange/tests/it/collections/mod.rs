//! Collections of other programs: what becomes a request, what is listed, and what hostile files do.

mod any_input;
mod bruno;
mod environments;
mod formats;
mod har;
mod insomnia;
mod made_up;
mod nothing_lost;
mod openapi;
mod out;
mod postman;
mod secrets;

use mudbrick_interchange::collections::{
    Collection, CollectionReading, Given, GivenFile, LeftOutKind, read,
};
use mudbrick_model::Request;
use serde_json::Value;

fn read_files(name: &str, files: &[(&str, &[u8])]) -> CollectionReading {
    let file = |(path, bytes): &(&str, &[u8])| GivenFile {
        path: (*path).to_owned(),
        bytes: bytes.to_vec(),
    };
    read(&[Given { name: name.to_owned(), files: files.iter().map(file).collect() }])
}

fn read_text(name: &str, text: &str) -> Collection {
    let mut reading = read_files(name, &[(name, text.as_bytes())]);
    assert!(reading.errors.is_empty(), "{:?}", reading.errors);
    assert_eq!(reading.collections.len(), 1);
    reading.collections.remove(0)
}

fn read_json(value: &Value) -> Collection {
    read_text("it.json", &value.to_string())
}

fn only(collection: &Collection) -> &Request {
    assert_eq!(collection.requests.len(), 1, "{:?}", collection.left_out);
    &collection.requests[0].request
}

fn headers(request: &Request) -> Vec<(&str, &str)> {
    request.headers.iter().map(|it| (it.name.as_str(), it.value.as_str())).collect()
}

fn kinds(collection: &Collection) -> Vec<&LeftOutKind> {
    collection.left_out.iter().map(|it| &it.kind).collect()
}

/// All that is listed, also when files are written.
fn told(collection: &Collection) -> Vec<String> {
    let (_, more) = collection.http_files();
    collection.left_out.iter().chain(&more).map(|it| it.kind.to_string()).collect()
}

fn assert_told(collection: &Collection, parts: &[&str]) {
    let told = told(collection);
    for part in parts {
        assert!(told.iter().any(|it| it.contains(part)), "{part}: {told:#?}");
    }
}
