/*
 * Which token is looked at, and what of that decides: whether there is one yet, and whose it is.
 */
import type { InspectedView } from "../../bindings/InspectedView";
import type { ProfileId } from "../../bindings/ProfileId";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import type { TokenSource } from "../../bindings/TokenSource";

export const NOTHING_PASTED: TokenSource = { kind: "pasted", text: "" };

export const isEmpty = (source: TokenSource) => source.kind === "pasted" && source.text.trim() === "";

/** Whose token it is without a look into it. */
export const ownerOf = (source: TokenSource): ProfileId | null =>
  source.kind === "pasted" ? null : source.profile;

/** The profile whose client a token names: the only one there is. Where several share a client, the person chooses. */
export function namedBy(
  { claims }: InspectedView,
  profiles: readonly ProfileSummary[],
): ProfileSummary | undefined {
  const valueOf = (name: string) => claims.find((claim) => claim.name === name)?.value;
  // An assertion names it at the end of its audience (01-ims.md 1.3).
  const client = valueOf("client_id") ?? valueOf("aud")?.split("/c/")[1];
  const all = profiles.filter((profile) => profile.client_id === client);
  return all.length === 1 ? all[0] : undefined;
}
