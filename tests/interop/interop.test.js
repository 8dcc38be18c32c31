// Each of Adobe's clients gets its tokens, and meets its errors as it expects them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { startPractice } from "./practice.js";
import { call, payload } from "./run.js";

const NO_MATCH = "Could not match JWT signature to any of the bindings";
const METASCOPES = "The metascopes in the JWT are not a subset of the metascopes in the binding.";
const WRONG_SECRET = '{"error":"invalid_client","error_description":"invalid client_secret parameter"}';
const WRONG_CLIENT = '{"error":"invalid_client","error_description":"invalid client_id parameter"}';

let practice, places, jwt, privateKey;

before(async () => {
  practice = await startPractice();
  places = await practice.project("Acme", "Places");
  jwt = await practice.project("Acme", "Places (JWT)");
  privateKey = await practice.register(jwt.client_id);
});
after(() => practice?.stop());
beforeEach(() => practice.startOver());

/** jwt-auth's options for the JWT project. */
const jwtOptions = (changes) => ({
  clientId: jwt.client_id,
  clientSecret: jwt.client_secret,
  technicalAccountId: jwt.technical_account_id,
  orgId: jwt.org_id,
  metaScopes: jwt.metascopes,
  privateKey,
  ims: practice.base,
  ...changes,
});

describe("@adobe/jwt-auth", () => {
  for (const secure of [false, true]) {
    test(`gets a token ${secure ? "over TLS" : "from a base URL"}`, async () => {
      const ims = secure ? practice.base.replace("http://127.0.0.1", "https://localhost") : practice.base;
      const { value } = await call(practice, "jwt-auth", jwtOptions({ ims }));
      assert.equal(value.token_type, "bearer");
      assert.equal(value.expires_in, 86399994);
      assert.equal(payload(value.access_token).user_id, jwt.technical_account_id);
      const [seen] = await practice.requests("/ims/");
      assert.deepEqual([seen.path, seen.query, seen.secure], ["/ims/exchange/jwt/", null, secure]);
    });
  }

  const refusals = [
    ["an unknown key", async () => ({ privateKey: practice.strangersKey() }), "invalid_token", NO_MATCH],
    ["a metascope not bound", async () => ({ metaScopes: ["ent_user_sdk"] }), "invalid_scope", METASCOPES],
    [
      "a wrong secret",
      async () => ({ clientSecret: "p8e-wrong" }),
      "invalid_client",
      "invalid client_secret parameter",
    ],
    [
      "an unknown client",
      async () => ({ clientId: "ffff" }),
      "invalid_client",
      "invalid client_id parameter",
    ],
  ];
  for (const [what, changes, code, message] of refusals) {
    test(`tells ${what} by code and message`, async () => {
      const { error } = await call(practice, "jwt-auth", jwtOptions(await changes()));
      assert.equal(error.code, code);
      assert.equal(error.message, message);
    });
  }

  test("reads an answer that is no JSON as a failure", async () => {
    await practice.fault({ path: "/ims/exchange", times: 1, mishap: { kind: "malformed" } });
    const { error } = await call(practice, "jwt-auth", jwtOptions());
    assert.match(error.message, /invalid json/i);
  });
});

