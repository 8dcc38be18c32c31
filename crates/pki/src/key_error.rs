//! Why a text is not an RSA private key: one sentence for each thing people paste instead.

use crate::armour::ArmourError;
use mudbrick_model::{ErrorCode, Explain, Problem};

/// Why a private key cannot be used. None of the variants holds a part of the key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Nothing but white space.
    #[error("reading a private key: the text is empty")]
    Empty,
    /// No BEGIN line, and nothing else that is known.
    #[error("reading a private key: no PEM block")]
    NotPem,
    /// Protected by a passphrase, which only [`crate::read`] takes.
    #[error("reading a private key: it is encrypted")]
    Encrypted,
    /// A public key.
    #[error("reading a private key: found a public key")]
    PublicKey,
    /// A certificate.
    #[error("reading a private key: found a certificate")]
    Certificate,
    /// A certificate signing request.
    #[error("reading a private key: found a certificate signing request")]
    SigningRequest,
    /// OpenSSH's own format with a passphrase; without one it is converted.
    #[error("reading a private key: found OpenSSH's own encryption")]
    OpenSsh,
    /// PuTTY's own format.
    #[error("reading a private key: found PuTTY's own format")]
    Putty,
    /// A Java keystore in Java's own format.
    #[error("reading a private key: found a Java keystore")]
    JavaKeystore,
    /// A JSON Web Key without its primes.
    #[error("reading a private key: the primes are missing")]
    NoPrimes,
    /// A private key of another algorithm.
    #[error("reading a private key: its algorithm is {kind}, not RSA")]
    NotRsa {
        /// `elliptic-curve`, `Edwards-curve`, `DSA`, `RSA-PSS`, ….
        kind: &'static str,
    },
    /// Shorter than 2048 bits or longer than 8192.
    #[error("reading a private key: {bits} bits is not a supported size")]
    Size {
        /// Modulus length.
        bits: u32,
    },
    /// A PEM block of another kind.
    #[error("reading a private key: found a block labelled {label:?}")]
    OtherBlock {
        /// What stands behind BEGIN.
        label: String,
    },
    /// The end is missing.
    #[error("reading a private key: it is cut off")]
    CutOff,
    /// A character that PEM cannot hold.
    #[error("reading a private key: the character {character:?} does not belong in it")]
    Foreign {
        /// The first of them.
        character: char,
    },
    /// The bytes are not a key.
    #[error("reading a private key: its content is not a key")]
    Damaged,
    /// A key by its form, but its numbers do not fit each other.
    #[error("reading a private key: its numbers do not fit together")]
    Inconsistent,
}

impl KeyError {
    /// What a text without a BEGIN line is.
    pub(crate) fn without_block(text: &str) -> Self {
        let text =
            text.trim_start_matches(|c: char| c.is_whitespace() || c == '"' || c == '\u{feff}');
        if text.is_empty() {
            Self::Empty
        } else if text.starts_with("PuTTY-User-Key-File") {
            Self::Putty
        } else if ["ssh-", "ecdsa-sha2-"].iter().any(|prefix| text.starts_with(prefix)) {
            Self::PublicKey
        } else if text.contains("-----END ") {
            Self::CutOff
        } else {
            Self::NotPem
        }
    }

    /// Whether it was about a private key, rather than about something else in its place.
    pub(crate) fn is_of_a_private_key(&self) -> bool {
        !matches!(
            self,
            Self::Empty
                | Self::NotPem
                | Self::PublicKey
                | Self::Certificate
                | Self::SigningRequest
                | Self::OtherBlock { .. }
        )
    }

    /// What a block with this label is, when it is not an RSA private key.
    pub(crate) fn wrong_block(label: &str) -> Self {
        match label {
            "PUBLIC KEY" | "RSA PUBLIC KEY" | "SSH2 PUBLIC KEY" => Self::PublicKey,
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => Self::Certificate,
            "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Self::SigningRequest,
            "OPENSSH PRIVATE KEY" => Self::OpenSsh,
            "EC PRIVATE KEY" | "EC PARAMETERS" => Self::NotRsa { kind: "elliptic-curve" },
            "DSA PRIVATE KEY" => Self::NotRsa { kind: "DSA" },
            other => Self::OtherBlock { label: other.chars().take(40).collect() },
        }
    }
}

impl From<ArmourError> for KeyError {
    fn from(error: ArmourError) -> Self {
        match error {
            ArmourError::CutOff | ArmourError::Uneven => Self::CutOff,
            ArmourError::Foreign(character) => Self::Foreign { character },
        }
    }
}

