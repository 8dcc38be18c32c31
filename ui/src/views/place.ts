/*
 * Where in the window one can be.
 */
import type { ComparedSide } from "../bindings/ComparedSide";
import type { ExchangeId } from "../bindings/ExchangeId";
import type { ExchangeSummary } from "../bindings/ExchangeSummary";
import type { Exported } from "../bindings/Exported";
import type { FoundRequests } from "../bindings/FoundRequests";
import type { PracticeProject } from "../bindings/PracticeProject";
import type { ProfileId } from "../bindings/ProfileId";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import type { RunWhat } from "../bindings/RunWhat";
import type { SecretOwner } from "../bindings/SecretOwner";
import type { Goal } from "../features/profiles/goal";

export const TABS = [
  { id: "overview", title: "Overview" },
  { id: "requests", title: "Requests" },
  { id: "keys", title: "Keys & certificates" },
  { id: "history", title: "History" },
  { id: "settings", title: "Settings" },
] as const;

export type Tab = (typeof TABS)[number]["id"];

/** What one comes to a profile for. */
export interface Visit {
  tab?: Tab;
  /** One token call is made on arrival. */
  test?: boolean;
  /** What the Settings tab is opened for. */
  goal?: Goal;
  /** What the History tab shows on arrival. */
  exchange?: ExchangeId;
}

export type Place =
  | { at: "welcome" }
  | { at: "new"; project: PracticeProject | null }
  | { at: "preferences" }
  | { at: "import" }
  | { at: "keys" }
  /** Two answers, or one and a file; and where one goes back to. */
  | { at: "compare"; left: ComparedSide; right: ComparedSide; back: Place }
  /** What came of one request on many profiles. */
  | { at: "replay"; back: Place }
  | { at: "runs" }
  | ({ at: "profile"; id: ProfileId; tab: Tab } & Visit);

/** A dialog over whatever place one is at. */
export type DialogRequest =
  | { kind: "export"; profile: ProfileSummary }
  | { kind: "kit"; profile: ProfileId | null }
  | { kind: "backup"; profile: ProfileId | null }
  | { kind: "saved"; exported: Exported }
  | { kind: "versions"; owner: SecretOwner; title: string; good?: number | undefined }
  | { kind: "passphrase"; change: "new" | "another" }
  | { kind: "keyring" }
  | { kind: "collection"; found: FoundRequests }
  | { kind: "export-requests"; named: string[]; title: string }
  | { kind: "paste"; profile: ProfileId; text: string }
  | { kind: "replay"; entry: ExchangeSummary }
  | { kind: "run"; what: RunWhat; title: string };
