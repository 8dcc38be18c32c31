// What a person with other eyes, or none, finds on the screen that is open: axe-core's rules, light and dark, and a picture of
// each.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What was found on each screen so far. */
const looked = new Map();

/**
 * Notes every rule that the screen breaks, in either theme, so that one run finds all of them. `picture` takes one of each theme.
 * @param {import('./page.mjs').Page} page
 */
export async function look(page, screen, picture = null) {
  const { session } = page;
  if (!(await session.run(isThere))) await session.inject(axe);
  const before = await session.run(scheme);
  const found = [];
  for (const theme of ["light", "dark"]) {
    await session.run(paint, theme);
    for (const fault of await session.runAsync(examine)) found.push(`${theme}: ${fault}`);
    await picture?.(theme);
  }
  await session.run(paint, before);
  looked.set(screen, found);
  for (const fault of found) console.error(`${screen}: ${fault}`);
}

/** Fails when a rule was broken on any screen, or when fewer than `least` were looked at. */
export function foundNothing(least) {
  const found = [...looked].flatMap(([name, faults]) => faults.map((fault) => `${name}: ${fault}`));
  assert.deepEqual(found, []);
  assert.ok(looked.size >= least, `only ${looked.size} screens were looked at`);
}

// What follows runs in the page.

function isThere() {
  return window.axe !== undefined;
}

function scheme() {
  return document.documentElement.dataset.colorScheme ?? "";
}

function paint(theme) {
  // A caret that blinks makes two pictures differ.
  document.documentElement.style.caretColor = "transparent";
  if (theme) document.documentElement.dataset.colorScheme = theme;
  else delete document.documentElement.dataset.colorScheme;
}

function examine(done) {
  // Once what changes its colour slowly has done so.
  const still = Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined)));
  const patience = new Promise((resolve) => setTimeout(resolve, 1000));
  Promise.race([still, patience])
    .then(() => window.axe.run(document, { resultTypes: ["violations"] }))
    .then(({ violations }) =>
      done(
        violations.flatMap(({ id, help, nodes }) =>
          nodes
            // A list that a field opens lies outside of the page's parts, and belongs to the field that controls it.
            .filter(({ element, target }) => {
              const found = element ?? document.querySelector(target[0]);
              if (id === "region") return !found?.closest("[role=listbox], [role=menu]");
              // A shortcut beside a verb describes it and is no part of its name.
              return !(id === "label-content-name-mismatch" && found?.querySelector("kbd"));
            })
            .map(({ html, failureSummary }) => {
              const why = failureSummary.split("\n").slice(1).join("; ").trim();
              return `${id} (${help}): ${html.slice(0, 300)} [${why}]`;
            }),
        ),
      ),
    )
    .catch((error) => done([`axe failed: ${error}`]));
}
