//! A collection as `.http` files: one for each folder that holds requests, so that a folder's requests keep their order. Which
//! folder all of it goes to, and what is there already, is left to the engine.

use super::left_out::{LeftOut, LeftOutKind};
use super::names::{cut, safe_name};
use super::place::{Place, one_line};
use super::{Collection, FoundRequest};
use mudbrick_model::{Explain as _, Request};
use mudbrick_requests::{Entry, HttpFile, names_in, variable_names};
use std::collections::HashMap;

/// A `.http` file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionFile {
    /// Below the collection's own folder, without an ending: `Users/Admins`. Every part can be a file's name everywhere.
    pub path: String,
    /// Its text.
    pub text: String,
    /// What it says.
    pub file: HttpFile,
    /// The collection's variables that its requests use, also where the file is to have none of them.
    pub uses: Vec<(String, String)>,
}

/// And a whole path below the collection's own folder, of the 400 that a request's path may have.
const LONGEST_PATH: usize = 200;
/// Mudbrick does not look deeper than 16 folders; the person's own may be above.
const DEEPEST: usize = 8;

impl Collection {
    /// The files, and what of the collection cannot be in one.
    pub fn http_files(&self) -> (Vec<CollectionFile>, Vec<LeftOut>) {
        self.files_with(|uses| uses.to_vec())
    }

    /// The same without the collection's variables. `.http` files that come as they are keep theirs.
    pub fn http_files_without_variables(&self) -> (Vec<CollectionFile>, Vec<LeftOut>) {
        self.files_with(|_| Vec::new())
    }

    fn files_with(
        &self,
        declared: impl Fn(&[(String, String)]) -> Vec<(String, String)>,
    ) -> (Vec<CollectionFile>, Vec<LeftOut>) {
        let mut left_out = Vec::new();
        let mut taken = Taken::default();
        let mut files = Vec::new();
        let root = safe_name(&self.name);
        let mut begun: Vec<(&[String], Vec<&FoundRequest>)> = Vec::new();
        for found in &self.requests {
            match begun.iter_mut().find(|(folders, _)| *folders == found.folders.as_slice()) {
                Some((_, requests)) => requests.push(found),
                None => begun.push((&found.folders, vec![found])),
            }
        }
        for (folders, requests) in begun {
            let path = taken.free(path_of(folders, &root));
            let mut file = self.file(folders, &requests, &mut left_out);
            if file.entries.is_empty() {
                continue;
            }
            let uses = std::mem::take(&mut file.variables);
            file.variables = declared(&uses);
            match file.render() {
                Ok(text) => files.push(CollectionFile { path, text, file, uses }),
                Err(error) => {
                    left_out.push(not_writable(&place_of(folders), error.problem().message));
                }
            }
        }
        let is_used =
            |name: &str| files.iter().any(|file| file.uses.iter().any(|(used, _)| used == name));
        let own = self.variables.iter().map(|(name, _)| (Place::default(), name));
        let folders = self.folder_variables.iter();
        let all = own.chain(folders.map(|(path, name, _)| (place_of(path), name)));
        left_out.extend(all.filter(|(_, name)| !is_used(name)).map(|(place, name)| LeftOut {
            place: place.shown(),
            kind: LeftOutKind::UnusedVariable { name: name.clone() },
        }));
        for found in &self.texts {
            let parts: Vec<String> = found.folders.iter().chain([&found.name]).cloned().collect();
            let path = taken.free(path_of(&parts, &root));
            let (text, file) = (found.text.clone(), found.file.clone());
            files.push(CollectionFile { path, text, uses: file.variables.clone(), file });
        }
        (files, left_out)
    }

    fn file(
        &self,
        folders: &[String],
        requests: &[&FoundRequest],
        left_out: &mut Vec<LeftOut>,
    ) -> HttpFile {
        let mut names = Taken::default();
        let mut entries = Vec::new();
        for found in requests {
            let mut request = found.request.clone();
            request.name = names.free(request.name);
            let comments = found.about.iter().map(|line| comment(line));
            let comments = comments.chain(found.directives.iter().cloned()).collect();
            let entry = Entry { comments, ..Entry::new(request) };
            // One that cannot be written must not take the others of its file along.
            match written(&entry.request) {
                Ok(()) => entries.push(entry),
                Err(why) => {
                    let place = place_of(folders).child(&found.request.name);
                    left_out.push(not_writable(&place, why));
                }
            }
        }
        let comments = self.said_of(folders);
        let requests = entries.iter().map(|entry| &entry.request);
        let variables = file_variables(requests, &self.variables_in(folders));
        HttpFile { comments, variables, entries, ..HttpFile::default() }
    }

    /// What is said about a folder, below what is said about those above that get no file of their own: the first file in
    /// such a folder tells it.
    fn said_of(&self, folders: &[String]) -> Vec<String> {
        // Few are above one folder: the requests are gone through for those alone.
        let tells = |path: &[String]| {
            path == folders
                || (folders.starts_with(path)
                    && !self.requests.iter().any(|it| it.folders == path)
                    && self
                        .requests
                        .iter()
                        .find(|it| it.folders.starts_with(path))
                        .is_some_and(|first| first.folders == folders))
        };
        let mut comments = Vec::new();
        for (path, text) in self.folders.iter().filter(|(path, _)| tells(path)) {
            if path != folders {
                let whose = if path.is_empty() { self.name.clone() } else { path.join(" › ") };
                comments.push(comment(&format!("{whose}:")));
            }
            comments.extend(text.lines().map(comment));
        }
        comments
    }

