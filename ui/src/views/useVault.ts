/*
 * What the window asks of the vault: lock it, unlock it, look at it again.
 */
import { useCallback } from "react";
import { usePlatform } from "../platform";
import { idle } from "../shared/async";
import { tell } from "../shared/toast";
import type { Desk } from "./useDesk";

export function useVault({ setVault, setShut, setReading, show }: Desk) {
  const platform = usePlatform();
  const look = useCallback(async () => {
    const view = await platform.vaultState();
    setVault(view);
    return view;
  }, [platform, setVault]);

  /** Locks it; the window then shows nothing but the way back. */
  const lock = useCallback(async () => {
    await platform.vaultLock();
    const { state } = await look();
    if (state.kind !== "locked") {
      await tell("The vault is not open, so there is nothing to lock");
      return;
    }
    show(null);
    setReading(idle);
    setShut(true);
  }, [platform, look, show, setReading, setShut]);

  /** Null asks the keyring. */
  const unlock = useCallback(
    async (passphrase: string | null) => {
      await platform.vaultUnlock(passphrase);
      const { state } = await look();
      if (state.kind === "open" || state.kind === "untouched") setShut(false);
      // Some ways out end in another state instead of a refusal; that state says why.
      else throw state.problem;
    },
    [platform, look, setShut],
  );
  return { look, lock, unlock };
}
