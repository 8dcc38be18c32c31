/*
 * Turns whatever a call failed with into a `Problem`. How it looks is in ProblemNote.
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
    message: "Mudbrick met a fault of its own.",
    remedy: { text: "Try again; if it stays, start Mudbrick anew." },
    detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  };
}

/** What happened and what to do, where there is room for no more. */
export const inWords = ({ message, remedy }: Problem) => (remedy ? `${message} ${remedy.text}` : message);
