// A folder of requests run from its menu in the real window: asked how, run, looked at, a report saved in the program's own home, and
// gone on with. `cargo xtask e2e` makes the bus, the keyring and the home folder around it.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { Desktop, SMALL, USUAL } from "./harness/desktop.mjs";
import { KEY, Page } from "./harness/page.mjs";
import { until } from "./harness/process.mjs";
import { Steps } from "./harness/steps.mjs";
import { Driver } from "./harness/webdriver.mjs";

const { MUDBRICK_DESKTOP: program, MUDBRICK_PICTURES, MUDBRICK_HOME } = process.env;
/** Not among those of the documentation. */
const pictures = join(MUDBRICK_PICTURES ?? "", "runs");

const folder = join(MUDBRICK_HOME ?? "", "requests", "night");
const HEADERS =
  "Authorization: Bearer {{ACCESS_TOKEN}}\nx-api-key: {{API_KEY}}\nx-gw-ims-org-id: {{IMS_ORG}}\n";
const BASE = "https://api-places.adobe.io/places/placesapi/v1";
const FILE = `### List
# @check status 200
# @capture FIRST = body $[0].id
GET ${BASE}/libraries
${HEADERS}
### One
GET ${BASE}/libraries/{{FIRST}}
${HEADERS}
### Nowhere
# @check status 200
GET ${BASE}/nowhere
${HEADERS}`;

let desktop;
let driver;
/** @type {Page} */
let page;

const steps = new Steps(pictures, () => ({ desktop, driver, page }));

describe("runs", () => {
  before(async () => {
    assert.ok(program && MUDBRICK_PICTURES && MUDBRICK_HOME, "start this with `cargo xtask e2e`");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "all.http"), FILE);
    desktop = await Desktop.start(USUAL);
    driver = await Driver.start(desktop.env);
    page = await Page.open(driver, program);
  });

  after(async () => {
    await page?.session.close().catch(() => undefined);
    await driver?.stop();
    await desktop?.stop();
  });

  steps.screen("01 how the folder is run", async () => {
    await page.tryPractice();
    await page.row('[data-request^="own/night"]');
    await until("the folder in the tree", () => page.session.run(focusRow, "night"));
    await page.session.keys(KEY.shift, KEY.f10);
    await page.choose("menuitem", "Run…");
    await page.see("run-form");
  });

  steps.screen("02 what came of it", async () => {
    // Nothing is chosen beforehand.
    assert.equal(await page.session.run(chosenProfiles), 0);
    await until("the profile", () => page.session.run(tickFirst));
    await page.press("run-confirm");
    await page.read("run-counts", "3 of 3 calls", 30);
    await page.read("run-counts", "2 passed · 1 check failed");
    await page.count("run-row", 3);
  });

  steps.screen("03 why one failed", async () => {
    await until("the row that failed", () => page.session.run(standOnFailed));
    await page.read("run-reasons", "status 200; it is 404");
  });

  steps.screen("04 a small window", async () => {
    await page.resize(SMALL);
  });
});

// What follows runs in the page.

function focusRow(name) {
  const rows = [...document.querySelectorAll('[role="treeitem"]')];
  const row = rows.find((one) => one.textContent.trim() === name);
  row?.focus();
  return document.activeElement === row && row !== undefined;
}

function chosenProfiles() {
  return document.querySelectorAll('[data-testid="run-form"] input[type="checkbox"]:checked').length;
}

function tickFirst() {
  const box = document.querySelector('[data-testid="run-form"] [role="group"] input[type="checkbox"]');
  box?.click();
  return Boolean(box);
}

function standOnFailed() {
  const row = document.querySelector('[data-testid="run-row"][data-outcome="check_failed"]');
  row?.dispatchEvent(new MouseEvent("mousedown", { bubbles: true }));
  return Boolean(row);
}
