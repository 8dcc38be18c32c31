/*
 * What the pages ask of the engine: the generated calls with their arguments in order, and what is told unasked. Every
 * refusal is a `Problem`. The calls themselves are made by tauri.ts and by fake/.
 */
import type { Brought } from "../bindings/Brought";
import type { BodyAt } from "../bindings/BodyAt";
import type { BodyBase } from "../bindings/BodyBase";
import type { BodyEdit } from "../bindings/BodyEdit";
import type { BodyLook } from "../bindings/BodyLook";
import type { BodyPattern } from "../bindings/BodyPattern";
import type { BodySaved } from "../bindings/BodySaved";
import type { TableWish } from "../bindings/TableWish";
import type { Calls } from "../bindings/Calls";
import type { CertificateForm } from "../bindings/CertificateForm";
import type { CheckupProgress } from "../bindings/CheckupProgress";
import type { CheckupReport } from "../bindings/CheckupReport";
import type { CheckupWish } from "../bindings/CheckupWish";
import type { CodeLanguage } from "../bindings/CodeLanguage";
import type { ComparisonAt } from "../bindings/ComparisonAt";
import type { ComparisonLook } from "../bindings/ComparisonLook";
import type { ComparisonText } from "../bindings/ComparisonText";
import type { Event } from "../bindings/Event";
import type { ExchangeId } from "../bindings/ExchangeId";
import type { ExportFormat } from "../bindings/ExportFormat";
import type { ExportSecrets } from "../bindings/ExportSecrets";
import type { FoundRequests } from "../bindings/FoundRequests";
import type { ImportChoice } from "../bindings/ImportChoice";
import type { JobId } from "../bindings/JobId";
import type { KeyId } from "../bindings/KeyId";
import type { KeyPairDraft } from "../bindings/KeyPairDraft";
import type { KeyProgress } from "../bindings/KeyProgress";
import type { MatchAgainst } from "../bindings/MatchAgainst";
import type { OpenTab } from "../bindings/OpenTab";
import type { OutsideAnswer } from "../bindings/OutsideAnswer";
import type { PlaceName } from "../bindings/PlaceName";
import type { Problem } from "../bindings/Problem";
import type { PromptAnswers } from "../bindings/PromptAnswers";
import type { ProfileDraft } from "../bindings/ProfileDraft";
import type { ProfileId } from "../bindings/ProfileId";
import type { ReminderLead } from "../bindings/ReminderLead";
import type { RenewalProgress } from "../bindings/RenewalProgress";
import type { ReplayedOn } from "../bindings/ReplayedOn";
import type { ReplayWish } from "../bindings/ReplayWish";
import type { EditedRequest } from "../bindings/EditedRequest";
import type { RequestAddress } from "../bindings/RequestAddress";
import type { RequestExportFormat } from "../bindings/RequestExportFormat";
import type { RequestOrigin } from "../bindings/RequestOrigin";
import type { RequestSource } from "../bindings/RequestSource";
import type { RotationNews } from "../bindings/RotationNews";
import type { RotationWish } from "../bindings/RotationWish";
import type { RunFilter } from "../bindings/RunFilter";
import type { RunId } from "../bindings/RunId";
import type { RunProgress } from "../bindings/RunProgress";
import type { RunReport } from "../bindings/RunReport";
import type { RunSettings } from "../bindings/RunSettings";
import type { SecretKind } from "../bindings/SecretKind";
import type { SecretOwner } from "../bindings/SecretOwner";
import type { Selection } from "../bindings/Selection";
import type { Settings } from "../bindings/Settings";
import type { SignInPage } from "../bindings/SignInPage";
import type { TrialProgress } from "../bindings/TrialProgress";
import type { TrialWish } from "../bindings/TrialWish";
import type { SubjectTemplate } from "../bindings/SubjectTemplate";
import type { TabId } from "../bindings/TabId";
import type { TokenForm } from "../bindings/TokenForm";
import type { TokenSource } from "../bindings/TokenSource";
import type { Unreadable } from "../bindings/Unreadable";
import type { VariablesStay } from "../bindings/VariablesStay";

/** The page of history to show: `before` is the last one seen, for the next page. */
export type HistoryQuery = Parameters<Calls["historyList"]>[0];

