/*
 * What the window can ask of the engine, one method for each command of the shell. Every refusal is a `Problem`.
 * How the asking is done is left to tauri.ts and fake.ts.
 */
import type { BodySlice } from "../bindings/BodySlice";
import type { CertificateForm } from "../bindings/CertificateForm";
import type { Copied } from "../bindings/Copied";
import type { Event } from "../bindings/Event";
import type { ExchangeId } from "../bindings/ExchangeId";
import type { ExchangeSummary } from "../bindings/ExchangeSummary";
import type { ExchangeView } from "../bindings/ExchangeView";
import type { ExportFormat } from "../bindings/ExportFormat";
import type { ExportSecrets } from "../bindings/ExportSecrets";
import type { Exported } from "../bindings/Exported";
import type { FieldProblem } from "../bindings/FieldProblem";
import type { GenerationView } from "../bindings/GenerationView";
import type { ImportChoice } from "../bindings/ImportChoice";
import type { ImportDone } from "../bindings/ImportDone";
import type { ImportView } from "../bindings/ImportView";
import type { KeyId } from "../bindings/KeyId";
import type { KeyMatch } from "../bindings/KeyMatch";
import type { KeyPairDraft } from "../bindings/KeyPairDraft";
import type { KeyProgress } from "../bindings/KeyProgress";
import type { KeyView } from "../bindings/KeyView";
import type { MatchAgainst } from "../bindings/MatchAgainst";
import type { PracticeView } from "../bindings/PracticeView";
import type { Problem } from "../bindings/Problem";
import type { ProfileDraft } from "../bindings/ProfileDraft";
import type { ProfileId } from "../bindings/ProfileId";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import type { ProfileView } from "../bindings/ProfileView";
import type { OpenedRequest } from "../bindings/OpenedRequest";
import type { Request } from "../bindings/Request";
import type { RequestCheck } from "../bindings/RequestCheck";
import type { RequestOrigin } from "../bindings/RequestOrigin";
import type { RequestPath } from "../bindings/RequestPath";
import type { RequestSummary } from "../bindings/RequestSummary";
import type { SecretKind } from "../bindings/SecretKind";
import type { SecretOwner } from "../bindings/SecretOwner";
import type { Selection } from "../bindings/Selection";
import type { Settings } from "../bindings/Settings";
import type { StartView } from "../bindings/StartView";
import type { SubjectTemplate } from "../bindings/SubjectTemplate";
import type { TokenForm } from "../bindings/TokenForm";
import type { TokenState } from "../bindings/TokenState";
import type { Unreadable } from "../bindings/Unreadable";
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

/** What becomes of files that are dragged over the window: the shell reads them, the page never does. */
export type Drop =
  | { kind: "over" }
  | { kind: "left" }
  | { kind: "read"; view: ImportView }
  | { kind: "failed"; problem: Problem };

