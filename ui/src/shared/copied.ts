/*
 * Tells what was put on the clipboard, for how long it stays there, and offers to take it off again.
 */
import type { Copied } from "../bindings/Copied";
import { until } from "./time";
import { tellOnClipboard, type Offer } from "./toast";

/** `Token for Acme · Places copied · until 14:20 · clears in 60 s`, counted down, with Undo and what goes with it. */
export function tellCopied(copied: Copied, undo: () => void, offers: readonly Offer[] = []) {
  const parts = [`${copied.what} copied`];
  if (copied.expires_at !== null) parts.push(`until ${until(copied.expires_at, Date.now())}`);
  tellOnClipboard(parts.join(" · "), offers, { inSeconds: copied.clears_in_s, undo });
}

/** What there is to say of a copy, and what goes with it. */
interface Known {
  notes: string[];
  offers: readonly Offer[];
}

/** Copies what is no secret, and says what to know of it. Secrets are copied by the engine, which clears the clipboard again. */
export async function copyPlain(
  what: string,
  text: string | Promise<string>,
  known: Known | Promise<Known> = { notes: [], offers: [] },
) {
  const [{ notes, offers }] = await Promise.all([known, write(text)]);
  tellOnClipboard([`${what} copied`, ...notes].join(" · "), offers);
}

/**
 * WebKit takes a copy only in the moment of the key or click that asked for it. What has to be fetched first is promised to it in
 * that moment.
 */
async function write(text: string | Promise<string>) {
  if (typeof text === "string" || typeof ClipboardItem === "undefined") {
    return navigator.clipboard.writeText(await text);
  }
  const blob = text.then((got) => new Blob([got], { type: "text/plain" }));
  const written = navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
  // Why there is nothing to copy says more than that nothing was copied.
  await Promise.all([text, written]);
}
