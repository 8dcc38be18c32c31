//! Every form that a key or certificate comes in, with what must become of it. All fixtures are over one key.
//!
//! The files were made with OpenSSL, ssh-keygen and keytool (passphrase `practice`); texts that went through other
//! programs are made of them here.

use crate::mangle::{self, ENCODINGS, SAFE};
use crate::openssl::OpenSsl;
use mudbrick_model::{ErrorCode, Explain};
use mudbrick_pki::{
    Certificate, CertificateError, KeyError, PrivateKey, ReadError, Repair, Sealed, read,
};
use std::fmt::Write;

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("fixtures/", $name)).as_slice()
    };
}

pub(crate) const PKCS8: &str = include_str!("fixtures/rsa.pkcs8.pem");
const PKCS1: &str = include_str!("fixtures/rsa.pkcs1.pem");
const CERTIFICATE: &str = include_str!("fixtures/certificate.pem");
const PUBLIC: &str = include_str!("fixtures/public.pem");
const JWK: &str = include_str!("fixtures/rsa.jwk.json");
const KEY_WHAT: Sealed = Sealed::PrivateKey;
const FILE_WHAT: Sealed = Sealed::Pkcs12;

/// What must become of a form.
#[derive(Debug, PartialEq)]
enum Outcome {
    /// So many keys, certificates and public keys, all over the one key, and what was mended.
    Read([usize; 3], Vec<Repair>),
    Refused(ReadError),
}

struct Form {
    name: String,
    bytes: Vec<u8>,
    passphrase: Option<&'static str>,
    expected: Outcome,
}

#[derive(Default)]
struct Forms(Vec<Form>);

impl Forms {
    fn add(
        &mut self,
        name: &str,
        bytes: impl AsRef<[u8]>,
        passphrase: Option<&'static str>,
        expected: Outcome,
    ) {
        let bytes = bytes.as_ref().to_vec();
        self.0.push(Form { name: name.to_owned(), bytes, passphrase, expected });
    }

    fn key(&mut self, name: &str, bytes: impl AsRef<[u8]>, repairs: &[Repair]) {
        self.add(name, bytes, None, Outcome::Read([1, 0, 0], repairs.to_vec()));
    }

    fn found(
        &mut self,
        name: &str,
        bytes: impl AsRef<[u8]>,
        counts: [usize; 3],
        repairs: &[Repair],
    ) {
        self.add(name, bytes, None, Outcome::Read(counts, repairs.to_vec()));
    }

    fn refused(&mut self, name: &str, bytes: impl AsRef<[u8]>, error: impl Into<ReadError>) {
        self.add(name, bytes, None, Outcome::Refused(error.into()));
    }

    /// Three forms: without a passphrase, with a wrong one, with the right one.
    fn locked(&mut self, name: &str, bytes: &[u8], what: Sealed, counts: [usize; 3]) {
        let needs = Outcome::Refused(ReadError::NeedsPassphrase { what });
        self.add(&format!("{name}, no passphrase"), bytes, None, needs);
        let wrong = Outcome::Refused(ReadError::WrongPassphrase { what });
        self.add(&format!("{name}, wrong passphrase"), bytes, Some("theory"), wrong);
        self.add(name, bytes, Some("practice"), Outcome::Read(counts, vec![]));
    }
}

