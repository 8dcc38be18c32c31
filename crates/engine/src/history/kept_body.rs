//! An answer's body while it comes: in memory as long as it is small enough for the database, and then on disk, or in memory
//! again when the disk does not take it. What Adobe answered is shown even if it cannot be kept; what is done with it afterwards
//! is left to the recording.

use mudbrick_model::{ErrorCode, Problem};
use mudbrick_store::{BodySource, Home, LARGEST_IN_DATABASE};
use mudbrick_vault::files::FileLock;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, Write};
use std::path::{Path, PathBuf};

/// As much of a body as is kept in memory: enough for every answer but a large download, and bearable on a small machine.
const MOST_IN_MEMORY: usize = 64 << 20;

/// A body that is being written, and then read.
pub(crate) struct KeptBody {
    place: Place,
    failure: Option<io::Error>,
    lost: bool,
    /// Keeps others from sweeping it out, for as long as it is on its way.
    at_work: Option<FileLock>,
}

enum Place {
    /// In memory, until there is too much of it for the database.
    Small {
        bytes: Vec<u8>,
        home: Home,
    },
    /// A file, and its name until history takes it over. The handle outlives the name.
    Disk {
        path: PathBuf,
        file: File,
    },
    Memory(Vec<u8>),
}

/// What is left of a body that history did not take.
pub(crate) enum Unkept {
    File(File),
    Bytes(Vec<u8>),
}

impl KeptBody {
    /// An empty one, which goes to the home's bodies if it grows and they can be written.
    pub(crate) fn new(home: &Home) -> Self {
        let place = Place::Small { bytes: Vec::new(), home: home.clone() };
        Self { place, failure: None, lost: false, at_work: None }
    }

    /// For history to take over.
    pub(crate) fn source(&self) -> BodySource<'_> {
        match &self.place {
            Place::Disk { path, .. } => BodySource::File(path),
            Place::Small { bytes, .. } | Place::Memory(bytes) => BodySource::Bytes(bytes),
        }
    }

    /// Why the disk did not take it, or not all of it.
    pub(crate) fn problem(&self) -> Option<Problem> {
        let failure = self.failure.as_ref()?;
        let problem = match self.lost {
            false => Problem::new(ErrorCode::Storage, "The answer could not be kept on disk."),
            true => Problem::new(
                ErrorCode::Storage,
                format!(
                    "The answer could not be kept on disk, and all of it after {} MiB is lost.",
                    MOST_IN_MEMORY >> 20
                ),
            ),
        };
        let remedy = "Check that Mudbrick's data folder can be written and the disk is not full.";
        Some(problem.remedy(remedy).detail(failure.to_string()))
    }

    /// The body without a name on the disk.
    pub(crate) fn unkept(mut self) -> Unkept {
        match std::mem::replace(&mut self.place, Place::Memory(Vec::new())) {
            Place::Small { bytes, .. } | Place::Memory(bytes) => Unkept::Bytes(bytes),
            Place::Disk { path, file } => {
                // The open file is all that is needed from here on. Where a name cannot be taken away, the next start
                // sweeps it out.
                let _ = std::fs::remove_file(path);
                Unkept::File(file)
            }
        }
    }

    /// Goes on on the disk where the next `more` bytes are too many for the database.
    fn make_room(&mut self, more: usize) {
        let Place::Small { bytes, home } = &mut self.place else { return };
        if (bytes.len() + more) as u64 <= LARGEST_IN_DATABASE {
            return;
        }
        let bytes = std::mem::take(bytes);
        match on_disk(home, &bytes) {
            Ok((place, at_work)) => (self.place, self.at_work) = (place, Some(at_work)),
            Err(error) => (self.place, self.failure) = (Place::Memory(bytes), Some(error)),
        }
    }

    /// Goes on in memory with what the disk has taken so far.
    fn leave_disk(&mut self, why: io::Error) -> io::Result<()> {
        let mut bytes = Vec::new();
        if let Place::Disk { path, file } = &mut self.place {
            file.rewind()?;
            // A disk is full when answers are large, and memory must not be filled instead.
            file.take(MOST_IN_MEMORY as u64).read_to_end(&mut bytes)?;
            self.lost = file.metadata()?.len() > MOST_IN_MEMORY as u64;
            let _ = std::fs::remove_file(path);
        }
        self.place = Place::Memory(bytes);
        self.failure = Some(why);
        Ok(())
    }
}

