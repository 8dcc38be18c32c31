//! Which format a file is in. What is in it says so; names count only where a format is nothing but its ending.

use super::environments::{self, Environment};
use super::error::CollectionError;
use super::left_out::{LeftOut, LeftOutKind};
use super::{
    Collection, CollectionReading, Given, GivenFile, MOST_BYTES, MOST_REQUESTS, bruno, curl_file,
    har, http_folder, insomnia, numbers, openapi, postman,
};
use crate::read::{archive, syntax::yaml, text};
use mudbrick_requests::HttpFile;
use serde_json::Value;

/// Files in one zip file: a collection of Bruno's has one for each request.
const MOST_FILES: usize = 25_000;

/// Reads everything that was given. What cannot be read is an error beside what can.
///
/// An environment of Postman's belongs to the collections of Postman's that it is given with, as several files or in one archive.
pub fn read(given: &[Given]) -> CollectionReading {
    let mut reading = CollectionReading::default();
    let mut found = Vec::new();
    for one in given {
        match one.files.as_slice() {
            [only] if archive::is_archive(&only.bytes) => match unpacked(&only.bytes, &one.name) {
                Ok((files, refused)) => {
                    several(&one.name, &files, &mut found, &mut reading);
                    reading.errors.extend(refused);
                }
                Err(error) => reading.errors.push(error),
            },
            [only] if !bruno::is_part(&only.path) => match environments::read(&only.bytes) {
                Some(value) => found.push((one.name.clone(), value)),
                None => {
                    let text = decoded(only, &one.name);
                    match text.and_then(|text| single(&text, &only.path, &one.name)) {
                        Ok(collection) => reading.collections.push(collection),
                        Err(error) => reading.errors.push(error),
                    }
                }
            },
            files => several(&one.name, files, &mut found, &mut reading),
        }
    }
    environments::join(found, &mut reading);
    reading
}

/// The files of an archive, without those whose names lead elsewhere.
fn unpacked(
    bytes: &[u8],
    name: &str,
) -> Result<(Vec<GivenFile>, Vec<CollectionError>), CollectionError> {
    let error = |inside: &str, problem| CollectionError::Archive {
        source_name: if inside.is_empty() {
            name.to_owned()
        } else {
            format!("{name} › {inside}")
        },
        problem,
    };
    let members = archive::open(bytes, MOST_FILES).map_err(|problem| error("", problem))?;
    let (mut files, mut refused) = (Vec::new(), Vec::new());
    for member in members {
        let path = member.name.replace('\\', "/");
        let leads_out = path.starts_with('/') || path.split('/').any(|part| part == "..");
        match member.content {
            Ok(_) if leads_out => {
                refused.push(error(&path, archive::leads_out()));
            }
            Ok(bytes) => files.push(GivenFile { path, bytes: bytes.expose().clone() }),
            Err(problem) => refused.push(error(&path, problem)),
        }
    }
    Ok((files, refused))
}

/// A folder: Bruno's and `.http` files make a collection together, each other file one by itself.
fn several(
    name: &str,
    files: &[GivenFile],
    found: &mut Vec<Environment>,
    reading: &mut CollectionReading,
) {
    let (mut http, mut rest) = (Vec::new(), Vec::new());
    let mut bru = Nested::of(files, bruno::bru_base_of);
    // What no collection has is one by itself.
    bru.add_base("");
    let mut yaml = Nested::of(files, bruno::base_of);
    for file in files {
        let shown = format!("{name} › {}", file.path);
        if let Some(value) = environments::read(&file.bytes) {
            found.push((shown, value));
            continue;
        }
        match decoded(file, &shown) {
            Ok(text) if bruno::is_part(&file.path) => bru.add(&file.path, text),
            Ok(text) if bruno::is_yaml(&file.path) && yaml.has(&file.path) => {
                yaml.add(&file.path, text);
            }
            Ok(text) if http_folder::is_one(&file.path) => http.push((file.path.as_str(), text)),
            Ok(text) => rest.push((file, shown, text)),
            Err(error) => reading.errors.push(error),
        }
    }
    for (base, files) in bru.collections() {
        of_bruno(bruno::read_folder(files, base), "Bruno's language", name, reading);
    }
    for (base, files) in yaml.collections() {
        of_bruno(bruno::read_yaml(files, base), "YAML", name, reading);
    }
    if !http.is_empty() {
        match http_folder::read(&http, name) {
            Ok(collection) => reading.collections.push(collection),
            Err(error) => reading.errors.push(error),
        }
    }
    for (file, shown, text) in rest {
        match single(&text, &file.path, &shown) {
            Ok(collection) => reading.collections.push(collection),
            Err(error) => reading.errors.push(error),
        }
    }
    if files.is_empty() {
        reading.errors.push(CollectionError::Empty { source_name: name.to_owned() });
    }
}

