//! What one sign-in is known by: the verifier that redeems its code, the state that its answer brings back, and the nonce that
//! its ID token names. Each is 32 random bytes, made for one sign-in and kept in memory alone.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mudbrick_model::{ErrorCode, Problem};
use mudbrick_vault::SecretText;

pub(super) struct Proof {
    /// 43 letters, the fewest that RFC 7636 (4.1) allows and as many as 32 bytes take.
    pub(super) verifier: SecretText,
    pub(super) state: String,
    pub(super) nonce: String,
}

impl Proof {
    pub(super) fn make() -> Result<Self, Problem> {
        Ok(Self { verifier: SecretText::new(random()?), state: random()?, nonce: random()? })
    }

    /// `S256` (RFC 7636, 4.2).
    pub(super) fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(digest(&SHA256, self.verifier.expose().as_bytes()))
    }
}

fn random() -> Result<String, Problem> {
    let mut bytes = [0_u8; 32];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| {
        Problem::new(ErrorCode::Internal, "This computer gave no random numbers for the sign-in.")
    })?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_rfc_7636s() {
        let verifier = SecretText::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned());
        let proof = Proof { verifier, state: String::new(), nonce: String::new() };
        assert_eq!(proof.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        let (one, other) = (Proof::make().unwrap(), Proof::make().unwrap());
        assert_eq!(one.verifier.expose().len(), 43);
        assert_ne!(one.state, other.state);
        assert_ne!(one.state, one.nonce);
    }
}