describe("@adobe/aio-lib-ims", () => {
  const ims = (method, ...args) => call(practice, "aio-lib-ims", { method, args });
  const credentials = (changes = {}) => {
    const project = { ...places, ...changes };
    return ims(
      "getAccessTokenByClientCredentials",
      project.client_id,
      project.client_secret,
      project.org_id,
      project.scopes,
    );
  };

  test("gets a token by client credentials and reads its expiry from it", async () => {
    const { value } = await credentials();
    const claims = payload(value.access_token.token);
    assert.equal(value.payload.expires_in, 86399);
    assert.equal(value.access_token.expiry, Number(claims.created_at) + 86400000);
    const [seen] = await practice.requests("/ims/");
    assert.deepEqual([seen.host, seen.path, seen.query], ["ims-na1.adobelogin.com", "/ims/token/v2", null]);
    assert.match(seen.body, /form-data; name="client_secret"/);
  });

  test("prints status and body of a refusal", async () => {
    const wrongSecret = await credentials({ client_secret: "p8e-wrong" });
    assert.equal(wrongSecret.error.message, `400 (Bad Request): ${WRONG_SECRET}`);
    const wrongClient = await credentials({ client_id: "ffff" });
    assert.equal(wrongClient.error.message, `400 (Bad Request): ${WRONG_CLIENT}`);
  });

  // Shown with a GET: version 8.1.2 cannot repeat a POST, as the first try has used up the stream its form is read from.
  test("waits as told and tries again when throttled", async () => {
    const token = (await credentials()).value.access_token.token;
    await practice.fault({
      path: "/ims/organizations",
      times: 2,
      mishap: { kind: "throttle", retry_after: 1 },
    });
    const started = Date.now();
    const { value } = await ims("getOrganizations", token);
    assert.equal(value.length, 1);
    assert.ok(Date.now() - started >= 2000, "it waited a second, twice");
    const statuses = (await practice.requests("/ims/organizations")).map((seen) => seen.status);
    assert.deepEqual(statuses, [429, 429, 200]);
  });

  test("gives up after three more tries of a failing server", async () => {
    const token = (await credentials()).value.access_token.token;
    await practice.fault({ path: "/ims/organizations", times: 4, mishap: { kind: "internal_error" } });
    const { error } = await ims("getOrganizations", token);
    assert.equal(
      error.message,
      '500 (Internal Server Error): {"error":"internal_error","error_description":"Please try again later"}',
    );
    assert.equal((await practice.requests("/ims/organizations")).length, 4);
  });

  test("exchanges an assertion it signs itself", async () => {
    const store = {
      client_id: jwt.client_id,
      client_secret: jwt.client_secret,
      technical_account_id: jwt.technical_account_id,
      ims_org_id: jwt.org_id,
      meta_scopes: jwt.metascopes,
      private_key: privateKey,
    };
    const { value } = await call(practice, "aio-lib-ims", { store });
    assert.equal(payload(value).client_id, jwt.client_id);
    const [seen] = await practice.requests("/ims/");
    assert.equal(seen.path, "/ims/exchange/jwt");
  });

  test("validates, lists organizations and invalidates", async () => {
    const token = (await credentials()).value.access_token.token;
    const good = (await ims("validateToken", token)).value;
    assert.deepEqual([good.valid, good.token.client_id], [true, places.client_id]);
    const [organization] = (await ims("getOrganizations", token)).value;
    assert.equal(`${organization.orgRef.ident}@${organization.orgRef.authSrc}`, places.org_id);
    await ims("invalidateToken", token, places.client_id, places.client_secret);
    assert.equal((await ims("validateToken", token)).value.valid, false);
    const forged = token.slice(0, -8) + "AAAAAAAA";
    assert.deepEqual((await ims("validateToken", forged)).value, { valid: false, reason: "bad_signature" });
  });
});

describe("@adobe/aio-cli-plugin-certificate", () => {
  test("makes a key and a certificate that an assertion is taken by", async () => {
    const { value } = await call(practice, "aio-cli-plugin-certificate", {});
    const file = join(practice.folder, "made-by-the-plugin.crt");
    writeFileSync(file, value.cert);
    await practice.certify(jwt.client_id, file);
    const printed = execFileSync("openssl", [
      "x509",
      "-in",
      file,
      "-noout",
      "-fingerprint",
      "-sha1",
    ]).toString();
    assert.equal(value.fingerprint, printed.trim().split("=")[1].replaceAll(":", "").toLowerCase());
    const ims = practice.base.replace("http://127.0.0.1", "https://localhost");
    const token = await call(practice, "jwt-auth", jwtOptions({ ims, privateKey: value.privateKey }));
    assert.equal(payload(token.value.access_token).user_id, jwt.technical_account_id);
  });
});

describe("@adobe/auth-token", () => {
  const auth = (changes) =>
    call(practice, "auth-token", {
      clientId: places.client_id,
      clientSecret: places.client_secret,
      scope: places.scopes.join(","),
      ...changes,
    });

  for (const environment of ["production", "stage"]) {
    test(`gets a token from ${environment}`, async () => {
      const { value } = await auth({ environment });
      assert.equal(value.expires_in, 86399);
      assert.equal(payload(value.access_token).scope, places.scopes.join(","));
      const [seen] = await practice.requests("/ims/token/v3");
      const host = environment === "stage" ? "ims-na1-stg1.adobelogin.com" : "ims-na1.adobelogin.com";
      assert.deepEqual([seen.host, seen.secure], [host, true]);
    });
  }

  test("throws the body of a refusal", async () => {
    assert.equal((await auth({ clientSecret: "p8e-wrong" })).error.message, WRONG_SECRET);
    assert.equal((await auth({ clientId: "ffff" })).error.message, WRONG_CLIENT);
    assert.equal(JSON.parse((await auth({ scope: "unknown_scope" })).error.message).error, "invalid_scope");
  });
});

describe("@adobe/aio-lib-core-auth", () => {
  const generate = (changes) =>
    call(practice, "aio-lib-core-auth", {
      params: {
        clientId: places.client_id,
        clientSecret: places.client_secret,
        orgId: places.org_id,
        scopes: places.scopes,
        ...changes,
      },
      env: "prod",
    });

  test("gets a token", async () => {
    const { value } = await generate();
    assert.deepEqual([value.token_type, value.expires_in], ["bearer", 86399]);
  });

  test("names the refusal and its X-DEBUG-ID", async () => {
    const { error } = await generate({ clientSecret: "p8e-wrong" });
    assert.equal(error.code, "IMS_TOKEN_ERROR");
    assert.match(error.message, /invalid client_secret parameter/);
    assert.equal(error.details.statusCode, 400);
    assert.match(error.details.xDebugId, /^[0-9a-f-]{36}$/);
  });
});
