// From the first start to an answer and a copied token with the keyboard alone; what the window remembers; and a second start. In
// the real window: `cargo xtask e2e` makes the bus, the keyring and the home folder around it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { Desktop, HEIGHT, WIDTH } from "./harness/desktop.mjs";
import { KEY, Page } from "./harness/page.mjs";
import { output, until } from "./harness/process.mjs";
import { Steps } from "./harness/steps.mjs";
import { Driver } from "./harness/webdriver.mjs";

const { MUDBRICK_DESKTOP: program, MUDBRICK_PICTURES: pictures, HOME } = process.env;
/** More stops than any page has. */
const MOST_STOPS = 120;

let desktop;
let driver;
/** @type {Page} */
let page;

const steps = new Steps(pictures, () => ({ desktop, driver, page }));
const { step } = steps;

async function open() {
  page = new Page(await driver.open(program));
  await page.complete();
}

/** Presses Tab until the keyboard is at an element; every stop on the way shows that it is there. */
async function tabTo(selector) {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await page.session.run(isFocused, selector)) return;
    await page.session.keys(KEY.tab);
    assert.equal(await page.session.run(unseenFocus), null, "a stop of Tab shows no focus");
  }
  assert.fail(`Tab does not come to ${selector}`);
}

const byId = (id) => `[data-testid="${id}"]`;

describe("keyboard", () => {
  before(async () => {
    assert.ok(program && pictures, "start this with `cargo xtask e2e`");
    desktop = await Desktop.start();
    driver = await Driver.start(desktop.env);
  });

  after(async () => {
    await page?.session.close();
    await driver?.stop();
    await desktop?.stop();
  });

  step("50 practice mode by Tab and Enter", async () => {
    await open();
    await page.session.resize(WIDTH, HEIGHT);
    await page.see("welcome", 30);
    await tabTo(byId("try-practice"));
    await page.session.keys(KEY.enter);
    await page.see("request-editor", 30);
  });

  step("51 a request sent by Tab and Enter", async () => {
    await tabTo(byId("send"));
    await page.session.keys(KEY.enter);
    await page.read("status", "200", 20);
    await until("the answer to be spoken", () => page.session.run(said, "200 OK after"));
  });

  step("52 the answer scrolled", async () => {
    await page.session.resize(900, 600);
    const body = '[aria-label="Body of the answer"][tabindex="0"]';
    await tabTo(body);
    const offset = await page.session.run(scrolled, body);
    await page.session.keys(KEY.pageDown);
    await until("the answer to scroll", async () => (await page.session.run(scrolled, body)) > offset);
    await page.session.resize(WIDTH, HEIGHT);
  });

  step("53 the token copied from the palette", async () => {
    await page.session.keys(KEY.control, "k");
    // Each key from the first one on, without waiting for anything.
    await page.write("token copy");
    assert.equal(await page.session.run(paletteText), "token copy");
    await page.session.keys(KEY.enter);
    await page.toast("clears in");
    assert.equal((await desktop.clipboard()).split(".").length, 3);
  });

  step("54 the menu of the profile's row", async () => {
    await tabTo(byId("profile-row"));
    await page.session.keys(KEY.shift, KEY.f10);
    await page.see("row-menu");
  });

  step("55 a verb of that menu", async () => {
    await tabTo(byId("profile-row"));
    await page.session.keys(KEY.shift, KEY.f10);
    await page.see("row-menu");
    await page.session.keys(KEY.down);
    await page.session.keys(KEY.enter);
    await page.toast("clears in");
    assert.match(await desktop.clipboard(), /^Authorization: Bearer /);
    assert.ok(await page.session.run(isFocused, byId("profile-row")), "the row has the keyboard again");
  });

  step("56 the tabs by arrow keys", async () => {
    await tabTo('[role="tab"]');
    await page.session.keys(KEY.right);
    await page.session.keys(KEY.right);
    await page.see("history-tab");
    await tabTo(byId("history-row"));
  });

  step("57 opens as it was left", async () => {
    await page.session.resize(1010, 690);
    const file = join(process.env.MUDBRICK_HOME, "settings.json");
    await until("the size to be kept", async () => {
      const { size } = JSON.parse(await readFile(file, "utf8"));
      return size.width === 1010 && size.height === 690;
    });
    await page.session.close();
    await open();
    assert.deepEqual(await page.session.run(sizeOfPage), [1010, 690]);
    await page.see("history-tab");
    await page.read("profile-header", "Places");
  });

  step("58 a second start shows the first window", async () => {
    const windows = async () => (await desktop.titles()).filter((title) => title === "Mudbrick").length;
    const shown = await windows();
    await output(program, [], { env: desktop.env });
    assert.equal(await windows(), shown);
    await page.see("history-tab");
  });

  step("59 another home has a window of its own", async () => {
    const env = { ...desktop.env, MUDBRICK_HOME: join(HOME, "other"), WEBKIT_DISABLE_DMABUF_RENDERER: "1" };
    const { start, stop } = await import("./harness/process.mjs");
    const other = start(program, [], { env });
    const windows = async () => (await desktop.titles()).filter((title) => title === "Mudbrick").length;
    await until("the other window", async () => (await windows()) === 2, 30);
    await stop(other);
  });
});

// What follows runs in the page.

function isFocused(selector) {
  return document.activeElement?.matches(selector) ?? false;
}

/** The element with the keyboard, when nothing shows that it has it. */
function unseenFocus() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const seen = (one) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  };
  for (let one = element; one && one !== document.body; one = one.parentElement) if (seen(one)) return null;
  // Spectrum draws the ring of a radio button or a switch on a part of its label.
  if ([...(element.closest("label")?.querySelectorAll("*") ?? [])].some(seen)) return null;
  return element.outerHTML.slice(0, 200);
}

function said(text) {
  return document.querySelector('[data-testid="said"]')?.innerText.includes(text) ?? false;
}

function scrolled(selector) {
  return document.querySelector(selector).scrollTop;
}

function paletteText() {
  return document.querySelector('[data-testid="palette"] input')?.value;
}

function sizeOfPage() {
  return [innerWidth, innerHeight];
}
