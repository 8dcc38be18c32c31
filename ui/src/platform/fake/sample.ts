/*
 * The readings that the fake’s drop box can give.
 */
import type { recorded } from "./fixtures";

/** `console`: one OAuth credential. `jwt`: one with its key, repaired. `many`: 20 of them. And so on. */
export type Sample = Exclude<keyof typeof recorded.readings, "locked: key opened" | "locked: all opened">;