export interface Platform {
  start(): Promise<StartView>;
  profilesList(): Promise<ProfileSummary[]>;
  profileGet(id: ProfileId): Promise<ProfileView>;
  profileCheck(draft: ProfileDraft): Promise<FieldProblem[]>;
  /** A secret that is null is not stored. */
  profileCreate(
    draft: ProfileDraft,
    clientSecret: string | null,
    secondClientSecret: string | null,
  ): Promise<ProfileView>;
  /** A secret that is null stays as it is. */
  profileUpdate(
    id: ProfileId,
    revision: string,
    draft: ProfileDraft,
    clientSecret: string | null,
    secondClientSecret: string | null,
  ): Promise<ProfileView>;
  profileDuplicate(id: ProfileId): Promise<ProfileView>;
  profileDelete(id: ProfileId): Promise<void>;
  profileRestore(id: ProfileId): Promise<ProfileView>;
  secretCopy(id: ProfileId, kind: SecretKind): Promise<Copied>;
  /** The secret itself, once; the caller hides it again. */
  secretReveal(id: ProfileId, kind: SecretKind): Promise<string>;
  secretRemove(id: ProfileId, kind: SecretKind): Promise<void>;
  /** Earlier states of somebody's secrets, the newest first. */
  secretGenerations(owner: SecretOwner): Promise<GenerationView[]>;
  secretRestore(owner: SecretOwner, number: number): Promise<void>;
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
  keySaveCertificate(id: KeyId, form: CertificateForm): Promise<string | null>;
  keySavePrivate(id: KeyId): Promise<string | null>;
  keySavePkcs12(id: KeyId, passphrase: string): Promise<string | null>;
  /** A calendar file that reminds of the certificate's end. */
  keySaveReminder(id: KeyId): Promise<string | null>;
  keyMatch(id: KeyId, against: MatchAgainst): Promise<KeyMatch>;
  keyRename(id: KeyId, name: string): Promise<void>;
  /** Refused while a profile signs with it. */
  keyDelete(id: KeyId): Promise<void>;
  subjectTemplates(): Promise<SubjectTemplate[]>;
  subjectTemplateSave(template: SubjectTemplate): Promise<void>;
  subjectTemplateDelete(name: string): Promise<void>;
  keyRegisterWithPractice(id: KeyId, profile: ProfileId): Promise<KeyView>;
  practiceStart(): Promise<PracticeView>;
  practiceStop(): Promise<void>;
  requestsList(): Promise<RequestSummary[]>;
  requestGet(path: RequestPath, origin: RequestOrigin): Promise<OpenedRequest>;
  /** As a new request, or over the one that was opened at the revision. */
  requestSave(path: RequestPath, request: Request, revision: string | null): Promise<OpenedRequest>;
  requestCheck(profile: ProfileId, request: Request): Promise<RequestCheck>;
  requestSend(profile: ProfileId, request: Request, confirmation: Confirmation): Promise<ExchangeView>;
  requestCancel(): Promise<void>;
  historyList(query: HistoryQuery): Promise<ExchangeSummary[]>;
  historyGet(id: ExchangeId): Promise<ExchangeView>;
  historyReplay(id: ExchangeId, profile: ProfileId, confirmation: Confirmation): Promise<ExchangeView>;
  historyBody(id: ExchangeId, offset: number): Promise<BodySlice>;
  /** Asks for files and reads them; null when the person closed the dialog. Nothing is written by a reading. */
  importOpen(): Promise<ImportView | null>;
  /** Reads what is on the clipboard, which the page does not get to see. */
  importClipboard(): Promise<ImportView>;
  /** The whole reading again; a wrong passphrase is told by the item's own problem. */
  importUnlock(id: number, item: number, passphrase: string): Promise<ImportView>;
  importApply(id: number, choice: ImportChoice): Promise<ImportDone>;
  importDiscard(id: number): Promise<void>;
  /** Each asks where; null when the person closed the dialog. */
  exportProfile(id: ProfileId, format: ExportFormat, secrets: ExportSecrets): Promise<Exported | null>;
  exportKit(selection: Selection, unreadable: Unreadable): Promise<Exported | null>;
  exportBackup(selection: Selection, passphrase: string, unreadable: Unreadable): Promise<Exported | null>;
  exportInventory(): Promise<Exported | null>;
  vaultState(): Promise<VaultView>;
  /** With a passphrase where one keeps the key; null asks the keyring again. */
  vaultUnlock(passphrase: string | null): Promise<void>;
  vaultLock(): Promise<void>;
  vaultUsePassphrase(passphrase: string): Promise<void>;
  vaultChangePassphrase(current: string, passphrase: string): Promise<void>;
  vaultUseKeyring(): Promise<void>;
  /** The person is at the window; told at most every ten seconds. */
  activity(): Promise<void>;
  settingsGet(): Promise<Settings>;
  settingsSet(settings: Settings): Promise<void>;
  /** Calls `listener` for everything the engine tells; the answer stops that. */
  listen(listener: (event: Event) => void): Promise<() => void>;
  /** The same for files dragged over the window and dropped on it. */
  listenDrop(listener: (drop: Drop) => void): Promise<() => void>;
}
