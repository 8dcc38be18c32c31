// Two profiles as people keep them, made by the program, and the practice Adobe's seed that knows them. Their secrets hold
// the characters that the formats have to quote.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const organization = { name: "Interop", id: "1D2E3F405162738495A6B7C8@AdobeOrg" };

export const places = {
  title: "Places",
  context: "interop_places",
  grant: "oauth",
  adobe: "production",
  clientId: "0123456789abcdef0123456789abcdef",
  orgId: organization.id,
  account: "0A1B2C3D4E5F60718293A4B5@techacct.adobe.com",
  email: "11112222-3333-4444-5555-666677778888@techacct.adobe.com",
  scopes: ["openid", "AdobeID", "additional_info.projectedProductContext"],
  secrets: ["p8e-it's#the-first", 'p8e-"$HOME"\\the`second`'],
  options: ["--sandbox", "geo-dev", "--var", "library=museum"],
};

export const campaign = {
  title: "Campaign (JWT)",
  context: "interop_campaign_jwt",
  grant: "jwt",
  adobe: "stage",
  clientId: "fedcba9876543210fedcba9876543210",
  orgId: organization.id,
  account: "0B1B2C3D4E5F60718293A4B5@techacct.adobe.com",
  scopes: ["ent_places_sdk", "ent_campaign_sdk"],
  secrets: ['p8e-$(jwt)"=the only'],
  options: ["--risk", "staging", "--colour", "orange", "--key", "signer"],
};

/**
 * Stores both with `mudbrick`, and the key that the second signs with. Returns the key as PEM and its certificate's file.
 */
export async function store(mudbrick, folder) {
  const key = { file: join(folder, "signer.key"), certificate: join(folder, "signer.crt") };
  await mudbrick.text("key", "new", "signer");
  await mudbrick.text("key", "save", "signer", "--as", "private-key", "--out", key.file);
  await mudbrick.text("key", "save", "signer", "--as", "certificate", "--out", key.certificate);
  for (const profile of [places, campaign]) {
    const secrets = profile.secrets.flatMap((secret, index) => {
      const file = join(folder, `${profile.context}-${index}`);
      writeFileSync(file, secret);
      return [index === 0 ? "--secret-file" : "--second-secret-file", file];
    });
    const options = {
      "--organization": organization.name,
      "--org-id": profile.orgId,
      "--client-id": profile.clientId,
      "--grant": profile.grant,
      "--scopes": profile.scopes.join(","),
      "--technical-account-id": profile.account,
      "--adobe": profile.adobe,
    };
    await mudbrick.text(
      "profile",
      "add",
      profile.title,
      ...Object.entries(options).flat(),
      ...profile.options,
      ...secrets,
    );
  }
  await mudbrick.text("import", consoleDownload(folder), "--yes");
  return key;
}

/** What the Developer Console says about the first besides: the e-mail that aio asks for. */
function consoleDownload(folder) {
  const file = join(folder, "console.json");
  const { clientId, account, email, scopes } = places;
  const credential = {
    name: places.title,
    integration_type: "oauth_server_to_server",
    oauth_server_to_server: {
      client_id: clientId,
      client_secrets: [],
      technical_account_email: email,
      technical_account_id: account,
      scopes,
    },
  };
  const project = {
    name: "Places",
    org: { name: organization.name, ims_org_id: organization.id },
    workspace: { name: "Production", details: { credentials: [credential] } },
  };
  writeFileSync(file, JSON.stringify({ project }));
  return file;
}

/** The formats that hold everything a profile needs to get a token, or all but its key. */
export const FORMATS = ["env", "aio", "postman", "console"];

/** Exports both in all of them with their secrets: the files by context and format. */
export async function exportAll(mudbrick, folder) {
  const files = {};
  for (const profile of [places, campaign]) {
    const ofProfile = (files[profile.context] = {});
    for (const format of FORMATS) {
      const out = (ofProfile[format] = join(folder, `${profile.context}.${format}`));
      await mudbrick.text("export", profile.title, "--as", format, "--with-secrets", "--out", out);
    }
  }
  return files;
}

/** The seed as TOML, in which a quoted text is written as in JSON. */
export function seed() {
  const project = (profile) => {
    const scopes = JSON.stringify(profile.scopes);
    const grant = profile.grant === "jwt" ? "jwt" : "oauth_server_to_server";
    return `
[[project]]
title = ${JSON.stringify(profile.title)}
organization = "${organization.name}"
client_id = "${profile.clientId}"
client_secrets = ${JSON.stringify(profile.secrets)}
technical_account_id = "${profile.account}"
grants = ["${grant}"]
${grant === "jwt" ? `scopes = ["openid"]\nmetascopes = ${scopes}` : `scopes = ${scopes}`}
`;
  };
  return `version = 1

[[organization]]
title = "${organization.name}"
id = "${organization.id}"
tenant = "interop"
${project(places)}${project(campaign)}`;
}
