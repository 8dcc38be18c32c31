//! Where the requests of other programs go, and what a person is told before.

use super::view::{
    CollectionView, FoundRequestFile, ImportedVariable, LeftOutView, RequestImportView, UnreadFile,
    VariablesStay,
};
use crate::export::count;
use crate::requests::own::{OwnFile, stem};
use mudbrick_interchange::collections::{
    Collection, CollectionFile, LeftOut, LeftOutKind, safe_name,
};
use mudbrick_model::{ErrorCode, Problem, Request, RequestPath};
use mudbrick_requests::{
    Source, Variables, has_profile_value, is_function, is_known_function, outline, variable_names,
};
use mudbrick_store::RequestChanges;
use std::collections::{BTreeSet, HashSet};
use std::iter;

/// What is to be added, and what a person is told of it.
pub struct RequestImport {
    /// What a client shows.
    pub view: RequestImportView,
    /// The one new folder or file.
    pub(super) top: RequestPath,
    pub(super) files: Vec<(RequestPath, String)>,
}

/// Where a person wants it.
pub(super) enum Place {
    /// Under its own name, in a folder or in the folder of requests itself.
    Below(Option<RequestPath>),
    /// Just there.
    At(RequestPath),
}

impl Place {
    /// The folder above and the name in it.
    fn parts(&self, own: String) -> (Option<&str>, String) {
        match self {
            Self::Below(folder) => (folder.as_ref().map(RequestPath::as_str), own),
            Self::At(path) => match path.as_str().rsplit_once('/') {
                Some((folder, name)) => (Some(folder), name.to_owned()),
                None => (None, path.as_str().to_owned()),
            },
        }
    }
}

/// The place that a person wrote; none for the folder of requests itself.
pub(super) fn written(to: Option<&str>) -> Result<Option<RequestPath>, Problem> {
    let to = to.map(|to| to.trim().trim_end_matches('/')).filter(|to| !to.is_empty());
    Ok(to.map(RequestPath::parse).transpose()?)
}

/// A name, then the same with numbers.
pub(super) fn numbered(name: &str) -> impl Iterator<Item = String> + use<> {
    let numbered = name.to_owned();
    let numbered = (2_usize..).map(move |number| format!("{numbered} {number}"));
    iter::once(name.to_owned()).chain(numbered)
}

/// Plans where everything goes: to one new folder, or to one new file, so that it can be added at once.
pub(super) fn planned(
    collections: &[Collection],
    unread: &[UnreadFile],
    to: &Place,
    variables: VariablesStay,
    changes: &RequestChanges<'_>,
) -> Result<RequestImport, Problem> {
    let read: Vec<Read<'_>> = collections.iter().map(|it| Read::of(it, variables)).collect();
    let own = match collections {
        [only] => safe_name(&only.name),
        [first, ..] => safe_name(first.source.split(" › ").next().unwrap_or(&first.source)),
        [] => "Requests".to_owned(),
    };
    let (into, wanted) = to.parts(own);
    let (top, is_here_already) = place(&wanted, into, &read, changes)?;
    let mut files = Vec::new();
    let mut views = Vec::new();
    for (read, paths) in read.iter().zip(paths(&top, &read)?) {
        let mut found = Vec::new();
        for (file, path) in read.files.iter().zip(paths) {
            found.push(found_file(&path, file)?);
            files.push((path, file.text.clone()));
        }
        views.push(read.view(found));
    }
    let is_file = files.len() == 1 && files[0].0 == top;
    let requests = views.iter().map(|view| view.requests).sum();
    let unset: BTreeSet<String> = views.iter().flat_map(|it| it.unset.clone()).collect();
    let optional: BTreeSet<String> = views.iter().flat_map(|it| it.optional.clone()).collect();
    let view = RequestImportView {
        folder: top.as_str().to_owned(),
        is_folder: !is_file,
        renamed_from: (stem(&top) != wanted && !is_here_already).then_some(wanted),
        is_here_already,
        requests,
        unset: unset.into_iter().collect(),
        optional: optional.into_iter().collect(),
        collections: views,
        unread: unread.to_vec(),
    };
    Ok(RequestImport { view, top, files })
}

/// A collection as files.
struct Read<'a> {
    collection: &'a Collection,
    files: Vec<CollectionFile>,
    left_out: Vec<LeftOut>,
}

impl<'a> Read<'a> {
    fn of(collection: &'a Collection, variables: VariablesStay) -> Self {
        let (files, more) = match variables {
            VariablesStay::InFiles => collection.http_files(),
            VariablesStay::InProfile => collection.http_files_without_variables(),
        };
        let mut left_out = collection.left_out.clone();
        left_out.extend(more);
        let count = collection.unplaced_descriptions();
        if count > 0 {
            let kind = LeftOutKind::Descriptions { count };
            left_out.push(LeftOut { place: String::new(), kind });
        }
        Self { collection, files, left_out }
    }

    /// Those that the requests use, whether they go to the files or elsewhere.
    fn variables(&self) -> Vec<ImportedVariable> {
        let mut seen = HashSet::new();
        let used = self.files.iter().flat_map(|file| &file.uses);
        let used = used.filter(|(name, _)| seen.insert(name.clone()));
        used.map(|(name, value)| ImportedVariable { name: name.clone(), value: value.clone() })
            .collect()
    }