/** Whether the person has agreed to a writing call to production. */
export type Confirmation = "confirmed" | "unconfirmed";

/** What becomes of files that are dragged over the window: the shell reads them, the page never does. */
export type Drop =
  | { kind: "over" }
  | { kind: "left" }
  | { kind: "read"; view: Brought }
  | { kind: "requests"; found: FoundRequests }
  | { kind: "failed"; problem: Problem };

/** What comes without being asked for; the answer stops it. */
export interface Listening {
  /** Calls `listener` for everything the engine tells. */
  listen(listener: (event: Event) => void): Promise<() => void>;
  /** The same for files dragged over the window and dropped on it. */
  listenDrop(listener: (drop: Drop) => void): Promise<() => void>;
  /** Calls `listener` whenever the quick window is shown. */
  listenQuick(listener: () => void): Promise<() => void>;
  /** Calls `listener` with where to go: somebody clicked a reminder. */
  listenReminders(listener: (lead: ReminderLead) => void): Promise<() => void>;
  /** Calls `listener` with what went wrong in the tray. */
  listenTold(listener: (problem: Problem) => void): Promise<() => void>;
  /** Calls `listener` when the window is about to close; it waits a moment for `tabsHandedOver`. */
  listenClosing(listener: () => void): Promise<() => void>;
}

export type Platform = ReturnType<typeof platformOver>;

let jobs = 0;

/** Names a piece of work before it begins, so that it can be stopped before it was answered. */
export const newJob = (): JobId => `${Date.now()} ${++jobs}`;

