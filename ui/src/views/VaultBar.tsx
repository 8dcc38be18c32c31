/*
 * The line above the page for a vault that is not open; nothing for one that is.
 */
import { VaultNote } from "../features/vault/VaultNote";
import { useTask } from "../shared/async";
import { usePlace, useVaultView, useWindowState } from "./useWindowState";
import { useVault } from "./useVault";

export default function VaultBar() {
  const { unlock } = useVault();
  const task = useTask<void>();
  const { show } = useWindowState();
  const vault = useVaultView();
  const place = usePlace();
  if (!vault) return null;
  const { state, custody } = vault;
  // The Vault section of the settings says the same in more words.
  if (state.kind === "open" || state.kind === "untouched" || place.at === "preferences") return null;
  const { problem } = task.state.kind === "failed" ? task.state : state;
  return (
    <VaultNote
      problem={problem}
      busy={task.state.kind === "waiting"}
      onRetry={() => void task.run(() => unlock(null))}
      // Where secrets exist, only their own key opens them.
      onPassphrase={
        state.kind === "absent" && custody === null ? () => show({ kind: "passphrase", change: "new" }) : null
      }
    />
  );
}
