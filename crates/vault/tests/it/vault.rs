//! The vault's files as others see them: any age program, a damaged disk, several processes at once.

use age::secrecy::{ExposeSecret, SecretString};
use mudbrick_model::{Clock, ErrorCode, Explain, Timestamp};
use mudbrick_vault::files::{self, Mode};
use mudbrick_vault::{Secret, SecretId, SecretText, Vault, VaultError, VaultOptions};
use proptest::prelude::*;
use proptest::sample::Index;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use tempfile::TempDir;

const OWNER: &str = "0f0e0d0c0b0a09080706050403020100";
const PASSPHRASE: &str = "correct horse battery staple";

struct StillClock;

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        Timestamp(1234)
    }
}

struct Fixture {
    home: TempDir,
    vault: Vault,
}

fn open(home: &Path) -> Vault {
    let options = VaultOptions {
        passphrase: Some(SecretText::new(PASSPHRASE.to_owned())),
        work_factor: Some(1),
        clock: Arc::new(StillClock),
        ..VaultOptions::default()
    };
    Vault::open(home, options)
}

fn fixture() -> Fixture {
    let home = tempfile::tempdir().unwrap();
    let vault = open(home.path());
    vault.save(&SecretId::secret(OWNER), &secret("p8e-one")).unwrap();
    Fixture { home, vault }
}

impl Fixture {
    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn secret_file(&self) -> PathBuf {
        self.path("secrets").join(format!("{OWNER}.age"))
    }

    fn damage(&self, change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
        let mut bytes = fs::read(self.secret_file()).unwrap();
        change(&mut bytes);
        files::save(&self.secret_file(), &bytes, Mode::Private).unwrap();
        bytes
    }
}

fn secret(text: &str) -> Secret<Vec<u8>> {
    Secret::new(text.as_bytes().to_vec())
}

/// What `age --decrypt --identity identity.age secrets/<id>.age` does.
#[test]
fn a_person_can_open_their_own_vault_with_age() {
    let it = fixture();
    let sealed = fs::read(it.path("identity.age")).unwrap();
    assert!(sealed.starts_with(b"age-encryption.org/v1\n-> scrypt "));
    let passphrase = age::scrypt::Identity::new(SecretString::from(PASSPHRASE.to_owned()));
    let file =
        age::IdentityFile::from_buffer(&*age::decrypt(&passphrase, &sealed).unwrap()).unwrap();
    let identities = file.into_identities().unwrap();
    let bytes = fs::read(it.secret_file()).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1\n-> X25519 "));
    let decryptor = age::Decryptor::new(&*bytes).unwrap();
    let mut plain = String::new();
    let identity = identities.iter().map(|identity| &**identity as &dyn age::Identity);
    decryptor.decrypt(identity).unwrap().read_to_string(&mut plain).unwrap();
    assert_eq!(plain, format!("mudbrick 1 secrets/{OWNER}\np8e-one"));
}

#[test]
fn no_file_holds_a_secret_in_the_clear() {
    let it = fixture();
    it.vault.save(&SecretId::token(OWNER), &secret("p8e-token")).unwrap();
    let mut pending = vec![it.home.path().to_owned()];
    let mut seen = 0;
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            pending.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        seen += 1;
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        for clear in ["p8e-", "AGE-SECRET-KEY", PASSPHRASE] {
            assert!(!text.contains(clear), "{}", path.display());
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
    assert_eq!(seen, 5, "vault.toml, identity.age, a secret, a token, a lock");
}

#[test]
fn a_removed_secret_leaves_nothing() {
    let it = fixture();
    it.vault.remove(&SecretId::secret(OWNER)).unwrap();
    assert_eq!(fs::read_dir(it.path("secrets")).unwrap().count(), 0);
    assert!(it.vault.load(&SecretId::secret(OWNER)).unwrap().is_none());
}

#[test]
fn another_owners_file_is_noticed() {
    let it = fixture();
    let other = SecretId::secret("other");
    it.vault.save(&other, &secret("p8e-other")).unwrap();
    fs::copy(it.path("secrets/other.age"), it.secret_file()).unwrap();
    let error = it.vault.load(&SecretId::secret(OWNER)).unwrap_err();
    assert!(matches!(error, VaultError::Damaged { .. }), "{error:?}");
}

#[test]
fn a_damaged_secret_is_told_left_alone_and_set_aside_by_the_next_save() {
    let it = fixture();
    let damaged = it.damage(|bytes| bytes.truncate(150));
    let id = SecretId::secret(OWNER);
    let error = it.vault.load(&id).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Damaged);
    assert_eq!(fs::read(it.secret_file()).unwrap(), damaged);
    it.vault.save(&id, &secret("p8e-two")).unwrap();
    assert_eq!(it.vault.load(&id).unwrap().unwrap().expose(), b"p8e-two");
    let aside = it.path("secrets").join(format!("{OWNER}.age.damaged-1234"));
    assert_eq!(fs::read(aside).unwrap(), damaged);
}