    /// The collection's variables with those of the folders in their place, the innermost last.
    fn variables_in(&self, folders: &[String]) -> Vec<(String, String)> {
        let mut variables = self.variables.clone();
        let mut own: Vec<_> =
            self.folder_variables.iter().filter(|(path, _, _)| folders.starts_with(path)).collect();
        own.sort_by_key(|(path, _, _)| path.len());
        for (_, name, value) in own {
            match variables.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => known.clone_from(value),
                None => variables.push((name.clone(), value.clone())),
            }
        }
        variables
    }

    /// What is said about folders that hold no request, also deeper.
    pub fn unplaced_descriptions(&self) -> usize {
        let has_file = |path: &Vec<String>| {
            path.is_empty() && !self.requests.is_empty()
                || self.requests.iter().any(|it| it.folders.starts_with(path))
        };
        self.folders.iter().filter(|(path, _)| !has_file(path)).count()
    }
}

fn place_of(folders: &[String]) -> Place {
    folders.iter().fold(Place::default(), |place, name| place.child(name))
}

fn not_writable(place: &Place, why: String) -> LeftOut {
    LeftOut { place: place.shown(), kind: LeftOutKind::NotWritable { why } }
}

/// Whether a file can hold the request so that it is read as what it is; if not, why. A line of a body may be another
/// program's script, and nothing of the sort may happen in silence.
fn written(request: &Request) -> Result<(), String> {
    let text = HttpFile::of(request.clone()).render().map_err(|error| error.problem().message)?;
    let read = HttpFile::parse(&text).map_err(|error| error.problem().message)?;
    let body = |request: &Request| {
        let body = request.body.as_deref().unwrap_or_default().replace("\r\n", "\n");
        body.replace('\r', "\n").trim_matches(['\n', ' ', '\t']).to_owned()
    };
    let is_same = |found: &Request| {
        (found.method, &found.url, &found.headers)
            == (request.method, &request.url, &request.headers)
            && body(found) == body(request)
    };
    match read.entries.as_slice() {
        [only] if is_same(&only.request) && only.before.is_empty() && only.after.is_empty() => {
            Ok(())
        }
        _ => Err("a .http file that holds it would be read otherwise".to_owned()),
    }
}

/// A line that is read as a comment and as nothing else: `@name` at its beginning would be the request's.
fn comment(line: &str) -> String {
    let line = one_line(line);
    if line.starts_with('@') { format!("- {line}") } else { line }
}

/// Where the requests of a folder go. Those of the collection itself go to a file of its name.
fn path_of(folders: &[String], root: &str) -> String {
    if folders.is_empty() {
        return root.to_owned();
    }
    let mut parts: Vec<String> = folders.iter().map(|name| safe_name(name)).collect();
    if parts.len() > DEEPEST {
        let deeper = parts.split_off(DEEPEST - 1);
        parts.push(safe_name(&deeper.join(" - ")));
    }
    let length = |parts: &[String]| parts.iter().map(|part| part.len() + 1).sum::<usize>();
    if length(&parts) > LONGEST_PATH {
        let each = LONGEST_PATH / parts.len() - 1;
        parts.iter_mut().for_each(|part| *part = cut(part, each));
    }
    parts.join("/")
}

/// Names that are taken, in small letters: disks often tell no capital ones. Each with the number that the last one like it got.
#[derive(Default)]
struct Taken(HashMap<String, usize>);

impl Taken {
    /// The name, with a number behind it when another one has it.
    fn free(&mut self, name: String) -> String {
        let folded = name.to_lowercase();
        let Some(last) = self.0.get(&folded).copied() else {
            self.0.insert(folded, 1);
            return name;
        };
        let is_free = |number: &usize| !self.0.contains_key(&format!("{folded} {number}"));
        let number = (last + 1..).find(is_free).unwrap_or(last);
        self.0.insert(format!("{folded} {number}"), 1);
        self.0.insert(folded, number);
        format!("{name} {number}")
    }
}

/// The variables that requests use, also by way of each other, in the collection's order.
fn file_variables<'a>(
    requests: impl Iterator<Item = &'a Request>,
    variables: &[(String, String)],
) -> Vec<(String, String)> {
    let mut wanted: Vec<String> = requests.flat_map(variable_names).collect();
    let mut used = vec![false; variables.len()];
    while let Some(name) = wanted.pop() {
        let found = variables.iter().position(|(known, _)| *known == name);
        let Some(at) = found.filter(|at| !used[*at]) else { continue };
        used[at] = true;
        wanted.extend(names_in(&variables[at].1));
    }
    let kept = variables.iter().zip(used).filter(|(_, used)| *used);
    kept.map(|(variable, _)| variable.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::Taken;

    #[test]
    fn a_name_that_is_taken_gets_the_next_number() {
        let mut taken = Taken::default();
        let names = ["a", "A", "a 2", "a", "b", "a 2"].map(|name| taken.free(name.to_owned()));
        assert_eq!(names, ["a", "A 2", "a 2 2", "a 3", "b", "a 2 3"]);
    }
}
