// Every remedy's button, pressed where its problem arises, and the place that it leads to: as ui/test/remedies.test.tsx has it, with
// the real engine. A proxy in the place of Adobe gives the rule book's own examples, one for each remedy that it has; the others are
// brought about. `cargo xtask e2e` makes the bus, the keyring and the home folder around it.

import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { Answering } from "./harness/answering.mjs";
import { Desktop, USUAL } from "./harness/desktop.mjs";
import { Keyring } from "./harness/keyring.mjs";
import { foundNothing } from "./harness/look.mjs";
import { Page } from "./harness/page.mjs";
import { MANAGED } from "./harness/practice.mjs";
import { output, until } from "./harness/process.mjs";
import { writeProfile } from "./harness/profiles.mjs";
import { oneOfEachRemedy } from "./harness/rules.mjs";
import { exporting, starter } from "./harness/starter.mjs";
import { Steps } from "./harness/steps.mjs";
import { Driver } from "./harness/webdriver.mjs";

const {
  MUDBRICK_DESKTOP: program,
  MUDBRICK_BIN: mudbrick,
  MUDBRICK_PICTURES,
  MUDBRICK_HOME,
  HOME,
} = process.env;
/** Not among those of the documentation. */
const pictures = join(MUDBRICK_PICTURES ?? "", "remedies");

/** What the real window cannot be led to, and why. */
const UNREACHABLE = {
  start_practice: "whatever asks the local Adobe starts it first",
};

const digits = (digit) => digit.repeat(32);
const ACME = "AC3E5A1B2C3D4E5F60718293@AdobeOrg";
const SCOPES = ["openid", "AdobeID", "read_organizations", "additional_info.projectedProductContext"];

/** The practice Adobe's own project; crates/practice/seed has it whole. */
const PLACES = {
  id: digits("1"),
  name: "Places",
  clientId: "aac3e00000000000000000000000a001",
  orgId: ACME,
  credential: { grant: "oauth_server_to_server", scopes: SCOPES },
};
/** The same of another one, whose secret is damaged in the end. */
const PLATFORM = {
  id: digits("2"),
  name: "Experience Platform",
  clientId: "aac3e00000000000000000000000a003",
  orgId: ACME,
  credential: { grant: "oauth_server_to_server", scopes: SCOPES },
};
/** Nobody has signed in with it. */
const PHONE = {
  id: digits("3"),
  name: "Phone",
  clientId: "b610be0000000000000000000000b005",
  credential: {
    grant: "oauth_user",
    client: "native",
    redirect_uri: "adobe+b610be://adobeid/b610be0000000000000000000000b005",
    scopes: ["openid", "AdobeID"],
  },
};
/** It asks Adobe, and so whoever is in Adobe's place. It may manage its secrets, and nobody knows where it is. */
const SHOP = {
  id: digits("4"),
  name: "Shop",
  clientId: digits("a"),
  adobe: "production",
  credential: { grant: "oauth_server_to_server", scopes: MANAGED.scopes },
};
/** The same with a service account (JWT). */
const LEAVING = {
  id: digits("5"),
  name: "Leaving",
  clientId: digits("b"),
  adobe: "production",
  credential: {
    grant: "jwt",
    technical_account_id: "A0020A1B2C3D4E5F60718293@techacct.adobe.com",
    metascopes: ["ent_campaign_sdk"],
  },
};

const HOST = "api.acme.example";
const OTHERS = `### signed
GET https://platform.adobe.io/data/foundation/catalog/dataSets
Authorization: Bearer {{ACCESS_TOKEN}}

### elsewhere
GET https://${HOST}/
x-api-key: {{API_KEY}}

### unset
GET https://platform.adobe.io/{{POI_ID}}
`;

/** But for the one whose button needs Adobe's own login: it is pressed where the local Adobe gives the token. */
const book = (await oneOfEachRemedy()).filter(({ fix }) => fix !== "renew");

let desktop;
let driver;
let keyring;
let answering;
/** @type {Page} */
let page;

/** Which kinds of remedies were pressed. */
const pressed = new Set();

const steps = new Steps(pictures, () => ({ desktop, driver, page }));
const { step, screen } = steps;

