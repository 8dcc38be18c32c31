//! The vault closed in each way. What only a keyring can do is said by the vault's own words for it: no test asks the
//! keyring of whoever runs it.

use super::tape::Tape;
use crate::window::{PASSPHRASE, Window};
use mudbrick_model::Explain;
use mudbrick_vault::{Absent, Closed, Custody, LockCause, Locked};
use serde_json::json;

pub(super) fn play(tape: &mut Tape) {
    let window = Window::open();
    window.practice_profile("Places");
    tape.keep("vault", "open", window.ask("vault_state", json!({})), &[]);
    window.ask("vault_lock", json!({}));
    tape.keep("vault", "locked", window.ask("vault_state", json!({})), &[]);
    let wrong = window.problem("vault_unlock", json!({ "passphrase": "battery staple" }));
    tape.refusal("wrong_passphrase", wrong, &[]);
    window.ask("vault_unlock", json!({ "passphrase": PASSPHRASE }));
    let empty = window.problem("vault_use_passphrase", json!({ "passphrase": "" }));
    tape.refusal("passphrase_empty", empty, &[]);

    let keyring = Custody::Keyring;
    let detail = || "what the keyring said".to_owned();
    let closed = [
        ("keyring_locked", Closed::Locked(Locked::Keyring { detail: detail() })),
        ("keyring_absent", Closed::Absent(Absent::Keyring { detail: detail(), vault: None })),
        ("keyring_denied", Closed::Denied { detail: detail() }),
        ("passphrase_needed", Closed::Locked(Locked::PassphraseNeeded)),
        (
            "locked_by_person",
            Closed::Locked(Locked::OnPurpose { cause: LockCause::Person, custody: keyring }),
        ),
    ];
    for (name, closed) in closed {
        tape.refusal(name, json!(closed.problem()), &[]);
    }
}
