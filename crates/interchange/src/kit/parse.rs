//! Reading a kit. A file that cannot be understood is named and keeps none of the others from being read.

use super::{FORMAT, Kit, KitError, MARKER, VERSION};
use mudbrick_model::{KeyPair, RequestPath};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// What a file by itself is recognised as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// `kit.toml`.
    Marker,
    /// A profile.
    Profile,
    /// A key's public half.
    Key,
}

/// A kit that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadKit {
    /// In the order of the files' paths.
    pub kit: Kit,
    /// The files, as given, that are no part of it or cannot be used, with the reason for the latter.
    pub unused: Vec<(String, Option<KitError>)>,
}

/// Whether a text is a file of a kit, by what it says. A request is not told from any other `.http` file.
pub fn part(text: &str) -> Option<Part> {
    #[derive(Deserialize)]
    struct Outline {
        #[allow(dead_code, reason = "every file of a kit has one")]
        version: u32,
        format: Option<String>,
        client_id: Option<String>,
        credential: Option<toml::Table>,
        id: Option<String>,
        bits: Option<u32>,
    }
    let outline: Outline = toml::from_str(text).ok()?;
    if outline.format.is_some_and(|format| format == FORMAT) {
        return Some(Part::Marker);
    }
    if outline.client_id.is_some() && outline.credential.is_some() {
        return Some(Part::Profile);
    }
    (outline.id.is_some() && outline.bits.is_some()).then_some(Part::Key)
}

/// Reads a kit's files, given as path and text. The kit may lie in a folder of its own: what counts is where `kit.toml` is.
///
/// # Errors
/// [`KitError::NotAKit`]; [`KitError::Newer`] when all of it is. Faults of single files are in [`ReadKit::unused`].
pub fn read(files: &[(&str, &str)]) -> Result<ReadKit, KitError> {
    let root = root(files)?;
    let mut files = files.to_vec();
    files.sort_unstable();
    let mut read = ReadKit { kit: Kit::default(), unused: Vec::new() };
    for (path, text) in files {
        let Some(inside) = path.strip_prefix(root) else {
            read.unused.push((path.to_owned(), None));
            continue;
        };
        match add(&mut read.kit, inside, path, text) {
            Ok(true) => {}
            Ok(false) => read.unused.push((path.to_owned(), None)),
            Err(error) => read.unused.push((path.to_owned(), Some(error))),
        }
    }
    Ok(read)
}

/// The folder that `kit.toml` lies in, with a slash at its end; empty for none.
fn root<'a>(files: &[(&'a str, &str)]) -> Result<&'a str, KitError> {
    #[derive(Deserialize)]
    struct Marker {
        format: String,
        version: u32,
    }
    let mut markers = files.iter().filter_map(|(path, text)| {
        let root =
            path.strip_suffix(MARKER).filter(|root| root.is_empty() || root.ends_with('/'))?;
        let marker: Marker = toml::from_str(text).ok()?;
        (marker.format == FORMAT).then_some((*path, root, marker.version))
    });
    let (path, root, version) = markers.next().ok_or(KitError::NotAKit)?;
    if version > VERSION {
        return Err(KitError::Newer { file: path.to_owned(), version });
    }
    Ok(root)
}

/// Whether the file is a part of the kit.
fn add(kit: &mut Kit, inside: &str, path: &str, text: &str) -> Result<bool, KitError> {
    if inside == MARKER {
        return Ok(true);
    }
    let is = |folder, extension| {
        let inside: Option<&str> = inside.strip_prefix(folder);
        inside.and_then(|name| name.strip_suffix(extension))
    };
    if is("profiles/", ".toml").is_some() {
        kit.profiles.push(record(path, text)?);
    } else if is("keys/", ".toml").is_some() {
        let key: KeyPair = record(path, text)?;
        kit.keys.push(key);
    } else if let Some(name) = is("requests/", ".http") {
        let damaged = |error: mudbrick_model::InvalidId| KitError::Damaged {
            file: path.to_owned(),
            reason: error.to_string(),
        };
        kit.requests.push((RequestPath::parse(name).map_err(damaged)?, text.to_owned()));
    } else {
        return Ok(false);
    }
    Ok(true)
}

/// Reads a record; the version first, for a newer one may have changed all the rest.
fn record<T: DeserializeOwned>(path: &str, text: &str) -> Result<T, KitError> {
    #[derive(Deserialize)]
    struct Versioned {
        version: u32,
    }
    let damaged = |error: toml::de::Error| KitError::Damaged {
        file: path.to_owned(),
        reason: error.message().to_owned(),
    };
    let Versioned { version } = toml::from_str(text).map_err(damaged)?;
    if version > VERSION {
        return Err(KitError::Newer { file: path.to_owned(), version });
    }
    toml::from_str(text).map_err(damaged)
}
