/*
 * Puts profiles under their organisations and finds those a person is looking for.
 */
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import { found } from "../../shared/search";

export interface Group {
  /** The organisation's name, or what stands in its place. */
  name: string;
  profiles: ProfileSummary[];
}

/** What is known of a profile besides its title. */
const restOf = ({ org_id, client_id, risk }: ProfileSummary) => `${org_id} ${client_id} ${risk}`;

/**
 * By organisation in alphabetical order, those without one first, the practice Adobe's last. While something is looked for,
 * only what fits, and the group with the best match first.
 */
export function grouped(all: ProfileSummary[], text: string): Group[] {
  const profiles = found(all, text, (one) => ({ name: one.title, rest: restOf(one) }));
  const groups = new Map<string, Group>();
  for (const profile of profiles) {
    const name = profile.organization || "No organization";
    const group = groups.get(name) ?? { name, profiles: [] };
    group.profiles.push(profile);
    groups.set(name, group);
  }
  // In the order in which its best member was found.
  if (text.trim()) return [...groups.values()];
  const rank = ({ profiles: members, name }: Group) =>
    members.every((one) => one.adobe === "practice") ? 2 : name === "No organization" ? 0 : 1;
  return [...groups.values()].toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