/// A file among the home's bodies with what came so far, and what keeps others from sweeping it out.
fn on_disk(home: &Home, begun: &[u8]) -> io::Result<(Place, FileLock)> {
    mudbrick_vault::files::create_folder(&home.bodies())?;
    let name = uuid::Uuid::new_v4().simple().to_string();
    let (path, at_work) = home.new_body(&name).map_err(io::Error::other)?;
    let mut file = create(&path)?;
    if let Err(error) = file.write_all(begun) {
        let _ = std::fs::remove_file(&path);
        return Err(error);
    }
    Ok((Place::Disk { path, file }, at_work))
}

/// For its owner alone: an answer may hold personal data.
fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

impl Write for KeptBody {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.make_room(bytes.len());
        if let Place::Small { bytes: kept, .. } = &mut self.place {
            kept.extend_from_slice(bytes);
            return Ok(bytes.len());
        }
        if let Place::Disk { file, .. } = &mut self.place {
            match file.write(bytes) {
                Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                    self.leave_disk(error)?;
                }
                other => return other,
            }
        }
        if let Place::Memory(kept) = &mut self.place {
            let room = MOST_IN_MEMORY.saturating_sub(kept.len()).min(bytes.len());
            kept.extend_from_slice(&bytes[..room]);
            self.lost |= room < bytes.len();
        }
        // What there is no room for is gone, and `problem` says so. The call was carried out, and its answer goes on.
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for KeptBody {
    fn drop(&mut self) {
        if let Place::Disk { path, .. } = &self.place {
            // History has moved it away by now, or it is of no use to anybody.
            let _ = std::fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(body: KeptBody) -> Vec<u8> {
        match body.unkept() {
            Unkept::Bytes(bytes) => bytes,
            Unkept::File(mut file) => {
                let mut bytes = Vec::new();
                file.rewind().unwrap();
                file.read_to_end(&mut bytes).unwrap();
                bytes
            }
        }
    }

    /// One byte more than the database takes.
    fn large() -> Vec<u8> {
        vec![b'x'; LARGEST_IN_DATABASE as usize + 1]
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_no_reason_to_lose_an_answer() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a file");
        std::fs::File::create(&file).unwrap();
        let mut body = KeptBody::new(&Home::at(&file));
        body.write_all(b"answer").unwrap();
        assert!(body.problem().is_none(), "the database may take it");
        body.write_all(&large()).unwrap();
        assert!(body.problem().is_some());
        assert_eq!(bytes(body), [b"answer".to_vec(), large()].concat());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_disk_that_fills_up_leaves_what_came_before() {
        let full = OpenOptions::new().read(true).write(true).open("/dev/full").unwrap();
        let nothing = PathBuf::from("/nowhere/at all");
        let place = Place::Disk { path: nothing, file: full };
        let mut body = KeptBody { place, failure: None, lost: false, at_work: None };
        // `/dev/full` reads as zeros without end, so all that fits is taken for what came before.
        body.write_all(b"answer").unwrap();
        assert!(body.problem().is_some());
        assert_eq!(bytes(body).len(), MOST_IN_MEMORY);
    }

    #[test]
    fn a_body_on_disk_has_no_name_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let mut body = KeptBody::new(&home);
        body.write_all(b"answer").unwrap();
        body.write_all(&large()).unwrap();
        assert!(body.problem().is_none());
        assert_eq!(std::fs::read_dir(home.bodies()).unwrap().count(), 1);
        assert_eq!(bytes(body), [b"answer".to_vec(), large()].concat());
        assert_eq!(std::fs::read_dir(home.bodies()).unwrap().count(), 0);
    }

    #[test]
    fn a_small_body_is_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let mut body = KeptBody::new(&home);
        body.write_all(&large()[1..]).unwrap();
        assert!(body.problem().is_none());
        assert_eq!(bytes(body), &large()[1..]);
        assert!(!home.bodies().exists());
    }
}
