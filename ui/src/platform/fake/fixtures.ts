/*
 * What the real engine said, recorded by tests/ipc (`cargo xtask gen`). ‹Words› in it stand for those of the scene that was
 * played; the fake puts its own world's in their places.
 */
import type { AskedView } from "../../bindings/AskedView";
import type { ClaimDifference } from "../../bindings/ClaimDifference";
import type { CheckupReport } from "../../bindings/CheckupReport";
import type { CodeLanguage } from "../../bindings/CodeLanguage";
import type { Brought } from "../../bindings/Brought";
import type { ExchangeView } from "../../bindings/ExchangeView";
import type { ComparisonPlace } from "../../bindings/ComparisonPlace";
import type { ComparisonRow } from "../../bindings/ComparisonRow";
import type { ComparisonText } from "../../bindings/ComparisonText";
import type { DamagedRecord } from "../../bindings/DamagedRecord";
import type { Exported } from "../../bindings/Exported";
import type { FieldProblem } from "../../bindings/FieldProblem";
import type { GoingOutOption } from "../../bindings/GoingOutOption";
import type { InspectedView } from "../../bindings/InspectedView";
import type { KeyFieldProblem } from "../../bindings/KeyFieldProblem";
import type { MigrationView } from "../../bindings/MigrationView";
import type { OpenComparison } from "../../bindings/OpenComparison";
import type { PastedRequest } from "../../bindings/PastedRequest";
import type { PracticeView } from "../../bindings/PracticeView";
import type { Problem } from "../../bindings/Problem";
import type { PlannedRotation } from "../../bindings/PlannedRotation";
import type { ProductView } from "../../bindings/ProductView";
import type { SandboxList } from "../../bindings/SandboxList";
import type { RotationOutcome } from "../../bindings/RotationOutcome";
import type { EditedRequest } from "../../bindings/EditedRequest";
import type { RequestOption } from "../../bindings/RequestOption";
import type { RequestSummary } from "../../bindings/RequestSummary";
import type { Tried } from "../../bindings/Tried";
import type { WrittenRequest } from "../../bindings/WrittenRequest";
import answers from "./fixtures/answers.json";
import checks from "./fixtures/checks.json";
import checkups from "./fixtures/checkups.json";
import code from "./fixtures/code.json";
import comparisons from "./fixtures/comparisons.json";
import copies from "./fixtures/copies.json";
import curl from "./fixtures/curl.json";
import exports from "./fixtures/exports.json";
import inspections from "./fixtures/inspections.json";
import keyChecks from "./fixtures/key_checks.json";
import keys from "./fixtures/keys.json";
import matches from "./fixtures/matches.json";
import options from "./fixtures/options.json";
import migrations from "./fixtures/migrations.json";
import pasted from "./fixtures/pasted.json";
import practice from "./fixtures/practice.json";
import problems from "./fixtures/problems.json";
import profiles from "./fixtures/profiles.json";
import readings from "./fixtures/readings.json";
import requests from "./fixtures/requests.json";
import rotations from "./fixtures/rotations.json";
import start from "./fixtures/start.json";
import tabs from "./fixtures/tabs.json";
import vault from "./fixtures/vault.json";

type Words = Record<string, string>;

export type Refusal = keyof typeof problems;

/** A comparison as it looks, and what it would be copied as. */
type RecordedComparison = Record<
  "beside" | "beside_only" | "merged" | "merged_only",
  { view: OpenComparison; rows: ComparisonRow[]; places: ComparisonPlace[] }
> &
  Record<ComparisonText, string | null>;

/** JSON knows texts, the bindings which ones; the recording is what makes them the same. */
export const recorded = {
  answers: answers as Record<keyof typeof answers, ExchangeView>,
  checks: checks as Record<Exclude<keyof typeof checks, "accept_of_a_list">, FieldProblem>,
  checkups: checkups as unknown as Record<"works" | "limited" | "fails", CheckupReport> & {
    markdown: string;
    products: ProductView[];
    sandboxes: SandboxList;
  },
  listWarnings: checks.accept_of_a_list,
  options: options as Record<"usual" | "wrong", RequestOption[]> & { going_out: GoingOutOption[] },
  code: code as Record<CodeLanguage, WrittenRequest>,
  comparisons: comparisons as unknown as Record<keyof typeof comparisons, RecordedComparison>,
  copies,
  curl,
  exports: exports as Record<keyof typeof exports, Exported>,
  inspections: inspections as unknown as Record<
    "foreign" | "narrower" | "assertion",
    { text: string; view: InspectedView }
  > & {
    own: { view: InspectedView };
    differences: ClaimDifference[];
    works: AskedView;
    revoked: AskedView;
  },
  keyChecks: keyChecks as Record<keyof typeof keyChecks, KeyFieldProblem>,
  keys,
  matches,
  migrations: migrations as unknown as Record<
    "not_begun" | "trying" | "switched" | "done" | "aem",
    MigrationView
  > &
    Record<"tried" | "over", Tried>,
  pasted: pasted as Record<keyof typeof pasted, { text: string; read: PastedRequest }>,
  practice: practice.view as PracticeView,
  readings: readings as unknown as Record<keyof typeof readings, Brought>,
  requests: Object.values(requests) as Array<{
    summary: RequestSummary;
    request: EditedRequest;
    answer: ExchangeView;
  }>,
  rotations: rotations as unknown as Record<
    Exclude<keyof typeof rotations, `plan_${string}`>,
    RotationOutcome
  > &
    Record<Extract<keyof typeof rotations, `plan_${string}`>, PlannedRotation>,
  damagedDraft: tabs.damaged as DamagedRecord,
  damaged: start.damaged as DamagedRecord[],
  lockedByPassphrase: vault.locked.state.problem as Problem,
  mask: profiles.oauth.secrets[0]?.masked ?? "",
};

const MADE_UP: Words = { "another each time": "qX3mTz0bJk8rV1wN5cLd7fGhY2sPaE9u" };

/** A copy with words in the places of ‹names›. A place that stays empty is a mistake of the fake's. */
export function fill<T>(said: T, words: Words = {}): T {
  const text = JSON.stringify(said).replace(/‹([^›]+)›/g, (_, name: string) => {
    const word = words[name] ?? MADE_UP[name];
    if (word === undefined) throw new Error(`BUG: nothing to put in the place of ‹${name}›`);
    return JSON.stringify(word).slice(1, -1);
  });
  return JSON.parse(text) as T;
}

/** What the engine says when it refuses. */
export function problem(name: Refusal, words: Words = {}): Problem {
  return fill(problems[name] as Problem, words);
}

export function refuse(name: Refusal, words: Words = {}): never {
  throw problem(name, words);
}
