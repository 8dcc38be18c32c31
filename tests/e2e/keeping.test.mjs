// Requests kept: saved, renamed, moved, and each of that undone; how one is sent, written to its file and taken back; a collection of
// another program dropped on the window and sent; a file that another program changes under the open window; and what a key costs in a
// body of megabytes. axe-core looks at the screens, light and dark. `cargo xtask e2e` makes the bus, the keyring and the home folder
// around it.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { Desktop, USUAL } from "./harness/desktop.mjs";
import { collection, saveLarge } from "./harness/large.mjs";
import { foundNothing } from "./harness/look.mjs";
import { KEY, Page } from "./harness/page.mjs";
import { until } from "./harness/process.mjs";
import { Steps } from "./harness/steps.mjs";
import { costOfKeys, openBody, share } from "./harness/typing.mjs";
import { Driver } from "./harness/webdriver.mjs";

const { MUDBRICK_DESKTOP: program, MUDBRICK_PICTURES, MUDBRICK_HOME, HOME } = process.env;
/** Not among those of the documentation. */
const pictures = join(MUDBRICK_PICTURES ?? "", "keeping");
const requests = join(MUDBRICK_HOME ?? "", "requests");

/** What is saved first, and changed by others later. */
const kept = join(requests, "Nightly", "Libraries.http");

const LIBRARIES = "https://api-places.adobe.io/places/placesapi/v1/libraries";

let desktop;
let driver;
/** @type {Page} */
let page;

/** The file before it said how its request is sent. */
let unset = "";

const steps = new Steps(pictures, () => ({ desktop, driver, page }));
const { step, screen } = steps;

const isThere = (key) => page.row(`[data-request="${key}"]`);
const isGone = (key) =>
  until(
    `${key} gone from the tree`,
    async () => !(await page.session.run(hasRow, `[data-request="${key}"]`)),
  );

const without = (text, lines) => lines.reduce((rest, line) => rest.replace(line, ""), text);

async function fromMenu(name, entry) {
  await page.choose("button", `More for ${name}`);
  await page.choose("menuitem", entry);
}

async function undo() {
  await page.choose("button", "Undo", 10, "notice");
}

