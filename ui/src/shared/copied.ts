/*
 * Tells what was put on the clipboard, for how long it stays there, and offers to take it off again.
 */
import type { Copied } from "../bindings/Copied";
import { until } from "./time";
import { tellOnClipboard } from "./toast";

/** `Token for Acme · Places copied · until 14:20 · clears in 60 s`, counted down, with Undo. */
export function tellCopied(copied: Copied, undo: () => void) {
  const parts = [`${copied.what} copied`];
  if (copied.expires_at !== null) parts.push(`until ${until(copied.expires_at, Date.now())}`);
  tellOnClipboard(parts.join(" · "), { inSeconds: copied.clears_in_s, undo });
}

/** Copies what is no secret, and says what to know of it. Secrets are copied by the engine, which clears the clipboard again. */
export async function copyPlain(what: string, text: string, notes: string[] = []) {
  await navigator.clipboard.writeText(text);
  tellOnClipboard([`${what} copied`, ...notes].join(" · "));
}