fn plain(forms: &mut Forms) {
    forms.key("PKCS #8 PEM", PKCS8, &[]);
    forms.key("PKCS #1 PEM", PKCS1, &[]);
    forms.key("PKCS #8 DER", fixture!("rsa.pkcs8.der"), &[]);
    forms.key("PKCS #1 DER", fixture!("rsa.pkcs1.der"), &[]);
    forms.key("DER and a line end", [fixture!("rsa.pkcs8.der"), b"\r\n"].concat(), &[]);
    forms.found("certificate PEM", CERTIFICATE, [0, 1, 0], &[]);
    forms.found("certificate DER", fixture!("certificate.der"), [0, 1, 0], &[]);
    forms.found("certificate and key", format!("{CERTIFICATE}{PKCS8}"), [1, 1, 0], &[]);
    forms.found(
        "all of it twice",
        format!("{PKCS8}{CERTIFICATE}{PUBLIC}").repeat(2),
        [1, 1, 0],
        &[],
    );
    forms.found("public key PEM", PUBLIC, [0, 0, 1], &[]);
    forms.found("public key DER", fixture!("public.der"), [0, 0, 1], &[]);
    forms.found("public key PKCS #1", fixture!("public.pkcs1.pem"), [0, 0, 1], &[]);
    forms.found("public key of OpenSSH", fixture!("openssh.pub"), [0, 0, 1], &[]);
    forms.found("public key of SSH2", fixture!("ssh2.pub"), [0, 0, 1], &[Repair::DamagedFences]);
    forms.key("OpenSSH", fixture!("openssh.key"), &[Repair::OpenSsh]);
    forms.key("JWK", JWK, &[Repair::Jwk]);
    forms.key("JWK set", format!("{{\"keys\": [{JWK}]}}"), &[Repair::Jwk]);
    let edit = |fields: &[&str]| {
        let mut jwk: serde_json::Map<_, _> = serde_json::from_str(JWK).expect("a JWK");
        jwk.retain(|name, _| !fields.contains(&name.as_str()));
        serde_json::to_vec(&jwk).expect("a JWK")
    };
    forms.key("JWK without CRT", edit(&["dp", "dq", "qi"]), &[Repair::Jwk]);
    forms.found("public JWK", edit(&["d", "p", "q", "dp", "dq", "qi"]), [0, 0, 1], &[]);
    forms.refused("JWK without primes", edit(&["p", "q", "dp", "dq", "qi"]), KeyError::NoPrimes);
    forms.refused("half a JWK", edit(&["n"]), KeyError::Damaged);
}

