//! JSON Web Keys (RFC 7517, RFC 7518 section 6.3) and sets of them.

use super::components::{Number, Numbers, public_id};
use super::finds::Finds;
use crate::repair::Repair;
use crate::{Certificate, CertificateError, KeyError, PrivateKey};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_PAD_INDIFFERENT, URL_SAFE_PAD_INDIFFERENT};
use serde::Deserialize;
use zeroize::{Zeroize, Zeroizing};

#[derive(Deserialize)]
struct Set {
    keys: Vec<Jwk>,
}

/// A key of any type; the numbers are base64 in the alphabet of web addresses.
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    n: Option<String>,
    e: Option<String>,
    d: Option<String>,
    p: Option<String>,
    q: Option<String>,
    dp: Option<String>,
    dq: Option<String>,
    qi: Option<String>,
    #[serde(default)]
    x5c: Vec<String>,
}

impl Drop for Jwk {
    fn drop(&mut self) {
        for number in [&mut self.d, &mut self.p, &mut self.q] {
            number.zeroize();
        }
        for number in [&mut self.dp, &mut self.dq, &mut self.qi] {
            number.zeroize();
        }
    }
}

/// The keys in a JSON object; none when it is something else.
pub(super) fn read(text: &str) -> Option<Finds> {
    let keys = match serde_json::from_str::<Jwk>(text) {
        Ok(key) => vec![key],
        Err(_) => serde_json::from_str::<Set>(text).ok().filter(|set| !set.keys.is_empty())?.keys,
    };
    let mut finds = Finds::default();
    for key in keys {
        key.read(&mut finds);
    }
    Some(finds)
}

impl Jwk {
    fn read(&self, finds: &mut Finds) {
        match self.kty.as_str() {
            "RSA" if self.d.is_some() => {
                finds.mended(Repair::Jwk);
                finds.key(self.key());
            }
            "RSA" => {
                let number = |text: &Option<String>| number(text.as_deref()?).ok();
                let numbers = number(&self.n).zip(number(&self.e));
                finds.public_key(numbers.and_then(|(n, e)| public_id(&n, &e)));
            }
            "EC" => finds.refuse(KeyError::NotRsa { kind: "elliptic-curve" }),
            "OKP" => finds.refuse(KeyError::NotRsa { kind: "Edwards-curve" }),
            "oct" => finds.refuse(KeyError::NotRsa { kind: "symmetric" }),
            _ => finds.refuse(KeyError::NotRsa { kind: "different" }),
        }
        for certificate in &self.x5c {
            let der = STANDARD_PAD_INDIFFERENT.decode(certificate);
            let reason = || CertificateError::Damaged { reason: "x5c is not base64".into() };
            finds
                .certificate(der.map_err(|_| reason()).and_then(|der| Certificate::from_der(&der)));
        }
    }

    fn key(&self) -> Result<PrivateKey, KeyError> {
        let required = |text: &Option<String>, lacking: KeyError| {
            text.as_deref().ok_or(lacking).and_then(number)
        };
        let optional = |text: &Option<String>| text.as_deref().map(number).transpose();
        let exponents = optional(&self.dp)?.zip(optional(&self.dq)?);
        let numbers = Numbers {
            modulus: required(&self.n, KeyError::Damaged)?,
            public_exponent: required(&self.e, KeyError::Damaged)?,
            private_exponent: required(&self.d, KeyError::Damaged)?,
            primes: [
                required(&self.p, KeyError::NoPrimes)?,
                required(&self.q, KeyError::NoPrimes)?,
            ],
            exponents: exponents.map(|(dp, dq)| [dp, dq]),
            coefficient: optional(&self.qi)?,
        };
        numbers.key()
    }
}

fn number(text: &str) -> Result<Number, KeyError> {
    let text = text.trim();
    let bytes = URL_SAFE_PAD_INDIFFERENT
        .decode(text)
        .or_else(|_| STANDARD_PAD_INDIFFERENT.decode(text))
        .map_err(|_| KeyError::Damaged)?;
    Ok(Zeroizing::new(bytes))
}
