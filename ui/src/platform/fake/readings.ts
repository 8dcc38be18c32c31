/*
 * What the fake's drop box reads, whatever was dropped: one reading of each sort that the window has to show.
 */
import type { FoundKey } from "../../bindings/FoundKey";
import type { FoundProfile } from "../../bindings/FoundProfile";
import type { ImportSource } from "../../bindings/ImportSource";
import type { ImportView } from "../../bindings/ImportView";
import type { ProfileDraft } from "../../bindings/ProfileDraft";
import type { Sample } from "./sample";
import { blankDraft, fakeKey, type World } from "./world";

const MASK = "••••••••";
const ORG = "AAAABBBBCCCCDDDD0A495E00@AdobeOrg";

function draft(part: Partial<ProfileDraft>): ProfileDraft {
  return {
    ...blankDraft(),
    name: "Geo Demo",
    organization: "Acme Ltd",
    org_id: ORG,
    client_id: "0f0e0d0c0b0a09080706050403020100",
    scopes: "openid, AdobeID, read_organizations, additional_info.projectedProductContext",
    technical_account_id: "AAAABBBBCCCCDDDD0A495E11@techacct.adobe.com",
    risk: "production",
    ...part,
  };
}

function found(index: number, made: ProfileDraft, part: Partial<FoundProfile> = {}): FoundProfile {
  const at = `console.json › project.workspace.details.credentials[${index}].oauth_server_to_server`;
  return {
    index,
    draft: made,
    hosts: [],
    fields: [
      { field: "client_id", label: "Client ID (API key)", value: made.client_id, origin: `${at}.client_id` },
      { field: "client_secret", label: "Client secret", value: MASK, origin: `${at}.client_secrets[0]` },
      {
        field: "org_id",
        label: "Organization ID",
        value: made.org_id,
        origin: "console.json › project.org.ims_org_id",
      },
      {
        field: "technical_account_id",
        label: "Technical account ID",
        value: made.technical_account_id,
        origin: `${at}.technical_account_id`,
      },
      { field: "scopes", label: "Scopes", value: made.scopes, origin: `${at}.scopes` },
    ],
    missing: [],
    known: { kind: "new" },
    notes: [],
    key: null,
    ...part,
  };
}

function key(index: number, name: string, part: Partial<FoundKey> = {}): FoundKey {
  const made = fakeKey(name, 2048, 365, `CN=${name}.example, O=Acme Ltd, C=GB`, Date.UTC(2026, 8, 1));
  return {
    index,
    name,
    bits: 2048,
    private: true,
    certificate: made.certificate,
    origins: ["config.zip › private.key", "config.zip › certificate_pub.crt"],
    repairs: [],
    known: false,
    ...part,
  };
}

const source = (name: string, format: string | null, part: Partial<ImportSource> = {}): ImportSource => ({
  name,
  format,
  repairs: [],
  problem: null,
  ...part,
});

const PROJECT = "Developer Console project";

const JWT_NOTE =
  "The Console’s JWT credentials were converted to OAuth Server-to-Server after 1 March 2026; this one may no longer get a token.";

