// Every screen of the window and its empty, refused, failed and locked states, light and dark: axe-core finds nothing on it, and a
// picture of it is left to look at. And what has to have room: an answer in a small window and with large letters, 500 profiles
// with names that are hard to show. `cargo xtask e2e` makes the bus, the keyring and the home folder around it.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { crowd, EMOJI, LONG, RIGHT_TO_LEFT } from "./harness/crowd.mjs";
import { Desktop, LARGE, SMALL, USUAL } from "./harness/desktop.mjs";
import { foundNothing } from "./harness/look.mjs";
import { KEY, Page } from "./harness/page.mjs";
import { until } from "./harness/process.mjs";
import { overHome, starter } from "./harness/starter.mjs";
import { Steps } from "./harness/steps.mjs";
import { Driver } from "./harness/webdriver.mjs";

const { MUDBRICK_DESKTOP: program, MUDBRICK_PICTURES, HOME } = process.env;
/** Not among those of the documentation. */
const pictures = join(MUDBRICK_PICTURES ?? "", "screens");
const PASSPHRASE = "correct horse battery staple";

let desktop;
let driver;
/** @type {Page} */
let page;

const steps = new Steps(pictures, () => ({ desktop, driver, page }));

/** Opens the window over a home of its own. */
async function open(home) {
  await page?.session.close();
  const started = await starter(HOME, home, program, overHome(join(HOME, home)));
  page = await Page.open(driver, started);
}

const { screen } = steps;

async function close(dialog) {
  await page.session.keys(KEY.escape);
  await page.gone(dialog);
}

/** A command by its words. */
async function command(words) {
  await page.session.keys(KEY.control, "k");
  await page.see("palette");
  await page.write(words);
  await page.session.keys(KEY.enter);
}

/** The share of the window's height that an element has. */
async function share(id) {
  return page.session.run(shareOf, id);
}