fn texts(forms: &mut Forms) {
    use Repair::*;
    for (name, mangling, repairs) in SAFE.iter().chain(&ENCODINGS) {
        forms.key(name, mangling(PKCS8), repairs);
    }
    let bare = mangle::bare(PKCS8);
    forms.key("bare PKCS #8", &bare, &[MissingFences]);
    forms.key("bare PKCS #1", mangle::bare(PKCS1), &[MissingFences]);
    forms.key(
        "bare, many lines",
        PKCS8
            .lines()
            .filter(|l| !l.starts_with('-'))
            .fold(String::new(), |all, line| all + line + "\n"),
        &[MissingFences],
    );
    forms.key("bare, quoted, comma", format!("\"{bare}\","), &[Quotes, MissingFences]);
    forms.key("bare, web alphabet", mangle::url_alphabet(PKCS8), &[UrlAlphabet, MissingFences]);
    forms.found("bare certificate", mangle::bare(CERTIFICATE), [0, 1, 0], &[MissingFences]);
    forms.key("BEGIN line missing", &PKCS8[28..], &[MissingFences]);
    forms.key("END line missing", &PKCS8[..PKCS8.len() - 26], &[MissingEnd]);
    forms.key(
        "END line cut off",
        PKCS8.trim_end().trim_end_matches("IVATE KEY-----"),
        &[DamagedFences],
    );
    forms.key("dashes missing", PKCS8.replace('-', ""), &[DamagedFences]);
    forms.key("hyphens escaped", PKCS8.replace('-', "\\-"), &[DamagedFences]);
    forms.key(
        "no blanks at all",
        PKCS8.split_whitespace().collect::<String>(),
        &[DamagedFences, OneLine],
    );
    forms.key("backslashes eaten", PKCS8.replace('\n', "n"), &[EscapedLineEnds, OneLine]);
    forms.key(
        "source code",
        mangle::source_code(PKCS8),
        &[EscapedLineEnds, Quotes, SourceCode, Indentation],
    );
    forms.key(
        "list in YAML",
        mangle::lines(PKCS8, "  - ", ""),
        &[DamagedFences, SourceCode, Indentation],
    );
    forms.key("form", mangle::form(PKCS8), &[PercentEncoded]);
    forms.key("careful JSON", PKCS8.replace('=', "\\u003d").replace('\n', "\\u000a"), &[Escapes]);
    forms.key("label with a typo", PKCS8.replace("PRIVATE KEY", "PRIVTE KEY"), &[Label]);
    forms.key("label of a certificate", PKCS8.replace("PRIVATE KEY", "CERTIFICATE"), &[Label]);
    forms.key("label of a public key", PKCS8.replace("PRIVATE", "PUBLIC"), &[Label]);
    forms.found(
        "label of a key",
        CERTIFICATE.replace("CERTIFICATE", "PRIVATE KEY"),
        [0, 1, 0],
        &[Label],
    );
    forms.key(
        "UTF-16 of Windows",
        [b"\xff\xfe".to_vec(), mangle::utf16(PKCS8, u16::to_le_bytes)].concat(),
        &[Utf16],
    );
    forms.key(
        "UTF-16, big end first",
        [b"\xfe\xff".to_vec(), mangle::utf16(PKCS8, u16::to_be_bytes)].concat(),
        &[Utf16],
    );
    forms.key("UTF-16 without a mark", mangle::utf16(PKCS8, u16::to_le_bytes), &[Utf16]);
    forms.key("UTF-8 with a mark", [b"\xef\xbb\xbf", PKCS8.as_bytes()].concat(), &[ByteOrderMark]);
    let western = PKCS8.replace("-----", "\u{1}").into_bytes();
    let western: Vec<u8> = western.into_iter().map(|b| if b == 1 { 0x97 } else { b }).collect();
    forms.key("Windows-1252 with long dashes", western, &[DamagedFences]);
    forms.key(
        "JSON in base64 in JSON",
        mangle::json_text(&mangle::base64(mangle::json_lines(PKCS8))),
        &[JsonText, Base64, JsonLines],
    );
    forms.found(
        "PKCS #12 in base64",
        mangle::base64(fixture!("empty-passphrase.p12")),
        [1, 1, 0],
        &[Base64],
    );
    forms.key("among words", format!("Hi,\n\nthe key you asked for:\n\n{PKCS8}\nBest,\nA.\n"), &[]);
}