/** A fresh copy; `id` names it in the calls that follow. */
export function sampleReading(sample: Sample, id: number, world: World): ImportView {
  const view: ImportView = {
    id,
    sources: [source("console.json", PROJECT)],
    profiles: [],
    keys: [],
    requests: [],
    locked: [],
    ignored: [],
  };
  const other = world.profiles[0];
  switch (sample) {
    case "console":
      return {
        ...view,
        profiles: [found(0, draft({}))],
        ignored: [
          {
            source: "console.json",
            what: "runtime namespace “25591412-123greenpelican”",
            why: "Its key opens Adobe I/O Runtime, which Mudbrick does not call.",
          },
        ],
      };
    case "jwt":
      return {
        ...view,
        sources: [
          source("config.zip › config.json", "JWT credential of the Developer Console"),
          source("config.zip › private.key", "Private key (PKCS #8)", {
            repairs: ["The key was on one line; its line ends were put back."],
          }),
          source("config.zip › certificate_pub.crt", "Certificate"),
        ],
        profiles: [
          found(
            0,
            draft({ grant: "jwt", name: "Campaign", scopes: "ent_campaign_sdk", risk: "development" }),
            {
              notes: [JWT_NOTE],
              key: 0,
              missing: [
                {
                  field: "scopes",
                  message: "The metascopes were not found: files of this sort leave them out.",
                },
              ],
            },
          ),
        ],
        keys: [
          key(0, "acme_campaign", { repairs: ["The key was on one line; its line ends were put back."] }),
        ],
      };
    case "many":
      return {
        ...view,
        sources: Array.from({ length: 12 }, (_, n) => source(`project-${n + 1}.json`, PROJECT)),
        profiles: Array.from({ length: 60 }, (_, n) =>
          found(
            n,
            draft({
              name:
                n === 7
                  ? "Experience Platform ingestion for the loyalty programme of all northern markets"
                  : `Project ${n + 1}`,
              organization:
                ["Acme Ltd", "Globex", "Initech International Holdings (Europe, Middle East and Africa)"][
                  n % 3
                ] ?? "",
              client_id: (n + 16).toString(16).padStart(32, "0f0e0d0c0b0a0908070605040302"),
              risk: n % 4 === 0 ? "production" : "development",
              grant: n % 9 === 0 ? "jwt" : "oauth_server_to_server",
            }),
            n % 9 === 0 ? { notes: [JWT_NOTE] } : {},
          ),
        ),
        ignored: Array.from({ length: 14 }, (_, n) => ({
          source: `project-${(n % 12) + 1}.json`,
          what: `credential “Web app ${n + 1}” (OAuth Web App)`,
          why: "It signs people in, which Mudbrick does not do.",
        })),
      };
    case "locked":
      return {
        ...view,
        sources: [source("places.p12", "PKCS #12 file"), source("mudbrick-backup.age", "Mudbrick backup")],
        locked: [
          { index: 0, source: "places.p12", what: "PKCS #12 file", problem: null },
          { index: 1, source: "mudbrick-backup.age", what: "Mudbrick backup", problem: null },
        ],
      };
    case "known":
      return {
        ...view,
        profiles: [
          found(0, draft(other ? { ...other.draft, scopes: "openid, AdobeID, places_sdk" } : {}), {
            known: {
              kind: "differs",
              profile: other?.id ?? "",
              title: "Acme · Places",
              changes: ["The client secret is another one.", "The scope places_sdk comes in addition."],
            },
          }),
        ],
      };
    case "same":
      return {
        ...view,
        profiles: [
          found(0, draft(other?.draft ?? {}), {
            known: { kind: "same", profile: other?.id ?? "", title: "Acme · Places" },
          }),
        ],
      };
    case "missing":
      return {
        ...view,
        sources: [source("clipboard", "Text with a client ID")],
        profiles: [
          found(0, draft({ org_id: "", name: "" }), {
            fields: found(0, draft({})).fields.slice(0, 1),
            missing: [
              { field: "org_id", message: "The organization ID was not found." },
              { field: "name", message: "A name was not found." },
              { field: "client_secret", message: "The client secret was not found." },
            ],
          }),
        ],
      };
    case "keys":
      return {
        ...view,
        sources: [source("old-key.pem", "Private key (PKCS #1)"), source("places.crt", "Certificate")],
        keys: [
          key(0, "old_key", {
            certificate: null,
            origins: ["old-key.pem"],
            repairs: ["The line “-----BEGIN RSA PRIVATE KEY-----” had four dashes; the fifth was added."],
          }),
          key(1, "places", { private: false, origins: ["places.crt"] }),
          key(2, "campaign", { known: true }),
        ],
      };
    case "kit":
      return {
        ...view,
        sources: [source("mudbrick-kit.zip", "Mudbrick share kit")],
        profiles: [
          found(0, draft({ name: "Places" }), {
            missing: [{ field: "client_secret", message: "The client secret is not in a share kit." }],
          }),
        ],
        requests: ["places/List libraries", "places/List points of interest", "campaign/Profiles of a day"],
      };
    case "hostile": {
      const variables = { LIBS: "https://evil.example/collect", PADDING: "\u202egnihtyreve si erehT" };
      const made = draft({ name: "Places", risk: "development", variables });
      return {
        ...view,
        sources: [source("from-a-colleague.zip", "Mudbrick share kit")],
        profiles: [
          found(0, made, {
            hosts: [
              { host: "*.evil.example", refused: null, known: false },
              { host: "xn--dobe-43d.io", refused: null, known: false },
              {
                host: "*.com.",
                refused:
                  'The allowed host "*.com." is too wide: anybody can have a name below com. Write a host name of your own, such as api.example.com or *.example.com.',
                known: false,
              },
            ],
            missing: [{ field: "client_secret", message: "The client secret is not in a share kit." }],
            notes: [],
          }),
        ],
        requests: ["Places/List libraries"],
      };
    }
    case "nothing":
      return {
        ...view,
        sources: [source("holiday.jpg", null)],
        ignored: [
          {
            source: "holiday.jpg",
            what: "the whole file",
            why: "It is a picture, and holds no credential that Mudbrick knows.",
          },
        ],
      };
    case "broken":
      return {
        ...view,
        sources: [
          source("private.key", null, {
            problem: {
              code: "bad_key",
              message: "This private key ends in the middle.",
              remedy: { text: "Copy the whole file again, with its BEGIN and END lines." },
              detail: "base64: 1187 characters, not a multiple of 4",
            },
          }),
        ],
      };
  }
}
