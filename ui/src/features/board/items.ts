/*
 * What the board shows of each profile: its line in lists joined with what else is known, found, filtered, sorted and grouped. Pure.
 */
import type { BoardRow } from "../../bindings/BoardRow";
import type { Health } from "../../bindings/Health";
import type { ProfileId } from "../../bindings/ProfileId";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import { byName } from "../../shared/order";
import { folded, holds, wanted } from "../../shared/search";
import { certificateEnding, endOfToken, tokenEnds } from "../profiles/endings";
import { inGroupOrder, nameOfGroup, restOf } from "../profiles/group";

export interface BoardItem {
  profile: ProfileSummary;
  /** Its place by title: comparing texts a second time would cost more than all the rest. */
  order: number;
  /** Whether the engine has said anything about it; if not, what is null below means nothing. */
  isKnown: boolean;
  secretStoredAt: number | null;
  lastUsed: number | null;
  health: Health | { kind: "unknown" };
  /** What it is found by, folded: a key in the field asks all of them. */
  told: string;
}

export const CHIPS = [
  { id: "ending", title: "Ending soon", needsRows: false },
  { id: "failing", title: "Failing", needsRows: true },
  { id: "production", title: "Production", needsRows: false },
  { id: "jwt", title: "JWT", needsRows: false },
  { id: "unused", title: "Unused", needsRows: true },
] as const;
export type Chip = (typeof CHIPS)[number]["id"];

export type Column = "project" | "environment" | "token" | "certificate" | "secret" | "used" | "health";
export interface Sort {
  by: Column;
  isDown: boolean;
}

export type GroupBy = "organization" | "environment" | "nothing";

/** What one looks at. */
export interface BoardLook {
  text: string;
  chips: readonly Chip[];
  sort: Sort;
  group: GroupBy;
  pinned: readonly ProfileId[];
  /** A stretch of a timeline. */
  only: ReadonlySet<ProfileId> | null;
}

/** What one looks at first; it stays while one is elsewhere in the window. */
export const FIRST_LOOK: Omit<BoardLook, "pinned" | "only"> = {
  text: "",
  chips: [],
  sort: { by: "project", isDown: false },
  group: "organization",
};

export type BoardLine =
  { kind: "group"; name: string; ids: ProfileId[] } | { kind: "row"; item: BoardItem; isPinned: boolean };

/** From here on a profile counts as unused. */
export const UNUSED_AFTER_MS = 90 * 24 * 3_600_000;

const UNKNOWN_HEALTH = { kind: "unknown" } as const;

/** Profiles that nothing more is known of yet are shown with what is known; `rows` is null while that is none. */
export function joined(profiles: readonly ProfileSummary[], rows: readonly BoardRow[] | null): BoardItem[] {
  const known = new Map(rows?.map((row) => [row.id, row]));
  const inOrder = profiles.toSorted((a, b) => byName(a.title, b.title));
  const order = new Map(inOrder.map(({ id }, n) => [id, n]));
  return profiles.map((profile) => {
    const row = known.get(profile.id);
    return {
      profile,
      order: order.get(profile.id) ?? 0,
      isKnown: row !== undefined,
      secretStoredAt: row?.secret_stored_at ?? null,
      lastUsed: row?.last_used ?? null,
      // What Adobe said counts for more than what is found here.
      health:
        profile.token.kind === "failed"
          ? { kind: "failing", problem: profile.token.problem }
          : (row?.health ?? UNKNOWN_HEALTH),
      told: folded(`${profile.title} ${restOf(profile)}`),
    };
  });
}

export function fitsChip(
  { profile, health, isKnown, lastUsed }: BoardItem,
  chip: Chip,
  now: number,
): boolean {
  switch (chip) {
    case "ending":
      return certificateEnding(profile, now) !== null || tokenEnds(profile, now);
    case "failing":
      return health.kind === "failing";
    case "production":
      return profile.risk === "production";
    case "jwt":
      return profile.grant === "jwt";
    case "unused":
      return isKnown && (lastUsed === null || now - lastUsed > UNUSED_AFTER_MS);
  }
}

