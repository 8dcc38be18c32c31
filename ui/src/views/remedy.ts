/*
 * The one button that mends a problem, by its code. The words of the problem itself are the engine's.
 */
import type { Problem } from "../bindings/Problem";
import type { ProfileId } from "../bindings/ProfileId";
import { tellProblem } from "../shared/toast";
import { inWords, toProblem } from "../shared/problem";
import type { DialogRequest } from "./place";
import type { Desk } from "./useDesk";

export interface Remedy {
  label: string;
  run: () => void;
}

/** The dialog with the earlier versions of a profile's secrets. */
export function versions({ id, title }: { id: ProfileId; title: string }): DialogRequest {
  return { kind: "versions", owner: { kind: "profile", id }, title };
}

/** What `retry` does again once the cause is gone; null where the person starts it anew anyway. */
export function remedyFor(
  desk: Desk,
  profile: ProfileId,
  problem: Problem,
  retry: (() => void) | null,
): Remedy | undefined {
  const settings = { label: "Open Settings", run: () => desk.select(profile, "settings") };
  switch (problem.code) {
    case "credential_refused":
    case "scope_refused":
    case "host_not_allowed":
      return settings;
    case "secret_missing":
    case "bad_key":
      return /key pair|private key|certificate/i.test(inWords(problem))
        ? { label: "Open Keys & certificates", run: () => desk.select(profile, "keys") }
        : settings;
    case "practice_down":
      return {
        label: "Start the local Adobe",
        run: () => {
          desk
            .startPractice()
            .then(() => retry?.())
            .catch((error: unknown) => tellProblem(toProblem(error)));
        },
      };
    case "damaged": {
      const title = desk.profiles.find((one) => one.id === profile)?.title ?? "this profile";
      return { label: "Earlier versions…", run: () => desk.show(versions({ id: profile, title })) };
    }
    case "vault_locked":
    case "vault_absent":
    case "vault_denied":
    case "network":
    case "throttled":
      return retry ? { label: "Try again", run: retry } : undefined;
    default:
      return undefined;
  }
}
