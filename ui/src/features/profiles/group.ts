/*
 * Puts profiles under their organisations, in the order that a person wants, and finds those they are looking for.
 */
import type { ProfileId } from "../../bindings/ProfileId";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import type { SideOrder } from "../../bindings/SideOrder";
import { byName } from "../../shared/order";
import { found } from "../../shared/search";

export interface Group {
  /** The organisation's name, or what stands in its place. */
  name: string;
  profiles: ProfileSummary[];
}

/** In which order a person wants them. */
export interface Wish {
  pinned: readonly ProfileId[];
  order: SideOrder;
  /** As they were dragged. */
  own: readonly ProfileId[];
  /** When each was used last, as far as it is known. */
  used: ReadonlyMap<ProfileId, number>;
}

const NO_WISH: Wish = { pinned: [], order: "name", own: [], used: new Map() };

export const PINNED = "Pinned";
const NO_ORGANIZATION = "No organization";

/** What is known of a profile besides its title. */
export const restOf = ({ org_id, client_id, risk }: ProfileSummary) => `${org_id} ${client_id} ${risk}`;

export const nameOfGroup = ({ organization }: ProfileSummary) => organization || NO_ORGANIZATION;

/** By organisation in alphabetical order, those without one first, the practice Adobe's last. */
export function inGroupOrder<T extends { name: string }>(
  groups: T[],
  membersOf: (group: T) => ProfileSummary[],
): T[] {
  const rank = (group: T) =>
    membersOf(group).every((one) => one.adobe === "practice") ? 2 : group.name === NO_ORGANIZATION ? 0 : 1;
  return groups.toSorted((a, b) => rank(a) - rank(b) || byName(a.name, b.name));
}

/**
 * Those that are pinned first, the others by organisation. While something is looked for, only what fits, and the group with
 * the best match first.
 */
export function grouped(all: ProfileSummary[], text: string, wish: Wish = NO_WISH): Group[] {
  const profiles = found(all, text, (one) => ({ name: one.title, rest: restOf(one) }));
  const isLookedFor = text.trim() !== "";
  const pins = new Set(isLookedFor ? [] : wish.pinned);
  const groups = new Map<string, Group>();
  for (const profile of profiles) {
    if (pins.has(profile.id)) continue;
    const name = nameOfGroup(profile);
    const group = groups.get(name) ?? { name, profiles: [] };
    group.profiles.push(profile);
    groups.set(name, group);
  }
  // In the order in which its best member was found.
  if (isLookedFor) return [...groups.values()];
  const pinned = wish.pinned.flatMap((id) => profiles.find((one) => one.id === id) ?? []);
  const sorted = [...groups.values()].map(({ name, profiles: members }) => ({
    name,
    profiles: inWishedOrder(members, wish),
  }));
  const byOrganization = inGroupOrder(sorted, ({ profiles: members }) => members);
  return pinned.length ? [{ name: PINNED, profiles: pinned }, ...byOrganization] : byOrganization;
}

/** What there is no order for stays where it is by name, behind the others. */
function inWishedOrder(profiles: ProfileSummary[], { order, own, used }: Wish): ProfileSummary[] {
  if (order === "name") return profiles;
  const places = new Map(own.map((id, n) => [id, n]));
  const key = ({ id }: ProfileSummary) =>
    order === "own" ? (places.get(id) ?? Number.MAX_SAFE_INTEGER) : -(used.get(id) ?? 0);
  return profiles.toSorted((a, b) => key(a) - key(b));
}

/** The order after one was dragged to the place of another: of the same group only, since a group is an organisation. */
export function moved(
  groups: Group[],
  from: ProfileId,
  to: ProfileId,
): { name: string; ids: ProfileId[] } | null {
  const group = groups.find(({ profiles }) => profiles.some(({ id }) => id === from));
  const ids = group?.profiles.map(({ id }) => id) ?? [];
  const [start, end] = [ids.indexOf(from), ids.indexOf(to)];
  if (!group || end === -1 || start === end) return null;
  ids.splice(start, 1);
  ids.splice(end, 0, from);
  return { name: group.name, ids };
}
