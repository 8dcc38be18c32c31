// Answers in the hand: one of 100 MB opened, scrolled to its end, searched, and a value of it read back from the clipboard; one request on
// three profiles, and the comparison read; the history filtered and deleted. axe-core looks at each screen, light and dark.
// `cargo xtask e2e` makes the bus, the keyring and the home folder around it.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { Desktop, LARGE, SMALL, USUAL } from "./harness/desktop.mjs";
import { foundNothing } from "./harness/look.mjs";
import { KEY, Page } from "./harness/page.mjs";
import { until } from "./harness/process.mjs";
import { Steps } from "./harness/steps.mjs";
import { Driver } from "./harness/webdriver.mjs";

const { MUDBRICK_DESKTOP: program, MUDBRICK_PICTURES } = process.env;
/** Not among those of the documentation. */
const pictures = join(MUDBRICK_PICTURES ?? "", "answers");
const END = "\uE010";

const BYTES = 100 * 1024 * 1024;
/** An element of the large answer: all have the same length. */
const element = (n) => `{"id":${String(n).padStart(9, "1")},"name":"Library ${String(n).padStart(9, "0")}"}`;
const COUNT = Math.floor(BYTES / (element(0).length + 1));
const LAST = element(COUNT - 1);

let desktop;
let driver;
let server;
let port;
/** @type {Page} */
let page;

const steps = new Steps(pictures, () => ({ desktop, driver, page }));
const { screen } = steps;

/** Writes a JSON array of 100 MB as fast as it is taken. */
function large(response) {
  response.writeHead(200, { "content-type": "application/json" });
  let n = 0;
  const write = () => {
    let hasRoom = true;
    while (hasRoom && n < COUNT) {
      const part = [];
      for (const end = Math.min(COUNT, n + 1000); n < end; n += 1) {
        part.push(`${n === 0 ? "[" : ","}${element(n)}`);
      }
      hasRoom = response.write(part.join(""));
    }
    if (n < COUNT) response.once("drain", write);
    else response.end("]");
  };
  write();
}

const rowsHave = (text, seconds) =>
  until(`"${text}" in the rows`, () => page.session.run(bodyHas, text), seconds);

