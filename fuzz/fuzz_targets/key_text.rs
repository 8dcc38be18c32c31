//! Whatever the bytes are: no panic, and a sentence for every refusal.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // With a passphrase too, as the encrypted seeds have it.
    for passphrase in [None, Some("practice")] {
        match mudbrick_pki::read(bytes, passphrase) {
            Ok(material) => {
                let all = material.keys.len() + material.certificates.len();
                assert!(all + material.public_keys.len() > 0);
                for key in &material.keys {
                    let again = mudbrick_pki::read(key.pkcs8_pem().as_bytes(), None);
                    assert_eq!(again.expect("its own text").keys[0].id(), key.id());
                }
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
});
