//! Every case reads as it says, tells no secret, and reads the same again.

use crate::case::{self, Case};
use std::path::Path;

/// With `MUDBRICK_UPDATE=1` the expectations are written anew, to be looked through before they are kept; with
/// `MUDBRICK_SEEDS` set to the fuzzer's folder `corpus`, the inputs are put there for it to begin with.
#[test]
fn every_case_reads_as_it_says() {
    let cases = case::all();
    assert!(cases.len() >= 120, "{} cases", cases.len());
    if let Some(corpus) = std::env::var_os("MUDBRICK_SEEDS") {
        save_seeds(&cases, Path::new(&corpus));
    }
    let mut wrong = Vec::new();
    for case in &cases {
        let found = case.rendered();
        if found == case.expected {
            continue;
        }
        if std::env::var_os("MUDBRICK_UPDATE").is_some() {
            let text = format!("{}>>> reading\n{found}", case.head);
            let mut file = std::fs::File::create(&case.path).unwrap();
            std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
            continue;
        }
        wrong.push(format!("--- {}\n{found}+++ expected\n{}", case.name(), case.expected));
    }
    assert!(wrong.is_empty(), "{} cases differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// Whatever a person is shown. Fixture secrets all hold FAKE, and key lines are known.
#[test]
fn no_case_tells_a_secret() {
    let keys: Vec<String> = ["one.key", "two.key", "one-pkcs1.key", "one-encrypted.key"]
        .iter()
        .flat_map(|name| {
            let text = String::from_utf8(case::key_file(name)).unwrap();
            text.lines()
                .filter(|line| line.len() > 20 && !line.contains("-----"))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    for case in case::all() {
        let told = told(&case);
        assert!(!told.contains("FAKE"), "{}:\n{told}", case.name());
        assert!(!told.contains("sesame"), "{}:\n{told}", case.name());
        assert!(keys.iter().all(|line| !told.contains(line)), "{}:\n{told}", case.name());
    }
}

#[test]
fn reading_again_finds_the_same() {
    for case in case::all() {
        assert_eq!(case.rendered(), case.rendered(), "{}", case.name());
    }
}

/// The names of the inputs say nothing: with others, the same is found.
#[test]
fn names_do_not_matter() {
    let named = |case: &mut Case, name: fn(usize) -> String| {
        for (at, (own, _)) in case.inputs.iter_mut().enumerate() {
            *own = name(at);
        }
        let mut text = case.rendered();
        for (name, _) in &case.inputs {
            text = text.replace(name.as_str(), "*");
        }
        // A key by itself is called after its file; that is all.
        text.lines().filter(|line| !line.starts_with("key ")).collect::<Vec<_>>().join("\n")
    };
    for mut case in case::all() {
        // A credential may say in which file its key is, and the files of a folder of a kit have their places.
        if case.name().contains("path") || case.name() == "own-kit-files" {
            continue;
        }
        let first = named(&mut case, |at| format!("console-{at}.json"));
        let second = named(&mut case, |at| format!("holiday-{at}.jpg"));
        assert_eq!(first, second, "{}", case.name());
    }
}

/// Everything but the secrets, as `Debug` and as it would be shown.
fn told(case: &Case) -> String {
    let reading = case.read();
    let mut told = format!("{reading:?}");
    for credential in &reading.credentials {
        for secret in &credential.client_secrets {
            told.push_str(&secret.origin.0);
        }
    }
    told
}

/// The inputs of all cases, without what the targets put in front of every input themselves.
fn save_seeds(cases: &[Case], corpus: &Path) {
    let targets: [(&str, &[u8], &[u8]); 7] = [
        ("json_shapes", b"{", b"{"),
        ("postman", b"{\n  \"values\": [", b"{\n  \"values\": ["),
        ("aio_hjson_yaml", b"ims:\n  contexts:\n", b"ims:\n  contexts:\n"),
        ("env", b"", b""),
        ("properties_toml", b"aio_", b""),
        ("curl", b"curl ", b"curl "),
        ("archive", b"PK\x03\x04", b"PK\x03\x04"),
    ];
    for case in cases {
        for (at, (_, bytes)) in case.inputs.iter().enumerate() {
            let name = format!("{}-{at}", case.name());
            save(&corpus.join("import_any"), &name, bytes);
            for (target, begins, prefix) in targets {
                let fits = target != "env" || case.name().contains("env-");
                if fits && bytes.starts_with(begins) {
                    save(&corpus.join(target), &name, &bytes[prefix.len()..]);
                }
            }
        }
    }
}

fn save(folder: &Path, name: &str, bytes: &[u8]) {
    std::fs::create_dir_all(folder).unwrap();
    let mut file = std::fs::File::create(folder.join(name)).unwrap();
    std::io::Write::write_all(&mut file, bytes).unwrap();
}
