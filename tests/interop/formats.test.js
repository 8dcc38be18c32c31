// What `mudbrick export` writes is read by the tools it is written for, and by `mudbrick import`.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import dotenv from "dotenv";
import { at } from "./mudbrick.js";
import { startPractice } from "./practice.js";
import { FORMATS, campaign, exportAll, places, seed, store } from "./profiles.js";
import { call, payload } from "./run.js";

let folder, mudbrick, stored, files, practice;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "mudbrick-formats-"));
  mudbrick = at(join(folder, "home"));
  stored = await store(mudbrick, folder);
  files = await exportAll(mudbrick, folder);
  const seedFile = join(folder, "seed.toml");
  writeFileSync(seedFile, seed());
  practice = await startPractice(seedFile);
  await practice.certify(campaign.clientId, stored.certificate);
});
after(async () => {
  await practice?.stop();
  rmSync(folder, { recursive: true });
});

/** The file with the profile's secrets. */
const exported = (profile, format) => files[profile.context][format];
const read = (profile, format) => readFileSync(exported(profile, format), "utf8");
const keyText = () => readFileSync(stored.file, "utf8").trim();

/** A folder where the aio CLI would be run, with this one file. */
function project(profile, format) {
  const place = mkdtempSync(join(folder, "project-"));
  cpSync(exported(profile, format), join(place, `.${format}`));
  return place;
}

/** A list that the plugins take as it is or as JSON. */
const list = (value) => (typeof value === "string" ? JSON.parse(value) : value);

/** The environment after a shell has read the file. */
function sourced(file) {
  const script = 'set -a; . "$0"; exec env -0';
  const printed = execFileSync("sh", ["-c", script, file], { env: { PATH: process.env.PATH } });
  const pairs = printed.toString().split("\0").filter(Boolean);
  return Object.fromEntries(pairs.map((pair) => pair.match(/^([^=]*)=(.*)$/s).slice(1)));
}

for (const format of ["env", "aio"]) {
  describe(`@adobe/aio-lib-core-config on .${format}`, () => {
    const resolve = async (profile) => {
      const { value, error } = await call(practice, "aio-lib-core-config", {}, project(profile, format));
      assert.equal(error, undefined);
      assert.deepEqual(Object.keys(value.contexts), [profile.context]);
      return { ...value, context: value.contexts[profile.context] };
    };

    test("resolves an OAuth profile to its very values", async () => {
      const { context, adobe, action } = await resolve(places);
      const lists = { client_secrets: list(context.client_secrets), scopes: list(context.scopes) };
      assert.deepEqual(
        { ...context, ...lists },
        {
          client_id: places.clientId,
          client_secrets: places.secrets,
          technical_account_email: places.email,
          technical_account_id: places.account,
          scopes: places.scopes,
          ims_org_id: places.orgId,
        },
      );
      assert.equal(adobe, undefined);
      if (format === "aio") return;
      assert.deepEqual(
        { ...action, IMS_OAUTH_S2S_SCOPES: list(action.IMS_OAUTH_S2S_SCOPES) },
        {
          SERVICE_API_KEY: places.clientId,
          IMS_OAUTH_S2S_CLIENT_ID: places.clientId,
          IMS_OAUTH_S2S_CLIENT_SECRET: places.secrets[0],
          IMS_OAUTH_S2S_ORG_ID: places.orgId,
          IMS_OAUTH_S2S_SCOPES: places.scopes,
        },
      );
    });

    test("resolves a JWT profile to its very values, key and stage included", async () => {
      const { context, adobe } = await resolve(campaign);
      const lists = {
        meta_scopes: list(context.meta_scopes),
        private_key: list(context.private_key).join("\n"),
      };
      assert.deepEqual(
        { ...context, ...lists },
        {
          client_id: campaign.clientId,
          client_secret: campaign.secrets[0],
          technical_account_id: campaign.account,
          meta_scopes: campaign.scopes,
          ims_org_id: campaign.orgId,
          private_key: keyText(),
        },
      );
      assert.equal(adobe, "stage");
    });
  });

  describe(`@adobe/aio-lib-ims on .${format}`, () => {
    for (const [profile, host, path] of [
      [places, "ims-na1.adobelogin.com", "/ims/token/v2"],
      [campaign, "ims-na1-stg1.adobelogin.com", "/ims/exchange/jwt"],
    ]) {
      test(`gets a token for ${profile.title}`, async () => {
        await practice.startOver();
        const input = { context: profile.context };
        const { value, error } = await call(practice, "aio-lib-ims", input, project(profile, format));
        assert.equal(error, undefined);
        assert.equal(payload(value).client_id, profile.clientId);
        const [seen] = await practice.requests("/ims/");
        assert.deepEqual([seen.host, seen.path, seen.status], [host, path, 200]);
      });
    }
  });
}

