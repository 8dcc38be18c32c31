//! OpenSSH's own format for private keys, and its lines of public keys.

use super::components::{Numbers, public_id};
use super::finds::Finds;
use crate::KeyError;
use crate::repair::Repair;
use mudbrick_model::KeyId;
use ssh_key::private::{KeypairData, RsaKeypair};
use ssh_key::{Mpint, PrivateKey, PublicKey};
use zeroize::Zeroizing;

/// How a private key begins.
pub(super) const MAGIC: &[u8] = b"openssh-key-v1\0";

/// Reads the bytes of an `OPENSSH PRIVATE KEY`.
pub(super) fn private(bytes: &[u8], finds: &mut Finds) {
    let key = match PrivateKey::from_bytes(bytes) {
        Ok(key) => key,
        Err(_) => return finds.refuse(unreadable(bytes)),
    };
    match key.key_data() {
        KeypairData::Encrypted(_) => finds.refuse(KeyError::OpenSsh),
        KeypairData::Rsa(pair) => {
            finds.mended(Repair::OpenSsh);
            finds.key(numbers(pair).ok_or(KeyError::Damaged).and_then(Numbers::key));
        }
        KeypairData::Dsa(_) => finds.refuse(KeyError::NotRsa { kind: "DSA" }),
        KeypairData::Ed25519(_) => finds.refuse(KeyError::NotRsa { kind: "Edwards-curve" }),
        _ => finds.refuse(unreadable(bytes)),
    }
}

/// The id of the RSA key in the bytes of an `ssh-rsa` line.
pub(super) fn public(blob: &[u8]) -> Option<KeyId> {
    blob.starts_with(b"\0\0\0\x07ssh-rsa").then_some(())?;
    let key = PublicKey::from_bytes(blob).ok()?;
    let rsa = key.key_data().rsa()?;
    public_id(rsa.n.as_positive_bytes()?, rsa.e.as_positive_bytes()?)
}

fn numbers(pair: &RsaKeypair) -> Option<Numbers> {
    let number = |number: &Mpint| Some(Zeroizing::new(number.as_positive_bytes()?.to_vec()));
    Some(Numbers {
        modulus: number(&pair.public.n)?,
        public_exponent: number(&pair.public.e)?,
        private_exponent: number(&pair.private.d)?,
        primes: [number(&pair.private.p)?, number(&pair.private.q)?],
        exponents: None,
        coefficient: Some(number(&pair.private.iqmp)?),
    })
}

/// What a key that the library does not read is: its algorithm stands in it as a word.
fn unreadable(bytes: &[u8]) -> KeyError {
    let has = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
    if has(b"ecdsa-sha2-") {
        KeyError::NotRsa { kind: "elliptic-curve" }
    } else if has(b"ssh-ed25519") || has(b"ssh-ed448") {
        KeyError::NotRsa { kind: "Edwards-curve" }
    } else {
        KeyError::CutOff
    }
}
