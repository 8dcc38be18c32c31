//! The person's own requests for other programs, looked through for secrets before anything is written.

use super::plan::numbered;
use super::view::{ExportedRequests, RequestExportFormat};
use crate::export::count;
use crate::export::kit_folder::no_link_above;
use crate::requests::Requests;
use crate::requests::address::RequestAddress;
use crate::requests::own::OwnFile;
use mudbrick_interchange::collections::write::{self, OutgoingRequests};
use mudbrick_model::{ErrorCode, Problem, RequestPath};
use mudbrick_requests::{HttpFile, LiteralCredentials};
use mudbrick_vault::files::{Destination, Existing, Mode};
use std::path::Path;

/// What a folder with requests is called.
const NEW_FOLDER: &str = "Mudbrick requests";

/// A file that is chosen: its text, and what it says.
type Chosen = (String, OutgoingRequests);

/// Requests as texts for another program.
#[derive(Debug)]
pub struct RequestTexts {
    /// Each with its name below a folder. All formats but `.http` have one.
    pub files: Vec<(String, String)>,
    /// How many requests are in them.
    pub requests: u32,
    /// Files that cannot be read, and why.
    pub left_out: Vec<String>,
    /// What whoever uses them has to know, a sentence each.
    pub notes: Vec<String>,
}

impl RequestTexts {
    /// What the only file is called.
    pub fn file_name(&self) -> &str {
        self.files.first().map_or("requests", |(name, _)| name.as_str())
    }
}

impl Requests {
    /// The person's own requests as another program reads them: those of the folders, files and addresses named, or all.
    ///
    /// # Errors
    /// There is no such request, nothing was chosen, or a known secret would be in it.
    pub fn export_texts(
        &self,
        named: &[String],
        format: RequestExportFormat,
    ) -> Result<RequestTexts, Problem> {
        let (files, left_out) = self.chosen(named)?;
        let requests = count(files.iter().map(|(_, outgoing)| outgoing.file.entries.len()).sum());
        if requests == 0 {
            return Err(Problem::new(ErrorCode::NotFound, "There is no request to export.")
                .remedy("List your requests with mudbrick request list."));
        }
        let (texts, outgoing): (Vec<String>, Vec<OutgoingRequests>) = files.into_iter().unzip();
        let notes = outgoing.iter().filter_map(without_value).collect();
        let files = match format {
            RequestExportFormat::Postman => {
                vec![(
                    "requests.postman_collection.json".to_owned(),
                    write::postman(&title(named), &outgoing),
                )]
            }
            RequestExportFormat::Har => {
                let version = env!("CARGO_PKG_VERSION");
                vec![("requests.har".to_owned(), write::har(&outgoing, self.core.now(), version))]
            }
            RequestExportFormat::Curl => {
                vec![("requests.sh".to_owned(), write::curl(&outgoing))]
            }
            RequestExportFormat::Http => {
                let paths = outgoing.iter().map(|one| format!("{}.http", one.path));
                let mut literal = LiteralCredentials::default();
                let texts = texts.iter().map(|text| write::http(text, &mut literal));
                paths
                    .zip(texts)
                    .map(|(path, text)| Ok((path, text?)))
                    .collect::<Result<_, Problem>>()?
            }
        };
        let guard = self.vault.guard(&[])?;
        for (name, text) in &files {
            guard.check(name, text.as_bytes())?;
        }
        Ok(RequestTexts { files, requests, left_out, notes })
    }

    /// Writes one file.
    ///
    /// # Errors
    /// There are several, a known secret would be in it, or the disk refuses.
    pub fn export_file(
        &self,
        texts: &RequestTexts,
        to: Destination<'_>,
    ) -> Result<ExportedRequests, Problem> {
        let path = to.display_name();
        let [(_, text)] = texts.files.as_slice() else {
            let message = format!("These are {} files. Nothing was written.", texts.files.len());
            return Err(Problem::new(ErrorCode::InvalidInput, message)
                .remedy("Name a folder for them, or choose one of the files."));
        };
        self.vault.guard(&[])?.deliver(to, text.as_bytes(), Mode::Shared)?;
        Ok(exported(texts, path))
    }

    /// Writes each file below a folder. What is there under one of the names is replaced only when the person said so.
    pub fn export_folder(
        &self,
        texts: &RequestTexts,
        folder: &Path,
        existing: Existing,
    ) -> Result<ExportedRequests, Problem> {
        let guard = self.vault.guard(&[])?;
        for (inside, text) in &texts.files {
            no_link_above(folder, inside)?;
            let path = folder.join(inside);
            let to = Destination::File { path: &path, existing };
            guard.deliver(to, text.as_bytes(), Mode::Shared)?;
        }
        Ok(exported(texts, folder.display().to_string()))
    }

