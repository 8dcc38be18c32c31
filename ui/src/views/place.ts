/*
 * Where in the window one can be.
 */
import type { PracticeProject } from "../bindings/PracticeProject";
import type { ProfileId } from "../bindings/ProfileId";

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
  | { at: "profile"; id: ProfileId; tab: Tab };
