/*
 * Turns whatever a call failed with into a `Problem`, and a problem into a line. How it looks on its own is in ProblemNote.
 */
import type { Problem } from "../bindings/Problem";

function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}

/** The engine's own problem, or a fault of ours told as one. */
export function toProblem(error: unknown): Problem {
  if (isProblem(error)) return error;
  return {
    code: "internal",
    message: "Something went wrong in Mudbrick.",
    remedy: { text: "Try again. If that does not help, restart Mudbrick." },
    detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  };
}

/** What happened and what to do, where there is one line for both. */
export function inOneLine({ message, remedy }: Problem): string {
  return remedy ? `${message} ${remedy.text}` : message;
}
