//! What a reading gives: keys, certificates, public keys, and what had to be mended to get at them.

use crate::{Certificate, PrivateKey, ReadError, Repair};
use mudbrick_model::KeyId;

/// Everything of use in a text or a file, each in the order in which it stands there.
#[derive(Debug, Default)]
pub struct Material {
    /// RSA private keys, decrypted.
    pub keys: Vec<PrivateKey>,
    /// Certificates, over any kind of key.
    pub certificates: Vec<Certificate>,
    /// The ids of public keys that stand alone; of a certificate's or a private key's own there is none here.
    pub public_keys: Vec<KeyId>,
    /// What had to be mended, each once.
    pub repairs: Vec<Repair>,
    /// What lay beside and cannot be used, such as an elliptic-curve key.
    pub refused: Vec<ReadError>,
}
