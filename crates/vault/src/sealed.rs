//! A secret file: an age file to the vault's identity whose plain text begins with a line that says whose it is.
//!
//! ```text
//! mudbrick 1 secrets/0f0e0d0c0b0a09080706050403020100
//! {"client_secrets":["p8e-…"]}
//! ```
//!
//! The line is checked on reading, so that a file copied over another's is noticed. Where files lie and when they are
//! written is left to the vault; what follows the line is the engine's.

use crate::secret::Secret;
use crate::wiping::wipe_stack;
use age::{DecryptError, Decryptor, Encryptor, x25519};
use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::iter;
use std::mem;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The version in the first line that this build writes, and the newest it reads.
const VERSION: u32 = 1;

/// The folder in `secrets/` that holds the earlier states of secrets.
pub(crate) const EARLIER: &str = "earlier";

/// Which folder a secret lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shelf {
    /// `secrets/`: what cannot be had again. Damaged files are set aside, never overwritten.
    Secrets,
    /// `tokens/`: what a call to Adobe brings back.
    Tokens,
}

impl Shelf {
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::Secrets => "secrets",
            Self::Tokens => "tokens",
        }
    }
}

/// Names a secret: its shelf and its owner, which is a profile's or a key's id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SecretId {
    shelf: Shelf,
    owner: String,
}

impl SecretId {
    /// The secrets of a profile or key.
    pub fn secret(owner: &str) -> Self {
        Self { shelf: Shelf::Secrets, owner: owner.to_owned() }
    }

    /// The token of a profile.
    pub fn token(owner: &str) -> Self {
        Self { shelf: Shelf::Tokens, owner: owner.to_owned() }
    }

    /// Which folder it lies in.
    pub fn shelf(&self) -> Shelf {
        self.shelf
    }

    /// Whose it is.
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// `<home>/<shelf>/<owner>.age`. Ids are safe file names as they are; anything else is spelled out so that it cannot
    /// leave the folder or meet another owner's file on a disk that ignores case.
    pub(crate) fn path(&self, home: &Path) -> PathBuf {
        home.join(self.shelf.folder()).join(format!("{}.age", self.stem()))
    }

    /// Where its generations lie.
    pub(crate) fn earlier(&self, home: &Path) -> PathBuf {
        home.join(self.shelf.folder()).join(EARLIER).join(self.stem())
    }

    fn stem(&self) -> String {
        let mut name = String::with_capacity(self.owner.len());
        for byte in self.owner.bytes() {
            match byte {
                b'a'..=b'z' | b'0'..=b'9' | b'-' => name.push(char::from(byte)),
                other => {
                    // Writing to a String does not fail.
                    let _ = write!(name, "_{other:02x}");
                }
            }
        }
        name
    }

    /// The secret whose file has this name without its extension.
    pub(crate) fn of_stem(shelf: Shelf, stem: &str) -> Option<Self> {
        if !stem.contains('_') {
            return Some(Self { shelf, owner: stem.to_owned() });
        }
        let mut owner = Vec::with_capacity(stem.len());
        let mut rest = stem.as_bytes();
        while let Some((first, after)) = rest.split_first() {
            rest = after;
            owner.push(match first {
                b'_' => {
                    let (digits, after) = rest.split_at_checked(2)?;
                    rest = after;
                    u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?
                }
                plain => *plain,
            });
        }
        Some(Self { shelf, owner: String::from_utf8(owner).ok()? })
    }

    fn first_line(&self) -> String {
        format!("mudbrick {VERSION} {}/{}\n", self.shelf.folder(), self.owner)
    }
}

/// Why a secret file's bytes are not the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Not an age file any more, or changed since it was written.
    Damaged,
    /// A whole age file to somebody else's key, or one whose header is damaged; the two look alike.
    OtherKey,
    /// Written by a newer Mudbrick.
    Newer(u32),
    /// Another secret's file.
    OtherOwner,
}

