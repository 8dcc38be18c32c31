/*
 * The way to the page for leaving JWT, for whoever leads there.
 */
import type { ProfileId } from "../bindings/ProfileId";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import { backTo } from "./place";
import type { WindowState } from "./WindowState";

/** Whether there is a way from JWT, or back to it. */
export const isOfJwt = ({ id, grant }: ProfileSummary, leaving: ReadonlySet<ProfileId>) =>
  grant === "jwt" || leaving.has(id);

export function migrate({ place, go }: WindowState, profile: ProfileId) {
  go({ at: "migrate", profile, back: backTo(place.get(), "migrate") });
}
