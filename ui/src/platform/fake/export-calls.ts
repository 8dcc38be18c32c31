/*
 * The fake's exports: they say what was said when a file was written, and write nothing.
 */
import type { Calls } from "../../bindings/Calls";
import type { DamagedRecord } from "../../bindings/DamagedRecord";
import type { Selection } from "../../bindings/Selection";
import type { Unreadable } from "../../bindings/Unreadable";
import { recorded, refuse } from "./fixtures";
import type { FakeProfile, World } from "./world";

interface Parts {
  world: World;
  /** What cannot be read. */
  damaged: DamagedRecord[];
  call: <T>(work: () => T) => Promise<T>;
  find: (id: string) => FakeProfile;
  open: () => void;
}

type ExportCalls = Pick<
  Calls,
  "exportProfile" | "exportKit" | "exportBackup" | "exportInventory" | "diagnosticsSave"
>;

export function exportCalls({ world, damaged, call, find, open }: Parts): ExportCalls {
  const count = (selection: Selection) =>
    selection.kind === "all" ? world.profiles.length : selection.ids.length;
  const bundle = (name: "kit" | "backup", selection: Selection, unreadable: Unreadable) => {
    if (damaged.length && unreadable === "refused") refuse("unreadable");
    const { left_out } = recorded.exports["kit without"];
    const profiles = count(selection);
    return {
      ...recorded.exports[name],
      profiles,
      keys: world.keys.length,
      requests: 3,
      ...(name === "backup" ? { client_secrets: profiles, private_keys: world.keys.length } : {}),
      ...(damaged.length && left_out ? { left_out } : {}),
    };
  };
  return {
    exportProfile: ({ id, format, secrets }) =>
      call(() => {
        find(id);
        if (secrets === "included") open();
        return recorded.exports[`${format} ${secrets}`];
      }),
    exportKit: ({ selection, unreadable }) => call(() => bundle("kit", selection, unreadable)),
    exportBackup: ({ selection, passphrase, unreadable }) =>
      call(() => {
        if (!passphrase) refuse("backup_passphrase_empty");
        open();
        return bundle("backup", selection, unreadable);
      }),
    exportInventory: () =>
      call(() => ({
        ...recorded.exports.inventory,
        profiles: world.profiles.length,
        keys: world.keys.length,
      })),
    diagnosticsSave: () => call(() => ({ path: "/home/me/mudbrick-diagnostics.json", wrong: 0 })),
  };
}
