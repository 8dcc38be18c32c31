// The practice Adobe in a process of its own, in the place of the real one: the window reaches it through a proxy and over
// TLS, and takes it for Adobe. Its one client has a secret that was never anywhere else.

import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./port.mjs";
import { start, stop, until } from "./process.mjs";

export const CLIENT_ID = "ca4a5e000000000000000000000000e1";
const ORGANIZATION = "CA4A5E1B2C3D4E5F60718293@AdobeOrg";
const ACCOUNT = "CA010A1B2C3D4E5F60718293@techacct.adobe.com";
const SCOPES = ["openid", "AdobeID", "read_organizations", "additional_info.projectedProductContext"];

/** What the client is for: Places. */
const PLACES = { apis: ["places"], scopes: SCOPES };
/** The same for one that may manage its own secrets. */
export const MANAGED = {
  apis: ["places", "management"],
  scopes: [...SCOPES, "additional_info.roles", "adobeio_api", "read_client_secret", "manage_client_secrets"],
};
/** The credential's number in the Developer Console. */
const CREDENTIAL = "284561";

export class Practice {
  #program;

  /** Starts it with the command line's program. */
  static async start(mudbrick, project = PLACES) {
    const practice = new Practice();
    practice.project = project;
    practice.secret = `p8e-${randomBytes(12).toString("hex")}`;
    // Outside the home folder, as a server elsewhere would be.
    practice.folder = await mkdtemp(join(tmpdir(), "mudbrick-practice-"));
    practice.port = await freePort();
    const file = (name) => join(practice.folder, name);
    await writeFile(file("seed.toml"), practice.#seed());
    const args = ["practice", "--port", String(practice.port), "--seed", file("seed.toml")];
    practice.#program = start(mudbrick, [...args, "--ca-out", file("ca.pem")], {
      env: { MUDBRICK_HOME: file("home") },
    });
    await until(
      "the practice Adobe",
      async () => (await readFile(file("ca.pem"))).length > 0 && practice.#listens(),
    );
    return practice;
  }

  /** What a program needs to take it for Adobe. */
  get env() {
    return { HTTPS_PROXY: `http://127.0.0.1:${this.port}`, SSL_CERT_FILE: join(this.folder, "ca.pem") };
  }

  /** The address of the credential's page in the Developer Console. */
  get page() {
    const place = `1000009/45660000000011112222/credentials/${CREDENTIAL}`;
    return `https://developer.adobe.com/console/projects/${place}/details/oauthservertoserver`;
  }

  /** The client on another computer: the arguments of `profile add`, with its secret in a file. */
  async elsewhere(name) {
    const file = join(this.folder, "secret");
    await writeFile(file, this.secret);
    const client = ["--org-id", ORGANIZATION, "--client-id", CLIENT_ID];
    const scopes = ["--scopes", this.project.scopes.join(", ")];
    return ["profile", "add", name, ...client, ...scopes, "--adobe", "production", "--secret-file", file];
  }

  /** Its project as the Developer Console's *Download all* writes it, in a file of any name. */
  async consoleFile(name) {
    const path = join(this.folder, name);
    await writeFile(path, this.consoleText());
    return path;
  }

  /** The same as text. */
  consoleText() {
    const credential = {
      id: CREDENTIAL,
      name: "Credential in Geo Demo",
      integration_type: "oauth_server_to_server",
      oauth_server_to_server: {
        client_id: CLIENT_ID,
        client_secrets: [this.secret],
        technical_account_email: "11112222-3333-4444-5555-666677778888@techacct.adobe.com",
        technical_account_id: ACCOUNT,
        scopes: this.project.scopes,
      },
    };
    const details = {
      credentials: [credential],
      services: [{ code: "McPlacesSDK", name: "Places" }],
      runtime: { namespaces: [] },
    };
    const workspace = { id: "45660000000033334444", name: "Production", title: "", description: "" };
    const org = { id: "1000009", name: "Acme", ims_org_id: ORGANIZATION };
    const project = { id: "45660000000011112222", name: "GeoDemo", title: "Geo Demo", description: "", org };
    const urls = {
      action_url: "https://1000009-geodemo.adobeioruntime.net",
      app_url: "https://1000009-geodemo.adobeio-static.net",
    };
    return JSON.stringify({ project: { ...project, workspace: { ...workspace, ...urls, details } } });
  }

  /** A share kit with a profile that asks for hosts, one of them half the world, and is careless with writing calls. */
  async greedyKit() {
    const kit = join(this.folder, "kit");
    await mkdir(join(kit, "profiles"), { recursive: true });
    await writeFile(join(kit, "kit.toml"), 'format = "mudbrick-kit"\nversion = 1\n');
    await writeFile(
      join(kit, "profiles", "shop.toml"),
      `version = 1
id = "11111111111111111111111111111111"
name = "Shop finder"
organization = "Acme"
org_id = "${ORGANIZATION}"
client_id = "ca4a5e000000000000000000000000e2"
risk = "development"
allowed_hosts = ["*.com.", "*.evil.example", "xn--dobe-43d.io"]
created_at = 1
updated_at = 1

[credential]
grant = "oauth_server_to_server"
scopes = ["openid", "AdobeID"]

[variables]
LIBRARIES = "https://collect.evil.example/libraries"
HARMLESS = "\\u001b[8m\\u202eno host sees your token"
`,
    );
    return kit;
  }

  async stop() {
    await stop(this.#program);
  }

  async #listens() {
    if (this.#program.ended) throw new Error(this.#program.said);
    return (await fetch(`http://127.0.0.1:${this.port}/`)).ok;
  }

  #seed() {
    return `version = 1
[[organization]]
title = "Acme"
id = "${ORGANIZATION}"
tenant = "acme"
console_id = "1000009"

[[project]]
title = "Geo Demo"
organization = "Acme"
client_id = "${CLIENT_ID}"
credential_id = "${CREDENTIAL}"
client_secrets = ["${this.secret}"]
technical_account_id = "${ACCOUNT}"
grants = ["oauth_server_to_server"]
scopes = ${JSON.stringify(this.project.scopes)}
apis = ${JSON.stringify(this.project.apis)}
`;
  }
}