fn encrypted(forms: &mut Forms) {
    let keys: [(&str, &[u8]); 13] = [
        ("PBES2 AES-256 SHA-256", fixture!("pbes2-aes256-sha256.pem")),
        ("PBES2 in DER", fixture!("pbes2-aes256-sha256.der")),
        ("PBES2 AES-128 SHA-1", fixture!("pbes2-aes128-sha1.pem")),
        ("PBES2 AES-192 SHA-512", fixture!("pbes2-aes192-sha512.pem")),
        ("PBES2 3DES", fixture!("pbes2-3des.pem")),
        ("PBES2 scrypt", fixture!("pbes2-scrypt.pem")),
        ("PBES1 3DES", fixture!("pbes1-3des.pem")),
        ("PBES1 RC2-40", fixture!("pbes1-rc2-40.pem")),
        ("PBES1 MD5 DES", fixture!("pbes1-md5-des.pem")),
        ("DEK AES-128", fixture!("dek-aes128.pem")),
        ("DEK AES-256", fixture!("dek-aes256.pem")),
        ("DEK 3DES", fixture!("dek-des3.pem")),
        ("DEK DES", fixture!("dek-des.pem")),
    ];
    for (name, bytes) in keys {
        forms.locked(name, bytes, KEY_WHAT, [1, 0, 0]);
    }
    forms.locked("PKCS #12 of OpenSSL 3", fixture!("openssl3.p12"), FILE_WHAT, [1, 1, 0]);
    forms.locked("PKCS #12 of OpenSSL 1", fixture!("legacy.p12"), FILE_WHAT, [1, 1, 0]);
    forms.locked("PKCS #12 of keytool", fixture!("keytool.p12"), FILE_WHAT, [1, 1, 0]);
    forms.locked("PKCS #12 without checksum", fixture!("no-mac.p12"), FILE_WHAT, [1, 1, 0]);
    forms.locked("PKCS #12, certificate", fixture!("certificate-only.p12"), FILE_WHAT, [0, 1, 0]);
    forms.found("PKCS #12, empty passphrase", fixture!("empty-passphrase.p12"), [1, 1, 0], &[]);
    let read = |repairs: &[Repair]| Outcome::Read([1, 0, 0], repairs.to_vec());
    let dek = str::from_utf8(fixture!("dek-aes256.pem")).expect("a text");
    let name = "DEK on one line";
    forms.add(name, dek.replace('\n', " "), Some("practice"), read(&[Repair::BlanksForLineEnds]));
    let name = "DEK without line ends";
    forms.add(name, dek.replace('\n', ""), Some("practice"), read(&[Repair::OneLine]));
    let pbes2 = str::from_utf8(fixture!("pbes2-aes256-sha256.pem")).expect("a text");
    let name = "PBES2, bare";
    forms.add(name, mangle::bare(pbes2), Some("practice"), read(&[Repair::MissingFences]));
    forms.add("plain, with a passphrase", PKCS8, Some("practice"), read(&[]));
    let both = format!("{CERTIFICATE}{pbes2}");
    forms.locked("certificate and PBES2", both.as_bytes(), KEY_WHAT, [1, 1, 0]);
    let umlauts = Outcome::Read([1, 1, 0], vec![]);
    forms.add("PKCS #12, umlauts", fixture!("umlauts.p12"), Some("pässwörd"), umlauts);
    let unknown = |what, scheme: &str| ReadError::Encryption { what, scheme: scheme.into() };
    let rc4 = unknown(KEY_WHAT, "1.2.840.113549.1.12.1.1");
    forms.refused("PBES1 RC4", fixture!("pbes1-rc4.pem"), rc4);
    let camellia = unknown(KEY_WHAT, "CAMELLIA-256-CBC");
    forms.refused("DEK Camellia", fixture!("dek-camellia.pem"), camellia);
    // Its checksum tells whether the passphrase is right; only then the cipher is met.
    let file = fixture!("camellia.p12");
    let needs = ReadError::NeedsPassphrase { what: FILE_WHAT };
    forms.refused("PKCS #12 Camellia, no passphrase", file, needs);
    let camellia = unknown(FILE_WHAT, "unknown/unsupported OID: 1.2.392.200011.61.1.1.1.4");
    let camellia = Outcome::Refused(camellia);
    forms.add("PKCS #12 Camellia", file, Some("practice"), camellia);
    let checksum = unknown(FILE_WHAT, "Unsupported encryption scheme");
    forms.refused("PKCS #12, MD5 checksum", fixture!("md5-mac.p12"), checksum);
}

