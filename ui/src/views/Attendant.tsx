/*
 * What stands by once the first view can be used: files dropped on the window, the vault's state, whether the person is
 * there, the dialogs, and the commands that go with them. It draws only what lies over the window.
 */
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { DropOverlay } from "../features/import/DropOverlay";
import { usePlatform } from "../platform";
import { idle, settle } from "../shared/async";
import { useCommands, type Command } from "../shared/commands";
import { toProblem } from "../shared/problem";
import { tellExported } from "../shared/saved";
import { tellProblem } from "../shared/toast";
import type { Desk } from "./useDesk";
import { useImporting } from "./useImporting";
import { useVault } from "./useVault";

const Dialogs = lazy(() => import("./Dialogs"));

/** The engine hears of the person's presence at most this often. */
const ACTIVITY_MS = 10_000;

export default function Attendant({ desk }: { desk: Desk }) {
  const over = useDrops(desk);
  useVaultWatch(desk);
  useActivity();
  useStandingCommands(desk);
  useEffect(() => {
    // So that the first problem is shown at once.
    void import("../shared/LoadedProblem");
    document.documentElement.dataset["complete"] = String(performance.now());
  }, []);
  if (desk.shut) return null;
  return (
    <>
      {over && <DropOverlay />}
      {desk.dialog && (
        <Suspense>
          <Dialogs desk={desk} request={desk.dialog} />
        </Suspense>
      )}
    </>
  );
}

/** Whether files are over the window just now. */
function useDrops(desk: Desk): boolean {
  const platform = usePlatform();
  const [over, setOver] = useState(false);
  const { take } = useImporting(desk);
  const { go, setReading, shut } = desk;
  const latest = useRef({ take, shut });
  useEffect(() => {
    latest.current = { take, shut };
  }, [take, shut]);
  useEffect(() => {
    const stop = platform.listenDrop((drop) => {
      setOver(drop.kind === "over");
      // What is dropped on a locked window is not read into it.
      if (latest.current.shut) return;
      if (drop.kind === "read") latest.current.take(drop.view);
      if (drop.kind === "failed") {
        setReading({ kind: "failed", problem: drop.problem });
        go({ at: "import" });
      }
    });
    return () => void stop.then((unlisten) => unlisten());
  }, [platform, go, setReading]);
  return over;
}

/** Follows the vault, and shuts the window when it is locked under it. */
function useVaultWatch({ vault, setVault, shut, setShut, setReading, show }: Desk) {
  const platform = usePlatform();
  const before = useRef({ vault, shut });
  useEffect(() => {
    before.current = { vault, shut };
  }, [vault, shut]);
  useEffect(() => {
    const look = async () => {
      const settled = await settle(platform.vaultState());
      if (settled.kind !== "ready") return;
      const { state } = settled.value;
      setVault(settled.value);
      const wasOpen = before.current.vault?.state.kind === "open" || before.current.shut;
      // A keyring that was never open is no lock that somebody turned: the bar says so, and the window stays usable.
      const shuts = state.kind === "locked" && (wasOpen || state.by === "passphrase");
      setShut(shuts);
      if (!shuts) return;
      // The engine has forgotten what was read and not saved.
      setReading(idle);
      show(null);
    };
    void look();
    const stop = platform.listen((event) => {
      if (event.kind === "vault_changed") void look();
    });
    return () => void stop.then((unlisten) => unlisten());
  }, [platform, setVault, setShut, setReading, show]);
}

function useActivity() {
  const platform = usePlatform();
  useEffect(() => {
    let told = 0;
    const here = () => {
      const now = Date.now();
      if (now - told < ACTIVITY_MS) return;
      told = now;
      // Nobody asked for it, so nobody is told when it fails; idle minutes then count as if nobody were there.
      void settle(platform.activity());
    };
    const kinds = ["pointerdown", "pointermove", "keydown", "wheel"] as const;
    for (const kind of kinds) addEventListener(kind, here, { capture: true, passive: true });
    return () => {
      for (const kind of kinds) removeEventListener(kind, here, { capture: true });
    };
  }, [platform]);
}

function useStandingCommands(desk: Desk) {
  const platform = usePlatform();
  const { lock } = useVault(desk);
  const { open, paste } = useImporting(desk);
  const { go, show, shut } = desk;
  const attempt = useCallback((work: () => Promise<unknown>) => {
    work().catch((error: unknown) => tellProblem(toProblem(error)));
  }, []);
  useCommands(
    useMemo<Command[]>(() => {
      if (shut) return [];
      return [
        {
          id: "import",
          title: "Import files…",
          group: "In and out",
          keys: "mod+o",
          run: () => attempt(open),
        },
        {
          id: "import-clipboard",
          title: "Import from the clipboard",
          group: "In and out",
          keys: "mod+v",
          outsideFields: true,
          run: () => attempt(paste),
        },
        {
          id: "share-kit",
          title: "Share kit…",
          group: "In and out",
          run: () => show({ kind: "kit", profile: null }),
        },
        {
          id: "backup",
          title: "Back up…",
          group: "In and out",
          run: () => show({ kind: "backup", profile: null }),
        },
        {
          id: "inventory",
          title: "Inventory as CSV…",
          group: "In and out",
          run: () => attempt(async () => tellExported(await platform.exportInventory())),
        },
        { id: "all-keys", title: "All keys & certificates", group: "Window", run: () => go({ at: "keys" }) },
        { id: "lock", title: "Lock now", group: "Vault", keys: "mod+shift+l", run: () => attempt(lock) },
      ];
    }, [shut, attempt, open, paste, show, platform, go, lock]),
  );
}