/** As one entry of a file of requests. It goes without TLS, which a proxy can answer by itself. */
const entryOf = ({ id, example: { method, url } }) =>
  `### ${id}\n${method} ${url.replace("https://", "http://")}\n`;

async function press(kind, label, seconds, part) {
  await page.mend(label, seconds, part);
  pressed.add(kind);
}

/** Sends one of the requests with a profile. */
async function send({ name }, request) {
  await page.chooseProfile(name, 20);
  await page.press("tab-requests");
  await page.openListed(`own remedies#${request}`);
  await page.read("request-editor", request);
  await page.press("send");
}

/** Waits until the form stands at a field, with the keyboard in it. */
const reached = (field) =>
  until(`the field ${field}`, async () => (await page.session.run(soughtField)) === field);

/** Waits until the keyboard is in an element of which all this is so. */
const isAt = (wanted) =>
  until(`the keyboard at ${JSON.stringify(wanted)}`, async () => {
    const there = await page.session.run(focused);
    return Object.entries(wanted).every(([member, value]) => there?.[member] === value);
  });

async function dialogAsks({ remedy }) {
  await page.read("ask-dialog", remedy);
  await page.choose("button", "Close");
  await page.gone("ask-dialog");
}

/** For each word of the rules' files: which kind of remedy it is, what its button says, and where that leads. */
const BY_FIX = {
  field: ([, field]) => ["open_field", "Open Settings", () => reached(field)],
  key: () => ["choose_key", "Open Keys & certificates", () => page.see("keys-tab")],
  migrate: () => [
    "migrate",
    "Leave JWT…",
    async () => {
      await page.see("migrate-page");
      await page.press("migrate-back");
    },
  ],
  retry: () => ["try_again", "Try again", () => page.read("status", "200", 20)],
  wait: () => ["wait", "Try again", () => page.read("status", "200", 20)],
  url: () => ["edit_request", "Edit the URL", () => isAt({ testId: "url" })],
  headers: () => ["edit_request", "Edit the headers", () => isAt({ label: "Header 1 name" })],
  body: () => ["edit_request", "Edit the body", () => isAt({ part: "body" })],
  header: ([, line]) => {
    const [name, value] = line.split(/: ?/, 2);
    const place = async () => {
      await isAt({ label: "Header 1 value", value });
      await page.holds("Header 1 name", name);
    };
    return ["edit_request", `Set the header ${name}`, place];
  },
  console: (_, rule) => ["open_console", "What to look for in the Console…", () => dialogAsks(rule)],
  admin: (_, rule) => ["ask_administrator", "What to ask for…", () => dialogAsks(rule)],
};

/** A rule's answer comes, its problem is told, and its button leads where it says. */
async function leads(rule) {
  const { id, fix, remedy, example } = rule;
  const words = /^(\S+) ?(.*)$/.exec(fix).slice(1);
  assert.ok(words[0] in BY_FIX, `where does ${fix} lead?`);
  const [kind, label, place] = BY_FIX[words[0]](words, rule);
  answering.give(example);
  await send(example.url.includes("/ims/exchange/") ? LEAVING : SHOP, id);
  await page.read("problem", remedy, 20);
  answering.mend();
  const { asked } = answering;
  await press(kind, label, 20);
  await place();
  const isDoneAgain = kind === "try_again" || kind === "wait";
  assert.equal(answering.asked - asked, isDoneAgain ? 1 : 0, "how often it was sent again");
}

const storeSecret = async (profile, secret) => {
  const file = join(HOME, "secret");
  await writeFile(file, secret);
  await output(mudbrick, ["profile", "edit", profile.name, "--secret-file", file]);
};

