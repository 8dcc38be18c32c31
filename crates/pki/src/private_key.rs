//! RSA private keys: their two structures, telling what it is when it is not one of them, and signing.
//!
//! How a key is found in a text or a file, and decrypted, is in [`crate::read`].

use crate::armour;
use crate::certificate::Certificate;
use crate::certificate::{key_id_of, modulus_bits};
use crate::key_error::KeyError;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair as RsaKeyPair;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use mudbrick_model::KeyId;
use std::fmt;
use x509_parser::asn1_rs::{Any, FromDer, Oid, Tag};
use x509_parser::nom;
use zeroize::Zeroizing;

/// What IMS signatures and aws-lc take: 2048 to 8192 bits.
pub(crate) const SIZES: std::ops::RangeInclusive<u32> = 2048..=8192;

/// An RSA private key. `Debug` shows its id alone; the memory is wiped by aws-lc when the key is dropped.
pub struct PrivateKey {
    pair: RsaKeyPair,
    id: KeyId,
    bits: u32,
}

impl PrivateKey {
    /// The key over a pair that aws-lc made or read.
    pub(crate) fn from_pair(pair: RsaKeyPair) -> Result<Self, KeyError> {
        let rejected = || KeyError::Inconsistent;
        let spki: PublicKeyX509Der<'_> = pair.public_key().as_der().map_err(|_| rejected())?;
        let bits = modulus_bits(pair.public_key().as_ref()).ok_or_else(rejected)?;
        Ok(Self { id: key_id_of(spki.as_ref()), bits, pair })
    }

    /// The key in a PKCS #8 or PKCS #1 structure.
    pub(crate) fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        // The label is not relied on: some tools write PKCS #1 under PKCS #8's name and the other way round.
        let pair = match Shape::of(der)? {
            Shape::Pkcs8 => RsaKeyPair::from_pkcs8(der),
            Shape::Pkcs1 => RsaKeyPair::from_der(der),
        };
        Self::from_pair(pair.map_err(|_| KeyError::Inconsistent)?)
    }

    /// The key's name, the same as that of every certificate over it.
    pub fn id(&self) -> &KeyId {
        &self.id
    }

    /// Modulus length in bits.
    pub fn bits(&self) -> u32 {
        self.bits
    }

    /// The unencrypted key as PKCS #8 PEM, wiped when dropped.
    pub fn pkcs8_pem(&self) -> Zeroizing<String> {
        armour::wrap("PRIVATE KEY", self.pkcs8_der().as_ref())
    }

    /// The unencrypted key's bytes as PKCS #8, wiped when dropped.
    pub(crate) fn pkcs8(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.pkcs8_der().as_ref().to_vec())
    }

    /// The unencrypted key as PKCS #1 RSAPrivateKey, wiped when dropped: what JWT libraries sign with.
    #[allow(
        clippy::expect_used,
        reason = "PKCS #8 holds PKCS #1 as its third field, whatever the key"
    )]
    pub fn pkcs1_der(&self) -> Zeroizing<Vec<u8>> {
        let pkcs8 = self.pkcs8_der();
        let inner = Shape::inner(pkcs8.as_ref()).expect("BUG: a held key must serialise");
        Zeroizing::new(inner.to_vec())
    }

    /// Whether `certificate` speaks for this key.
    pub fn matches(&self, certificate: &Certificate) -> bool {
        &self.id == certificate.key_id()
    }

    /// RSA PKCS #1 v1.5 with SHA-256 over `message`.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        #[allow(clippy::expect_used, reason = "fails only when memory runs out")]
        self.pair
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
            .expect("BUG: a checked key of 2048 bits or more must sign");
        signature
    }

    #[allow(clippy::expect_used, reason = "fails only when memory runs out")]
    fn pkcs8_der(&self) -> Pkcs8V1Der<'_> {
        self.pair.as_der().expect("BUG: a held key must serialise")
    }

    /// The public key as PKCS #1 RSAPublicKey.
    pub(crate) fn public_key_der(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({}, {} bits, …)", self.id, self.bits)
    }
}

/// Which of the two ways to write an RSA private key.
enum Shape {
    Pkcs8,
    Pkcs1,
}

