/*
 * Finds key pairs by what people have at hand, and puts those first that end soonest.
 */
import type { KeyView } from "../../bindings/KeyView";

/** By name, subject, who uses it, or a fingerprint in any way of writing it. */
export function findKeys(keys: KeyView[], text: string): KeyView[] {
  const wanted = text.trim().toLowerCase();
  const digits = wanted.replace(/[\s:]/g, "");
  const print = /^[0-9a-f]{6,}$/.test(digits) ? digits : null;
  return keys.filter(({ name, certificate, used_by }) => {
    if (print && (certificate?.sha1.startsWith(print) || certificate?.sha256.startsWith(print))) return true;
    const all = [name, certificate?.subject ?? "", ...used_by].join(" ").toLowerCase();
    return wanted.split(/\s+/).every((word) => all.includes(word));
  });
}

function end({ certificate }: KeyView): number {
  return certificate?.validity.not_after ?? Number.MAX_SAFE_INTEGER;
}

/** What ends soonest first; what has no certificate last. */
export function byEnd(keys: KeyView[]): KeyView[] {
  return keys.toSorted((a, b) => end(a) - end(b) || b.created_at - a.created_at);
}