describe("screens", () => {
  before(async () => {
    assert.ok(program && MUDBRICK_PICTURES, "start this with `cargo xtask e2e`");
    desktop = await Desktop.start(LARGE);
    driver = await Driver.start(desktop.env);
  });

  after(async () => {
    await page?.session.close();
    await driver?.stop();
    await desktop?.stop();
  });

  screen("60 first start", async () => {
    await open("first");
    await page.see("welcome", 30);
  });
  screen("61 nothing to import yet", async () => {
    await page.press("import");
    await page.see("import-page");
  });
  screen("62 no key pairs", async () => {
    await page.press("all-keys");
    await page.see("keys-page");
  });
  screen("63 settings", async () => {
    await page.press("preferences");
    await page.see("vault-state");
  });
  screen("64 a new profile", async () => {
    await page.press("new-profile");
    await page.see("profile-form");
  });
  screen("65 a new profile refused", async () => {
    await page.fill("Scopes", "openid;AdobeID");
    await page.press("save-profile");
    await until("the first field", () => page.session.run(isInvalidFocused));
  });
  screen("66 a new JWT profile", async () => {
    await page.choose("radio", "Service account (JWT)");
  });
  screen("67 practice", async () => {
    await page.press("preferences");
    await page.press("practice-switch");
    await page.see("practice-url", 20);
  });
  screen("68 a request that was not sent yet", async () => {
    await page.choose("button", "Back to the start");
    await page.tryPractice();
  });
  screen("69 an answer", async () => {
    await page.press("send");
    await page.read("status", "200", 30);
    await page.see("answer-body");
  });
  screen("70 headers of the answer", async () => {
    await page.choose("tab", "Headers (5)");
  });
  screen("71 find in the answer", async () => {
    await page.choose("tab", "Body", 10, "answer");
    await page.session.keys(KEY.control, "f");
    await page.see("find-bar");
    await page.write("poi");
  });
  screen("72 a request with a variable that is missing", async () => {
    await page.newRequest("https://api-places.adobe.io/places/{{NOWHERE}}");
    await page.see("check-warning");
  });
  screen("73 a call that failed", async () => {
    await page.press("send");
    await page.see("problem", 20);
  });
  screen("74 saving a request", async () => {
    await page.press("save-request");
    await page.see("save-request-confirm");
  });
  screen("75 no key pairs of this profile", async () => {
    await close("save-request-confirm");
    await page.press("tab-keys");
    await page.see("keys-tab");
  });
  screen("76 the form of a key pair", async () => {
    await page.press("new-key");
    await page.see("key-form");
  });
  screen("77 the form of a key pair refused", async () => {
    await page.fill("Name", "a b");
    await page.fill("Country", "USA");
    await page.fill("Valid for days", "4000");
    await page.press("generate-key");
    await until("the first field", () => page.session.run(isInvalidFocused));
  });
  screen("78 a key pair", async () => {
    await page.fill("Name", "campaign");
    await page.fill("Country", "DE");
    await page.fill("Valid for days", "20");
    await page.fill("Common name", "campaign.acme.example");
    await page.press("generate-key");
    await page.see("key-card", 60);
  });
  screen("79 history", async () => {
    await page.press("tab-history");
    await page.see("history-row");
    await page.see("answer");
  });
  screen("80 nothing found in history", async () => {
    await page.fill("Search history", "nothing like this");
    await page.read("history-tab", "Nothing found");
  });
  screen("81 replay on another profile", async () => {
    await page.fill("Search history", "");
    await page.press("replay-on");
    await page.see("replay-on-confirm");
  });
  screen("82 a profile's form", async () => {
    await page.session.keys(KEY.escape);
    await page.session.keys(KEY.escape);
    await page.gone("replay-on-confirm");
    await page.press("tab-settings");
    await page.see("profile-form");
  });
  screen("83 the overview, and a copied token", async () => {
    await page.press("tab-overview");
    await page.see("fact-client-id");
    await page.press("copy-token");
    await page.toast("clears in");
  });
  screen("84 the token call", async () => {
    await page.choose("button", "Show the token call as curl");
    await page.read("profile-page", "curl");
  });
  screen("85 the palette", async () => {
    await page.session.keys(KEY.control, "k");
    await page.see("palette");
    await page.write("lib");
    await page.read("palette", "Sent", 10);
  });
  screen("86 the shortcuts", async () => {
    await close("palette");
    await page.session.keys(KEY.control, "/");
    await page.see("palette");
  });
  screen("87 the menu of a row", async () => {
    await close("palette");
    await page.focus("profile-row");
    await page.session.keys(KEY.shift, KEY.f10);
    await page.see("row-menu");
  });
  screen("88 the profile's menu", async () => {
    await close("row-menu");
    await page.press("profile-menu");
    await page.find("menuitem", "Copy token");
  });
  screen("89 an export", async () => {
    await page.session.keys(KEY.escape);
    await command("export this profile");
    await page.see("export-dialog");
  });
  screen("90 a share kit", async () => {
    await close("export-dialog");
    await command("share kit");
    await page.see("kit-dialog");
  });
  screen("91 a backup", async () => {
    await close("kit-dialog");
    await command("back up");
    await page.see("backup-dialog");
  });
  screen("92 no earlier versions", async () => {
    await close("backup-dialog");
    await command("earlier versions");
    await page.find("button", "Close");
  });
  screen("93 a passphrase that differs", async () => {
    await page.session.keys(KEY.escape);
    await page.press("preferences");
    await page.choose("button", "Use a passphrase instead…");
    await page.fill("New passphrase", PASSPHRASE);
    await page.fill("Repeat the passphrase", "another");
  });
  screen("94 locked", async () => {
    await page.fill("Repeat the passphrase", PASSPHRASE);
    await page.press("set-passphrase");
    await page.gone("passphrase-form");
    await page.press("lock-now");
    await page.see("lock-screen");
  });
  screen("95 the wrong passphrase", async () => {
    await page.fill("Passphrase", "correct horse");
    await page.press("unlock");
    await page.see("lock-problem", 30);
  });
  screen("96 the studio", async () => {
    await page.fill("Passphrase", PASSPHRASE);
    await page.press("unlock");
    await page.see("sidebar", 30);
    await page.press("all-keys");
    await page.choose("button", "campaign", 10);
    await page.see("key-card");
  });

  steps.quietly("97 a third of a small window is the answer's", async () => {
    await page.focus("profile-row");
    await page.press("profile-row");
    await page.press("tab-requests");
    await page.openRequest("Places");
    await page.press("send");
    await page.read("status", "200", 30);
    await page.resize(SMALL);
    const usual = await share("answer");
    await desktop.picture(pictures, "97-small");
    await page.session.run(letters, "150%");
    const large = await share("answer");
    await desktop.picture(pictures, "97-small-large-letters");
    assert.ok(await page.session.run(hasHeading), "the chosen profile stands under its heading");
    assert.equal(await page.session.run(overlapping, '[role="treeitem"]'), 0, "requests over each other");
    await page.session.run(letters, "");
    assert.ok(usual >= 1 / 3, `the answer has ${usual.toFixed(3)} of 900 × 600`);
    assert.ok(large >= 1 / 3, `with letters of 150 % it has ${large.toFixed(3)}`);
  });

  screen("98 500 profiles", async () => {
    await crowd(join(HOME, "crowd"), 500);
    await open("crowd");
    await page.see("profile-row", 30);
    await page.chooseProfile(LONG);
    await page.resize(SMALL);
  });
  screen("99 names from right to left and of many characters a letter", async () => {
    await page.chooseProfile(RIGHT_TO_LEFT);
    await page.chooseProfile(EMOJI);
    await page.resize(LARGE);
  });
  screen("100 the chosen row is in view and under its heading", async () => {
    await page.resize(USUAL);
    await page.session.keys(KEY.control, "p");
    await page.see("palette");
    await page.write("integration 476");
    await page.session.keys(KEY.enter);
    await page.read("profile-header", "Integration 476");
    await until("the row to be in view", () => page.session.run(isChosenInView));
    assert.ok(await page.session.run(hasHeading), "the heading of its organisation is in sight");
  });
  screen("101 the production question names the call", async () => {
    await page.press("tab-requests");
    await page.see("request-editor");
    await page.openListed("catalogue Places/Delete a library");
    await page.read("request-editor", "Delete a library");
    await page.fill("URL", "https://api-places.adobe.io/places/placesapi/v1/libraries/1");
    await page.press("send");
    await page.read("confirm-call", "DELETE https://api-places.adobe.io/places/placesapi/v1/libraries/1");
  });
  screen("102 a token that cannot be had", async () => {
    await page.session.keys(KEY.escape);
    await page.gone("confirm-call");
    await page.press("tab-overview");
    await page.press("get-token");
    await page.see("problem", 30);
  });

  steps.quietly("103 nothing was found on any of them", () => {
    foundNothing(40);
  });
});

