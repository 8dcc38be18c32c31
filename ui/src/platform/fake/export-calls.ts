/*
 * The fake's exports: they say what would have been written and write nothing.
 */
import type { ExportFormat } from "../../bindings/ExportFormat";
import type { Selection } from "../../bindings/Selection";
import type { Platform } from "../platform";
import { refuse, type FakeProfile, type World } from "./world";

interface Parts {
  world: World;
  call: <T>(work: () => T) => Promise<T>;
  find: (id: string) => FakeProfile;
  open: () => void;
}

type Calls = Pick<Platform, "exportProfile" | "exportKit" | "exportBackup" | "exportInventory">;

const FILES: Record<ExportFormat, string> = {
  env: ".env",
  aio: ".aio",
  aepp: "aepp_config.json",
  postman: "postman_environment.json",
  console: "console.json",
};

export function exportCalls({ world, call, find, open }: Parts): Calls {
  const count = (selection: Selection) =>
    selection.kind === "all" ? world.profiles.length : selection.ids.length;
  const kit = (path: string, selection: Selection, secrets: boolean) => ({
    path,
    profiles: count(selection),
    keys: world.keys.length,
    requests: 3,
    secrets,
  });
  return {
    exportProfile: (id, format, secrets) =>
      call(() => {
        find(id);
        if (secrets === "included") open();
        const path = `/home/ada/${FILES[format]}`;
        const notes =
          format === "aepp" ? { notes: ["aepp has no place for the profile’s own variables."] } : {};
        return { path, profiles: 1, keys: 0, requests: 0, secrets: secrets === "included", ...notes };
      }),
    exportKit: (selection) => call(() => kit("/home/ada/mudbrick-kit.zip", selection, false)),
    exportBackup: (selection, passphrase) =>
      call(() => {
        if (!passphrase) refuse({ code: "invalid_input", message: "The passphrase is empty." });
        open();
        return kit("/home/ada/mudbrick-backup.age", selection, true);
      }),
    exportInventory: () =>
      call(() => ({
        path: "/home/ada/mudbrick-inventory.csv",
        profiles: world.profiles.length,
        keys: world.keys.length,
        requests: 0,
        secrets: false,
      })),
  };
}
