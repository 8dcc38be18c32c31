/*
 * The fake's exports: they say what would have been written and write nothing.
 */
import type { Calls } from "../../bindings/Calls";
import type { DamagedRecord } from "../../bindings/DamagedRecord";
import type { ExportFormat } from "../../bindings/ExportFormat";
import type { Selection } from "../../bindings/Selection";
import type { Unreadable } from "../../bindings/Unreadable";
import { refuse, type FakeProfile, type World } from "./world";

interface Parts {
  world: World;
  /** What cannot be read. */
  damaged: DamagedRecord[];
  call: <T>(work: () => T) => Promise<T>;
  find: (id: string) => FakeProfile;
  open: () => void;
}

type ExportCalls = Pick<Calls, "exportProfile" | "exportKit" | "exportBackup" | "exportInventory">;

const FILES: Record<ExportFormat, string> = {
  env: ".env",
  aio: ".aio",
  aepp: "aepp_config.json",
  postman: "postman_environment.json",
  console: "console.json",
};

export function exportCalls({ world, damaged, call, find, open }: Parts): ExportCalls {
  const count = (selection: Selection) =>
    selection.kind === "all" ? world.profiles.length : selection.ids.length;
  const kit = (path: string, selection: Selection, secrets: boolean) => ({
    path,
    profiles: count(selection),
    keys: world.keys.length,
    requests: 3,
    secrets,
    client_secrets: secrets ? count(selection) : 0,
    private_keys: secrets ? world.keys.length : 0,
  });
  const leftOut = (unreadable: Unreadable) => {
    if (!damaged.length) return {};
    if (unreadable === "left_out") {
      return {
        left_out: damaged.map(({ name, problem }) => ({ what: `the profile file ${name}.toml`, problem })),
      };
    }
    return refuse({
      code: "damaged",
      message: `Nothing was written, because this cannot be read: ${damaged.map(({ name }) => `the profile file ${name}.toml`).join(", ")}.`,
      remedy: "Repair or restore it, or leave it out (on the command line with --skip-damaged).",
    });
  };
  return {
    exportProfile: ({ id, format, secrets }) =>
      call(() => {
        find(id);
        if (secrets === "included") open();
        const path = `/home/ada/${FILES[format]}`;
        const notes =
          format === "aepp" ? { notes: ["aepp has no place for the profile’s own variables."] } : {};
        const counts = { profiles: 1, keys: 0, requests: 0, client_secrets: 0, private_keys: 0 };
        return { path, ...counts, secrets: secrets === "included", ...notes };
      }),
    exportKit: ({ selection, unreadable }) =>
      call(() => ({ ...kit("/home/ada/mudbrick-kit.zip", selection, false), ...leftOut(unreadable) })),
    exportBackup: ({ selection, passphrase, unreadable }) =>
      call(() => {
        if (!passphrase) refuse({ code: "invalid_input", message: "The passphrase is empty." });
        open();
        return { ...kit("/home/ada/mudbrick-backup.age", selection, true), ...leftOut(unreadable) };
      }),
    exportInventory: () =>
      call(() => ({
        path: "/home/ada/mudbrick-inventory.csv",
        profiles: world.profiles.length,
        keys: world.keys.length,
        requests: 0,
        secrets: false,
        client_secrets: 0,
        private_keys: 0,
      })),
  };
}