/// Encrypts a secret to the vault's key.
pub(crate) fn seal(
    recipient: &x25519::Recipient,
    id: &SecretId,
    secret: &Secret<Vec<u8>>,
) -> io::Result<Vec<u8>> {
    seal_line(recipient, &id.first_line(), secret)
}

/// Encrypts something that begins with a line of its own.
pub(crate) fn seal_line(
    recipient: &x25519::Recipient,
    line: &str,
    secret: &Secret<Vec<u8>>,
) -> io::Result<Vec<u8>> {
    let encryptor = Encryptor::with_recipients(iter::once(recipient as &dyn age::Recipient))
        .map_err(io::Error::other)?;
    encrypt(encryptor, &[line.as_bytes(), secret.expose()])
}

/// Decrypts a secret file and checks whose it is.
pub(crate) fn open(
    identity: &x25519::Identity,
    id: &SecretId,
    bytes: &[u8],
) -> Result<Secret<Vec<u8>>, Fault> {
    open_line(identity, &id.first_line(), bytes)
}

/// Decrypts what [`seal_line`] made, and checks its line.
pub(crate) fn open_line(
    identity: &x25519::Identity,
    expected: &str,
    bytes: &[u8],
) -> Result<Secret<Vec<u8>>, Fault> {
    let plain = decrypt(identity, bytes);
    wipe_stack();
    let mut plain = plain.map_err(|error| match error {
        DecryptError::NoMatchingKeys => Fault::OtherKey,
        _ => Fault::Damaged,
    })?;
    let end = plain.iter().position(|byte| *byte == b'\n').ok_or(Fault::Damaged)?;
    if plain[..=end] != *expected.as_bytes() {
        return Err(fault_of_first_line(&plain[..=end]));
    }
    plain.drain(..=end);
    Ok(Secret::new(mem::take(&mut *plain)))
}

fn fault_of_first_line(line: &[u8]) -> Fault {
    let version = str::from_utf8(line)
        .ok()
        .and_then(|line| line.strip_prefix("mudbrick "))
        .and_then(|rest| rest.split(' ').next()?.parse().ok());
    match version {
        Some(version) if version > VERSION => Fault::Newer(version),
        Some(_) => Fault::OtherOwner,
        None => Fault::Damaged,
    }
}

/// Writes an age file over the parts, one after the other.
pub(crate) fn encrypt(encryptor: Encryptor, parts: &[&[u8]]) -> io::Result<Vec<u8>> {
    let mut writer = encryptor.wrap_output(Vec::new())?;
    for part in parts {
        writer.write_all(part)?;
    }
    writer.finish()
}

