/*
 * What goes on in the background once the first view can be used: files dropped on the window, the vault's state, whether the person is
 * there, the dialogs, and the commands that go with them. It draws only what lies over the window.
 */
import { useEffect, useMemo, useRef, useState } from "react";
import type { ProfileId } from "../bindings/ProfileId";
import type { TabId } from "../bindings/TabId";
import { DropOverlay } from "../features/import/DropOverlay";
import type { OpenRequests } from "../features/requests/OpenRequests";
import { useOpenRequests } from "../features/requests/useOpenRequests";
import { usePlatform } from "../platform";
import { idle, settle } from "../shared/async";
import { isField, useCommands, type Command } from "../shared/commands";
import { passAllTyped } from "../shared/lastTyped";
import { later } from "../shared/later";
import { ProblemNote } from "../shared/ProblemNote";
import { tellExported } from "../shared/saved";
import { useStore } from "../shared/store";
import { attempt } from "../shared/toast";
import { RequestsTab } from "./tabs";
import { useDialog, useProfileAtHand, useProfiles, useShut, useWindowState } from "./useWindowState";
import { useCollections } from "./useCollections";
import { useImporting } from "./useImporting";
import { usePasting } from "./usePasting";
import { useVault } from "./useVault";

const Dialogs = later(() => import("./Dialogs"));

/** The engine hears of the person's presence at most this often. */
const ACTIVITY_MS = 10_000;

export default function BackgroundTasks() {
  const shut = useShut();
  const dialog = useDialog();
  const over = useDrops();
  useDroppedText();
  useVaultWatch();
  useActivity();
  useClosing();
  useGoneProfiles();
  useStandingCommands();
  useEffect(() => {
    document.documentElement.dataset["complete"] = String(performance.now());
    // So that the first problem is shown at once, and what most people open next.
    void ProblemNote.fetch();
    void RequestsTab.fetch();
    void Dialogs.fetch();
  }, []);
  if (shut) return null;
  return (
    <>
      {over && <DropOverlay />}
      {dialog && <Dialogs request={dialog} />}
    </>
  );
}

/** Whether files are over the window just now. */
function useDrops(): boolean {
  const platform = usePlatform();
  const [over, setOver] = useState(false);
  const { take } = useImporting();
  const { ask } = useCollections();
  const { go, reading, shut } = useWindowState();
  useEffect(() => {
    const stop = platform.listenDrop((drop) => {
      setOver(drop.kind === "over");
      // What is dropped on a locked window is not read into it.
      if (shut.get()) return;
      if (drop.kind === "read") take(drop.view);
      if (drop.kind === "requests") ask(drop.found);
      if (drop.kind === "failed") {
        reading.set({ kind: "failed", problem: drop.problem });
        go({ at: "import" });
      }
    });
    return () => void stop.then((unlisten) => unlisten());
  }, [platform, take, ask, go, reading, shut]);
  return over;
}

/** Hands over what was typed last before the window closes. */
function useClosing() {
  const platform = usePlatform();
  const open = useOpenRequests();
  useEffect(() => {
    const stop = platform.listenClosing(() => {
      passAllTyped();
      void open.kept.flush().then(() => platform.tabsHandedOver());
    });
    return () => void stop.then((unlisten) => unlisten());
  }, [platform, open]);
}

/** Closes what is open of a profile that was deleted, here or by another program, and opens it again when the profile is back. */
function useGoneProfiles() {
  const open = useOpenRequests();
  const profiles = useProfiles();
  const { restored } = useStore(open.kept.state);
  const closed = useRef(new Map<ProfileId, TabId[]>());
  useEffect(() => {
    if (restored.kind !== "ready") return;
    const there = new Set(profiles.map(({ id }) => id));
    for (const id of Object.keys(open.store.get())) {
      if (there.has(id) || closed.current.has(id)) continue;
      closed.current.set(id, []);
      void open.closeAll(id).then((keys) => closed.current.set(id, keys));
    }
    for (const [id, keys] of closed.current) {
      if (!there.has(id)) continue;
      closed.current.delete(id);
      void reopenAll(open, keys);
    }
  }, [open, profiles, restored]);
}

/** One behind the other, so that they are in their order again. */
const reopenAll = (open: OpenRequests, keys: TabId[]) =>
  keys.reduce<Promise<unknown>>((before, key) => before.then(() => open.reopen(key)), Promise.resolve());