describe("other readers", () => {
  for (const profile of [places, campaign]) {
    test(`dotenv and a shell read the same from ${profile.title}'s .env`, () => {
      const values = dotenv.parse(read(profile, "env"));
      assert.equal(values.SERVICE_API_KEY, profile.clientId);
      assert.ok(Object.values(values).includes(profile.secrets[0]), "the first secret as it is");
      const shell = sourced(exported(profile, "env"));
      for (const [name, value] of Object.entries(values)) assert.equal(shell[name], value, name);
    });

    test(`the Console project of ${profile.title} has its values where the aio CLI looks`, () => {
      const { org, workspace } = JSON.parse(read(profile, "console")).project;
      assert.equal(org.ims_org_id, profile.orgId);
      const [credential] = workspace.details.credentials;
      const { client_id, client_secret, client_secrets, scopes, meta_scopes } =
        credential.integration_type === "service" ? credential.jwt : credential.oauth_server_to_server;
      assert.deepEqual(
        { client_id, secrets: client_secrets ?? [client_secret], scopes: scopes ?? meta_scopes },
        { client_id: profile.clientId, secrets: profile.secrets, scopes: profile.scopes },
      );
    });

    test(`the Postman environment of ${profile.title} has the names of Adobe's collections`, () => {
      const values = Object.fromEntries(
        JSON.parse(read(profile, "postman")).values.map(({ key, value }) => [key, value]),
      );
      assert.equal(values.API_KEY, profile.clientId);
      assert.equal(values.CLIENT_SECRET, profile.secrets[0]);
      assert.equal(values.IMS_ORG, profile.orgId);
      assert.equal(values.TECHNICAL_ACCOUNT_ID, profile.account);
      assert.deepEqual(values.SCOPES ?? values.META_SCOPE, profile.scopes);
      assert.equal(values.PRIVATE_KEY, profile === campaign ? keyText() : undefined);
    });
  }
});

describe("secrets", () => {
  /** Which of the secrets the text holds: as they are, in either of JSON's ways, in Base64; and the key by any of its lines. */
  function held(text) {
    const forms = (secret) => {
      const json = JSON.stringify(secret).slice(1, -1);
      const base64 = Buffer.from(secret).toString("base64").replace(/.=*$/, "");
      return [secret, json, json.replaceAll("'", "\\u0027"), base64];
    };
    const lines = keyText().split("\n").slice(1, -1);
    const secrets = [...places.secrets, ...campaign.secrets];
    return [
      ...secrets.filter((secret) => forms(secret).some((form) => text.includes(form))),
      ...(lines.some((line) => text.includes(line)) ? ["key"] : []),
    ];
  }

  test("are in the files that were to have them, which nobody else can read", () => {
    for (const profile of [places, campaign]) {
      for (const format of FORMATS) {
        const wanted = format === "postman" ? profile.secrets.slice(0, 1) : [...profile.secrets];
        if (profile === campaign && format !== "console") wanted.push("key");
        assert.deepEqual(held(read(profile, format)), wanted, format);
        assert.equal(statSync(exported(profile, format)).mode & 0o077, 0, format);
      }
    }
  });

  test("are in none of the others, nor in what is printed", async () => {
    const out = mkdtempSync(join(folder, "without-"));
    for (const profile of [places, campaign]) {
      for (const format of [...FORMATS, "aepp"]) {
        const file = join(out, `${profile.context}.${format}`);
        await mudbrick.text("export", profile.title, "--as", format, "--out", file);
      }
      const printed = await mudbrick.text("export", profile.title, "--as", "env");
      assert.equal(printed, readFileSync(join(out, `${profile.context}.env`), "utf8"));
    }
    await mudbrick.text("kit", "--out", join(out, "kit"));
    await mudbrick.text("inventory", "--out", join(out, "inventory.csv"));
    const written = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    assert.ok(written.length > 2 * (FORMATS.length + 1), "the kit and the inventory are among them");
    for (const entry of written) {
      const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
      assert.deepEqual(held(text), [], entry.name);
    }
  });
});
