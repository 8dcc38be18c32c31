// What people already have comes in, stays theirs, and goes out again: in the real window, with real files dropped on it,
// a real keyring that is locked and taken away, and the system's own dialogs. `cargo xtask e2e` makes the bus, the keyring
// and the home folder around it.

import assert from "node:assert/strict";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { Desktop, HEIGHT, WIDTH } from "./harness/desktop.mjs";
import { Keyring } from "./harness/keyring.mjs";
import { environments, inMemory, processOf } from "./harness/memory.mjs";
import { Page } from "./harness/page.mjs";
import { CLIENT_ID, Practice } from "./harness/practice.mjs";
import { output, until } from "./harness/process.mjs";
import { exporting, overHome, starter } from "./harness/starter.mjs";
import { Steps } from "./harness/steps.mjs";
import { Driver } from "./harness/webdriver.mjs";

const { MUDBRICK_DESKTOP: program, MUDBRICK_PICTURES: pictures, HOME } = process.env;
const { MUDBRICK_BIN: mudbrick, MUDBRICK_LEAK: leak } = process.env;

/** What the profile is called: as its project is. */
const NAME = "Geo Demo";
const PASSPHRASE = "correct horse battery staple";
const OF_BACKUP = "another horse";

let desktop;
let driver;
let keyring;
let practice;
/** @type {Page} */
let page;

/** Where the backup is. */
let backup = "";

/** The token that was copied, to be looked for where it must not be. */
let token = "";

const steps = new Steps(pictures, () => ({ desktop, driver, page }));
const { step } = steps;

/** Opens the window, over another home than the usual one when it is named, and with a passphrase in its environment. */
async function open(home = "mudbrick", passphrase = null) {
  await page?.session.close();
  const first = [overHome(join(HOME, home))];
  if (passphrase !== null) first.push(exporting("MUDBRICK_PASSPHRASE", passphrase));
  const started = await starter(HOME, home, program, ...first);
  page = new Page(await driver.open(started));
  await page.session.resize(WIDTH, HEIGHT);
  await page.complete();
}

async function toVault() {
  await page.press("preferences");
  await page.see("vault-state");
}

/** The signature of what was copied, which is its secret part. */
const signature = () => token.split(".")[2];

