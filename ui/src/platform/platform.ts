/*
 * What the window can ask of the engine, one method for each command of the shell. Every refusal is a `Problem`.
 * How the asking is done is left to tauri.ts and fake.ts.
 */
import type { BodySlice } from "../bindings/BodySlice";
import type { Copied } from "../bindings/Copied";
import type { Event } from "../bindings/Event";
import type { ExchangeId } from "../bindings/ExchangeId";
import type { ExchangeSummary } from "../bindings/ExchangeSummary";
import type { ExchangeView } from "../bindings/ExchangeView";
import type { FieldProblem } from "../bindings/FieldProblem";
import type { KeyId } from "../bindings/KeyId";
import type { KeyPairDraft } from "../bindings/KeyPairDraft";
import type { KeyProgress } from "../bindings/KeyProgress";
import type { KeyView } from "../bindings/KeyView";
import type { PracticeView } from "../bindings/PracticeView";
import type { ProfileDraft } from "../bindings/ProfileDraft";
import type { ProfileId } from "../bindings/ProfileId";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import type { ProfileView } from "../bindings/ProfileView";
import type { Request } from "../bindings/Request";
import type { RequestCheck } from "../bindings/RequestCheck";
import type { RequestOrigin } from "../bindings/RequestOrigin";
import type { RequestPath } from "../bindings/RequestPath";
import type { RequestSummary } from "../bindings/RequestSummary";
import type { SecretKind } from "../bindings/SecretKind";
import type { Settings } from "../bindings/Settings";
import type { StartView } from "../bindings/StartView";
import type { TokenForm } from "../bindings/TokenForm";
import type { TokenState } from "../bindings/TokenState";
import type { VaultView } from "../bindings/VaultView";

/** The page of history to show: `before` is the last one seen, for the next page. */
export interface HistoryQuery {
  profile: ProfileId | null;
  text: string;
  before: ExchangeId | null;
  limit: number;
}

/** Whether the person has agreed to a writing call to production. */
export type Confirmation = "confirmed" | "unconfirmed";

export interface Platform {
  start(): Promise<StartView>;
  profilesList(): Promise<ProfileSummary[]>;
  profileGet(id: ProfileId): Promise<ProfileView>;
  profileCheck(draft: ProfileDraft): Promise<FieldProblem[]>;
  /** `clientSecret` null stores none. */
  profileCreate(draft: ProfileDraft, clientSecret: string | null): Promise<ProfileView>;
  /** `clientSecret` null keeps the stored one. */
  profileUpdate(
    id: ProfileId,
    revision: string,
    draft: ProfileDraft,
    clientSecret: string | null,
  ): Promise<ProfileView>;
  profileDuplicate(id: ProfileId): Promise<ProfileView>;
  profileDelete(id: ProfileId): Promise<void>;
  profileRestore(id: ProfileId): Promise<ProfileView>;
  secretCopy(id: ProfileId, kind: SecretKind): Promise<Copied>;
  /** The secret itself, once; the caller hides it again. */
  secretReveal(id: ProfileId, kind: SecretKind): Promise<string>;
  tokenGet(id: ProfileId): Promise<TokenState>;
  tokenRenew(id: ProfileId): Promise<TokenState>;
  tokenCopy(id: ProfileId, form: TokenForm): Promise<Copied>;
  /** The token call as a curl command, secrets left out. */
  tokenCurl(id: ProfileId): Promise<string>;
  clipboardClear(): Promise<void>;
  keysList(): Promise<KeyView[]>;
  /** Attaches the new key to `profile` when one is given. */
  keyGenerate(
    draft: KeyPairDraft,
    profile: ProfileId | null,
    progress: (stage: KeyProgress) => void,
  ): Promise<KeyView>;
  keyCancel(): Promise<void>;
  /** Where it was saved; null when the person closed the dialog. */
  keySaveCertificate(id: KeyId): Promise<string | null>;
  keySavePrivate(id: KeyId): Promise<string | null>;
  keyRegisterWithPractice(id: KeyId, profile: ProfileId): Promise<KeyView>;
  practiceStart(): Promise<PracticeView>;
  practiceStop(): Promise<void>;
  requestsList(): Promise<RequestSummary[]>;
  requestGet(path: RequestPath, origin: RequestOrigin): Promise<Request>;
  requestSave(path: RequestPath, request: Request): Promise<void>;
  requestCheck(profile: ProfileId, request: Request): Promise<RequestCheck>;
  requestSend(profile: ProfileId, request: Request, confirmation: Confirmation): Promise<ExchangeView>;
  requestCancel(): Promise<void>;
  historyList(query: HistoryQuery): Promise<ExchangeSummary[]>;
  historyGet(id: ExchangeId): Promise<ExchangeView>;
  historyReplay(id: ExchangeId, profile: ProfileId, confirmation: Confirmation): Promise<ExchangeView>;
  historyBody(id: ExchangeId, offset: number): Promise<BodySlice>;
  vaultState(): Promise<VaultView>;
  settingsGet(): Promise<Settings>;
  settingsSet(settings: Settings): Promise<void>;
  /** Calls `listener` for everything the engine tells; the answer stops that. */
  listen(listener: (event: Event) => void): Promise<() => void>;
}
