// What Mudbrick calls the difference between two JSON texts, applied by somebody else's program, gives the other side.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import jsonPatch from "fast-json-patch";

// Made with the tests of the crate.
const built = fileURLToPath(new URL("../../target/debug/examples/patches", import.meta.url));
const program = process.env.MUDBRICK_PATCHES ?? built;
const PAIRS = 10_000;

/** Mulberry32: the same pairs in each run. */
function random(seed) {
  const next = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return (bound) => Math.floor(next() * bound);
}

const below = random(20);
const pick = (all) => all[below(all.length)];
const NAMES = ["a", "b", "id", "", "x/y", "~", "~1", "m~n/o", "ü", "0", "-", "length", "\u0000"];

function value(depth) {
  switch (below(depth === 0 ? 2 : 5)) {
    case 0:
    case 1:
      return pick([null, true, false, "", "é😀", '\\"/', 0, 1, -2.5, 1e21, below(4), String(below(4))]);
    case 2:
    case 3:
      return Object.fromEntries(Array.from({ length: below(5) }, () => [pick(NAMES), value(depth - 1)]));
    default:
      return Array.from({ length: below(8) }, () => value(depth - 1));
  }
}

/** The same, a little changed somewhere. */
function changed(one) {
  if (one === null || typeof one !== "object" || below(8) === 0) return value(2);
  if (Array.isArray(one)) {
    const all = [...one];
    const at = below(all.length + 1);
    if (all.length === 0 || below(5) === 0) all.splice(at, 0, value(2));
    else if (below(4) === 0) all.splice(at, 1);
    else if (below(2) === 0) all.splice(at, 0, ...all.splice(below(all.length), 1));
    else all[below(all.length)] = changed(pick(all));
    return all;
  }
  const all = { ...one };
  const names = Object.keys(all);
  const name = pick(names);
  switch (names.length === 0 ? 0 : below(4)) {
    case 0:
      all[pick(NAMES)] = value(2);
      break;
    case 1:
      delete all[name];
      break;
    default:
      all[name] = changed(all[name]);
  }
  return all;
}

/** With each array sorted: what is left when order does not count. */
function asBags(one) {
  if (one === null || typeof one !== "object") return one;
  if (Array.isArray(one))
    return one.map(asBags).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return Object.fromEntries(
    Object.keys(one)
      .toSorted()
      .map((name) => [name, asBags(one[name])]),
  );
}

const pairs = [];

before(() => {
  for (let round = 0; round < PAIRS; round += 1) {
    const one = value(4);
    let other = round % 5 === 0 ? value(4) : one;
    for (let change = below(5); change > 0; change -= 1) other = changed(other);
    pairs.push([one, other]);
  }
});

function patches(...options) {
  const input = pairs.map((pair) => `${JSON.stringify(pair)}\n`).join("");
  const { stdout, status, stderr } = spawnSync(program, options, {
    input,
    maxBuffer: 1 << 30,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  const lines = stdout.trimEnd().split("\n");
  assert.equal(lines.length, PAIRS);
  return lines.map((line) => JSON.parse(line));
}

const apply = (one, patch) => jsonPatch.applyPatch(structuredClone(one), patch, true).newDocument;

test(`${PAIRS} patches, applied by fast-json-patch, give the other side`, () => {
  patches().forEach((patch, index) => {
    const [one, other] = pairs[index];
    assert.deepEqual(apply(one, patch), other, JSON.stringify([one, other, patch]));
  });
});

test("and where order does not count, the same bags", () => {
  patches("--ignore-order").forEach((patch, index) => {
    const [one, other] = pairs[index];
    assert.deepEqual(asBags(apply(one, patch)), asBags(other), JSON.stringify([one, other, patch]));
  });
});