impl Shape {
    /// Looks at the outermost fields only, to tell *cut off* from *damaged* from *not RSA*, which aws-lc does not.
    fn of(der: &[u8]) -> Result<Self, KeyError> {
        let mut fields = Fields::of_sequence(der, Trailing::Refused)?;
        fields.next(Tag::Integer)?;
        match fields.peek()?.tag() {
            Tag::Integer => {
                check_size(&fields.next(Tag::Integer)?)?;
                // DSA's has five numbers behind its version, and RSA's eight.
                if fields.count() == Some(4) {
                    return Err(KeyError::NotRsa { kind: "DSA" });
                }
                Ok(Self::Pkcs1)
            }
            Tag::Sequence => {
                let algorithm = fields.next(Tag::Sequence)?;
                let oid = Oid::from_der(algorithm.data).map_err(shortfall)?.1;
                check_algorithm(&oid.to_id_string())?;
                let inner = fields.next(Tag::OctetString)?;
                let mut key = Fields::of_sequence(inner.data, Trailing::Ignored)?;
                key.next(Tag::Integer)?;
                check_size(&key.next(Tag::Integer)?)?;
                Ok(Self::Pkcs8)
            }
            // SEC 1's ECPrivateKey under another label.
            Tag::OctetString => Err(KeyError::NotRsa { kind: "elliptic-curve" }),
            _ => Err(KeyError::Damaged),
        }
    }

    /// The RSAPrivateKey in a PKCS #8 structure.
    fn inner(pkcs8: &[u8]) -> Result<&[u8], KeyError> {
        let mut fields = Fields::of_sequence(pkcs8, Trailing::Ignored)?;
        fields.next(Tag::Integer)?;
        fields.next(Tag::Sequence)?;
        Ok(fields.next(Tag::OctetString)?.data)
    }
}

fn check_algorithm(oid: &str) -> Result<(), KeyError> {
    let kind = match oid {
        "1.2.840.113549.1.1.1" => return Ok(()),
        "1.2.840.10045.2.1" => "elliptic-curve",
        "1.3.101.112" | "1.3.101.113" => "Edwards-curve",
        "1.3.101.110" | "1.3.101.111" => "key-agreement",
        "1.2.840.10040.4.1" => "DSA",
        "1.2.840.113549.1.1.10" => "RSA-PSS",
        _ => "different",
    };
    Err(KeyError::NotRsa { kind })
}

fn check_size(modulus: &Any<'_>) -> Result<(), KeyError> {
    let mut bytes = modulus.data.iter().skip_while(|byte| **byte == 0);
    let first = bytes.next().ok_or(KeyError::Damaged)?;
    let bits = 8 - first.leading_zeros() + u32::try_from(bytes.count() * 8).unwrap_or(u32::MAX - 8);
    if SIZES.contains(&bits) { Ok(()) } else { Err(KeyError::Size { bits }) }
}

/// Whether bytes behind a structure matter.
#[derive(PartialEq)]
enum Trailing {
    Refused,
    Ignored,
}

/// The fields of a DER sequence, one after the other.
struct Fields<'d>(&'d [u8]);

impl<'d> Fields<'d> {
    fn of_sequence(der: &'d [u8], trailing: Trailing) -> Result<Self, KeyError> {
        let (rest, sequence) = Any::from_der(der).map_err(shortfall)?;
        let whole = rest.is_empty() || trailing == Trailing::Ignored;
        if sequence.tag() == Tag::Sequence && whole {
            Ok(Self(sequence.data))
        } else {
            Err(KeyError::Damaged)
        }
    }

    fn peek(&self) -> Result<Any<'d>, KeyError> {
        // Inside a sequence whose own length was right, a field that ends too late is damage, not a cut.
        Any::from_der(self.0).map(|(_, field)| field).map_err(|_| KeyError::Damaged)
    }

    /// How many are left; none when they are damaged.
    fn count(&self) -> Option<usize> {
        let (mut rest, mut count) = (self.0, 0);
        while !rest.is_empty() {
            rest = Any::from_der(rest).ok()?.0;
            count += 1;
        }
        Some(count)
    }

    fn next(&mut self, tag: Tag) -> Result<Any<'d>, KeyError> {
        let (rest, field) = Any::from_der(self.0).map_err(|_| KeyError::Damaged)?;
        if field.tag() != tag {
            return Err(KeyError::Damaged);
        }
        self.0 = rest;
        Ok(field)
    }
}

fn shortfall<E>(error: nom::Err<E>) -> KeyError {
    match error {
        nom::Err::Incomplete(_) => KeyError::CutOff,
        _ => KeyError::Damaged,
    }
}
