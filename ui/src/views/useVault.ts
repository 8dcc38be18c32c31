/*
 * What the window asks of the vault: lock it, unlock it, look at it again.
 */
import { useCallback } from "react";
import { usePlatform } from "../platform";
import { idle } from "../shared/async";
import { tell } from "../shared/toast";
import { useWindowState } from "./useWindowState";

export function useVault() {
  const platform = usePlatform();
  const { vault, shut, reading, show } = useWindowState();
  const look = useCallback(async () => {
    const view = await platform.vaultState();
    vault.set(view);
    return view;
  }, [platform, vault]);

  /** Locks it; the window then shows nothing but the way back. */
  const lock = useCallback(async () => {
    await platform.vaultLock();
    const { state } = await look();
    if (state.kind !== "locked") {
      await tell("The vault is not open, so there is nothing to lock");
      return;
    }
    show(null);
    reading.set(idle);
    shut.set(true);
  }, [platform, look, show, reading, shut]);

  /** Null asks the keyring. */
  const unlock = useCallback(
    async (passphrase: string | null) => {
      await platform.vaultUnlock(passphrase);
      const { state } = await look();
      if (state.kind === "open" || state.kind === "untouched") shut.set(false);
      // Some ways out end in another state instead of a refusal; that state says why.
      else throw state.problem;
    },
    [platform, look, shut],
  );
  return { look, lock, unlock };
}