/** The same for the real calls and the fake's. */
export function platformOver(calls: Calls, listening: Listening) {
  return {
    ...listening,
    start: () => calls.start(),
    profilesList: () => calls.profilesList(),
    profileGet: (id: ProfileId) => calls.profileGet({ id }),
    profileCheck: (draft: ProfileDraft) => calls.profileCheck({ draft }),
    /** A secret that is null is not stored. */
    profileCreate: (draft: ProfileDraft, clientSecret: string | null, secondClientSecret: string | null) =>
      calls.profileCreate({ draft, clientSecret, secondClientSecret }),
    /** A secret that is null stays as it is. */
    profileUpdate: (
      id: ProfileId,
      revision: string,
      draft: ProfileDraft,
      clientSecret: string | null,
      secondClientSecret: string | null,
    ) => calls.profileUpdate({ id, revision, draft, clientSecret, secondClientSecret }),
    profileDuplicate: (id: ProfileId) => calls.profileDuplicate({ id }),
    profileDelete: (id: ProfileId) => calls.profileDelete({ id }),
    profileRestore: (id: ProfileId) => calls.profileRestore({ id }),
    secretCopy: (id: ProfileId, kind: SecretKind) => calls.secretCopy({ id, kind }),
    /** The secret itself, once; the caller hides it again. */
    secretReveal: (id: ProfileId, kind: SecretKind) => calls.secretReveal({ id, kind }),
    secretRemove: (id: ProfileId, kind: SecretKind) => calls.secretRemove({ id, kind }),
    /** Earlier states of somebody's secrets, the newest first. */
    secretGenerations: (owner: SecretOwner) => calls.secretGenerations({ owner }),
    secretRestore: (owner: SecretOwner, number: number) => calls.secretRestore({ owner, number }),
    /** Every profile, what was used last first. */
    quickList: () => calls.quickList(),
    /** Copies a token and puts the quick window away; stopped when the window goes first. */
    quickCopy: (id: ProfileId, form: TokenForm) => calls.quickCopy({ id, form }),
    quickShow: () => calls.quickShow(),
    quickHide: () => calls.quickHide(),
    /** The large window, in front of everything. */
    windowShow: () => calls.windowShow(),
    /** What there is to know of every profile beside its line in lists. */
    boardRows: () => calls.boardRows(),
    boardRenew: (job: JobId, ids: ProfileId[], progress: (how: RenewalProgress) => void) =>
      calls.boardRenew({ job, ids, progress }),
    /** These profiles as CSV; null when the person closed the dialog. */
    boardSave: (ids: ProfileId[]) => calls.boardSave({ ids }),
    /** Whether profiles work, found by asking Adobe. */
    checkup: (job: JobId, wish: CheckupWish, progress: (how: CheckupProgress) => void) =>
      calls.checkup({ job, wish, progress }),
    checkupMarkdown: (report: CheckupReport) => calls.checkupMarkdown({ report }),
    /** The report as a file; null when the person closed the dialog. */
    checkupSave: (report: CheckupReport) => calls.checkupSave({ report }),
    /** What rotating the profiles' client secrets needs, without asking Adobe. */
    rotationPlan: (ids: ProfileId[]) => calls.rotationPlan({ ids }),
    /** The profiles with which a rotation was begun that is not over. */
    rotationUnderWay: () => calls.rotationUnderWay(),
    /** Where the credential is in the Console: the address of its page. */
    rotationSetPlace: (id: ProfileId, address: string) => calls.rotationSetPlace({ id, address }),
    /** One step of rotations, or a look at them; tells what was done, and what came of each profile. */
    rotationCarryOut: (
      job: JobId,
      wish: RotationWish,
      confirmation: Confirmation,
      progress: (news: RotationNews) => void,
    ) => calls.rotationCarryOut({ job, wish, confirmed: confirmation === "confirmed", progress }),
    /** Profiles that are leaving JWT: OAuth is tried, or they use it and can go back. */
    migrationsList: () => calls.migrationsList(),
    migrationStatus: (id: ProfileId) => calls.migrationStatus({ id }),
    /** Tries OAuth beside JWT; a secret that is null stays as it is. */
    migrationTry: (
      job: JobId,
      id: ProfileId,
      wish: TrialWish,
      clientSecret: string | null,
      progress: (how: TrialProgress) => void,
    ) => calls.migrationTry({ job, id, wish, clientSecret, progress }),
    migrationSwitch: (id: ProfileId) => calls.migrationSwitch({ id }),
    /** A step back: to JWT, or the trial is given up. */
    migrationUndo: (id: ProfileId) => calls.migrationUndo({ id }),
    migrationRetire: (id: ProfileId) => calls.migrationRetire({ id }),
    /** The Developer Console, in the browser. */
    consoleOpen: () => calls.consoleOpen(),
    /** What a credential of each product usually has. */
    productsList: () => calls.productsList(),
    /** The sandboxes that a profile may use; `refresh` asks Platform although it has said so lately. */
    sandboxesList: (id: ProfileId, refresh: "kept" | "refresh") =>
      calls.sandboxesList({ job: newJob(), id, refresh: refresh === "refresh" }),
    /** Platform is asked where the list that is kept does not have it. */
    sandboxSwitch: (id: ProfileId, name: string) => calls.sandboxSwitch({ job: newJob(), id, name }),
    tokenGet: (id: ProfileId) => calls.tokenGet({ job: newJob(), id }),
    tokenRenew: (id: ProfileId) => calls.tokenRenew({ job: newJob(), id }),
    /** Opens the page in the browser; `page` hears which it is, and the answer comes when somebody has signed in. */
    signIn: (job: JobId, id: ProfileId, page: (begun: SignInPage) => void) => calls.signIn({ job, id, page }),
    /** The address that the browser was sent to, where the engine could not listen for it. */
    signInAnswer: (job: JobId, address: string) => calls.signInAnswer({ job, address }),
    signOut: (id: ProfileId) => calls.signOut({ id }),
    tokenCopy: (id: ProfileId, form: TokenForm) => calls.tokenCopy({ job: newJob(), id, form }),
    /** The token call as a curl command, secrets left out. */
    tokenCurl: (id: ProfileId) => calls.tokenCurl({ id }),
    clipboardClear: () => calls.clipboardClear(),
    /** What is in a token, offline; and whether it is the profile's. */
    tokenInspect: (source: TokenSource, profile: ProfileId | null) => calls.tokenInspect({ source, profile }),
    tokenCompare: (left: TokenSource, right: TokenSource) => calls.tokenCompare({ left, right }),
    /** Has IMS say whether it works. */
    tokenAsk: (source: TokenSource, profile: ProfileId) => calls.tokenAsk({ job: newJob(), source, profile }),
    /** Ends it for everybody who has it. */
    tokenRevoke: (source: TokenSource, profile: ProfileId) =>
      calls.tokenRevoke({ job: newJob(), source, profile }),
    keysList: () => calls.keysList(),
    /** Everything that is wrong with a draft. */
    keyCheck: (draft: KeyPairDraft) => calls.keyCheck({ draft }),
    /** Attaches the new key to `profile` when one is given. */
    keyGenerate: (
      job: JobId,
      draft: KeyPairDraft,
      profile: ProfileId | null,
      progress: (stage: KeyProgress) => void,
    ) => calls.keyGenerate({ job, draft, profile, progress }),
    /** Where it was saved; null when the person closed the dialog. */
    keySaveCertificate: (id: KeyId, form: CertificateForm) => calls.keySaveCertificate({ id, form }),
    keySavePrivate: (id: KeyId) => calls.keySavePrivate({ id }),
    keySavePkcs12: (id: KeyId, passphrase: string) => calls.keySavePkcs12({ id, passphrase }),
    /** A calendar file that reminds of the certificate's end. */
    keySaveReminder: (id: KeyId) => calls.keySaveReminder({ id }),
    keyMatch: (id: KeyId, against: MatchAgainst) => calls.keyMatch({ id, against }),
    keyRename: async (id: KeyId, name: string): Promise<void> => void (await calls.keyRename({ id, name })),
    /** Refused while a profile signs with it. */
    keyDelete: (id: KeyId) => calls.keyDelete({ id }),
    subjectTemplates: () => calls.subjectTemplates(),
    subjectTemplateSave: (template: SubjectTemplate) => calls.subjectTemplateSave({ template }),
    subjectTemplateDelete: (name: string) => calls.subjectTemplateDelete({ name }),
    keyRegisterWithPractice: (id: KeyId, profile: ProfileId) =>
      calls.keyRegisterWithPractice({ id, profile }),
    practiceStart: () => calls.practiceStart(),
    practiceStop: () => calls.practiceStop(),
    /** For a profile, with whether its credential can send each. */
    requestsList: (profile: ProfileId | null) => calls.requestsList({ profile }),
    requestGet: (address: RequestAddress, origin: RequestOrigin) => calls.requestGet({ address, origin }),
    /** As a new request, or over the one that was opened at the revision. */
    requestSave: (address: RequestAddress, request: EditedRequest, revision: string | null) =>
      calls.requestSave({ address, request, revision }),
    requestRename: (address: RequestAddress, name: string) => calls.requestRename({ address, name }),
    /** What moving it would do; nothing is moved. */
    requestBeforeMoving: (address: RequestAddress, to: string) => calls.requestBeforeMoving({ address, to }),
    requestMove: (address: RequestAddress, to: string, replace: boolean) =>
      calls.requestMove({ address, to, replace }),
    requestDuplicate: (address: RequestAddress) => calls.requestDuplicate({ address }),
    requestDelete: (address: RequestAddress) => calls.requestDelete({ address }),
    /** Folders and files, also those without a request. */
    requestPlaces: () => calls.requestPlaces(),
    /** What moving a file or folder would do; nothing is moved. */
    placeBeforeMoving: (place: PlaceName, to: string) => calls.placeBeforeMoving({ place, to }),
    /** To a place, or with a slash at the end into a folder; `/` is that of all requests. */
    placeMove: (place: PlaceName, to: string) => calls.placeMove({ place, to }),
    placeDuplicate: (place: PlaceName) => calls.placeDuplicate({ place }),
    placeDelete: (place: PlaceName) => calls.placeDelete({ place }),
    /** An empty folder or file. */
    placeMake: (path: string, isFolder: boolean) => calls.placeMake({ path, isFolder }),
    /** Takes back a change of one's own requests. */
    requestUndo: (change: string) => calls.requestUndo({ change }),
    /** The request in a text; nothing of it is sent or kept. */
    requestPasted: (text: string) => calls.requestPasted({ text }),
    /** The same of what is on the clipboard. */
    requestClipboard: () => calls.requestClipboard(),
    /** As code, without a secret in it. Here and below, `source` is where the request was opened from, which gives it the
        variables of its file and more; `answers` are those to its prompts. */
    requestWrittenAs: (
      profile: ProfileId,
      request: EditedRequest,
      language: CodeLanguage,
      source: RequestSource | null,
      answers: PromptAnswers,
    ) => calls.requestWrittenAs({ profile, request, language, source, answers }),
    /** The same with the token in it, onto the clipboard. */
    requestCopyWithSecrets: (
      profile: ProfileId,
      request: EditedRequest,
      language: CodeLanguage,
      source: RequestSource | null,
      answers: PromptAnswers,
    ) => calls.requestCopyWithSecrets({ job: newJob(), profile, request, language, source, answers }),
    /** Asks where the body goes that the code reads from a file, and saves it; null where nothing was saved. */
    requestSaveCodeBody: (
      profile: ProfileId,
      request: EditedRequest,
      language: CodeLanguage,
      source: RequestSource | null,
      answers: PromptAnswers,
      secrets: "masked" | "with_token",
    ) =>
      calls.requestSaveCodeBody({
        job: newJob(),
        profile,
        request,
        source,
        answers,
        language,
        withToken: secrets === "with_token",
      }),
    /** `bodyOf` is the tab whose kept draft has the request's body, where that does not come along. */
    requestCheck: (
      profile: ProfileId,
      request: EditedRequest,
      source: RequestSource | null,
      bodyOf: TabId | null = null,
    ) => calls.requestCheck({ profile, request, source, answers: null, bodyOf }),
    /** What the person has to be asked for before it is sent. */
    requestPrompts: (
      profile: ProfileId,
      request: EditedRequest,
      source: RequestSource | null,
      bodyOf: TabId | null = null,
    ) => calls.requestPrompts({ profile, request, source, bodyOf }),
    /** The whole message as it would go out, secrets masked. */
    requestGoingOut: (
      profile: ProfileId,
      request: EditedRequest,
      source: RequestSource | null,
      bodyOf: TabId | null = null,
    ) => calls.requestGoingOut({ profile, request, source, answers: null, bodyOf }),
    requestSend: (
      job: JobId,
      profile: ProfileId,
      request: EditedRequest,
      confirmation: Confirmation,
      source: RequestSource | null,
      answers: PromptAnswers,
      bodyOf: TabId | null = null,
      outsideFiles = false,
    ) =>
      calls.requestSend({
        job,
        profile,
        request,
        source,
        answers,
        bodyOf,
        outsideFiles,
        confirmed: confirmation === "confirmed",
      }),
    /** Asks for collections of other programs and reads them; null when the person closed the dialog. Nothing is written. */
    collectionsOpen: () => calls.collectionsOpen(),
    collectionsOpenFolder: () => calls.collectionsOpenFolder(),
    /** What adding it there would do. */
    collectionsPlan: (id: number, to: string, variables: VariablesStay) =>
      calls.collectionsPlan({ id, to, variables }),
    collectionsAdd: (id: number, to: string, variables: VariablesStay) =>
      calls.collectionsAdd({ id, to, variables }),
    collectionsDiscard: (id: number) => calls.collectionsDiscard({ id }),
    /** The folders and files named, or all; null when the person closed the dialog. */
    requestsExport: (named: string[], format: RequestExportFormat) => calls.requestsExport({ named, format }),
    /** Everything that is open; the drafts of known tabs do not come along. */
    tabsList: (known: TabId[] = []) => calls.tabsList({ known }),
    /** As it is now: on the disk within a second. */
    tabKeep: (tab: OpenTab) => calls.tabKeep({ tab }),
    /** The same of one whose draft comes without its body: that is made of the one that the engine has, and of these edits. */
    tabEdit: (tab: OpenTab, base: BodyBase, edits: BodyEdit[]) => calls.tabEdit({ tab, base, edits }),
    /** Everything that was typed is with the engine: the window may close. */
    tabsHandedOver: () => calls.tabsHandedOver(),
    tabClose: (id: TabId) => calls.tabClose({ id }),
    /** The one that was closed last, where none is named. */
    tabReopen: (id: TabId | null) => calls.tabReopen({ id }),
    tabsArrange: (tabs: TabId[], active: TabId[]) => calls.tabsArrange({ tabs, active }),
    tabSettle: (id: TabId, answer: OutsideAnswer) => calls.tabSettle({ id, answer }),
    runPlan: (settings: RunSettings) => calls.runPlan({ settings, answers: null }),
    runBegin: (
      job: JobId,
      settings: RunSettings,
      answers: PromptAnswers,
      confirmation: Confirmation,
      progress: (now: RunProgress) => void,
    ) => calls.runBegin({ job, settings, answers, confirmed: confirmation === "confirmed", progress }),
    runResume: (
      job: JobId,
      id: RunId,
      answers: PromptAnswers | null,
      confirmation: Confirmation,
      progress: (now: RunProgress) => void,
    ) => calls.runResume({ job, id, answers, confirmed: confirmation === "confirmed", progress }),
    runResults: (id: RunId, filter: RunFilter, from: number, count: number) =>
      calls.runResults({ id, filter, from, count }),
    runsList: () => calls.runsList(),
    /** Where it was saved; null when the person closed the dialog. */
    runReportSave: (id: RunId, report: RunReport) => calls.runReportSave({ id, report }),
    runDataChoose: () => calls.runDataChoose(),
    jobsList: () => calls.jobsList(),
    /** Stops this piece of work and no other. */
    jobStop: (job: JobId) => calls.jobStop({ job }),
    historyList: (query: HistoryQuery) => calls.historyList(query),
    historyCount: (profile: ProfileId | null, text: string) => calls.historyCount({ profile, text }),
    historySize: () => calls.historySize(),
    historyNote: (id: ExchangeId, text: string) => calls.historyNote({ id, text }),
    historyPin: (id: ExchangeId, pinned: boolean) => calls.historyPin({ id, pinned }),
    /** Stores the new client secret of an answer as this profile's. */
    historyStoreSecret: (id: ExchangeId, profile: ProfileId) => calls.historyStoreSecret({ id, profile }),
    historyDelete: (ids: ExchangeId[]) => calls.historyDelete({ ids }),
    historyDeleteMatching: (profile: ProfileId | null, text: string) =>
      calls.historyDeleteMatching({ profile, text }),
    historyGet: (id: ExchangeId) => calls.historyGet({ id }),
    historyReplay: (
      job: JobId,
      id: ExchangeId,
      profile: ProfileId,
      confirmation: Confirmation,
      answers: PromptAnswers | null = null,
    ) => calls.historyReplay({ job, id, profile, answers, confirmed: confirmation === "confirmed" }),
    /** Which file an entry was sent from, what became of that, and what has to be asked first; null for one of no file. */
    historyBeforeReplay: (id: ExchangeId, profile: ProfileId) => calls.historyBeforeReplay({ id, profile }),
    /** What sending an entry's request on these profiles would do; nothing is sent. */
    replayPlan: (id: ExchangeId, profiles: ProfileId[], answers: PromptAnswers) =>
      calls.replayPlan({ id, profiles, answers }),
    /** What somebody has to be asked for before that, once for all of them. */
    replayPrompts: (id: ExchangeId, profiles: ProfileId[]) => calls.replayPrompts({ id, profiles }),
    /** Sends it on each, and tells what came of each as it ends. */
    replayOn: (
      job: JobId,
      id: ExchangeId,
      profiles: ProfileId[],
      wish: ReplayWish,
      answers: PromptAnswers,
      confirmation: Confirmation,
      result: (one: ReplayedOn) => void,
    ) =>
      calls.replayOn({ job, id, profiles, wish, answers, confirmed: confirmation === "confirmed", result }),
    comparisonOpen: (job: JobId, at: ComparisonAt, look: ComparisonLook) =>
      calls.comparisonOpen({ job, at, look }),
    comparisonRows: (at: ComparisonAt, look: ComparisonLook, from: number, count: number) =>
      calls.comparisonRows({ at, look, from, count }),
    comparisonPlace: (at: ComparisonAt, look: ComparisonLook, number: number) =>
      calls.comparisonPlace({ at, look, number }),
    comparisonText: (job: JobId, at: ComparisonAt, form: ComparisonText) =>
      calls.comparisonText({ job, at, form }),
    /** The answer before one to the same request; null when there is none. */
    comparisonBefore: (id: ExchangeId) => calls.comparisonBefore({ id }),
    /** A file to compare with; null when the person closed the dialog. */
    comparisonFile: () => calls.comparisonFile(),
    /** What a body is, as far as it was looked through. */
    answerLook: (of: BodyAt) => calls.answerLook({ of }),
    answerRows: (of: BodyAt, look: BodyLook, from: number, count: number, pattern: BodyPattern | null) =>
      calls.answerRows({ of, look, from, count, pattern }),
    answerChildren: (of: BodyAt, at: number | null, from: number, count: number) =>
      calls.answerChildren({ of, at, from, count }),
    answerTable: (of: BodyAt, wish: TableWish, from: number, count: number) =>
      calls.answerTable({ job: newJob(), of, wish, from, count }),
    answerFind: (job: JobId, of: BodyAt, pattern: BodyPattern) => calls.answerFind({ job, of, pattern }),
    /** How far the search for it is. */
    answerFound: (of: BodyAt, pattern: BodyPattern) => calls.answerFound({ of, pattern }),
    /** A match by its number; with none, the first one from a place on. */
    answerMatch: (of: BodyAt, pattern: BodyPattern, number: number | null, from: number, look: BodyLook) =>
      calls.answerMatch({ of, pattern, number, from, look }),
    answerRowAt: (of: BodyAt, look: BodyLook, at: number) => calls.answerRowAt({ of, look, at }),
    answerQuery: (job: JobId, of: BodyAt, path: string) => calls.answerQuery({ job, of, path }),
    /** The pages behind one, followed as one job. Only reading calls have pages, and so nothing is confirmed. */
    answerPages: (job: JobId, id: ExchangeId, most: number) =>
      calls.answerPages({ job, id, most, confirmed: false }),
    answerPath: (of: BodyAt, at: number) => calls.answerPath({ of, at }),
    answerText: (of: BodyAt, from: number, to: number) => calls.answerText({ of, from, to }),
    answerPicture: (of: BodyAt) => calls.answerPicture({ of }),
    /** Where it was saved; null when the person closed the dialog. */
    answerSave: (of: BodyAt, saved: BodySaved) => calls.answerSave({ of, saved }),
    /** Asks for files and reads them; null when the person closed the dialog. Nothing is written by a reading. */
    importOpen: () => calls.importOpen(),
    /** Reads what is on the clipboard, which the page does not get to see. */
    importClipboard: () => calls.importClipboard(),
    /** The whole reading again; a wrong passphrase is told by the item's own problem. */
    importUnlock: (id: number, item: number, passphrase: string) =>
      calls.importUnlock({ id, item, passphrase }),
    importApply: (id: number, choice: ImportChoice) => calls.importApply({ id, choice }),
    importDiscard: (id: number) => calls.importDiscard({ id }),
    /** Each asks where; null when the person closed the dialog. */
    exportProfile: (id: ProfileId, format: ExportFormat, secrets: ExportSecrets) =>
      calls.exportProfile({ id, format, secrets }),
    exportKit: (selection: Selection, unreadable: Unreadable) => calls.exportKit({ selection, unreadable }),
    exportBackup: (selection: Selection, passphrase: string, unreadable: Unreadable) =>
      calls.exportBackup({ job: newJob(), selection, passphrase, unreadable }),
    exportInventory: () => calls.exportInventory(),
    /** What is wrong and what was done lately, for others; null when the person closed the dialog. */
    diagnosticsSave: () => calls.diagnosticsSave(),
    vaultState: () => calls.vaultState(),
    /** With a passphrase where one keeps the key; null asks the keyring again. */
    vaultUnlock: (passphrase: string | null) => calls.vaultUnlock({ passphrase }),
    vaultLock: () => calls.vaultLock(),
    vaultUsePassphrase: (passphrase: string) => calls.vaultUsePassphrase({ passphrase }),
    vaultChangePassphrase: (current: string, passphrase: string) =>
      calls.vaultChangePassphrase({ current, passphrase }),
    vaultUseKeyring: () => calls.vaultUseKeyring(),
    /** The person is at the window; told at most every ten seconds. */
    activity: () => calls.activity(),
    settingsGet: () => calls.settingsGet(),
    settingsSet: (settings: Settings) => calls.settingsSet({ settings }),
  };
}
