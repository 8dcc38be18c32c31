/*
 * Puts profiles under their organisations and finds those a person is looking for.
 */
import type { ProfileSummary } from "../../bindings/ProfileSummary";

export interface Group {
  /** The organisation's name, or what stands in its place. */
  name: string;
  profiles: ProfileSummary[];
}

/** Every word of `text` must occur somewhere in what is known of the profile. */
export function matches(profile: ProfileSummary, text: string): boolean {
  const all = `${profile.title} ${profile.org_id} ${profile.client_id} ${profile.risk}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** By organisation in alphabetical order, those without one first, the practice Adobe's last. */
export function grouped(profiles: ProfileSummary[]): Group[] {
  const groups = new Map<string, Group>();
  for (const profile of profiles) {
    const name = profile.organization || "No organization";
    const group = groups.get(name) ?? { name, profiles: [] };
    group.profiles.push(profile);
    groups.set(name, group);
  }
  const rank = ({ profiles: all, name }: Group) =>
    all.every((one) => one.adobe === "practice") ? 2 : name === "No organization" ? 0 : 1;
  return [...groups.values()].toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