impl Explain for KeyError {
    fn problem(&self) -> Problem {
        let (message, remedy) = self.words();
        Problem::new(ErrorCode::BadKey, message).remedy(remedy)
    }
}

impl KeyError {
    fn words(&self) -> (String, String) {
        const CHOOSE: &str = "Choose the private key, often named private.key or …_private.key.";
        const COPY: &str =
            "Copy the key again, from the BEGIN line to the END line, both included.";
        const RSA: &str = "IMS takes RSA keys only: make a new pair here, or export the RSA key that belongs to the certificate.";
        let (message, remedy) = match self {
            Self::Empty => ("There is no private key in it: the text is empty.", CHOOSE),
            Self::NotPem => {
                ("This is not a private key: it has no -----BEGIN PRIVATE KEY----- line.", CHOOSE)
            }
            Self::Encrypted => (
                "This private key is protected by a passphrase.",
                "Import it with its passphrase, or make an unprotected copy with: openssl pkey -in protected.key -out private.key",
            ),
            Self::PublicKey => ("This is a public key, and the private one is needed.", CHOOSE),
            Self::Certificate => ("This is a certificate, and its private key is needed.", CHOOSE),
            Self::SigningRequest => {
                ("This is a certificate signing request, and its private key is needed.", CHOOSE)
            }
            Self::OpenSsh => (
                "This private key is in OpenSSH's own format and protected by a passphrase there, which cannot be read here.",
                "Make a copy of it, and take the copy's passphrase off with: ssh-keygen -p -f copy-of-the-key",
            ),
            Self::Putty => (
                "This private key is in PuTTY's own format, which IMS clients do not read.",
                "If it is an RSA key, open it in PuTTYgen and convert it to PEM.",
            ),
            Self::JavaKeystore => (
                "This is a keystore in Java's own format, which only Java reads.",
                "Convert it with: keytool -importkeystore -srckeystore old.jks -destkeystore new.p12 -deststoretype PKCS12",
            ),
            Self::NoPrimes => (
                "This JSON Web Key lacks its primes (p and q), and cannot be used without them.",
                "Export the key again as PEM, or with all its numbers.",
            ),
            Self::CutOff => ("The private key is cut off: a part of it is missing.", COPY),
            Self::Damaged => ("The private key is damaged and cannot be read.", COPY),
            Self::Inconsistent => (
                "The private key is damaged: its numbers do not belong together.",
                "Take the key from a backup, or make a new pair and upload its certificate.",
            ),
            Self::NotRsa { kind } => {
                // By the sound: an R is said as "ar".
                let article = if kind.starts_with(['e', 'E', 'R']) { "an" } else { "a" };
                return (
                    format!("This is a private key of {article} {kind} algorithm, not RSA."),
                    RSA.into(),
                );
            }
            Self::Size { bits } if *bits < 2048 => {
                return (
                    format!("This RSA key has {bits} bits, which is too short to be safe."),
                    "Make a new pair of 2048 bits or more, and upload its certificate.".into(),
                );
            }
            Self::Size { bits } => {
                return (
                    format!("This RSA key has {bits} bits, more than can be used."),
                    "Make a new pair of 2048 to 4096 bits, and upload its certificate.".into(),
                );
            }
            Self::OtherBlock { label } => {
                return (
                    format!(
                        "This is a PEM file with {label:?} in it, and a private key is needed."
                    ),
                    CHOOSE.into(),
                );
            }
            Self::Foreign { character } => {
                return (
                    format!("The private key holds {character:?}, which cannot be part of a key."),
                    COPY.into(),
                );
            }
        };
        (message.to_owned(), remedy.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mudbrick_model::Explain;
    use rstest::rstest;

    #[rstest]
    #[case::elliptic("elliptic-curve", "an elliptic-curve")]
    #[case::edwards("Edwards-curve", "an Edwards-curve")]
    #[case::pss("RSA-PSS", "an RSA-PSS")]
    #[case::dsa("DSA", "a DSA")]
    #[case::agreement("key-agreement", "a key-agreement")]
    #[case::symmetric("symmetric", "a symmetric")]
    #[case::unknown("different", "a different")]
    fn another_algorithm_is_told_in_good_english(#[case] kind: &'static str, #[case] said: &str) {
        let expected = format!("This is a private key of {said} algorithm, not RSA.");
        assert_eq!(KeyError::NotRsa { kind }.problem().message, expected);
    }
}
