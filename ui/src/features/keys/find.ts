/*
 * Finds key pairs by what people have at hand, and puts those first that end soonest.
 */
import type { KeyView } from "../../bindings/KeyView";
import { found } from "../../shared/search";

/** By name, subject, who uses it, or a fingerprint in any way of writing it; the best match first. */
export function findKeys(keys: KeyView[], text: string): KeyView[] {
  const digits = text.trim().toLowerCase().replace(/[\s:]/g, "");
  const print = /^[0-9a-f]{6,}$/.test(digits) ? digits : null;
  const byPrint = keys.filter(
    ({ certificate }) =>
      print !== null && (certificate?.sha1.startsWith(print) || certificate?.sha256.startsWith(print)),
  );
  const byWords = found(keys, text, ({ name, certificate, used_by }) => ({
    name,
    rest: [certificate?.subject ?? "", ...used_by].join(" "),
  }));
  return [...byPrint, ...byWords.filter((key) => !byPrint.includes(key))];
}

function end({ certificate }: KeyView): number {
  return certificate?.validity.not_after ?? Number.MAX_SAFE_INTEGER;
}

/** What ends soonest first; what has no certificate last. */
export function byEnd(keys: KeyView[]): KeyView[] {
  return keys.toSorted((a, b) => end(a) - end(b) || b.created_at - a.created_at);
}