/** A request that is dropped as text, from a browser or an editor. What is dropped into a field is that field's. */
function useDroppedText() {
  const { pasteText } = usePasting();
  const profile = useProfileAtHand();
  const shut = useShut();
  useEffect(() => {
    if (shut || profile === undefined) return undefined;
    const isOurs = ({ dataTransfer, target }: DragEvent) =>
      dataTransfer?.types.includes("text/plain") === true && !isField(target);
    const onOver = (event: DragEvent) => {
      // Without it the web view takes no drop.
      if (isOurs(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      if (!isOurs(event)) return;
      event.preventDefault();
      void pasteText(profile, event.dataTransfer?.getData("text/plain") ?? "");
    };
    addEventListener("dragover", onOver);
    addEventListener("drop", onDrop);
    return () => {
      removeEventListener("dragover", onOver);
      removeEventListener("drop", onDrop);
    };
  }, [pasteText, profile, shut]);
}

/** Follows the vault, and shuts the window when it is locked under it. */
function useVaultWatch() {
  const platform = usePlatform();
  const { vault, shut, reading, show } = useWindowState();
  useEffect(() => {
    const look = async () => {
      const settled = await settle(platform.vaultState());
      if (settled.kind !== "ready") return;
      const { state } = settled.value;
      const wasOpen = vault.get()?.state.kind === "open" || shut.get();
      vault.set(settled.value);
      // A keyring that was never open is no lock that somebody turned: the bar says so, and the window stays usable.
      const shuts = state.kind === "locked" && (wasOpen || state.by === "passphrase");
      shut.set(shuts);
      if (!shuts) return;
      // The engine has forgotten what was read and not saved.
      reading.set(idle);
      show(null);
    };
    void look();
    const stop = platform.listen((event) => {
      if (event.kind === "vault_changed") void look();
    });
    return () => void stop.then((unlisten) => unlisten());
  }, [platform, vault, shut, reading, show]);
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

function useStandingCommands() {
  const platform = usePlatform();
  const { lock } = useVault();
  const { open, paste } = useImporting();
  const { choose } = useCollections();
  const { pasteClipboard } = usePasting();
  const profile = useProfileAtHand();
  const { go, show } = useWindowState();
  const shut = useShut();
  useCommands(
    useMemo<Command[]>(() => {
      if (shut) return [];
      return [
        {
          id: "import",
          title: "Import files…",
          group: "In and out",
          keys: "mod+o",
          run: () => void attempt(open()),
        },
        {
          id: "import-requests",
          title: "Import requests…",
          group: "In and out",
          run: () => void attempt(choose("files")),
        },
        {
          id: "import-request-folder",
          title: "Import a folder of requests…",
          group: "In and out",
          run: () => void attempt(choose("folder")),
        },
        {
          id: "export-requests",
          title: "Export your requests…",
          group: "In and out",
          run: () => show({ kind: "export-requests", named: [], title: "your requests" }),
        },
        {
          id: "import-clipboard",
          title: "Import from the clipboard",
          group: "In and out",
          keys: "mod+v",
          outsideFields: true,
          run: () => void attempt(paste()),
        },
        ...(profile === undefined
          ? []
          : [
              {
                id: "paste-request",
                title: "Paste a request",
                group: "Requests",
                keys: "mod+shift+v",
                run: () => void pasteClipboard(profile),
              },
            ]),
        {
          id: "share-kit",
          title: "Share kit…",
          group: "In and out",
          run: () => show({ kind: "kit", profiles: null }),
        },
        {
          id: "backup",
          title: "Back up…",
          group: "In and out",
          run: () => show({ kind: "backup", profiles: null }),
        },
        {
          id: "inventory",
          title: "Inventory as CSV…",
          group: "In and out",
          run: () => void attempt(platform.exportInventory().then(tellExported)),
        },
        { id: "all-keys", title: "All keys & certificates", group: "Window", run: () => go({ at: "keys" }) },
        {
          id: "lock",
          title: "Lock now",
          group: "Vault",
          keys: "mod+shift+l",
          run: () => void attempt(lock()),
        },
      ];
    }, [shut, open, paste, choose, pasteClipboard, profile, show, platform, go, lock]),
  );
}
