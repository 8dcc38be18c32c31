/*
 * The fake's search over its history: words, and the few filters that page tests need. Other keys are refused as the
 * engine refuses them.
 */
import type { ExchangeSummary } from "../../bindings/ExchangeSummary";
import type { ProfileId } from "../../bindings/ProfileId";
import { refuse } from "./fixtures";
import type { World } from "./world";

const WRITES = new Set(["POST", "PUT", "PATCH", "DELETE"]);

function hasState(one: ExchangeSummary, state: string): boolean {
  if (state === "failed") return one.status === null || one.status >= 400;
  if (state === "write") return WRITES.has(one.method);
  return state === "pinned" ? one.pinned : one.note !== null;
}

function fits(one: ExchangeSummary, part: string): boolean {
  const [, key, value] = /^([a-z]+):(?!\/\/)(.*)$/.exec(part) ?? [];
  if (key === undefined || value === undefined) {
    return `${one.name} ${one.url} ${one.note ?? ""}`.toLowerCase().includes(part.toLowerCase());
  }
  if (value === "") return true;
  if (key === "is") return hasState(one, value);
  if (key === "status") return String(one.status).startsWith(value.replaceAll("x", ""));
  if (key === "method") return one.method.toLowerCase() === value.toLowerCase();
  return refuse("search_not_understood", { key, value });
}

/** Those that fit, newest first. */
export function matching(world: World, profile: ProfileId | null, text: string): ExchangeSummary[] {
  const parts = text.split(/\s+/).filter(Boolean);
  const all = world.history.map((one) => one.summary);
  const whose = all.filter((one) => profile === null || one.profile === profile);
  return whose.filter((one) => parts.every((part) => fits(one, part))).toReversed();
}

export function remove(world: World, ids: readonly number[]): number {
  const before = world.history.length;
  world.history = world.history.filter((one) => !ids.includes(one.summary.id));
  return before - world.history.length;
}
