/*
 * Leads to the page that rotates client secrets, from wherever in the window.
 */
import type { ProfileId } from "../bindings/ProfileId";
import type { RotationWay } from "../bindings/RotationWay";
import { backTo } from "./place";
import type { WindowState } from "./WindowState";

/** Without profiles, the page shows what is under way, or asks which. `way` is what one comes for. */
export function openRotations(
  { rotations, place, go }: WindowState,
  profiles: ProfileId[],
  way: RotationWay | null = null,
) {
  const here = place.get();
  const isThere = here.at === "rotate";
  // What is on the page stays there, where one comes for one of them.
  if (!isThere || !profiles.every((id) => rotations.has(id))) rotations.choose(profiles);
  go({ at: "rotate", back: backTo(here, "rotate") });
  if (way !== null) rotations.come(profiles, way);
}
