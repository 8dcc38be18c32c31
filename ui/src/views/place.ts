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
import type { Problem } from "../bindings/Problem";
import type { Goal } from "../features/profiles/goal";
import type { Seek } from "../features/requests/seek";

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
  /** What of the open request has to be corrected. */
  seek?: Seek;
  /** What the History tab shows on arrival. */
  exchange?: ExchangeId;
}

export type Place =
  | { at: "welcome" }
  | { at: "board" }
  | { at: "new"; project: PracticeProject | null }
  | { at: "preferences" }
  | { at: "import" }
  | { at: "keys" }
  /** Two answers, or one and a file; and where one goes back to. */
  | { at: "compare"; left: ComparedSide; right: ComparedSide; back: Place }
  /** What came of one request on many profiles. */
  | { at: "replay"; back: Place }
  /** What a check of profiles found. */
  | { at: "check"; back: Place }
  /** Client secrets being replaced; which ones, the rotations know. */
  | { at: "rotate"; back: Place }
  /** A profile's way from JWT to OAuth. */
  | { at: "migrate"; profile: ProfileId; back: Place }
  | { at: "runs" }
  /** A token, claim by claim: a profile's to begin with, or one that is pasted. */
  | { at: "inspector"; profile: ProfileId | null }
  | ({ at: "profile"; id: ProfileId; tab: Tab } & Visit);

type AtProfile = Extract<Place, { at: "profile" }>;

const isForSomething = ({ test, goal, seek, exchange }: Visit) => Boolean(test ?? goal ?? seek ?? exchange);

/** Whether one is there already. What one comes for, such as a goal, one comes for each time. */
export const isThere = (here: Place, there: AtProfile): boolean =>
  here.at === "profile" &&
  here.id === there.id &&
  here.tab === there.tab &&
  !isForSomething(here) &&
  !isForSomething(there);

/** Where a page leads back to that one comes to from here: never to itself. */
export const backTo = (here: Place, at: Place["at"]): Place =>
  here.at === at && "back" in here ? here.back : here;

/** A dialog over whatever place one is at. */
export type DialogRequest =
  | { kind: "export"; profile: ProfileSummary }
  /** Profiles to begin with; null begins with all. */
  | { kind: "kit"; profiles: ProfileId[] | null }
  | { kind: "backup"; profiles: ProfileId[] | null }
  | { kind: "saved"; exported: Exported }
  | { kind: "versions"; owner: SecretOwner; title: string; good?: number | undefined }
  /** What the Console's page or an administrator has to be told. */
  | { kind: "ask"; whom: "console" | "administrator"; problem: Problem; profile: ProfileId | null }
  | { kind: "passphrase"; change: "new" | "another" }
  | { kind: "keyring" }
  | { kind: "collection"; found: FoundRequests }
  | { kind: "export-requests"; named: string[]; title: string }
  | { kind: "paste"; profile: ProfileId; text: string }
  | { kind: "replay"; entry: ExchangeSummary }
  | { kind: "run"; what: RunWhat; title: string };
