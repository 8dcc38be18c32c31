//! PEM's old encryption (RFC 1421 headers, as OpenSSL wrote them before PKCS #8).

use super::der;
use super::finds::Finds;
use crate::{KeyError, PrivateKey, ReadError, Sealed};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt, KeyInit, KeyIvInit};
use md5::{Digest, Md5};
use zeroize::Zeroizing;

const WHAT: Sealed = Sealed::PrivateKey;

/// `DEK-Info: AES-256-CBC,8E1C…`.
pub(super) struct Header<'t> {
    cipher: String,
    vector: Vec<u8>,
    /// The body behind the headers.
    pub(super) rest: &'t str,
}

impl<'t> Header<'t> {
    /// The header of an encrypted body, whatever became of its line ends.
    pub(super) fn of(body: &'t str) -> Option<Self> {
        let place = body.find("DEK-Info")?;
        let value = body[place..].split_once(':')?.1.trim_start();
        let (cipher, after) = value.split_once(',')?;
        let after = after.trim_start();
        let digits = 2 * Algorithm::named(cipher).map_or(16, |algorithm| algorithm.vector_length());
        // The content may follow at once, so the header ends where it has enough digits.
        let vector = after.get(..digits.min(after.len()))?;
        let bytes = vector.as_bytes().chunks(2);
        let hex = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
        let vector_bytes = bytes.map(hex).collect::<Option<Vec<u8>>>()?;
        Some(Self {
            cipher: cipher.trim().to_owned(),
            vector: vector_bytes,
            rest: &after[vector.len()..],
        })
    }

    /// Decrypts and reads what was behind the header.
    pub(super) fn read(&self, bytes: &[u8], passphrase: Option<&str>, finds: &mut Finds) {
        match self.decrypt(bytes, passphrase) {
            Ok(plain) => finds.key(PrivateKey::from_der(&plain)),
            Err(error) => finds.refuse(error),
        }
    }

    fn decrypt(
        &self,
        bytes: &[u8],
        passphrase: Option<&str>,
    ) -> Result<Zeroizing<Vec<u8>>, ReadError> {
        let algorithm = Algorithm::named(&self.cipher).ok_or_else(|| ReadError::Encryption {
            what: WHAT,
            scheme: self.cipher.chars().take(40).collect(),
        })?;
        if self.vector.len() != algorithm.vector_length()
            || !bytes.len().is_multiple_of(algorithm.vector_length())
        {
            return Err(KeyError::CutOff.into());
        }
        let passphrase = passphrase.ok_or(ReadError::NeedsPassphrase { what: WHAT })?;
        let key = derive_key(passphrase, &self.vector[..8], algorithm.key_length());
        let plain = algorithm.decrypt(&key, &self.vector, bytes);
        // Now and then a wrong passphrase gives a proper end by chance, but never a key.
        plain
            .filter(|plain| der::kind(plain) == Some(der::Kind::PrivateKey))
            .ok_or(ReadError::WrongPassphrase { what: WHAT })
    }
}

/// `body` without `Comment: …` and the like at its beginning.
pub(super) fn without_headers(body: &str) -> &str {
    let mut rest = body.trim_start();
    let mut goes_on = false;
    while let Some((line, after)) = rest.split_once('\n') {
        let name = line.split_once(": ").map(|(name, _)| name);
        let is_name = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !goes_on && !name.is_some_and(is_name) {
            break;
        }
        goes_on = line.trim_end().ends_with('\\');
        rest = after;
    }
    rest
}

/// A cipher in CBC mode.
#[derive(Debug, Clone, Copy)]
pub(super) enum Algorithm {
    Aes128,
    Aes192,
    Aes256,
    TripleDes,
    Des,
}

impl Algorithm {
    fn named(name: &str) -> Option<Self> {
        match name.trim() {
            "AES-128-CBC" => Some(Self::Aes128),
            "AES-192-CBC" => Some(Self::Aes192),
            "AES-256-CBC" => Some(Self::Aes256),
            "DES-EDE3-CBC" => Some(Self::TripleDes),
            "DES-CBC" => Some(Self::Des),
            _ => None,
        }
    }

    fn key_length(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::Aes192 | Self::TripleDes => 24,
            Self::Aes256 => 32,
            Self::Des => 8,
        }
    }

    /// The same as a block's.
    fn vector_length(self) -> usize {
        match self {
            Self::Aes128 | Self::Aes192 | Self::Aes256 => 16,
            Self::TripleDes | Self::Des => 8,
        }
    }

    /// None when what comes out has no proper end.
    pub(super) fn decrypt(
        self,
        key: &[u8],
        vector: &[u8],
        bytes: &[u8],
    ) -> Option<Zeroizing<Vec<u8>>> {
        match self {
            Self::Aes128 => decrypt::<aes::Aes128>(key, vector, bytes),
            Self::Aes192 => decrypt::<aes::Aes192>(key, vector, bytes),
            Self::Aes256 => decrypt::<aes::Aes256>(key, vector, bytes),
            Self::TripleDes => decrypt::<des::TdesEde3>(key, vector, bytes),
            Self::Des => decrypt::<des::Des>(key, vector, bytes),
        }
    }
}

fn decrypt<C: BlockCipherDecrypt + KeyInit>(
    key: &[u8],
    vector: &[u8],
    bytes: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let mut plain = Zeroizing::new(bytes.to_vec());
    let decryptor = cbc::Decryptor::<C>::new_from_slices(key, vector).ok()?;
    let length = decryptor.decrypt_padded::<Pkcs7>(&mut plain).ok()?.len();
    plain.truncate(length);
    Some(plain)
}

/// OpenSSL's `EVP_BytesToKey` with MD5 and one round, which is what these files were made with.
fn derive_key(passphrase: &str, salt: &[u8], length: usize) -> Zeroizing<Vec<u8>> {
    const DIGEST: usize = 16;
    // Reserved in one piece: a growing vector would leave unwiped copies behind.
    let mut key = Zeroizing::new(Vec::with_capacity(length + DIGEST));
    while key.len() < length {
        let last = key.len().saturating_sub(DIGEST);
        let digest = Md5::new().chain_update(&key[last..]).chain_update(passphrase);
        key.extend_from_slice(&digest.chain_update(salt).finalize());
    }
    key.truncate(length);
    key
}
