//! The key agreement of a Secret Service session: Diffie-Hellman in the second group of RFC 2409, a key by HKDF, AES.

use aws_lc_rs::cipher::{AES_128, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rand;
use num_bigint::BigUint;
use zeroize::Zeroizing;

const PRIME: &str = "\
    FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74\
    020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437\
    4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED\
    EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF";
const GENERATOR: u32 = 2;
/// Bytes of an element of the group.
const WIDTH: usize = 128;
/// Bytes of an exponent: an attacker on it alone has half its bits to guess, and the group is worth 80.
const EXPONENT: usize = 32;
const KEY: usize = 16;

/// Our half of an agreement.
pub(super) struct Exchange {
    prime: BigUint,
    private: BigUint,
}

impl Exchange {
    /// None when the system has no random bytes.
    pub(super) fn new() -> Option<Self> {
        let mut private = Zeroizing::new([0; EXPONENT]);
        rand::fill(&mut *private).ok()?;
        Self::of(&*private)
    }

    fn of(private: &[u8]) -> Option<Self> {
        let prime = BigUint::parse_bytes(PRIME.as_bytes(), 16)?;
        Some(Self { prime, private: BigUint::from_bytes_be(private) })
    }

    /// What the other side is told.
    pub(super) fn public(&self) -> Vec<u8> {
        BigUint::from(GENERATOR).modpow(&self.private, &self.prime).to_bytes_be()
    }

    /// What both sides have now; none when theirs is no element that hides anything.
    pub(super) fn key_with(&self, theirs: &[u8]) -> Option<SessionKey> {
        let theirs = BigUint::from_bytes_be(theirs);
        if theirs <= BigUint::from(1_u32) || theirs >= &self.prime - 1_u32 {
            return None;
        }
        let shared = Zeroizing::new(theirs.modpow(&self.private, &self.prime).to_bytes_be());
        let mut padded = Zeroizing::new([0; WIDTH]);
        padded[WIDTH - shared.len()..].copy_from_slice(&shared);
        let mut key = SessionKey(Zeroizing::default());
        Salt::new(HKDF_SHA256, &[])
            .extract(&*padded)
            .expand(&[], KeyLength)
            .and_then(|bytes| bytes.fill(&mut *key.0))
            .ok()?;
        Some(key)
    }
}

struct KeyLength;

impl KeyType for KeyLength {
    fn len(&self) -> usize {
        KEY
    }
}

/// What a session's secrets are encrypted with.
pub(super) struct SessionKey(Zeroizing<[u8; KEY]>);

impl SessionKey {
    /// What was encrypted; none when it was with another key.
    pub(super) fn open(&self, vector: [u8; 16], mut bytes: Vec<u8>) -> Option<Vec<u8>> {
        let key = UnboundCipherKey::new(&AES_128, &*self.0).ok()?;
        let vector = DecryptionContext::Iv128(FixedLength::from(vector));
        let key = PaddedBlockDecryptingKey::cbc_pkcs7(key).ok()?;
        let length = key.decrypt(&mut bytes, vector).ok()?.len();
        bytes.truncate(length);
        Some(bytes)
    }
}

#[cfg(test)]
impl SessionKey {
    /// As the service does.
    pub(super) fn seal(&self, vector: [u8; 16], text: &[u8]) -> Vec<u8> {
        use aws_lc_rs::cipher::{EncryptionContext, PaddedBlockEncryptingKey};
        let key = UnboundCipherKey::new(&AES_128, &*self.0).unwrap();
        let vector = EncryptionContext::Iv128(FixedLength::from(vector));
        let mut bytes = text.to_vec();
        let key = PaddedBlockEncryptingKey::cbc_pkcs7(key).unwrap();
        key.less_safe_encrypt(&mut bytes, vector).unwrap();
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_have_one_key() {
        let (ours, theirs) = (Exchange::new().unwrap(), Exchange::new().unwrap());
        let key = ours.key_with(&theirs.public()).unwrap();
        assert_eq!(*key.0, *theirs.key_with(&ours.public()).unwrap().0);
        assert_ne!(*key.0, *ours.key_with(&ours.public()).unwrap().0);
    }

    /// As Python's `pow` and `hmac` have it; the number that is shared begins with a byte of zeros.
    #[test]
    fn the_key_is_the_one_that_the_service_has() {
        let ours = Exchange::of(&[7; EXPONENT]).unwrap();
        let theirs = BigUint::from(GENERATOR).modpow(&BigUint::from(1120_u32), &ours.prime);
        let key = ours.key_with(&theirs.to_bytes_be()).unwrap();
        assert_eq!(u128::from_be_bytes(*key.0), 0xc891_ffb5_3f2c_6750_7775_e728_2b75_ccde);
    }

    #[test]
    fn an_element_that_hides_nothing_is_refused() {
        let ours = Exchange::of(&[7; EXPONENT]).unwrap();
        let last = (&ours.prime - 1_u32).to_bytes_be();
        for theirs in [vec![], vec![0], vec![1], last, ours.prime.to_bytes_be(), vec![0xFF; 129]] {
            assert!(ours.key_with(&theirs).is_none(), "{theirs:?}");
        }
    }

    #[test]
    fn what_was_encrypted_comes_back_and_what_was_cut_does_not() {
        let (vector, text) = ([9; 16], b"AGE-SECRET-KEY-1");
        let key = SessionKey(Zeroizing::new([5; KEY]));
        let sealed = key.seal(vector, text);
        assert_eq!(key.open(vector, sealed.clone()).unwrap(), text);
        assert_eq!(key.open(vector, sealed[..16].to_vec()), None);
        assert_eq!(key.open(vector, Vec::new()), None);
    }
}