describe("answers", () => {
  before(async () => {
    assert.ok(program && MUDBRICK_PICTURES, "start this with `cargo xtask e2e`");
    server = createServer((_, response) => large(response));
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    port = server.address().port;
    desktop = await Desktop.start(LARGE);
    driver = await Driver.start(desktop.env);
    page = await Page.open(driver, program);
  });

  after(async () => {
    await page?.session.close();
    await driver?.stop();
    await desktop?.stop();
    server?.close();
  });

  steps.quietly(
    "01 three profiles of the local Adobe, and one of another",
    async () => {
      await page.tryPractice();
      await page.addProject("Places", "aac3e00000000000000000000000a001", "Places again");
      await page.addProject("Experience Platform", "aac3e00000000000000000000000a003", "Platform");
      await page.press("new-profile");
      await page.choose("radio", "OAuth Server-to-Server");
      await page.fill("Client ID (API key)", "aac3e00000000000000000000000a009");
      await page.fill("Client secret", "p8e-of-nobody");
      await page.fill("Organization ID", "AC3E5A1B2C3D4E5F60718293@AdobeOrg");
      await page.fill("Technical account ID", "A0090A1B2C3D4E5F60718293@techacct.adobe.com");
      await page.fill("Scopes", "openid,AdobeID");
      await page.fill("Name", "Large");
      await page.saveProfile("Large");
    },
    "01-failed",
  );

  screen("02 an answer of 100 MB", async () => {
    await page.press("tab-requests");
    await page.see("request-editor");
    await desktop.copy(`curl http://127.0.0.1:${port}/libraries\n`);
    await page.press("url");
    await page.session.keys(KEY.control, "v");
    await page.urlIs(`http://127.0.0.1:${port}/libraries`);
    await page.press("send");
    await page.read("status", "200", 60);
    await page.read("size", "100 MB");
    await rowsHave('"Library 000000000"', 20);
  });

  screen("03 its end", async () => {
    await page.focus("answer-body");
    const last = LAST.slice(LAST.indexOf('"Library'), -1);
    // While the answer is still looked through, its end is further down each time.
    await until(
      "the last element",
      async () => {
        await page.session.keys(END);
        return page.session.run(bodyHas, last);
      },
      60,
    );
  });

  screen("04 found in it", async () => {
    await page.choose("button", "Find in answer");
    const name = `Library ${String(COUNT - 7).padStart(9, "0")}`;
    await page.fill("Find in answer", name);
    await page.read("find-bar", "1 of 1", 60);
    await rowsHave(name, 20);
  });

  steps.quietly(
    "05 a value of it on the clipboard",
    async () => {
      const name = `Library ${String(COUNT - 7).padStart(9, "0")}`;
      await page.session.keys(KEY.escape);
      await page.focus("answer-body");
      await page.session.keys("c");
      await page.toast("copied");
      await until("the row on the clipboard", async () => (await desktop.clipboard()).includes(name));
    },
    "05-failed",
  );

  screen("06 nobody is chosen to replay on", async () => {
    await page.chooseProfile("Places");
    await page.press("tab-requests");
    await page.press("send");
    await page.read("status", "200", 30);
    await page.press("tab-history");
    await page.see("history-row");
    await page.press("replay-on");
    await page.see("replay-dialog");
    assert.equal(await page.session.run(checkedIn, "replay-dialog"), 0);
  });

  screen("07 replayed on three profiles", async () => {
    for (const name of ["Places", "Places again", "Platform"]) {
      await page.session.run(check, name);
    }
    await page.choose("button", "Replay on 3 profiles");
    await page.count("replay-result", 3);
    await until("all three", () => page.session.run(isOver), 30);
    const text = await page.see("replay-results");
    assert.match(text, /same/);
    assert.match(text, /differs in \d+ place/);
  });

  screen("08 the comparison of one that differs", async () => {
    await page.session.run(compareDiffering);
    await page.read("compare-said", "difference", 20);
    await page.see("compare-rows");
    await page.see("compare-path");
  });

  screen("09 what counts, in one column", async () => {
    await page.choose("button", "Merged");
    await page.choose("button", "What counts");
    await page.see("compare-counts");
    await page.focus("compare-rows");
    await page.session.keys("n");
  });

  screen("10 the headers", async () => {
    await page.choose("button", "What counts");
    await page.press("tab-headers");
    await page.read("header-differences", "request-id");
  });

  screen("11 a comparison in a small window", async () => {
    await page.press("tab-body");
    await page.choose("button", "Side by side");
    await page.resize(SMALL);
    await page.see("compare-rows");
  });

  steps.quietly(
    "12 a JSON Patch on the clipboard",
    async () => {
      await page.resize(USUAL);
      await page.press("copy-comparison");
      await page.choose("menuitem", "JSON Patch");
      await page.toast("JSON Patch copied");
      const patch = JSON.parse(await desktop.clipboard());
      assert.ok(patch.length > 0 && patch.every(({ op }) => typeof op === "string"));
    },
    "12-failed",
  );

  screen("13 the history filtered", async () => {
    await page.press("compare-back");
    await page.press("replay-back");
    await page.see("history-tab");
    await page.choose("switch", "All profiles");
    await page.count("history-row", 5);
    await page.fill("Search history", "is:failed");
    await page.count("history-row", 1);
  });

  screen("14 and deleted", async () => {
    // A notice that goes by itself moves the button from under the pointer.
    await page.dismiss();
    await page.press("history-delete");
    await page.choose("button", "Delete");
    await page.read("history-tab", "Nothing found");
    // What covers the window while it asks goes a moment after the question.
    await until("the question to go", async () => !(await page.session.run(isAsking)));
    await page.fill("Search history", "");
    await page.count("history-row", 4);
  });

  steps.quietly("15 nothing was found on any of them", async () => {
    await page.gone("notice");
    foundNothing(11);
  });
});

// What follows runs in the page.

function bodyHas(text) {
  return document.querySelector('[data-testid="answer-body"]')?.textContent.includes(text);
}

function isAsking() {
  return document.querySelector('[role="alertdialog"], [role="dialog"], [data-testid="underlay"]') !== null;
}

function checkedIn(id) {
  const boxes = document.querySelectorAll(`[data-testid="${id}"] [role="group"] input[type="checkbox"]`);
  return [...boxes].filter((box) => box.checked).length;
}

function check(name) {
  const boxes = document.querySelectorAll('[data-testid="replay-dialog"] label');
  const label = [...boxes].find((one) => one.innerText.trim().endsWith(`· ${name}`));
  label.querySelector("input").click();
}

function isOver() {
  return document.querySelector('[data-testid="replay-results"]')?.dataset.over === "true";
}

function compareDiffering() {
  const rows = [...document.querySelectorAll('[data-testid="replay-result"]')];
  const row = rows.find((one) => one.innerText.includes("differs"));
  row.querySelector('[data-testid="replay-compare"]').click();
}
