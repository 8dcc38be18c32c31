//! An answer's body on its way to the disk. A large one is masked and written on a thread of its own, so that the next piece
//! is received meanwhile; a small one is not worth a thread.

use super::kept_body::KeptBody;
use super::masking::Masking;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

/// As much is handed over at a time: handing over costs little for each byte then, and whoever sends this little gets no thread.
const PIECE: usize = 256 << 10;
/// As many pieces may wait. A disk that is slower than the network must not fill the memory.
const WAITING: usize = 8;

/// A body that is being masked.
pub(super) struct MaskedBody {
    masking: Arc<Masking>,
    gathered: Vec<u8>,
    way: Way,
}

enum Way {
    /// Nothing was handed over yet.
    Gathering(KeptBody),
    Elsewhere {
        pieces: SyncSender<Vec<u8>>,
        body: JoinHandle<io::Result<KeptBody>>,
    },
    Broken,
}

impl MaskedBody {
    pub(super) fn new(masking: Arc<Masking>, kept: KeptBody) -> Self {
        Self { masking, gathered: Vec::new(), way: Way::Gathering(kept) }
    }

    /// Waits until all of it is masked and written.
    ///
    /// # Errors
    /// It could be kept nowhere.
    pub(super) fn finish(mut self) -> io::Result<KeptBody> {
        let rest = std::mem::take(&mut self.gathered);
        match std::mem::replace(&mut self.way, Way::Broken) {
            Way::Gathering(kept) => masked(&self.masking, kept, [rest]),
            Way::Elsewhere { pieces, body } => {
                // A thread that has ended takes nothing more, and says below why.
                let _ = pieces.send(rest);
                drop(pieces);
                body.join().unwrap_or_else(|_| Err(broken()))
            }
            Way::Broken => Err(broken()),
        }
    }

    fn hand_over(&mut self) -> io::Result<()> {
        if let Way::Gathering(_) = self.way
            && let Way::Gathering(kept) = std::mem::replace(&mut self.way, Way::Broken)
        {
            let (pieces, to_come) = sync_channel::<Vec<u8>>(WAITING);
            let masking = Arc::clone(&self.masking);
            let work = move || masked(&masking, kept, Arriving(to_come));
            let body = thread::Builder::new().name("masking".to_owned()).spawn(work)?;
            self.way = Way::Elsewhere { pieces, body };
        }
        let piece = std::mem::replace(&mut self.gathered, Vec::with_capacity(PIECE + PIECE / 2));
        match &self.way {
            // Waits for as long as a piece takes to be masked, which is shorter than masking it here.
            Way::Elsewhere { pieces, .. } => pieces.send(piece).map_err(|_| broken()),
            Way::Gathering(_) | Way::Broken => Err(broken()),
        }
    }
}

/// Of an answer that is given up while it comes, nothing stays on the disk.
impl Drop for MaskedBody {
    fn drop(&mut self) {
        if let Way::Elsewhere { pieces, body } = std::mem::replace(&mut self.way, Way::Broken) {
            drop(pieces);
            // For as long as the pieces that wait take. A thread that outlives the program takes no file away.
            drop(body.join());
        }
    }
}

/// What is handed over, until there is no more.
struct Arriving(Receiver<Vec<u8>>);

impl Iterator for Arriving {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        self.0.recv().ok()
    }
}

fn masked(
    masking: &Masking,
    kept: KeptBody,
    pieces: impl IntoIterator<Item = Vec<u8>>,
) -> io::Result<KeptBody> {
    let mut writer = masking.redactor.writer(kept);
    for piece in pieces {
        writer.write_all(&piece)?;
    }
    Ok(writer.finish()?.0)
}

fn broken() -> io::Error {
    io::Error::other("masking an answer ended early")
}

impl Write for MaskedBody {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() >= PIECE {
            self.hand_over()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mudbrick_redact::{MASK, Redactor};
    use mudbrick_store::{BodySource, Home};
    use mudbrick_vault::SecretText;
    use std::path::PathBuf;

    const SECRET: &str = "canary-canary-canary";

    /// What is kept of a text that comes in pieces of this length.
    fn kept(text: &str, piece: usize) -> String {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(PathBuf::from(folder.path()));
        let redactor = Redactor::new(&[&SecretText::new(SECRET.to_owned())]);
        let masking = Arc::new(Masking { redactor, not_kept: None });
        let mut body = MaskedBody::new(masking, KeptBody::new(&home));
        for piece in text.as_bytes().chunks(piece) {
            body.write_all(piece).unwrap();
        }
        let body = body.finish().unwrap();
        match body.source() {
            BodySource::File(path) => std::fs::read_to_string(path).unwrap(),
            BodySource::Bytes(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
            BodySource::None => panic!("there is one"),
        }
    }

    #[test]
    fn of_one_that_is_given_up_nothing_stays() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(PathBuf::from(folder.path()));
        let masking = Arc::new(Masking { redactor: Redactor::new(&[]), not_kept: None });
        let mut body = MaskedBody::new(masking, KeptBody::new(&home));
        body.write_all(&[b'x'; 3 * PIECE]).unwrap();
        drop(body);
        assert_eq!(std::fs::read_dir(home.bodies()).unwrap().count(), 0);
    }

    #[test]
    fn a_body_of_any_length_is_masked_and_whole() {
        // Masks that touch would be one.
        for length in [1, 7, PIECE - 1, PIECE, 3 * PIECE + 5, 40 * PIECE] {
            let filler = "x".repeat(length);
            let text = format!("{SECRET}{filler}{SECRET}{filler}{SECRET}");
            let expected = format!("{MASK}{filler}{MASK}{filler}{MASK}");
            for piece in [8 << 10, PIECE + 7] {
                assert!(kept(&text, piece) == expected, "{length} in pieces of {piece}");
            }
        }
    }
}
