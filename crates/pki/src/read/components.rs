//! RSA keys that come as their numbers: from JSON Web Keys and OpenSSH.

use crate::certificate::key_id_of;
use crate::private_key::SIZES;
use crate::{KeyError, PrivateKey};
use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::rsa::{KeyPair, KeyPairComponents, PublicKeyComponents};
use mudbrick_model::KeyId;
use num_bigint::BigUint;
use zeroize::Zeroizing;

/// A positive number, its highest byte first.
pub(super) type Number = Zeroizing<Vec<u8>>;

/// The numbers of a private key. What is missing of the last three follows from the others.
pub(super) struct Numbers {
    pub(super) modulus: Number,
    pub(super) public_exponent: Number,
    pub(super) private_exponent: Number,
    pub(super) primes: [Number; 2],
    /// The private exponent modulo each prime less one.
    pub(super) exponents: Option<[Number; 2]>,
    /// The second prime's inverse modulo the first.
    pub(super) coefficient: Option<Number>,
}

impl Numbers {
    /// The key, when its numbers belong together.
    pub(super) fn key(self) -> Result<PrivateKey, KeyError> {
        let modulus = without_zeros(&self.modulus);
        check_size(modulus)?;
        let parts = [&self.private_exponent, &self.primes[0], &self.primes[1]];
        // A private exponent may be longer by a little; sums over much longer numbers would take their time.
        if parts.iter().any(|part| part.len() > modulus.len() + 8) {
            return Err(KeyError::Damaged);
        }
        let [p, q] = &self.primes;
        let exponents = match self.exponents {
            Some(exponents) => exponents,
            None => [remainder(&self.private_exponent, p)?, remainder(&self.private_exponent, q)?],
        };
        let coefficient = self.coefficient.map_or_else(|| inverse(q, p), Ok)?;
        let components = KeyPairComponents {
            public_key: PublicKeyComponents { n: modulus, e: without_zeros(&self.public_exponent) },
            d: self.private_exponent.as_slice(),
            p: p.as_slice(),
            q: q.as_slice(),
            dP: exponents[0].as_slice(),
            dQ: exponents[1].as_slice(),
            qInv: coefficient.as_slice(),
        };
        let pair = KeyPair::from_components(&components).map_err(|_| KeyError::Inconsistent)?;
        PrivateKey::from_pair(pair)
    }
}

/// The id of the public key with these numbers.
pub(super) fn public_id(modulus: &[u8], exponent: &[u8]) -> Option<KeyId> {
    let (n, e) = (without_zeros(modulus), without_zeros(exponent));
    check_size(n).ok()?;
    let spki: PublicKeyX509Der<'_> = PublicKeyComponents { n, e }.as_der().ok()?;
    Some(key_id_of(spki.as_ref()))
}

fn check_size(modulus: &[u8]) -> Result<(), KeyError> {
    let first = modulus.first().ok_or(KeyError::Damaged)?;
    let bits = u32::try_from(modulus.len() * 8).unwrap_or(u32::MAX) - first.leading_zeros();
    if SIZES.contains(&bits) { Ok(()) } else { Err(KeyError::Size { bits }) }
}

fn without_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    &number[zeros..]
}

/// `number` modulo `prime` less one.
fn remainder(number: &[u8], prime: &[u8]) -> Result<Number, KeyError> {
    let prime = at_least_two(prime)?;
    Ok(Zeroizing::new((BigUint::from_bytes_be(number) % (prime - 1u8)).to_bytes_be()))
}

fn inverse(number: &[u8], prime: &[u8]) -> Result<Number, KeyError> {
    let inverse = BigUint::from_bytes_be(number).modinv(&at_least_two(prime)?);
    inverse.map(|inverse| Zeroizing::new(inverse.to_bytes_be())).ok_or(KeyError::Inconsistent)
}

fn at_least_two(prime: &[u8]) -> Result<BigUint, KeyError> {
    Some(BigUint::from_bytes_be(prime)).filter(|prime| prime.bits() >= 2).ok_or(KeyError::Damaged)
}
