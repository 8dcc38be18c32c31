/*
 * Where in the window one can be.
 */
import type { Exported } from "../bindings/Exported";
import type { PracticeProject } from "../bindings/PracticeProject";
import type { ProfileId } from "../bindings/ProfileId";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import type { SecretOwner } from "../bindings/SecretOwner";

export const TABS = [
  { id: "overview", title: "Overview" },
  { id: "requests", title: "Requests" },
  { id: "keys", title: "Keys & certificates" },
  { id: "history", title: "History" },
  { id: "settings", title: "Settings" },
] as const;

export type Tab = (typeof TABS)[number]["id"];

export type Place =
  | { at: "welcome" }
  | { at: "new"; project: PracticeProject | null }
  | { at: "preferences" }
  | { at: "import" }
  | { at: "keys" }
  /** With `test`, one token call is made on arrival. */
  | { at: "profile"; id: ProfileId; tab: Tab; test?: boolean };

/** A dialog over whatever place one is at. */
export type DialogRequest =
  | { kind: "export"; profile: ProfileSummary }
  | { kind: "kit"; profile: ProfileId | null }
  | { kind: "backup"; profile: ProfileId | null }
  | { kind: "saved"; exported: Exported }
  | { kind: "versions"; owner: SecretOwner; title: string }
  | { kind: "passphrase"; change: "new" | "another" }
  | { kind: "keyring" };
