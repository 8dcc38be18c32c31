/*
 * How far a migration is, in a sentence.
 */
import type { MigrationView } from "../../bindings/MigrationView";
import type { TrialOutcome } from "../../bindings/TrialOutcome";
import { count, listed } from "../../shared/size";
import { ago } from "../../shared/time";

export function saidOf({ step, trial }: MigrationView): string {
  switch (step) {
    case "not_begun":
      return "It signs with JWT. Nothing was changed yet.";
    case "trying":
      return trial
        ? "It signs with JWT, and OAuth was tried beside it. Switch when you are content."
        : "It signs with JWT, and OAuth was not tried to the end.";
    case "switched":
      return "It uses OAuth, and can go back to JWT.";
    case "done":
      return "It uses OAuth.";
  }
}

/** The last try, where what it found is not there any more. */
export function saidOfOutcome(
  { at, claims, same, differ, not_compared: rest }: TrialOutcome,
  now: number,
): string {
  const requests = listed([
    `${count(same, "request")} answered the same`,
    differ ? `${differ.toLocaleString("en")} differently` : "",
    rest ? `${rest.toLocaleString("en")} not compared` : "",
  ]);
  return `Tried ${ago(at, now)}: the tokens differ in ${count(claims, "claim")}; ${requests}. Try again to see them.`;
}