fn refusals(forms: &mut Forms) {
    let not_rsa = |kind| KeyError::NotRsa { kind };
    forms.refused("nothing", "", KeyError::Empty);
    forms.refused("white space", " \r\n\t\u{feff}", KeyError::Empty);
    forms.refused("prose", "my private key", KeyError::NotPem);
    forms.refused(
        "prose with words of a key",
        "where is the begin private key line?",
        KeyError::NotPem,
    );
    forms.refused("other JSON", "{\"client_id\": \"0f0e\"}", KeyError::NotPem);
    forms.refused(
        "base64 of prose",
        mangle::base64(b"nothing to see here ".repeat(9)),
        KeyError::NotPem,
    );
    forms.refused("request", fixture!("request.pem"), KeyError::SigningRequest);
    forms.refused("OpenSSH, encrypted", fixture!("openssh-encrypted.key"), KeyError::OpenSsh);
    forms.refused("OpenSSH Ed25519", fixture!("openssh-ed25519.key"), not_rsa("Edwards-curve"));
    forms.refused("OpenSSH ECDSA", fixture!("openssh-ecdsa.key"), not_rsa("elliptic-curve"));
    forms.refused("PuTTY", "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none", KeyError::Putty);
    forms.refused("Java keystore", fixture!("java.jks"), KeyError::JavaKeystore);
    forms.refused("BER", b"\x30\x80\x02\x01\x03\x30\x80\x06\x09", ReadError::Ber);
    forms.refused("elliptic curve", fixture!("ec.pem"), not_rsa("elliptic-curve"));
    forms.refused("elliptic curve, SEC 1", fixture!("ec.sec1.pem"), not_rsa("elliptic-curve"));
    forms.refused("Ed25519", fixture!("ed25519.pem"), not_rsa("Edwards-curve"));
    forms.refused("DSA", fixture!("dsa.pem"), not_rsa("DSA"));
    forms.refused(
        "EC JWK",
        r#"{"kty":"EC","crv":"P-256","x":"","y":""}"#,
        not_rsa("elliptic-curve"),
    );
    forms.refused("1024 bits", fixture!("short.pem"), KeyError::Size { bits: 1024 });
    let label = "PKCS7".to_owned();
    forms.refused("PKCS #7", fixture!("pkcs7.pem"), KeyError::OtherBlock { label });
    let label = "PGP PRIVATE KEY BLOCK".to_owned();
    let pgp =
        "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQdGBF\n-----END PGP PRIVATE KEY BLOCK-----";
    forms.refused("PGP", pgp, KeyError::OtherBlock { label });
    forms.refused("cut off in the middle", &PKCS8[..900], KeyError::CutOff);
    forms.refused("DER cut off", &fixture!("rsa.pkcs8.der")[..700], KeyError::CutOff);
    forms.refused("bare, cut off", &mangle::bare(PKCS8)[..800], KeyError::CutOff);
    forms.refused("certificate cut off", &CERTIFICATE[..700], CertificateError::CutOff);
    let elided = format!("{}…{}", &PKCS8[..300], &PKCS8[400..]);
    forms.refused("elided", elided, KeyError::Foreign { character: '…' });
}

fn outcome(form: &Form) -> Outcome {
    match read(&form.bytes, form.passphrase) {
        Err(error) => Outcome::Refused(error),
        Ok(material) => {
            let expected = PrivateKey::from_pem(PKCS8).expect("a key");
            let certificate = Certificate::from_pem(CERTIFICATE).expect("a certificate");
            assert!(material.keys.iter().all(|key| key.id() == expected.id()), "{}", form.name);
            assert!(material.certificates.iter().all(|it| *it == certificate), "{}", form.name);
            assert!(material.public_keys.iter().all(|id| id == expected.id()), "{}", form.name);
            assert_eq!(material.refused, [], "{}", form.name);
            let counts =
                [material.keys.len(), material.certificates.len(), material.public_keys.len()];
            Outcome::Read(counts, material.repairs)
        }
    }
}

fn all() -> Vec<Form> {
    let mut forms = Forms::default();
    plain(&mut forms);
    texts(&mut forms);
    encrypted(&mut forms);
    refusals(&mut forms);
    forms.0
}

