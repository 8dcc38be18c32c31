// A profile exported for another tool and imported into a fresh home is the same profile there, but for what the format
// has no place for; and importing it again changes nothing.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { at } from "./mudbrick.js";
import { campaign, exportAll, places, store } from "./profiles.js";

/** What comes back otherwise: in the profile, and in the context that the aio CLI would get from it. */
const CHANGES = [
  [places, "env", { name: "interop places", organization: "", sandbox: "prod", variables: {} }],
  [places, "aio", { name: "interop places", organization: "", sandbox: "prod", variables: {} }],
  [
    places,
    "postman",
    { organization: "", secrets: ["client_secret"] },
    { client_secrets: places.secrets.slice(0, 1), technical_account_email: undefined },
  ],
  [places, "console", { sandbox: "prod", variables: {} }],
  [campaign, "env", { name: "interop campaign jwt", organization: "" }],
  [campaign, "aio", { name: "interop campaign jwt", organization: "" }],
  [campaign, "postman", { organization: "" }],
  [campaign, "console", { name: "Campaign JWT", adobe: "production", key: undefined }, { private_key: [] }],
];

let folder, mudbrick, stored, files;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "mudbrick-imports-"));
  mudbrick = at(join(folder, "home"));
  stored = await store(mudbrick, folder);
  files = await exportAll(mudbrick, folder);
});
after(() => rmSync(folder, { recursive: true }));

/** The context with these members in place of its own; one without a value is not there. */
function withChanges(context, changes) {
  const all = Object.entries({ ...context, ...changes });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

/** The program over a home that does not exist yet. */
const elsewhere = () => at(join(mkdtempSync(join(folder, "elsewhere-")), "home"));

/** What a profile is, without what its home alone knows and without the risk and its colour, which are guessed anew. */
async function profileOf(program, name) {
  const { summary, credential, secrets, ...view } = await program.json("profile", "show", name);
  const { key, ...granted } = credential;
  return {
    name: summary.name,
    organization: summary.organization,
    orgId: summary.org_id,
    clientId: summary.client_id,
    adobe: summary.adobe,
    credential: granted,
    key,
    sandbox: view.sandbox,
    variables: view.variables,
    allowedHosts: view.allowed_hosts,
    secrets: secrets.filter((secret) => secret.present).map((secret) => secret.kind),
  };
}

/** What the aio CLI would get from this file. */
const contextIn = (file) => Object.values(JSON.parse(readFileSync(file, "utf8")).ims.contexts)[0];

/** What it would get from the profile as it is kept now: this shows its secrets. */
async function contextOf(program, name) {
  const out = join(mkdtempSync(join(folder, "again-")), "aio");
  await program.text("export", name, "--as", "aio", "--with-secrets", "--out", out);
  return contextIn(out);
}

/** Every file that lasts, and its content. The log grows with whatever is done. */
function kept(home) {
  const names = readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "diagnostics.log")
    .map((entry) => join(entry.parentPath, entry.name));
  const digest = (name) => createHash("sha256").update(readFileSync(name)).digest("hex");
  return Object.fromEntries(names.toSorted().map((name) => [name, digest(name)]));
}

describe("mudbrick import", { concurrency: 2 }, () => {
  for (const [profile, format, changes, contextChanges = {}] of CHANGES) {
    test(`of ${profile.title} as ${format} gives the same profile, and once only`, async () => {
      const file = files[profile.context][format];
      const there = elsewhere();
      const { imported } = await there.json("import", file, "--yes");
      assert.equal(imported.profiles.length, 1);
      const name = imported.profiles[0].id;

      const expected = { ...(await profileOf(mudbrick, profile.title)), ...changes };
      if (!expected.key) expected.secrets = expected.secrets.filter((kind) => kind !== "private_key");
      assert.deepEqual(await profileOf(there, name), expected);
      const context = contextIn(files[profile.context].aio);
      assert.deepEqual(await contextOf(there, name), withChanges(context, contextChanges));

      const once = kept(there.folder);
      const again = (await there.json("import", file, "--yes")).imported;
      assert.equal(again.unchanged, expected.key ? 2 : 1);
      assert.deepEqual(kept(there.folder), once);
    });
  }

  test("of a Console project together with the key's file gives a profile that can sign", async () => {
    const there = elsewhere();
    const both = [files[campaign.context].console, stored.file];
    const { imported } = await there.json("import", ...both, "--yes");
    const name = imported.profiles[0].id;
    assert.deepEqual(await contextOf(there, name), contextIn(files[campaign.context].aio));
    const original = await profileOf(mudbrick, campaign.title);
    assert.equal((await profileOf(there, name)).key, original.key);
  });

  test("of .env and .aio of one profile gives it once", async () => {
    const there = elsewhere();
    const both = [files[places.context].env, files[places.context].aio];
    const { imported } = await there.json("import", ...both, "--yes");
    assert.equal(imported.profiles.length, 1);
    assert.deepEqual(await contextOf(there, imported.profiles[0].id), contextIn(both[1]));
  });

  test("of every file at home changes nothing", async () => {
    const untouched = kept(mudbrick.folder);
    const all = Object.values(files).flatMap((ofProfile) => Object.values(ofProfile));
    const { imported } = await mudbrick.json("import", ...all, "--yes");
    assert.equal(imported.unchanged, 3);
    assert.deepEqual(kept(mudbrick.folder), untouched);
  });
});