export function chipCounts(items: readonly BoardItem[], now: number): Record<Chip, number> {
  const counts = { ending: 0, failing: 0, production: 0, jwt: 0, unused: 0 };
  for (const item of items) {
    for (const { id } of CHIPS) if (fitsChip(item, id, now)) counts[id]++;
  }
  return counts;
}

const RISKS = { production: 0, staging: 1, development: 2 };
/** What is not known comes behind everything that is, in whichever direction. */
const UNKNOWN = Number.POSITIVE_INFINITY;
const STATES = { failing: 0, warning: 1, good: 2, unknown: UNKNOWN };

function keyOf(item: BoardItem, by: Column, now: number): number {
  switch (by) {
    case "project":
      return item.order;
    case "environment":
      return RISKS[item.profile.risk];
    case "token": {
      const end = endOfToken(item.profile);
      return end === null || end <= now ? UNKNOWN : end;
    }
    case "certificate":
      return item.profile.certificate_ends ?? UNKNOWN;
    case "secret":
      return item.secretStoredAt ?? UNKNOWN;
    case "used":
      return item.lastUsed === null ? UNKNOWN : -item.lastUsed;
    case "health":
      return STATES[item.health.kind];
  }
}

function sorted(items: readonly BoardItem[], { by, isDown }: Sort, now: number): BoardItem[] {
  const keyed = items.map((item) => ({ item, key: keyOf(item, by, now) }));
  const way = isDown ? -1 : 1;
  keyed.sort((a, b) => {
    if (a.key === b.key) return a.item.order - b.item.order;
    if (a.key === UNKNOWN || b.key === UNKNOWN) return a.key === UNKNOWN ? 1 : -1;
    return way * (a.key - b.key);
  });
  return keyed.map(({ item }) => item);
}

const ENVIRONMENTS = { production: "Production", staging: "Staging", development: "Development" };

/** The lines of the table, headings among them. */
export function linesOf(items: readonly BoardItem[], look: BoardLook, now: number): BoardLine[] {
  const looked = wanted(look.text);
  const fitting = items.filter((item) => {
    const { profile } = item;
    return (
      (look.only === null || look.only.has(profile.id)) &&
      look.chips.every((chip) => fitsChip(item, chip, now)) &&
      holds(looked, item.told)
    );
  });
  const pins = new Set(look.pinned);
  const all = sorted(fitting, look.sort, now);
  const pinned = look.pinned.flatMap((id) => all.filter(({ profile }) => profile.id === id));
  const rest = all.filter(({ profile }) => !pins.has(profile.id));
  const row = (item: BoardItem, isPinned = false): BoardLine => ({ kind: "row", item, isPinned });
  const group = (name: string, members: BoardItem[]): BoardLine => ({
    kind: "group",
    name,
    ids: members.map(({ profile }) => profile.id),
  });
  const lines: BoardLine[] = [];
  if (pinned.length) lines.push(group("Pinned", pinned), ...pinned.map((item) => row(item, true)));
  if (look.group === "nothing") {
    if (pinned.length && rest.length) lines.push(group("Others", rest));
    return [...lines, ...rest.map((item) => row(item))];
  }
  const nameOf = ({ profile }: BoardItem) =>
    look.group === "organization" ? nameOfGroup(profile) : ENVIRONMENTS[profile.risk];
  const groups = new Map<string, BoardItem[]>();
  for (const item of rest) {
    const name = nameOf(item);
    const members = groups.get(name);
    if (members) members.push(item);
    else groups.set(name, [item]);
  }
  const named = [...groups].map(([name, members]) => ({ name, members }));
  const inOrder =
    look.group === "organization"
      ? inGroupOrder(named, ({ members }) => members.map(({ profile }) => profile))
      : named.toSorted((a, b) => RISKS[riskOf(a.members)] - RISKS[riskOf(b.members)]);
  for (const { name, members } of inOrder) {
    lines.push(group(name, members), ...members.map((item) => row(item)));
  }
  return lines;
}

function riskOf([first]: BoardItem[]): keyof typeof RISKS {
  return first?.profile.risk ?? "development";
}
