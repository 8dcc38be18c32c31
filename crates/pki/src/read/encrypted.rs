//! Encrypted PKCS #8 (RFC 5958 section 3): of today, and what OpenSSL 1.0 and Java made.

use super::dek::Algorithm;
use super::der;
use super::finds::Finds;
use crate::{KeyError, PrivateKey, ReadError, Sealed};
use md5::{Digest, Md5};
use p12_keystore::Pkcs12Archive;
use pkcs8::EncryptedPrivateKeyInfoRef;
use pkcs8::pkcs5::{EncryptionScheme, pbes2};
use x509_parser::asn1_rs::{FromDer, Oid, Tag};
use zeroize::Zeroizing;

const WHAT: Sealed = Sealed::PrivateKey;

/// Twice what the most careful tools take; a file with more would keep the machine busy for nothing.
const MOST_ROUNDS: u32 = 2_000_000;

/// scrypt's memory in bytes, and its lanes.
const MOST_MEMORY: u64 = 1 << 29;
const MOST_LANES: u16 = 16;

/// Decrypts and reads.
pub(super) fn read(der: &[u8], passphrase: Option<&str>, finds: &mut Finds) {
    match decrypt(der, passphrase) {
        Ok(plain) => finds.key(PrivateKey::from_der(&plain)),
        Err(error) => finds.refuse(error),
    }
}

fn decrypt(der: &[u8], passphrase: Option<&str>) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let way = Way::of(der)?;
    let passphrase = passphrase.ok_or(ReadError::NeedsPassphrase { what: WHAT })?;
    // Now and then a wrong passphrase gives a proper end by chance, but never a key.
    way.decrypt(passphrase)
        .filter(|plain| der::kind(plain) == Some(der::Kind::PrivateKey))
        .ok_or(ReadError::WrongPassphrase { what: WHAT })
}

/// How it is encrypted, with what is needed to undo it.
enum Way<'d> {
    /// PBKDF2 or scrypt, with AES or triple DES.
    Pbes2 { parameters: Box<pbes2::Parameters>, content: &'d [u8] },
    /// PKCS #12's derivation from 1996: a file of that kind around it is all that is needed.
    Pkcs12 { key: &'d [u8] },
    /// OpenSSL 1.0: PBKDF1 with MD5, and DES.
    Md5Des { salt: &'d [u8], rounds: u32, content: &'d [u8] },
}

impl<'d> Way<'d> {
    fn of(der: &'d [u8]) -> Result<Self, ReadError> {
        let damaged = || ReadError::from(KeyError::Damaged);
        let unknown = |scheme: String| ReadError::Encryption { what: WHAT, scheme };
        let outer = der::sequence(der).ok_or_else(damaged)?;
        let [algorithm, content] = outer.as_slice() else { return Err(damaged()) };
        let (parameters, oid) = Oid::from_der(algorithm.data).map_err(|_| damaged())?;
        let content = content.data;
        match oid.to_id_string().as_str() {
            "1.2.840.113549.1.5.13" => {
                let info = EncryptedPrivateKeyInfoRef::try_from(der);
                match info.map(|info| info.encryption_algorithm) {
                    Ok(EncryptionScheme::Pbes2(parameters)) => {
                        check_cost(&parameters).map_err(unknown)?;
                        Ok(Self::Pbes2 { parameters: Box::new(parameters), content })
                    }
                    Ok(_) => Err(damaged()),
                    Err(error) => Err(unknown(format!("PBES2: {error}"))),
                }
            }
            "1.2.840.113549.1.12.1.3" | "1.2.840.113549.1.12.1.6" => Ok(Self::Pkcs12 { key: der }),
            "1.2.840.113549.1.5.3" => {
                let fields = der::sequence(parameters).ok_or_else(damaged)?;
                let [salt, rounds] = fields.as_slice() else { return Err(damaged()) };
                let is_right = salt.tag() == Tag::OctetString && salt.data.len() == 8;
                let rounds = rounds.as_u32().ok().filter(|_| is_right).ok_or_else(damaged)?;
                if rounds > MOST_ROUNDS {
                    return Err(unknown(format!("{rounds} rounds")));
                }
                Ok(Self::Md5Des { salt: salt.data, rounds, content })
            }
            other => Err(unknown(other.to_owned())),
        }
    }

    /// None when what comes out has no proper end.
    fn decrypt(self, passphrase: &str) -> Option<Zeroizing<Vec<u8>>> {
        match self {
            Self::Pbes2 { parameters, content } => {
                let mut plain = Zeroizing::new(content.to_vec());
                let length = parameters.decrypt_in_place(passphrase, &mut plain).ok()?.len();
                plain.truncate(length);
                Some(plain)
            }
            Self::Pkcs12 { key } => {
                let archive = Pkcs12Archive::from_pkcs12(&around(key), passphrase).ok()?;
                archive.keys.first().map(|bag| Zeroizing::new(bag.key.as_der().to_vec()))
            }
            Self::Md5Des { salt, rounds, content } => {
                let first = Md5::new().chain_update(passphrase).chain_update(salt).finalize();
                let key = (1..rounds).fold(first, |last, _| Md5::digest(last));
                Algorithm::Des.decrypt(&key[..8], &key[8..], content)
            }
        }
    }
}

fn check_cost(parameters: &pbes2::Parameters) -> Result<(), String> {
    match &parameters.kdf {
        pbes2::Kdf::Pbkdf2(kdf) if kdf.iteration_count > MOST_ROUNDS => {
            Err(format!("{} rounds", kdf.iteration_count))
        }
        pbes2::Kdf::Scrypt(kdf) => {
            let memory = kdf.cost_parameter.saturating_mul(128 * u64::from(kdf.block_size));
            if memory > MOST_MEMORY || kdf.parallelization > MOST_LANES {
                Err(format!("scrypt with {memory} bytes"))
            } else {
                Ok(())
            }
        }
        _ => Ok(()),
    }
}

/// A PKCS #12 file without a checksum, with an encrypted key in it and nothing else.
fn around(key: &[u8]) -> Vec<u8> {
    const DATA: [u8; 11] = [0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];
    const KEY_BAG: [u8; 13] = [0x06, 11, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 10, 1, 2];
    let content = |inner: &[u8]| {
        let explicit = der::write(0xa0, &der::write(0x04, inner));
        der::write(0x30, &[DATA.as_slice(), &explicit].concat())
    };
    let bag = der::write(0x30, &[KEY_BAG.as_slice(), &der::write(0xa0, key)].concat());
    let safe = content(&der::write(0x30, &bag));
    let file = content(&der::write(0x30, &safe));
    der::write(0x30, &[&[2, 1, 3], file.as_slice()].concat())
}
