//! Telling apart, by their outermost fields, the structures that keys and certificates are kept in.

use x509_parser::asn1_rs::{Any, FromDer, Tag};

/// What a structure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    PrivateKey,
    EncryptedKey,
    Certificate,
    Pkcs12,
    /// SubjectPublicKeyInfo.
    PublicKey,
    /// PKCS #1 RSAPublicKey.
    RsaPublicKey,
    SigningRequest,
    /// PKCS #7, which carries certificates for other purposes.
    Pkcs7,
}

/// `bytes` when they are one DER structure, whole or cut off, and no text. Line ends behind it are taken off.
pub(super) fn whole(bytes: &[u8]) -> Option<&[u8]> {
    let [0x30, length, ..] = bytes else { return None };
    let end = bytes.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n'))? + 1;
    match Any::from_der(bytes) {
        Ok((rest, _)) => {
            let exact = bytes.len() - rest.len();
            (exact >= end).then(|| &bytes[..exact]).or((*length >= 0x80).then_some(bytes))
        }
        // A text can begin with the character 0, but its next one is below 0x80.
        Err(_) => (0x81..=0x84).contains(length).then_some(bytes),
    }
}

/// The first structure of `bytes`, for what is allowed to have more behind it.
pub(super) fn first(bytes: &[u8]) -> &[u8] {
    Any::from_der(bytes).map_or(bytes, |(rest, _)| &bytes[..bytes.len() - rest.len()])
}

pub(super) fn is_java_keystore(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xfe, 0xed, 0xfe, 0xed]) || bytes.starts_with(&[0xce; 4])
}

pub(super) fn kind(der: &[u8]) -> Option<Kind> {
    let outer = sequence(der)?;
    let (first, second, third) = (outer.first()?, outer.get(1), outer.get(2));
    let tags = (first.tag(), second.map(Any::tag), third.map(Any::tag));
    match tags {
        (Tag::Integer, Some(Tag::Integer), None) => Some(Kind::RsaPublicKey),
        // PKCS #1, and DSA's form of it.
        (Tag::Integer, Some(Tag::Integer), Some(_)) => Some(Kind::PrivateKey),
        (Tag::Integer, Some(Tag::OctetString), _) => Some(Kind::PrivateKey),
        (Tag::Integer, Some(Tag::Sequence), Some(Tag::OctetString)) => Some(Kind::PrivateKey),
        (Tag::Integer, Some(Tag::Sequence), None | Some(Tag::Sequence)) if first.data == [3] => {
            Some(Kind::Pkcs12)
        }
        (Tag::Oid, _, _) => Some(Kind::Pkcs7),
        (Tag::Sequence, Some(Tag::OctetString), None) => Some(Kind::EncryptedKey),
        (Tag::Sequence, Some(Tag::BitString), None) => Some(Kind::PublicKey),
        (Tag::Sequence, Some(Tag::Sequence), Some(Tag::BitString)) => {
            let signed = fields(first.data)?;
            let version = signed.first()?.tag() == Tag::Integer;
            // A request has its subject where a certificate of version 1 has its algorithm.
            let subject = signed.get(1).and_then(|field| fields(field.data)?.first().map(Any::tag));
            let request = version && subject.is_none_or(|tag| tag == Tag::Set);
            Some(if request { Kind::SigningRequest } else { Kind::Certificate })
        }
        _ => None,
    }
}

/// The fields of a sequence that is whole; a field inside may be anything.
pub(super) fn sequence(der: &[u8]) -> Option<Vec<Any<'_>>> {
    let (rest, outer) = Any::from_der(der).ok()?;
    (rest.is_empty() && outer.tag() == Tag::Sequence).then(|| fields(outer.data))?
}

/// The structures in `data`, one behind the other.
pub(super) fn fields(mut data: &[u8]) -> Option<Vec<Any<'_>>> {
    let mut found = Vec::new();
    while !data.is_empty() {
        let (rest, field) = Any::from_der(data).ok()?;
        found.push(field);
        data = rest;
    }
    Some(found)
}

/// A structure of `contents`.
pub(super) fn write(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = contents.len().to_be_bytes();
    let length: Vec<u8> = length.into_iter().skip_while(|byte| *byte == 0).collect();
    let mut der = vec![tag];
    match length.as_slice() {
        [] => der.push(0),
        [short] if *short < 0x80 => der.push(*short),
        long => {
            #[allow(clippy::cast_possible_truncation, reason = "a length has eight bytes at most")]
            der.push(0x80 | long.len() as u8);
            der.extend(long);
        }
    }
    der.extend(contents);
    der
}
