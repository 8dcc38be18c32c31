/*
 * The lock screen on the vault as it is.
 */
import { LockScreen } from "../features/vault/LockScreen";
import { useTask } from "../shared/async";
import { useVaultView } from "./useWindowState";
import { useVault } from "./useVault";

export default function LockView() {
  const { unlock } = useVault();
  const task = useTask<void>();
  const state = useVaultView()?.state;
  return (
    <LockScreen
      by={state?.kind === "locked" ? state.by : "keyring"}
      busy={task.state.kind === "waiting"}
      problem={task.state.kind === "failed" ? task.state.problem : null}
      onUnlock={(passphrase) => void task.run(() => unlock(passphrase))}
    />
  );
}