describe("remedies", () => {
  before(async () => {
    assert.ok(
      program && mudbrick && MUDBRICK_PICTURES && MUDBRICK_HOME && HOME,
      "start this with `cargo xtask e2e`",
    );
    for (const profile of [PLACES, PLATFORM, PHONE, SHOP, LEAVING])
      await writeProfile(MUDBRICK_HOME, profile);
    const requests = join(MUDBRICK_HOME, "requests");
    await mkdir(requests, { recursive: true });
    await writeFile(join(requests, "remedies.http"), [OTHERS, ...book.map(entryOf)].join("\n"));
    await storeSecret(PLACES, "p8e-practice-acme-places");
    await storeSecret(PLATFORM, "p8e-of-earlier");
    await storeSecret(PLATFORM, "p8e-practice-acme-platform");
    keyring = new Keyring();
    await keyring.lock();
    answering = await Answering.start();
    desktop = await Desktop.start(USUAL);
    driver = await Driver.start(desktop.env);
    // The driver would ask there too; and the web view asks the driver, on this machine.
    const proxy = [exporting("HTTP_PROXY", answering.address), exporting("NO_PROXY", "127.0.0.1,localhost")];
    const started = await starter(HOME, "remedies", program, ...proxy);
    page = await Page.open(driver, started);
  });

  after(async () => {
    await page?.session.close().catch(() => undefined);
    await driver?.stop();
    await desktop?.stop();
    await answering?.stop();
  });

  step("01 a locked keyring: unlock", async () => {
    await page.chooseProfile(PLACES.name, 30);
    await page.press("get-token");
    await page.read("token-card", "keyring is locked", 60);
    await keyring.unlock();
    await press("unlock", "Unlock and try again", 30, "token-card");
    await page.read("token-left", "left", 40);
  });

  step("02 no token to be looked at: renew it", async () => {
    await page.chooseProfile(PLATFORM.name);
    await page.press("inspector");
    await press("renew_token", "Renew the token and try again", 20);
    await page.read("inspected-kind", "Access token", 30);
  });

  step("03 nobody is signed in: sign in", async () => {
    await send(PHONE, "signed");
    await press("sign_in", "Sign in…", 30);
    await page.see("fact-client-id");
    await page.see("sign-in");
  });

  step("04 a host that may not see the credential: allow it", async () => {
    await send(SHOP, "elsewhere");
    await press("allow_host", "Add to allowed hosts…", 20);
    await reached("allowed_hosts");
    await isAt({ value: HOST });
  });

  step("05 a variable without a value: set it", async () => {
    await send(SHOP, "unset");
    await press("set_variable", "Set the variable…", 20);
    await reached("variables");
    await isAt({ pair: "POI_ID" });
  });

  screen("06 a credential of which nobody knows where it is: say it", async () => {
    await page.chooseProfile(SHOP.name);
    await page.chooseOfProfile("Rotate secret…");
    await press("rotate_secret", "Enter the address…", 20);
    await page.see("place-dialog");
  });

  steps.quietly(
    "07 the dialog is left",
    async () => {
      await page.choose("button", "Cancel");
      await page.gone("place-dialog");
      await page.press("rotate-back");
    },
    "07-failed",
  );

  for (const [at, rule] of book.entries()) {
    steps.quietly(`08 ${rule.fix}, as ${rule.id} has it`, () => leads(rule), `08-${at}-failed`);
  }

  screen("09 a damaged secret: bring an earlier one back", async () => {
    await writeFile(join(MUDBRICK_HOME, "secrets", `${PLATFORM.id}.age`), "damaged");
    await page.chooseProfile(PLATFORM.name);
    await page.press("renew-token");
    await press("restore_secret", "Earlier versions…", 20, "token-card");
    await page.see("version");
    await until("the keyboard at the version", () => page.session.run(isInVersion));
  });

  steps.quietly("10 every remedy was pressed, or cannot be", async () => {
    const type = new URL("../../ui/src/bindings/RemedyAction.ts", import.meta.url);
    const kinds = [...(await readFile(type, "utf8")).matchAll(/"kind": "(\w+)"/g)].map(([, kind]) => kind);
    assert.ok(kinds.length > 10, `only ${kinds.length} kinds of remedies were found`);
    assert.deepEqual([...pressed, ...Object.keys(UNREACHABLE)].toSorted(), kinds.toSorted());
  });

  steps.quietly("11 nothing was found on the screens", () => foundNothing(2));
});

// What follows runs in the page.

function soughtField() {
  const field = document.querySelector("[data-sought]");
  return field?.contains(document.activeElement) ? field.dataset.field : null;
}

function focused() {
  const element = document.activeElement;
  if (!element) return null;
  const { testid: testId, pair } = element.dataset;
  const part = element.closest("[data-part]")?.dataset.part;
  return { testId, pair, part, label: element.getAttribute("aria-label"), value: element.value };
}

function isInVersion() {
  return document.activeElement?.closest('[data-testid="version"]') !== null;
}