/// The files of collections that are folders, each with the folder that it is in.
struct Nested<'a>(Vec<(&'a str, Vec<(&'a str, String)>)>);

impl<'a> Nested<'a> {
    /// The collections that these files say there are.
    fn of(files: &'a [GivenFile], base_of: fn(&str) -> Option<&str>) -> Self {
        let mut nested = Self(Vec::new());
        for base in files.iter().filter_map(|file| base_of(&file.path)) {
            nested.add_base(base);
        }
        nested
    }

    fn add_base(&mut self, base: &'a str) {
        if !self.0.iter().any(|(known, _)| *known == base) {
            self.0.push((base, Vec::new()));
        }
    }

    /// The innermost that a file is in: a collection within another one is none of its folders.
    fn innermost(&self, path: &str) -> Option<usize> {
        let around = self.0.iter().enumerate().filter(|(_, (base, _))| path.starts_with(base));
        around.max_by_key(|(_, (base, _))| base.len()).map(|(at, _)| at)
    }

    fn has(&self, path: &str) -> bool {
        self.innermost(path).is_some()
    }

    fn add(&mut self, path: &'a str, text: String) {
        if let Some(at) = self.innermost(path) {
            self.0[at].1.push((path, text));
        }
    }

    /// Those that have files.
    fn collections(&self) -> impl Iterator<Item = (&'a str, &[(&'a str, String)])> {
        let with_files = self.0.iter().filter(|(_, files)| !files.is_empty());
        with_files.map(|(base, files)| (*base, files.as_slice()))
    }
}

/// A folder of Bruno's that was read, with the lines of files that could not be.
fn of_bruno(
    (value, unread): (Value, Vec<(String, usize)>),
    language: &str,
    name: &str,
    reading: &mut CollectionReading,
) {
    let (mut collection, is_full) = bruno::read(&value, name);
    for (path, line) in unread {
        let language = if path.ends_with(".json") { "JSON" } else { language };
        let kind = LeftOutKind::File { why: format!("line {line} is not {language}") };
        collection.left_out.push(LeftOut { place: path, kind });
    }
    match whole((collection, is_full), name) {
        Ok(collection) => reading.collections.push(collection),
        Err(error) => reading.errors.push(error),
    }
}

fn decoded(file: &GivenFile, source: &str) -> Result<String, CollectionError> {
    let source_name = || source.to_owned();
    if file.bytes.len() > MOST_BYTES {
        let bytes = file.bytes.len();
        return Err(CollectionError::TooLarge { source_name: source_name(), bytes });
    }
    let decoded = text::decode(&file.bytes);
    let text = decoded.ok_or_else(|| CollectionError::NotText { source_name: source_name() })?;
    match text.text.trim().is_empty() {
        true => Err(CollectionError::Empty { source_name: source_name() }),
        false => Ok(text.text.to_string()),
    }
}

/// One text.
fn single(text: &str, path: &str, source: &str) -> Result<Collection, CollectionError> {
    let start = text.trim_start();
    if start.starts_with('{') {
        match numbers::read(text) {
            Ok(value) => return document(&value, source),
            Err(error) => {
                let is_deep = nested_deeper(text, error.line(), error.column());
                let fault = CollectionError::Syntax {
                    source_name: source.to_owned(),
                    line: error.line(),
                    column: error.column(),
                    why: if is_deep { too_deep() } else { json_fault(&error) },
                };
                // A `fetch` call or another text may begin with a brace too, and says so itself when it is read. JSON that
                // is only too deep is none of these, whatever URLs are in it.
                return match is_deep {
                    true => Err(fault),
                    false => curl_file::read_one(text, source).map_err(|_| fault),
                };
            }
        }
    }
    if http_folder::is_one(path) {
        let name = path.rsplit('/').next().unwrap_or(path);
        return http_folder::read(&[(name, text.to_owned())], source);
    }
    if yaml::looks_like_it(text) && names_a_format(text) {
        let value =
            yaml::parse_document(text, MOST_BYTES).map_err(|error| CollectionError::Syntax {
                source_name: source.to_owned(),
                line: error.line,
                column: 1,
                why: error.why.to_owned(),
            })?;
        return document(&value, source);
    }
    if curl_file::is_one(text) {
        return whole(curl_file::read(text, source), source);
    }
    let has_separator = text.lines().any(|line| line.starts_with("###"));
    if has_separator && HttpFile::parse(text).is_ok_and(|file| is_one(&file)) {
        let name = path.rsplit('/').next().unwrap_or(path);
        return http_folder::read(&[(name, text.to_owned())], source);
    }
    curl_file::read_one(text, source)
}