    /// Writes each file below a new folder in a folder that the person has chosen: nothing that is there is touched.
    ///
    /// # Errors
    /// A known secret would be in it, or the disk refuses.
    pub fn export_new_folder(
        &self,
        texts: &RequestTexts,
        inside: &Path,
    ) -> Result<ExportedRequests, Problem> {
        let mut free =
            numbered(NEW_FOLDER).map(|name| inside.join(name)).filter(|path| !path.exists());
        let folder = free.next().unwrap_or_else(|| inside.join(NEW_FOLDER));
        self.export_folder(texts, &folder, Existing::Kept)
    }

    /// The files that are chosen, each with its text, without what of them is not.
    fn chosen(&self, named: &[String]) -> Result<(Vec<Chosen>, Vec<String>), Problem> {
        let (all, damaged) = self.own_files()?;
        let mut chosen: Vec<Chosen> = Vec::new();
        if named.is_empty() {
            for file in &all {
                chosen.push(whole(file)?);
            }
            return Ok((chosen, damaged.into_iter().map(|one| one.problem.message).collect()));
        }
        for name in named {
            let folder = format!("{}/", name.trim_end_matches('/'));
            let below: Vec<&OwnFile> =
                all.iter().filter(|file| file.path.as_str().starts_with(&folder)).collect();
            let file = RequestPath::parse(name.trim_end_matches('/')).ok();
            let file = file.and_then(|path| all.iter().find(|file| file.path == path));
            if below.is_empty() && file.is_none() {
                add(self.only(&self.find_own(name)?)?, &mut chosen)?;
                continue;
            }
            for file in file.into_iter().chain(below) {
                if chosen.iter().all(|(_, known)| known.path != file.path.as_str()) {
                    chosen.push(whole(file)?);
                }
            }
        }
        Ok((chosen, Vec::new()))
    }

    /// One request of a file, with the variables that are the file's.
    fn only(&self, address: &RequestAddress) -> Result<Chosen, Problem> {
        let own = self.own_file(address.file())?;
        let entry = own.find(address)?;
        let mut file = HttpFile::parse(&own.text)?;
        let kept = file.entries.swap_remove(entry);
        let uses = HttpFile::variables_of(&own.text, entry)?;
        file.variables.retain(|(name, _)| uses.contains(name));
        file.entries = vec![kept];
        file.comments.clear();
        let text = file.render()?;
        Ok((text, OutgoingRequests::of(own.path.as_str().to_owned(), file)))
    }
}

/// Adds a request, to the others of its file where there are any.
fn add((text, one): Chosen, chosen: &mut Vec<Chosen>) -> Result<(), Problem> {
    let Some((known, file)) = chosen.iter_mut().find(|(_, known)| known.path == one.path) else {
        chosen.push((text, one));
        return Ok(());
    };
    for entry in one.file.entries {
        if !file.file.entries.contains(&entry) {
            file.file.entries.push(entry);
        }
    }
    for variable in one.file.variables {
        if !file.file.variables.contains(&variable) {
            file.file.variables.push(variable);
        }
    }
    for name in one.without_value {
        if !file.without_value.contains(&name) {
            file.without_value.push(name);
        }
    }
    *known = file.file.render()?;
    Ok(())
}

fn whole(own: &OwnFile) -> Result<Chosen, Problem> {
    let file = HttpFile::parse(&own.text)?;
    Ok((own.text.clone(), OutgoingRequests::of(own.path.as_str().to_owned(), file)))
}

/// Says which variables of a file have no value where it goes.
fn without_value(outgoing: &OutgoingRequests) -> Option<String> {
    let names: Vec<String> =
        outgoing.without_value.iter().map(|name| format!("{{{{{name}}}}}")).collect();
    let (has, values) = match names.len() {
        1 => ("has", "its value would be a secret"),
        _ => ("have", "their values would be secrets"),
    };
    (!names.is_empty()).then(|| {
        format!("{} of {} {has} no value there, since {values}.", names.join(", "), outgoing.path)
    })
}

/// What to call the collection.
fn title(named: &[String]) -> String {
    match named {
        [only] => only.trim_end_matches('/').rsplit(['/', '#']).next().unwrap_or(only).to_owned(),
        _ => "Mudbrick requests".to_owned(),
    }
}

fn exported(texts: &RequestTexts, path: String) -> ExportedRequests {
    ExportedRequests {
        path,
        requests: texts.requests,
        files: count(texts.files.len()),
        left_out: texts.left_out.clone(),
        notes: texts.notes.clone(),
    }
}
