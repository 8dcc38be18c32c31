/*
 * The fake engine's world: what it starts with. How it behaves is in index.ts; what its Adobe answers, in answers.ts.
 */
import type { CapturedView } from "../../bindings/CapturedView";
import type { CheckView } from "../../bindings/CheckView";
import type { Event } from "../../bindings/Event";
import type { ExchangeView } from "../../bindings/ExchangeView";
import type { JobId } from "../../bindings/JobId";
import type { JobKind } from "../../bindings/JobKind";
import type { JobView } from "../../bindings/JobView";
import type { KeyView } from "../../bindings/KeyView";
import type { Problem } from "../../bindings/Problem";
import type { ProfileDraft } from "../../bindings/ProfileDraft";
import type { PromptView } from "../../bindings/PromptView";
import type { RequestNote } from "../../bindings/RequestNote";
import type { SentFromView } from "../../bindings/SentFromView";
import type { TokenState } from "../../bindings/TokenState";
import { fill, problem, recorded } from "./fixtures";
import type { Sample } from "./sample";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export interface FakeProfile {
  id: string;
  draft: ProfileDraft;
  secret: string | null;
  second: string | null;
  token: TokenState;
  revision: number;
  createdAt: number;
  updatedAt: number;
}

/** What a `.http` file says besides its requests. */
export interface FakeFile {
  variables?: Record<string, string>;
  prompts?: PromptView[];
  notes?: RequestNote[];
  checks?: CheckView[];
  captured?: CapturedView[];
}

/** How the fake is to be: from the address bar in a browser, from the test in a test. */
export interface FakeOptions {
  /** Profiles to start with; 0 shows the first start. */
  profiles?: number;
  /** How long each call takes. */
  delayMs?: number;
  /** What the vault is; `passphrase` is locked by one. */
  vault?: "open" | "locked" | "passphrase" | "absent" | "denied";
  /** Who keeps the key of an open vault. */
  custody?: "keyring" | "passphrase";
  /** How many MiB opening takes, for a vault from before that was bounded. */
  excessMemory?: number;
  /** False leaves no earlier versions of anything. */
  generations?: boolean;
  /** Finds every profile's secret file damaged. */
  secretDamaged?: boolean;
  /** Cannot save what is typed into requests. */
  draftsRefused?: boolean;
  /** What the drop box reads. */
  reads?: Sample;
  /** The text on the clipboard, for what reads a request from it. */
  clipboard?: string;
  /** Key pairs to start with. */
  keys?: number;
  /** The file that every entry of the history was sent from, and what became of that. */
  sentFrom?: SentFromView;
  /** Fails every token call. */
  tokenFails?: boolean;
  /** Never answers a sent request, and ends no other work by itself. */
  stalls?: boolean;
  /** What files give to their own requests, by their paths without an ending. */
  files?: Record<string, FakeFile>;
  /** How many rows a file of a run has. */
  rows?: number;
  /** Whether the practice Adobe runs already. */
  practice?: boolean;
  /** Where the rotation of each profile's client secret stands; `unplaced` are those of which nobody said where they are. */
  rotation?: "not_begun" | "unplaced" | "two_secrets" | "watching" | "used";
  /** Reports a damaged file at start. */
  damaged?: boolean;
}

let counter = 0;
/** Another 32 hexadecimal digits, the same ones in every run. */
export function nextId(): string {
  counter++;
  return (counter * 2654435761).toString(16).padStart(32, "0a1b2c3d4e5f60718293a4b5c6d7e8f9").slice(-32);
}

export function blankDraft(): ProfileDraft {
  return {
    name: "",
    organization: "",
    org_id: "",
    client_id: "",
    grant: "oauth_server_to_server",
    user_client: "web",
    redirect_uri: "",
    scopes: "",
    technical_account_id: "",
    key: null,
    adobe: "production",
    risk: "production",
    colour: "blue",
    sandbox: "",
    variables: {},
    allowed_hosts: [],
    sending: {},
  };
}