    fn view(&self, files: Vec<FoundRequestFile>) -> CollectionView {
        let Collection { name, format, source, .. } = self.collection;
        let (mut unset, mut optional) = (BTreeSet::new(), BTreeSet::new());
        for file in &self.files {
            for entry in &file.file.entries {
                let (missing, dropped) = without_value(&entry.request, &file.uses);
                unset.extend(missing);
                optional.extend(dropped);
            }
        }
        optional.retain(|name| !unset.contains(name));
        let variables = self.variables();
        CollectionView {
            name: name.clone(),
            format: *format,
            format_title: format.title().to_owned(),
            source: source.clone(),
            requests: count(self.files.iter().map(|file| file.file.entries.len()).sum()),
            variables,
            unset: unset.into_iter().collect(),
            optional: optional.into_iter().collect(),
            left_out: self.left_out.iter().map(LeftOutView::from).collect(),
            files,
        }
    }
}

/// The variables that no profile and no file has a value for: those that stop the request, and those without which a header
/// or parameter is left out.
fn without_value(request: &Request, own: &[(String, String)]) -> (Vec<String>, Vec<String>) {
    let mut known = Variables::new();
    for (name, value) in own {
        known = known.with(Source::File, name, value);
    }
    for name in variable_names(request) {
        if has_profile_value(&name) || is_function(&name) {
            known = known.with(Source::Profile, name, "known");
        }
    }
    let mut missing = outline(request, &known).missing();
    // A function of another program never has a value here.
    let foreign = variable_names(request).into_iter();
    missing.extend(foreign.filter(|name| is_function(name) && !is_known_function(name)));
    let dropped = variable_names(request).into_iter();
    let dropped = dropped.filter(|name| known.get(name).is_none() && !missing.contains(name));
    let dropped = dropped.collect();
    (missing, dropped)
}

fn found_file(path: &RequestPath, file: &CollectionFile) -> Result<FoundRequestFile, Problem> {
    let own = OwnFile::read(path, file.text.clone())?;
    Ok(FoundRequestFile { path: path.clone(), requests: own.addresses() })
}

/// The new folder or file: the wanted name, or one with a number where something else has it. What is there already byte for
/// byte is not added again.
fn place(
    wanted: &str,
    into: Option<&str>,
    read: &[Read<'_>],
    changes: &RequestChanges<'_>,
) -> Result<(RequestPath, bool), Problem> {
    for name in numbered(wanted) {
        let path = into.map_or(name.clone(), |into| format!("{into}/{name}"));
        let path = RequestPath::parse(&path)?;
        if !changes.is_taken(&path) {
            return Ok((path, false));
        }
        if is_same(&path, read, changes) {
            return Ok((path, true));
        }
    }
    Err(Problem::new(ErrorCode::AlreadyExists, format!("Every name like {wanted} is taken.")))
}

/// Whether all of it is there already, byte for byte.
fn is_same(top: &RequestPath, read: &[Read<'_>], changes: &RequestChanges<'_>) -> bool {
    let Ok(paths) = paths(top, read) else { return false };
    read.iter().zip(paths).all(|(read, paths)| {
        read.files.iter().zip(paths).all(|(file, path)| {
            changes.text(&path).is_ok_and(|text| text.as_deref() == Some(file.text.as_str()))
        })
    })
}

/// Where each file of each collection goes.
fn paths(top: &RequestPath, read: &[Read<'_>]) -> Result<Vec<Vec<RequestPath>>, Problem> {
    let mut taken = HashSet::new();
    let mut all = Vec::new();
    for one in read {
        let folder = match read.len() {
            1 => top.as_str().to_owned(),
            _ => {
                let name = safe_name(&one.collection.name);
                // Disks often tell no capital letters.
                let free = numbered(&name).find(|name| taken.insert(name.to_lowercase()));
                let free = free.unwrap_or(name);
                format!("{top}/{free}")
            }
        };
        let paths = match one.files.as_slice() {
            // A collection without folders is one file and needs none of its own.
            [only] if only.path == safe_name(&one.collection.name) => {
                vec![RequestPath::parse(&folder)?]
            }
            files => {
                let paths =
                    files.iter().map(|file| RequestPath::parse(&format!("{folder}/{}", file.path)));
                paths.collect::<Result<_, _>>()?
            }
        };
        all.push(paths);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mudbrick_model::Method;

    #[test]
    fn a_function_of_another_program_has_no_value() {
        let url = "https://x.io/{{$shared id}}?a={{$faker}}&b={{$guid}}&c={{NOPE}}&d={{API_KEY}}";
        let request = Request {
            name: String::new(),
            method: Method::Get,
            url: url.to_owned(),
            headers: Vec::new(),
            body: None,
        };
        let (missing, dropped) = without_value(&request, &[]);
        assert_eq!(missing, ["$shared id", "$faker"]);
        assert_eq!(dropped, ["NOPE"]);
    }
}
