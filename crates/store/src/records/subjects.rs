//! Subjects kept for the next key pair: one file for all of them, since there are few and each is a handful of words.

use super::codec;
use super::error::{FindError, StoreError};
use crate::Home;
use mudbrick_model::{Clock, natural_key};
use mudbrick_vault::files::{self, Mode, ReadError, SaveError};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

const WHAT: &str = "subject template";
/// Far above what a person writes, in bytes.
const LIMIT: u64 = 1024 * 1024;

/// What a new key pair's certificate says of its owner, and how the pair is made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectTemplate {
    /// What the person calls it; no two differ in case alone.
    pub name: String,
    /// The modulus length.
    pub bits: u32,
    /// How many days the certificate is good for.
    pub days: u32,
    /// Two letters.
    #[serde(default)]
    pub country: String,
    /// State or province.
    #[serde(default)]
    pub state: String,
    /// Locality.
    #[serde(default)]
    pub locality: String,
    /// Organisation.
    #[serde(default)]
    pub organization: String,
    /// Organisational unit.
    #[serde(default)]
    pub organizational_unit: String,
    /// Common name.
    #[serde(default)]
    pub common_name: String,
    /// E-mail address.
    #[serde(default)]
    pub email: String,
}

#[derive(Default, Serialize, Deserialize)]
struct Subjects {
    #[serde(default)]
    subject: Vec<SubjectTemplate>,
}

/// `subjects.toml`. Shared by reference, from any thread.
pub struct SubjectTemplates {
    path: PathBuf,
    lock: PathBuf,
    clock: Arc<dyn Clock>,
}

impl SubjectTemplates {
    /// The templates of a home folder. Reads nothing yet.
    pub fn open(home: &Home, clock: Arc<dyn Clock>) -> Self {
        Self { path: home.subjects(), lock: home.lock("subjects"), clock }
    }

    /// Every template, by name.
    ///
    /// # Errors
    /// The file cannot be read or understood, or is a newer Mudbrick's.
    pub fn list(&self) -> Result<Vec<SubjectTemplate>, FindError> {
        let text = match files::read_text(&self.path, LIMIT) {
            Ok(text) => text,
            Err(error) if error.is_not_found() => return Ok(Vec::new()),
            Err(ReadError::NotText { path }) => {
                let fault = "it is not UTF-8 text".to_owned();
                return Err(FindError::Damaged { what: WHAT, path, fault });
            }
            Err(error) => return Err(error.into()),
        };
        let Subjects { mut subject } =
            codec::parse(&text).map_err(|fault| FindError::fault(WHAT, &self.path, fault))?;
        subject.sort_by_cached_key(|template| natural_key(&template.name));
        Ok(subject)
    }

    /// Saves a template in place of one of the same name. A file that cannot be understood is set aside.
    ///
    /// # Errors
    /// The file is a newer Mudbrick's, or the disk refuses; nothing was changed then.
    pub fn save(&self, template: SubjectTemplate) -> Result<(), StoreError> {
        // All templates are in one file: two saves at once would lose one of them.
        let _lock = files::lock(&self.lock)?;
        let mut all = match self.list() {
            Ok(all) => all,
            Err(FindError::Damaged { .. }) => {
                // It keeps its place too until the new one takes it.
                files::keep_aside(&self.path, self.clock.now(), LIMIT)?;
                Vec::new()
            }
            Err(error) => return Err(error.into()),
        };
        let lower = template.name.to_lowercase();
        all.retain(|other| other.name.to_lowercase() != lower);
        all.push(template);
        self.write(all)
    }

    /// Removes the template of that name.
    ///
    /// # Errors
    /// [`FindError::NotFound`]; the file cannot be understood; the disk refuses.
    pub fn delete(&self, name: &str) -> Result<(), StoreError> {
        let _lock = files::lock(&self.lock)?;
        let mut all = self.list()?;
        let (before, lower) = (all.len(), name.to_lowercase());
        all.retain(|other| other.name.to_lowercase() != lower);
        if all.len() == before {
            let (name, similar, unread) = (name.to_owned(), Vec::new(), Vec::new());
            return Err(FindError::NotFound { what: WHAT, name, similar, unread }.into());
        }
        self.write(all)
    }

    fn write(&self, subject: Vec<SubjectTemplate>) -> Result<(), StoreError> {
        let text = codec::render(&Subjects { subject })
            .map_err(|error| SaveError::of(&self.path, io::Error::other(error)))?;
        Ok(files::save(&self.path, text.as_bytes(), Mode::Shared)?)
    }
}