#[test]
fn every_form_has_its_outcome() {
    let forms = all();
    let mut wrong = String::new();
    for form in &forms {
        let outcome = outcome(form);
        if outcome != form.expected {
            writeln!(wrong, "{}:\n  {outcome:?}\n  not {:?}", form.name, form.expected).unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(forms.len() >= 120, "{} forms", forms.len());
    let mut names: Vec<&str> = forms.iter().map(|form| form.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), forms.len(), "two forms have the same name");
}

#[test]
fn every_refusal_is_told_in_sentences() {
    for form in all() {
        let Err(error) = read(&form.bytes, form.passphrase) else { continue };
        let problem = error.problem();
        assert_eq!(problem.code, ErrorCode::BadKey);
        let remedy = problem.remedy.expect("a remedy");
        assert!(problem.message.ends_with('.'), "{}: {}", form.name, problem.message);
        assert!(remedy.text.len() > 20, "{}: {remedy}", form.name);
        let shown = format!("{error} {error:?} {} {remedy}", problem.message);
        assert!(!shown.contains("practice") && !shown.contains("theory"), "{shown}");
    }
}

#[test]
fn every_repair_is_told_in_a_sentence() {
    for form in all() {
        let Outcome::Read(_, repairs) = form.expected else { continue };
        for repair in repairs {
            let sentence = repair.sentence();
            assert!(
                sentence.ends_with('.') && sentence.starts_with(char::is_uppercase),
                "{sentence}"
            );
        }
    }
}

#[test]
fn encryption_that_would_take_hours_is_refused_at_once() {
    let openssl = OpenSsl::new();
    openssl.put("a.key", PKCS8);
    openssl.run("pkcs8 -topk8 -in a.key -passout pass:practice -iter 2000001 -out b.key");
    let error = read(openssl.get("b.key").as_bytes(), Some("practice")).expect_err("refused");
    let scheme = "2000001 rounds".to_owned();
    assert_eq!(error, ReadError::Encryption { what: KEY_WHAT, scheme });
}

#[test]
fn long_texts_are_read_in_a_blink() {
    let texts = [
        "END".repeat(60_000),
        "\\".repeat(116_000) + "u003d",
        "-----BEGIN ".repeat(16_000),
        "\" +".repeat(60_000),
        "%&<=".repeat(40_000),
        mangle::base64([7; 140_000]),
        "&#".repeat(80_000),
    ];
    let begin = std::time::Instant::now();
    for text in texts {
        assert!(read(text.as_bytes(), None).is_err());
    }
    // Unoptimised on a busy machine; anything quadratic would take minutes.
    assert!(begin.elapsed().as_secs() < 300, "{:?}", begin.elapsed());
}

#[test]
fn what_else_is_in_it_is_told_beside_what_is_of_use() {
    let both =
        [fixture!("ec.pem"), PKCS8.as_bytes(), b"-----BEGIN CERTIFICATE-----\nMIID"].concat();
    let material = read(&both, None).expect("a key");
    assert_eq!(material.keys.len(), 1);
    assert_eq!(
        material.refused,
        [
            ReadError::Key(KeyError::NotRsa { kind: "elliptic-curve" }),
            ReadError::Certificate(CertificateError::CutOff)
        ]
    );
}

#[test]
fn the_fixtures_are_what_openssl_says() {
    let openssl = OpenSsl::new();
    openssl.put("a.key", PKCS8).put("a.p12", fixture!("openssl3.p12"));
    let modulus = openssl.run("rsa -noout -modulus -in a.key");
    openssl.run("pkcs12 -in a.p12 -passin pass:practice -nocerts -nodes -out b.key");
    assert_eq!(openssl.run("rsa -noout -modulus -in b.key"), modulus);
}

#[test]
fn what_cannot_be_opened_here_is_opened_with_the_tool_for_it() {
    let remedy = |what| {
        let problem = ReadError::Encryption { what, scheme: String::new() }.problem();
        problem.remedy.expect("a remedy").text
    };
    assert!(remedy(KEY_WHAT).contains("openssl pkey "), "{}", remedy(KEY_WHAT));
    assert!(remedy(FILE_WHAT).contains("openssl pkcs12 "), "{}", remedy(FILE_WHAT));
}
