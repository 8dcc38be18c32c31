//! Environments of Postman's: files of variables that lie beside a collection, and count before its own.

use super::error::CollectionError;
use super::{Collection, CollectionFormat, CollectionReading, numbers, postman};
use crate::read::text;
use serde_json::Value;

/// An environment of Postman's, and what it was read from.
pub(super) type Environment = (String, Value);

/// The document, when a file is an environment of Postman's. Looked for by its words first: a collection may have 64 MiB.
pub(super) fn read(bytes: &[u8]) -> Option<Value> {
    const MOST: usize = 4 << 20;
    if bytes.len() > MOST {
        return None;
    }
    let text = text::decode(bytes)?.text.to_string();
    let is_likely = text.trim_start().starts_with('{')
        && text.contains("\"values\"")
        && !text.contains("\"item\"");
    let value = is_likely.then(|| numbers::read(&text).ok())??;
    postman::is_environment(&value).then_some(value)
}

/// Gives the environment and the globals to Postman's collections. Of several, a person chooses one in Postman, and nobody can
/// tell which: the first counts, and the others are told.
pub(super) fn join(environments: Vec<Environment>, reading: &mut CollectionReading) {
    let is_postman = |collection: &Collection| collection.format == CollectionFormat::Postman;
    if !reading.collections.iter().any(is_postman) {
        let errors = environments.into_iter().map(|(source, _)| source);
        let errors = errors.map(|source_name| CollectionError::Environment { source_name });
        return reading.errors.extend(errors);
    }
    let (globals, own): (Vec<Value>, Vec<Value>) =
        environments.into_iter().map(|(_, value)| value).partition(postman::is_globals);
    let joined = std::mem::take(&mut reading.collections).into_iter().map(|collection| {
        if !is_postman(&collection) {
            return collection;
        }
        // The environment counts before the globals, so that it is to be there when they come.
        let joined = with_first(collection, &own, postman::with_environment);
        with_first(joined, &globals, postman::with_globals)
    });
    reading.collections = joined.collect();
}

fn with_first(
    collection: Collection,
    all: &[Value],
    with: fn(Collection, &Value) -> Collection,
) -> Collection {
    let Some((first, others)) = all.split_first() else { return collection };
    others.iter().fold(with(collection, first), postman::without_environment)
}