/// Reads a whole age file. The plain text is shorter than the file, so the buffer never grows and leaves nothing behind.
pub(crate) fn decrypt(
    identity: &dyn age::Identity,
    bytes: &[u8],
) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
    let mut plain = Zeroizing::new(Vec::with_capacity(bytes.len()));
    Decryptor::new_buffered(bytes)?.decrypt(iter::once(identity))?.read_to_end(&mut plain)?;
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::Index;
    use rstest::rstest;

    const OWNER: &str = "0f0e0d0c0b0a09080706050403020100";

    fn sealed(secret: &[u8]) -> (x25519::Identity, SecretId, Vec<u8>) {
        let identity = x25519::Identity::generate();
        let id = SecretId::secret(OWNER);
        let bytes = seal(&identity.to_public(), &id, &Secret::new(secret.to_vec())).unwrap();
        (identity, id, bytes)
    }

    #[test]
    fn is_a_standard_age_file() {
        let (identity, _, bytes) = sealed(b"{}");
        assert!(bytes.starts_with(b"age-encryption.org/v1\n-> X25519 "));
        let plain = age::decrypt(&identity, &bytes).unwrap();
        assert_eq!(plain, format!("mudbrick 1 secrets/{OWNER}\n{{}}").as_bytes());
    }

    #[rstest]
    #[case::empty(0)]
    #[case::under_a_chunk_of_age(65_000)]
    #[case::over_a_chunk_of_age(140_000)]
    fn comes_back_at_any_size(#[case] size: usize) {
        let secret = vec![b'k'; size];
        let (identity, id, bytes) = sealed(&secret);
        assert_eq!(open(&identity, &id, &bytes).unwrap().expose(), &secret);
    }

    #[test]
    fn does_not_open_with_another_key() {
        let (_, id, bytes) = sealed(b"{}");
        let fault = open(&x25519::Identity::generate(), &id, &bytes).unwrap_err();
        assert_eq!(fault, Fault::OtherKey);
    }

    #[rstest]
    #[case::another_owner(SecretId::secret("ffff0d0c0b0a09080706050403020100"))]
    #[case::another_shelf(SecretId::token(OWNER))]
    fn does_not_open_for_anybody_else(#[case] asked: SecretId) {
        let (identity, _, bytes) = sealed(b"{}");
        assert_eq!(open(&identity, &asked, &bytes).unwrap_err(), Fault::OtherOwner);
    }

    #[rstest]
    #[case::newer(b"mudbrick 2 secrets/x\n", Fault::Newer(2))]
    #[case::no_line_end(b"mudbrick 1 secrets/x", Fault::Damaged)]
    #[case::not_ours(b"hello\n", Fault::Damaged)]
    #[case::empty(b"", Fault::Damaged)]
    fn first_lines_that_are_not_the_right_one(#[case] plain: &[u8], #[case] expected: Fault) {
        let identity = x25519::Identity::generate();
        let bytes = age::encrypt(&identity.to_public(), plain).unwrap();
        assert_eq!(open(&identity, &SecretId::secret(OWNER), &bytes).unwrap_err(), expected);
    }

    #[test]
    fn an_id_says_whose_it_is() {
        for id in [SecretId::secret(OWNER), SecretId::token(OWNER)] {
            assert_eq!(id.owner(), OWNER);
        }
    }

    #[rstest]
    #[case::plain("0f0e-1", "0f0e-1.age")]
    #[case::parent("../x", "_2e_2e_2fx.age")]
    #[case::upper_case("A", "_41.age")]
    #[case::underscore("_41", "_5f41.age")]
    fn file_names_stay_in_their_folder(#[case] owner: &str, #[case] name: &str) {
        let path = SecretId::secret(owner).path(Path::new("home"));
        assert_eq!(path, Path::new("home").join("secrets").join(name));
        let stem = name.strip_suffix(".age").unwrap();
        assert_eq!(SecretId::of_stem(Shelf::Secrets, stem), Some(SecretId::secret(owner)));
    }

    proptest! {
        #[test]
        fn comes_back_as_it_was(secret in prop::collection::vec(any::<u8>(), 0..3_000)) {
            let (identity, id, bytes) = sealed(&secret);
            let opened = open(&identity, &id, &bytes).unwrap();
            prop_assert_eq!(opened.expose(), &secret);
        }

        #[test]
        fn any_changed_byte_is_noticed(at in any::<Index>(), change in 1u8..=255, size in 0usize..2000) {
            let (identity, id, mut bytes) = sealed(&vec![b'x'; size]);
            let at = at.index(bytes.len());
            bytes[at] ^= change;
            let fault = open(&identity, &id, &bytes).map(drop).unwrap_err();
            prop_assert!(matches!(fault, Fault::Damaged | Fault::OtherKey), "{:?}", fault);
        }

        #[test]
        fn any_missing_end_is_noticed(at in any::<Index>()) {
            let (identity, id, bytes) = sealed(b"p8e-secret");
            prop_assert!(open(&identity, &id, &bytes[..at.index(bytes.len())]).is_err());
        }

        #[test]
        fn anything_appended_is_noticed(more in prop::collection::vec(any::<u8>(), 1..100)) {
            let (identity, id, mut bytes) = sealed(b"p8e-secret");
            bytes.extend(more);
            prop_assert!(open(&identity, &id, &bytes).is_err());
        }
    }
}
