/*
 * The sentences and button words of a reading, by what is in it and what of it is wanted.
 */
import type { ImportDone } from "../../bindings/ImportDone";
import type { ImportView } from "../../bindings/ImportView";
import { count, listed } from "../../shared/size";
import type { Choice } from "./useChoice";

function contents(profiles: number, keys: number, requests: number): string {
  return listed([
    profiles ? count(profiles, "profile") : "",
    keys ? count(keys, "key") : "",
    requests ? count(requests, "request") : "",
  ]);
}

/** `2 profiles and 1 key in 3 files. Nothing is saved yet.` */
export function summaryOf({ profiles, keys, requests, sources, locked }: ImportView): string {
  const found = contents(profiles.length, keys.length, requests.length);
  const only = sources.length === 1 ? (sources[0]?.name ?? "") : null;
  // The shell's name for it; a file is called by its own.
  const where = only === "clipboard" ? "the clipboard" : (only ?? count(sources.length, "file"));
  const all = profiles.length > 0 && profiles.every((one) => one.known.kind === "same");
  if (all && !keys.some((one) => !one.known) && !requests.length && !locked.length) {
    return `Mudbrick has everything in ${where} already. There is nothing to do.`;
  }
  if (found) return `${found} in ${where}. Nothing is saved yet.`;
  if (locked.length) return `${where} ${sources.length === 1 ? "is" : "are"} locked. Nothing is saved yet.`;
  if (sources.some((one) => one.problem)) return `Mudbrick could not read anything in ${where}.`;
  return `Mudbrick found no credential, key or request in ${where}.`;
}

interface Verbs {
  /** The accented button: adds, and tests when it says so. */
  primary: { label: string; tests: boolean };
  secondary: { label: string; tests: boolean } | null;
}

/** The usual single credential is added and tested in one step. */
export function verbsFor({ chosen, keys, requests, wanted }: Choice): Verbs {
  const [only] = chosen;
  const verb = chosen.length > 0 && chosen.every((one) => wanted(one).into === "known") ? "Update" : "Add";
  const tests = chosen.some(({ readiness }) => readiness.testable);
  if (only && chosen.length === 1) {
    return tests
      ? { primary: { label: `${verb} and test`, tests: true }, secondary: { label: verb, tests: false } }
      : { primary: { label: verb, tests: false }, secondary: null };
  }
  if (only) {
    return {
      primary: { label: `${verb} ${count(chosen.length, "profile")}`, tests: false },
      secondary: tests ? { label: `${verb} and test`, tests: true } : null,
    };
  }
  const rest = listed([keys ? count(keys, "key") : "", requests ? "requests" : ""]);
  return { primary: { label: rest ? `Add ${rest}` : "Add", tests: false }, secondary: null };
}

/** `2 hosts not allowed`: what was asked for and not agreed to. */
export function hostsLeft({ hosts_not_allowed: left }: ImportDone): string {
  return left.length ? `${count(left.length, "host")} not allowed` : "";
}

/** `2 profiles and 1 key added; 3 were there already.` */
export function doneWords(done: ImportDone): string {
  const { profiles, keys, requests, unchanged } = done;
  const made = contents(profiles.length, keys.length, requests);
  const rest = unchanged ? `${unchanged === 1 ? "1 was" : `${unchanged} were`} there already` : "";
  return [made && `${made} added`, rest, hostsLeft(done)].filter(Boolean).join("; ") || "Nothing was chosen";
}