// What follows runs in the page.

function isInvalidFocused() {
  return document.activeElement?.getAttribute("aria-invalid") === "true";
}

function shareOf(id) {
  return document.querySelector(`[data-testid="${id}"]`).getBoundingClientRect().height / innerHeight;
}

function letters(percent) {
  document.documentElement.style.fontSize = percent;
}

/** How many rows begin before the one above them ends. */
function overlapping(selector) {
  const places = [...document.querySelectorAll(selector)].map((row) => row.getBoundingClientRect());
  const inOrder = places.toSorted((one, other) => one.top - other.top);
  return inOrder.filter(({ top }, n) => n > 0 && top < inOrder[n - 1].bottom - 1).length;
}

function isChosenInView() {
  const row = document.querySelector('[data-testid="profile-row"][aria-selected="true"]');
  const list = row.closest("[role=listbox]").getBoundingClientRect();
  const { top, bottom } = row.getBoundingClientRect();
  return top >= list.top && bottom <= list.bottom;
}

function hasHeading() {
  const row = document.querySelector('[data-testid="profile-row"][aria-selected="true"]');
  const list = row.closest("[role=listbox]").getBoundingClientRect();
  const heading = row.parentElement.querySelector("p").getBoundingClientRect();
  return heading.top >= list.top - 1 && heading.bottom <= row.getBoundingClientRect().top + 1;
}