#[test]
fn a_damaged_token_counts_as_none_and_is_replaced() {
    let it = fixture();
    let id = SecretId::token(OWNER);
    files::save(&it.path("tokens").join(format!("{OWNER}.age")), b"?", Mode::Private).unwrap();
    assert!(it.vault.load(&id).unwrap().is_none());
    it.vault.save(&id, &secret("p8e-token")).unwrap();
    assert!(it.vault.load(&id).unwrap().is_some());
    assert_eq!(fs::read_dir(it.path("tokens")).unwrap().count(), 1);
}

#[test]
fn a_newer_mudbricks_secret_is_not_overwritten() {
    let it = fixture();
    let recipient: age::x25519::Recipient = {
        let text = fs::read_to_string(it.path("vault.toml")).unwrap();
        text.split('"').find(|part| part.starts_with("age1")).unwrap().parse().unwrap()
    };
    let newer = age::encrypt(&recipient, b"mudbrick 2 and all is different\n").unwrap();
    files::save(&it.secret_file(), &newer, Mode::Private).unwrap();
    let id = SecretId::secret(OWNER);
    for error in [it.vault.load(&id).unwrap_err(), it.vault.save(&id, &secret("x")).unwrap_err()] {
        assert!(matches!(error, VaultError::Newer { version: 2, .. }), "{error:?}");
    }
    assert_eq!(fs::read(it.secret_file()).unwrap(), newer);
}

#[test]
fn many_savers_at_once_lose_nothing() {
    let it = fixture();
    let vaults: Vec<Vault> = (0..4).map(|_| open(it.home.path())).collect();
    thread::scope(|scope| {
        for (number, vault) in vaults.iter().enumerate() {
            scope.spawn(move || {
                for round in 0..10 {
                    let own = SecretId::secret(&format!("own-{number}-{round}"));
                    vault.save(&own, &secret(&format!("{number} {round}"))).unwrap();
                    vault.save(&SecretId::secret(OWNER), &secret("p8e-shared")).unwrap();
                }
            });
        }
    });
    for (number, round) in (0..4).flat_map(|number| (0..10).map(move |round| (number, round))) {
        let found = it.vault.load(&SecretId::secret(&format!("own-{number}-{round}"))).unwrap();
        assert_eq!(found.unwrap().expose(), format!("{number} {round}").as_bytes());
    }
    assert_eq!(fs::read_dir(it.path("secrets")).unwrap().count(), 42, "and the one earlier state");
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_with_no_room_keeps_the_old_secret() {
    const TEST: &str = "vault::a_disk_with_no_room_keeps_the_old_secret";
    let it = fixture();
    crate::session::with_little_room(it.home.path(), TEST, |home| {
        let large = Secret::new(vec![b'x'; 100_000]);
        let error = open(home).save(&SecretId::secret(OWNER), &large).unwrap_err();
        assert!(error.problem().message.starts_with("There is no room on the disk"), "{error:?}");
    });
    let found = it.vault.load(&SecretId::secret(OWNER)).unwrap().unwrap();
    assert_eq!(found.expose(), b"p8e-one");
    assert_eq!(fs::read_dir(it.path("secrets")).unwrap().count(), 1);
}

#[test]
fn a_home_that_cannot_be_made_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    files::save(&file, b"", Mode::Private).unwrap();
    let error = open(&file.join("home")).save(&SecretId::secret(OWNER), &secret("x")).unwrap_err();
    let problem = error.problem();
    assert_eq!(problem.code, ErrorCode::Storage);
    assert!(problem.remedy.is_some(), "{problem:?}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_changed_byte_is_an_error_and_never_another_secret(at in any::<Index>(), change in 1u8..=255) {
        let it = fixture();
        it.damage(|bytes| {
            let at = at.index(bytes.len());
            bytes[at] ^= change;
        });
        let error = it.vault.load(&SecretId::secret(OWNER)).unwrap_err();
        prop_assert_eq!(error.code(), ErrorCode::Damaged);
        let told = format!("{error:?} {error}");
        // Not just its beginning: the name of a temporary folder may have any three letters in it.
        prop_assert!(!told.contains("p8e-one"), "{}", told);
    }
}

#[test]
fn the_keys_text_is_not_in_any_message() {
    let identity = age::x25519::Identity::generate().to_string();
    let it = fixture();
    files::save(&it.path("vault.toml"), identity.expose_secret().as_bytes(), Mode::Private)
        .unwrap();
    let error = open(it.home.path()).load(&SecretId::secret(OWNER)).unwrap_err();
    let told = format!("{error:?} {:?}", error.problem());
    assert!(!told.contains("AGE-SECRET-KEY"), "{told}");
}