const SEEDS: Array<Partial<ProfileDraft> & { left?: number; fails?: Problem }> = [
  { organization: "Acme", name: "Places", risk: "production", colour: "red", left: 9.2 * HOUR },
  {
    organization: "Acme",
    name: "Campaign",
    risk: "production",
    colour: "orange",
    grant: "jwt",
    left: 2.4 * HOUR,
  },
  { organization: "Acme", name: "Platform sandbox", risk: "staging", colour: "purple", left: 42 * 60_000 },
  { organization: "Globex", name: "Platform", colour: "green" },
  {
    organization: "Globex",
    name: "Places (legacy)",
    colour: "grey",
    fails: problem("wrong_secret", { profile: "0".repeat(32), title: "Globex · Places (legacy)" }),
  },
  {
    organization: "Initech International Holdings (Europe, Middle East and Africa)",
    name: "Experience Platform ingestion for the loyalty programme of all northern markets",
    risk: "staging",
    colour: "blue",
    left: 22 * HOUR,
  },
  { organization: "Practice", name: "Local Adobe", adobe: "practice", colour: "blue", left: 23.5 * HOUR },
];

export function seedProfiles(count: number, now: number): FakeProfile[] {
  return Array.from({ length: count }, (_, n) => {
    const { left, fails, ...seed } = SEEDS[n % SEEDS.length] ?? {};
    const round = Math.floor(n / SEEDS.length);
    const id = nextId();
    const draft: ProfileDraft = {
      ...blankDraft(),
      risk: "development",
      org_id: `${["0A1B2C3D", "4E5F6071", "8293A4B5"][n % 3]}5E6F7A8B9C0D1E2F@AdobeOrg`,
      client_id: id.replace(/^0+/, "").padStart(32, "f0e1d2c3"),
      scopes: seed.grant === "jwt" ? "ent_campaign_sdk" : "openid, AdobeID, read_organizations",
      technical_account_id: `${id.slice(0, 24).toUpperCase()}@techacct.adobe.com`,
      ...seed,
      name: round ? `${seed.name} ${round + 1}` : (seed.name ?? ""),
    };
    const token: TokenState = fails
      ? { kind: "failed", problem: fails }
      : left
        ? { kind: "ready", expires_at: now + left, created_at: now + left - DAY }
        : { kind: "none" };
    return {
      id,
      draft,
      secret: "p8e-made-up-secret-of-the-fake",
      second: null,
      token,
      revision: 1,
      createdAt: now - 30 * DAY,
      updatedAt: now - 2 * DAY,
    };
  });
}

export function fakeKey(name: string, bits: number, days: number, subject: string, now: number): KeyView {
  const id = (nextId() + nextId()).slice(0, 64);
  return {
    id,
    name,
    bits,
    created_at: now,
    certificate: {
      subject,
      sha1: id.slice(0, 40),
      sha256: id,
      serial: id.slice(0, 20),
      validity: { not_before: now, not_after: now + days * DAY },
    },
    private: true,
    used_by: [],
    notice: null,
  };
}

/** Key pairs of every sort: long valid, ending, ended, without a certificate, without a private key. */
export function seedKeys(count: number, now: number): KeyView[] {
  return Array.from({ length: count }, (_, n) => {
    const name =
      n === 5 ? "experience_platform_ingestion_of_all_northern_markets_2026" : `acme_places_${n + 1}`;
    const days = [730, 21, 365, -3, 180, 3000, 90][n % 7] ?? 365;
    const key = fakeKey(
      name,
      n % 3 ? 2048 : 4096,
      days,
      `CN=${name}.example, O=Acme Ltd, L=London, C=GB`,
      now,
    );
    if (days === 21) key.notice = fill(recorded.keys.ends_soon, { days: "21" });
    if (days < 0) key.notice = fill(recorded.keys.ended, { days: "3" });
    if (n % 11 === 6) key.certificate = null;
    if (n % 13 === 12) key.private = false;
    if (n % 4 === 1) key.used_by = ["Acme · Campaign"];
    return key;
  });
}

/** What stops each piece of work that goes on. */
export type Jobs = Map<JobId, { view: JobView; stop: () => void }>;

export interface World {
  profiles: FakeProfile[];
  trash: FakeProfile[];
  keys: KeyView[];
  history: ExchangeView[];
  bodies: Map<number, string>;
}

/** A job until it is stopped or ends by itself, told as the engine tells it. */
export async function underWay(
  jobs: Jobs,
  emit: (event: Event) => void,
  id: JobId,
  kind: JobKind,
  begin?: (end: (how: "over") => void) => void,
): Promise<"stopped" | "over"> {
  const how = await new Promise<"stopped" | "over">((end) => {
    const view: JobView = { id, kind, started_at: Date.now(), stopping: false };
    jobs.set(id, { view, stop: () => end("stopped") });
    emit({ kind: "jobs_changed" });
    begin?.(end);
  });
  jobs.delete(id);
  emit({ kind: "jobs_changed" });
  return how;
}
