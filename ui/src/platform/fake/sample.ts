/*
 * The readings that the fake's drop box can give.
 */

/** `console`: one OAuth credential. `jwt`: config.zip, repaired. `many`: 60 of them. And so on. */
export type Sample =
  | "console"
  | "jwt"
  | "many"
  | "locked"
  | "known"
  | "same"
  | "missing"
  | "keys"
  | "kit"
  | "hostile"
  | "nothing"
  | "broken";
