// What is open in the window: a request with what its file gives to it, and tabs with drafts over a restart, over a kill, and over
// an edit by another program. `cargo xtask e2e` makes the bus, the keyring and the home folder around it.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Desktop, SMALL, USUAL } from "./harness/desktop.mjs";
import { KEY, Page } from "./harness/page.mjs";
import { until } from "./harness/process.mjs";
import { Steps } from "./harness/steps.mjs";
import { Driver } from "./harness/webdriver.mjs";

const { MUDBRICK_DESKTOP: program, MUDBRICK_PICTURES, MUDBRICK_HOME } = process.env;
/** Not among those of the documentation. */
const pictures = join(MUDBRICK_PICTURES ?? "", "tabs");

const folder = join(MUDBRICK_HOME ?? "", "requests", "places");
const HEADERS =
  "Authorization: Bearer {{ACCESS_TOKEN}}\nx-api-key: {{API_KEY}}\nx-gw-ims-org-id: {{IMS_ORG}}\n";
const FILE = `@BASE = https://api-places.adobe.io/places/placesapi/v1

### List
# @name list
# @check status 200
# @capture FIRST = body $[0].id
GET {{BASE}}/libraries
${HEADERS}
### One
# @prompt PAGE Which page of it
# @loop for 3
GET {{BASE}}/libraries/{{FIRST}}?page={{PAGE}}
${HEADERS}`;

let desktop;
let driver;
/** @type {Page} */
let page;

const steps = new Steps(pictures, () => ({ desktop, driver, page }));

async function open() {
  driver = await Driver.start(desktop.env);
  page = await Page.open(driver, program);
}

const tabs = () => page.session.run(titlesOfTabs);

const openOwn = (name) => page.openListed(`own places/mine#${name}`);

describe("tabs", () => {
  before(async () => {
    assert.ok(program && MUDBRICK_PICTURES && MUDBRICK_HOME, "start this with `cargo xtask e2e`");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "mine.http"), FILE);
    desktop = await Desktop.start(USUAL);
    await open();
  });

  after(async () => {
    await page?.session.close().catch(() => undefined);
    await driver?.stop();
    await desktop?.stop();
  });

  steps.screen("01 checks and captures beside the answer", async () => {
    await page.tryPractice();
    await openOwn("List");
    await page.urlIs("{{BASE}}/libraries");
    await page.press("send");
    await page.read("status", "200", 30);
    await page.read("answer-checks", "Passed: status 200");
    await page.read("captured", "FIRST");
  });

  steps.screen("02 where a variable comes from", async () => {
    await openOwn("One");
    await page.urlIs("{{BASE}}/libraries/{{FIRST}}?page={{PAGE}}");
    await page.choose("tab", "Variables");
    await page.read("variables", "from places/mine.http");
    await page.read("variables", "asked for when you send it");
    await page.see("file-note");
  });

  steps.screen("03 what goes out", async () => {
    await page.choose("tab", "What goes out");
    await page.read("going-out", "https://api-places.adobe.io/places/placesapi/v1/libraries/");
  });

  steps.screen("04 a prompt", async () => {
    await page.press("send");
    await page.see("prompts");
    await page.read("prompts", "Which page of it");
  });

  steps.step("05 the answer to a prompt, and what another request captured", async () => {
    await page.fill("PAGE", "1");
    await page.press("send-answers");
    await page.see("status", 30);
    await page.choose("tab", "Sent");
    await until("the captured value in the URL", () =>
      page.session.run(pageShows, /libraries\/[0-9a-f-]{36}\?page=1/.source),
    );
  });

  let titlesBefore;

  steps.step("06 three tabs over a restart", async () => {
    await page.session.keys(KEY.control, "w");
    await page.newRequest("https://x.example/1?typed=first");
    await page.newRequest("https://x.example/2?typed=second");
    await page.newRequest("https://x.example/3?typed=third");
    await page.session.keys(KEY.control, KEY.pageUp);
    await page.urlIs("https://x.example/2?typed=second");
    titlesBefore = await tabs();
    assert.ok(titlesBefore.length >= 3, titlesBefore.join("\n"));
    // It is closed as by a kill, so as much as that may be lost.
    await pause(1000);
    await page.session.close();
    await driver.stop();
    await open();
    await page.press("tab-requests");
    await page.urlIs("https://x.example/2?typed=second");
    assert.deepEqual(await tabs(), titlesBefore);
  });

  steps.step("07 three tabs over a kill", async () => {
    await page.fill("URL", "https://x.example/2?typed=again");
    await page.session.keys(KEY.control, KEY.pageUp);
    await page.urlIs("https://x.example/1?typed=first");
    await page.fill("URL", "https://x.example/1?typed=once more");
    titlesBefore = await tabs();
    // As much as may be lost.
    await pause(1000);
    await page.session.kill();
    await driver.stop();
    await open();
    await page.press("tab-requests");
    await page.urlIs("https://x.example/1?typed=once more");
    assert.deepEqual(await tabs(), titlesBefore);
    await page.session.keys(KEY.control, KEY.pageDown);
    await page.urlIs("https://x.example/2?typed=again");
    await page.session.keys(KEY.control, KEY.pageDown);
    await page.urlIs("https://x.example/3?typed=third");
  });

  steps.quietly("a start while the one before it is ending", async () => {
    const ending = page.session;
    // It has its name on the bus and answers nobody, as a program does that is being killed.
    ending.hold();
    await driver.stop();
    driver = await Driver.start(desktop.env);
    const starting = Page.open(driver, program);
    await driver.started();
    await pause(1000);
    await ending.kill();
    page = await starting;
    await page.press("tab-requests");
    await page.urlIs("https://x.example/3?typed=third");
  });

  steps.screen("08 a file that another program changed", async () => {
    await openOwn("List");
    await page.urlIs("{{BASE}}/libraries");
    await page.fill("URL", "{{BASE}}/libraries?mine=1");
    await writeFile(join(folder, "mine.http"), FILE.replace("/libraries\n", "/libraries?theirs=1\n"));
    await page.see("outside-note");
  });

  steps.step("09 both are kept", async () => {
    await page.choose("button", "Keep both");
    await page.urlIs("{{BASE}}/libraries?theirs=1");
    const titles = await tabs();
    assert.ok(
      titles.some((title) => title.includes("List, not saved")),
      titles.join("\n"),
    );
    // The request's own tab was there already.
    assert.equal(titles.length, titlesBefore.length + 1, titles.join("\n"));
  });

  steps.screen("10 a small window", async () => {
    await page.resize(SMALL);
    await openOwn("One");
    await page.press("send");
    await page.see("prompts");
  });
});

// What follows runs in the page.

function titlesOfTabs() {
  const strip = document.querySelector('[role=tablist][aria-label^="Open requests of"]');
  return [...(strip?.querySelectorAll("[role=tab]") ?? [])].map((tab) => tab.textContent);
}

function pageShows(pattern) {
  return new RegExp(pattern).test(document.body.textContent);
}
