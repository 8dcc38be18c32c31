//! `mudbrick vault`: its four states with their ways out, locking, who keeps the key, earlier secrets.

use crate::arguments::{NewPassphrase, Owner, VaultCommand};
use crate::ask;
use crate::output::{Output, Page, local, span};
use crate::session::Session;
use mudbrick_engine::Engine;
use mudbrick_engine::view::{Custody, GenerationView, SecretOwner, VaultState, VaultView};
use mudbrick_model::{ErrorCode, Problem};
use serde_json::json;
use std::process::ExitCode;

pub(crate) fn run(
    command: VaultCommand,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    match command {
        VaultCommand::Status => return status(session, output),
        VaultCommand::Unlock { lasts } => {
            let engine = session.engine_with_vault()?;
            let view = engine.vault().unlock_for(lasts)?;
            output.answer(&view, || {
                format!("Your programs open the vault without its passphrase for {}.", span(lasts))
            })?;
        }
        VaultCommand::Lock => {
            // Without opening it first: locking must not need a passphrase.
            let engine = session.engine()?;
            engine.vault().lock_everywhere()?;
            let kept = match engine.vault().view().custody {
                // It is not ours to lock.
                Some(Custody::Keyring) => {
                    "The system’s keyring still gives its key to programs that you start."
                }
                _ => "No program opens it without its key.",
            };
            output.answer(&json!({ "locked": true }), || {
                format!("Every Mudbrick window that is open locks its vault now. {kept}")
            })?;
        }
        VaultCommand::UsePassphrase(new) => {
            let engine = session.engine_with_vault()?;
            let passphrase = typed(&new)?;
            moved(&engine.vault().use_passphrase(passphrase)?, output)?;
        }
        VaultCommand::ChangePassphrase(new) => change(&new, session, output)?,
        VaultCommand::UseKeyring => {
            moved(&session.engine_with_vault()?.vault().use_keyring()?, output)?;
        }
        VaultCommand::History(owner) => {
            let engine = session.engine_with_vault()?;
            let earlier = engine.vault().generations(&secret_owner(&owner, &engine)?)?;
            output.answer(&earlier, || history(&earlier))?;
        }
        VaultCommand::Restore { owner, number } => {
            let engine = session.engine_with_vault()?;
            engine.vault().restore(&secret_owner(&owner, &engine)?, number)?;
            output.answer(&json!({ "restored": number }), || {
                format!(
                    "State {number} of {}'s secrets is back; the one before it was kept.",
                    owner.name
                )
            })?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Looks whether the vault can be opened, unless there is none yet: looking must not make one.
fn status(session: &Session, output: &Output) -> Result<ExitCode, Problem> {
    let engine = session.engine_with_vault()?;
    let mut view = engine.vault().view();
    if view.custody.is_some() && view.state == VaultState::Untouched {
        // Why it cannot be opened is the state that is shown.
        let _ = engine.vault().unlock(None);
        view = engine.vault().view();
    }
    output.answer(&view, || described(&view))?;
    Ok(match view.state {
        VaultState::Open | VaultState::Untouched => ExitCode::SUCCESS,
        _ => ExitCode::from(3),
    })
}

fn described(view: &VaultView) -> Page {
    let (state, problem) = match &view.state {
        VaultState::Untouched => ("not there yet", None),
        VaultState::Open => ("open", None),
        VaultState::Locked { problem, .. } => ("locked", Some(problem)),
        VaultState::Absent { problem } => ("absent", Some(problem)),
        VaultState::Denied { problem } => ("denied", Some(problem)),
    };
    let mut page = Page::new();
    writeln!(page, "Vault        {state}");
    if let Some(custody) = view.custody {
        writeln!(page, "Key kept by  {}", keeper(custody));
    }
    page.blank();
    match problem {
        Some(problem) => {
            page.line(&*problem.message);
            if let Some(remedy) = &problem.remedy {
                page.line(&*remedy.text);
            }
        }
        None if view.state == VaultState::Open => page.line("Secrets can be read and written."),
        None => page.line(
            "The first secret that is stored makes it. The operating system's keyring then keeps its key, or a \
             passphrase when MUDBRICK_PASSPHRASE is set.",
        ),
    }
    if let Some(mib) = view.excess_memory_mib {
        page.blank();
        writeln!(
            page,
            "Each opening takes {mib} MiB of memory. To bring that down to 256 MiB or less, run `mudbrick vault \
             change-passphrase`; the new passphrase may be the one you have."
        );
    }
    page
}

fn keeper(custody: Custody) -> &'static str {
    match custody {
        Custody::Keyring => "the operating system's keyring",
        Custody::Passphrase => "a passphrase",
        Custody::AgeKey => "you (MUDBRICK_AGE_KEY, MUDBRICK_AGE_KEY_FILE or MUDBRICK_AGE_KEY_CMD)",
    }
}

fn change(new: &NewPassphrase, session: &Session, output: &Output) -> Result<(), Problem> {
    let engine = session.engine()?;
    let current = match session.passphrase()? {
        Some(current) => current,
        None if ask::can_ask() => {
            ask::passphrase("Present vault passphrase")?.ok_or_else(|| {
                Problem::new(ErrorCode::InvalidInput, "Nothing was typed; nothing was changed.")
            })?
        }
        None => {
            return Err(Problem::new(
                ErrorCode::InvalidInput,
                "The present passphrase is needed, and nobody can be asked for it.",
            )
            .remedy("Set MUDBRICK_PASSPHRASE to it, or name a file with --passphrase-file."));
        }
    };
    let passphrase = typed(new)?;
    moved(&engine.vault().change_passphrase(&current, &passphrase)?, output)
}

fn typed(new: &NewPassphrase) -> Result<mudbrick_engine::SecretText, Problem> {
    let file = new.new_passphrase_file.as_deref();
    ask::new_passphrase(file, "New vault passphrase", "--new-passphrase-file")
}

fn moved(view: &VaultView, output: &Output) -> Result<(), Problem> {
    output.answer(view, || match view.custody {
        Some(Custody::Passphrase) => {
            "The passphrase keeps the vault's key now. Without it nobody can open the vault: keep it safe."
                .to_owned()
        }
        _ => "The operating system's keyring keeps the vault's key now.".to_owned(),
    })
}

fn secret_owner(owner: &Owner, engine: &Engine) -> Result<SecretOwner, Problem> {
    if owner.key {
        return Ok(SecretOwner::Key { id: super::key_pair::find(engine, &owner.name)?.id });
    }
    Ok(SecretOwner::Profile { id: engine.profiles().find(&owner.name)?.id })
}

fn history(earlier: &[GenerationView]) -> Page {
    let mut page = Page::new();
    if earlier.is_empty() {
        page.line("No earlier states.");
    }
    for state in earlier {
        let note = if state.readable { "" } else { "  cannot be read" };
        writeln!(page, "{:>4}  replaced {}{note}", state.number, local(state.replaced_at));
    }
    page
}