/// Whether all of a text is requests. Headings of Markdown separate its parts as well.
fn is_one(file: &HttpFile) -> bool {
    !file.entries.is_empty() && file.unread().is_empty()
}

/// Whether YAML is worth to be read whole.
fn names_a_format(text: &str) -> bool {
    let begins = |line: &str| {
        [
            "openapi:",
            "swagger:",
            "\"openapi\":",
            "type: collection.insomnia",
            "type: \"collection.insomnia",
            "type: spec.insomnia",
            "opencollection:",
        ]
        .iter()
        .any(|begin| line.starts_with(begin))
    };
    text.lines().any(begins)
}

/// How deep JSON may be nested: the reader stops there, so that no file can use up the stack. A folder of Postman's is two
/// levels.
const DEEPEST_JSON: usize = 127;

fn too_deep() -> String {
    format!(
        "the JSON is nested more than {DEEPEST_JSON} levels deep, and no deeper is read: move what is in there to folders \
         nearer to the top"
    )
}

fn json_fault(error: &serde_json::Error) -> String {
    match error.classify() {
        serde_json::error::Category::Eof => "the JSON ends too early".to_owned(),
        // Its own words name no part of the text but single characters.
        _ => error.to_string().split(" at line ").next().unwrap_or_default().to_owned(),
    }
}

/// Whether more lists and objects are open at the place where reading stopped than are read.
fn nested_deeper(text: &str, line: usize, column: usize) -> bool {
    let (mut open, mut in_string, mut is_escaped) = (0_usize, false, false);
    let lines = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len);
    let end = lines.sum::<usize>().saturating_add(column).min(text.len());
    for &byte in &text.as_bytes()[..end] {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => open += 1,
            b'}' | b']' if !in_string => open = open.saturating_sub(1),
            _ => {}
        }
    }
    open > DEEPEST_JSON
}

fn document(value: &Value, source: &str) -> Result<Collection, CollectionError> {
    let source_name = || source.to_owned();
    if let Some(inside) = value.get("collection").filter(|inside| postman::is_one(inside)) {
        return whole(postman::read(inside, source), source);
    }
    if postman::is_one(value) {
        whole(postman::read(value, source), source)
    } else if har::is_one(value) {
        whole(har::read(value, source), source)
    } else if openapi::is_one(value) {
        whole(openapi::read(value, source), source)
    } else if insomnia::is_list(value) {
        whole(insomnia::read_list(value, source), source)
    } else if insomnia::is_tree(value) {
        whole(insomnia::read_tree(value, source), source)
    } else if postman::is_first_format(value) {
        Err(CollectionError::PostmanV1 { source_name: source_name() })
    } else if bruno::is_bundled(value) {
        whole(bruno::read(&bruno::bundled(value), source), source)
    } else if bruno::is_one(value) {
        whole(bruno::read(value, source), source)
    } else if value.get("values").is_some_and(Value::is_array) {
        Err(CollectionError::Environment { source_name: source_name() })
    } else {
        Err(CollectionError::NotRecognised { source_name: source_name() })
    }
}

/// Half of a collection is none: what is too much is refused.
fn whole(
    (collection, is_full): (Collection, bool),
    source: &str,
) -> Result<Collection, CollectionError> {
    if is_full {
        return Err(too_many(source));
    }
    match collection.requests.is_empty() && collection.left_out.is_empty() {
        true => Err(CollectionError::NoRequests { source_name: source.to_owned() }),
        false => Ok(collection),
    }
}

fn too_many(source: &str) -> CollectionError {
    CollectionError::TooMany { source_name: source.to_owned(), most: MOST_REQUESTS }
}