describe("credentials", () => {
  before(async () => {
    assert.ok(program && pictures && leak && mudbrick, "start this with `cargo xtask e2e`");
    desktop = await Desktop.start();
    keyring = new Keyring();
    practice = await Practice.start(mudbrick);
    driver = await Driver.start({ ...desktop.env, ...practice.env });
  });

  after(async () => {
    await page?.session.close();
    await driver?.stop();
    await practice?.stop();
    await keyring?.stop();
    await desktop?.stop();
  });

  step("20 a Console project dropped on the window", async () => {
    await open();
    await page.see("welcome", 30);
    await desktop.drop("Mudbrick", [await practice.consoleFile("anything.bin")]);
    await page.read("found-profile", CLIENT_ID);
    const held = await page.held();
    assert.ok(!held.includes(practice.secret), "the page gets masks");
  });

  step("21 added and tested", async () => {
    await page.choose("button", "Add and test");
    await page.read("token-left", "left", 30);
    await page.read("profile-header", NAME);
  });

  step("22 its token copied", async () => {
    await page.press("copy-token");
    await page.toast("copied");
    token = await desktop.clipboard();
    const [header, claims, signed, more] = token.split(".");
    assert.ok(signed && !more, "a token has three parts and nothing around it");
    assert.equal(JSON.parse(Buffer.from(header, "base64url")).alg, "RS256");
    assert.equal(JSON.parse(Buffer.from(claims, "base64url")).client_id, CLIENT_ID);
    // What clipboard histories ask before they keep something (KDE's name for it, which others took over).
    assert.ok((await desktop.clipboardForms()).includes("x-kde-passwordManagerHint"));
  });

  step("23 locked", async () => {
    const id = await processOf(program);
    assert.deepEqual(
      await inMemory(id, [signature()]),
      [signature()],
      "an open vault has the token in memory",
    );
    await toVault();
    await page.press("lock-now");
    await page.see("lock-screen");
    assert.notEqual(await desktop.clipboard().catch(() => ""), token, "the clipboard is cleared");
    const secrets = [signature(), practice.secret];
    await until("the memory to be clean", async () => (await inMemory(id, secrets)).length === 0);
  });

  step("24 unlocked by the keyring", async () => {
    await page.press("unlock");
    await page.see("sidebar");
    await page.chooseProfile(NAME);
    await page.read("token-left", "left");
  });

  step("25 locked along with the screen", async () => {
    const signal = ["/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", "boolean:true"];
    await output("dbus-send", ["--session", "--type=signal", ...signal]);
    await page.see("lock-screen");
  });

  step("26 a passphrase instead of the keyring", async () => {
    await page.press("unlock");
    await toVault();
    await page.choose("button", "Use a passphrase instead…");
    await page.fill("New passphrase", PASSPHRASE);
    await page.fill("Repeat the passphrase", PASSPHRASE);
    await page.press("set-passphrase");
    await page.gone("passphrase-form", 20);
    await page.see("vault-state");
  });

  step("27 the wrong passphrase", async () => {
    await page.press("lock-now");
    await page.see("lock-screen");
    await page.fill("Passphrase", "correct horse");
    await page.press("unlock");
    await page.read("lock-problem", "not the vault", 20);
  });

  step("28 the right passphrase", async () => {
    await page.fill("Passphrase", PASSPHRASE);
    await page.press("unlock");
    await page.see("sidebar", 20);
    await page.chooseProfile(NAME);
    await page.press("copy-token");
    await page.toast("copied");
  });

  step("29 a backup", async () => {
    await page.press("preferences");
    await page.choose("button", "Back up…");
    await page.fill("New passphrase", OF_BACKUP);
    await page.fill("Repeat the passphrase", OF_BACKUP);
  });

  step("30 the backup saved", async () => {
    await page.press("backup-save");
    backup = join(HOME, "saved.age");
    // The dialog suggests a name and selects all of it but its end, which stays.
    await desktop.type("Save File", backup.replace(/\.age$/, ""));
    await until("the backup", async () => (await stat(backup)).size > 0, 20);
    assert.ok(!(await readFile(backup)).includes(practice.secret));
  });

  step("31 a backup dropped on an empty Mudbrick", async () => {
    await open("restored");
    await page.see("welcome", 30);
    await desktop.drop("Mudbrick", [backup]);
    await page.see("locked-item");
  });

  step("32 the backup opened", async () => {
    await page.fill("Passphrase", OF_BACKUP);
    await page.press("unlock-item");
    await page.read("found-profile", CLIENT_ID, 20);
  });

  step("33 everything is back", async () => {
    await page.press("import-add");
    await page.read("profile-header", NAME);
    await page.read("token-left", "left", 30);
  });

  step("34 a locked keyring", async () => {
    await keyring.lock();
    await open("restored");
    await page.read("vault-bar", "keyring", 40);
  });

  step("35 the keyring unlocked by its owner", async () => {
    await keyring.unlock();
    await page.choose("button", "Ask the keyring again");
    await page.gone("vault-bar", 20);
    await page.chooseProfile(NAME);
    await page.press("copy-token");
    await page.toast("copied");
  });

  step("36 no keyring", async () => {
    await keyring.remove();
    await open("restored");
    await page.read("vault-bar", "keyring", 40);
  });

  step("37 the keyring is back", async () => {
    await keyring.bringBack();
    // As the bar says: a keyring is looked for once in a start.
    await open("restored");
    await page.chooseProfile(NAME, 30);
    await page.press("copy-token");
    await page.toast("copied");
  });

  step("38 pasted from the clipboard", async () => {
    await desktop.copy(practice.consoleText());
    await page.session.keys("\uE009", "v");
    await page.read("found-profile", CLIENT_ID);
  });

  step("39 a kit that wants too much", async () => {
    await desktop.drop("Mudbrick", [await practice.greedyKit()]);
    await page.read("trust", "Tick only hosts that you know");
    await page.read("refused-host", "too wide");
    assert.equal(await page.session.run(ticked, "trust"), 0, "no host is agreed to");
  });

  step("40 imported in a hurry, it gets no host", async () => {
    await page.press("import-add");
    await page.read("profile-header", "Shop finder");
    const files = join(HOME, "restored", "profiles");
    const profiles = await Promise.all(
      (await readdir(files)).map((name) => readFile(join(files, name), "utf8")),
    );
    const imported = profiles.find((text) => text.includes("Shop finder"));
    assert.match(imported ?? "", /^allowed_hosts = \[\]$/m);
    assert.match(imported ?? "", /^risk = "production"$/m);
  });

  steps.quietly("41 what opens the vault is in no process's environment", async () => {
    await open("given", "of this home alone");
    await page.see("welcome", 30);
    const all = await environments();
    const own = all.filter((one) => one.includes(`MUDBRICK_HOME=${join(HOME, "given")}`));
    assert.ok(own.length > 1, "the web view has processes of its own");
    assert.ok(!all.some((one) => one.includes("MUDBRICK_PASSPHRASE=of this home alone")));
  });

  steps.quietly("42 nothing secret lies anywhere in the clear", async () => {
    const seen = join(HOME, "seen");
    await mkdir(seen);
    await writeFile(join(seen, "titles"), (await desktop.titles()).join("\n"));
    const secrets = { "client secret": practice.secret, token: signature(), passphrase: PASSPHRASE };
    await output(leak, ["search", JSON.stringify({ ...secrets, "of the backup": OF_BACKUP }), HOME]);
  });
});

function ticked(id) {
  return document.querySelectorAll(`[data-testid="${id}"] input:checked`).length;
}