describe("keeping", () => {
  before(async () => {
    assert.ok(program && MUDBRICK_PICTURES && MUDBRICK_HOME, "start this with `cargo xtask e2e`");
    desktop = await Desktop.start(USUAL);
    driver = await Driver.start(desktop.env);
    page = await Page.open(driver, program);
  });

  after(async () => {
    await page?.session.close();
    await driver?.stop();
    await desktop?.stop();
  });

  screen("01 a request of one's own is saved", async () => {
    await page.tryPractice();
    await page.press("url");
    await page.newRequest(LIBRARIES);
    await page.session.keys(KEY.control, "s");
    await page.fill("Name", "Nightly/Libraries");
    await page.press("save-request-confirm");
    await isThere("own Nightly/Libraries");
    await page.toast("Nightly/Libraries saved");
  });

  step("02 it is renamed, and has its name back", async () => {
    await fromMenu("Libraries", "Rename…");
    await page.fill("Name", "All libraries");
    await page.press("rename-request-confirm");
    await page.toast("is called All libraries now");
    await page.read("request-editor", "All libraries");
    await undo();
    await isThere("own Nightly/Libraries");
    await page.read("request-editor", "Libraries");
  });

  step("03 it is moved to another folder, and is back", async () => {
    await fromMenu("Libraries", "Move…");
    await page.fill("Folder and file", "Weekly/");
    await page.press("move-request-confirm");
    await isThere("own Weekly/Libraries");
    await isGone("own Nightly/Libraries");
    await page.urlIs(LIBRARIES);
    await undo();
    await isThere("own Nightly/Libraries");
    await isGone("own Weekly/Libraries");
  });

  step("04 it is sent from where it was", async () => {
    await page.press("send");
    await page.read("status", "200", 30);
  });

  screen("05 how it is sent is set", async () => {
    await page.dismiss();
    unset = await readFile(kept, "utf8");
    await page.choose("tab", "Options");
    await page.fill("Time limit", "30");
    await page.pick("Redirects", "Shown as the answer");
    await page.fill("Further tries", "2");
    await page.session.keys(KEY.control, "s");
    await page.toast("Nightly/Libraries saved");
  });

  step("06 its file says it, and nothing else in it is another", async () => {
    const lines = ["# @timeout 30\n", "# @no-redirect\n", "# @retry 2\n"];
    const saved = await readFile(kept, "utf8");
    for (const line of lines) assert.equal(saved.split(line).length, 2, `${line} is there once`);
    assert.equal(without(saved, lines), unset);
  });

  step("07 opened again it is sent in that way", async () => {
    await page.session.keys(KEY.control, "w");
    await page.gone("status");
    await page.openListed("own Nightly/Libraries");
    await page.urlIs(LIBRARIES);
    await page.choose("tab", "Options (3)");
    await page.holds("Time limit", "30");
    await page.holds("Further tries", "2");
    await page.picked("Redirects", "Shown as the answer");
    await page.press("send");
    await page.read("status", "200", 30);
  });

  step("08 one of them is taken back", async () => {
    const saved = await readFile(kept, "utf8");
    await page.fill("Time limit", "");
    await page.choose("tab", "Options (2)");
    await page.session.keys(KEY.control, "s");
    await page.toast("Nightly/Libraries saved");
    assert.equal(await readFile(kept, "utf8"), without(saved, ["# @timeout 30\n"]));
  });

  screen("09 a collection is dropped", async () => {
    const file = join(HOME, "places.postman_collection.json");
    await writeFile(file, collection("Places", 30, LIBRARIES));
    await desktop.drop("Mudbrick", [file]);
    await page.read("import-requests-summary", "30 requests", 20);
  });

  screen("10 its first request is sent", async () => {
    await page.press("import-requests-confirm");
    await page.toast("30 requests added in Places");
    await until("the first of them", async () => (await page.value("url"))?.startsWith(LIBRARIES));
    await page.press("send");
    await page.read("status", "200", 30);
  });

  step("11 another program changes the request on screen", async () => {
    await page.openListed("own Nightly/Libraries");
    await page.urlIs(LIBRARIES);
    await outside((text) => text.replace(LIBRARIES, `${LIBRARIES}?theirs=1`));
    await page.urlIs(`${LIBRARIES}?theirs=1`);
  });

  screen("12 and changes it again, while it is edited", async () => {
    await page.fill("URL", `${LIBRARIES}?mine=1`);
    await outside((text) => text.replace("theirs=1", "theirs=2"));
    await page.read("outside-note", "changed elsewhere");
    assert.equal(await page.value("url"), `${LIBRARIES}?mine=1`);
  });

  step("13 both are kept", async () => {
    await page.choose("button", "Keep both");
    await page.urlIs(`${LIBRARIES}?theirs=2`);
  });

  for (const form of ["lines", "line"]) {
    steps.step(`14 a key in 5 MB on ${form === "line" ? "one line" : "lines"}`, async (t) => {
      await saveLarge(requests, `Large ${form}`, 5 * 1024 * 1024, form);
      await openBody(page, `own Large ${form}`);
      const cost = await costOfKeys(page.session, "the quick brown fox jumps over the lazy dog ".repeat(2));
      assert.ok(cost.length > 50, `${cost.length} keys were seen`);
      t.diagnostic(`p50 ${share(cost, 50).toFixed(1)} ms, p95 ${share(cost, 95).toFixed(1)} ms`);
    });
  }

  steps.quietly("15 nothing was found on any of the screens", () => {
    foundNothing(5);
  });
});

/** Edits the file as another program does. The window has the focus all the time. */
async function outside(edit) {
  await writeFile(kept, edit(await readFile(kept, "utf8")));
}

// What follows runs in the page.

function hasRow(selector) {
  return document.querySelector(selector) !== null;
}
