/*
 * What is open of a request: its draft, where it comes from, its call and its answer; and what can be told from that.
 */
import type { ExchangeView } from "../../bindings/ExchangeView";
import type { JobId } from "../../bindings/JobId";
import type { OpenedRequest } from "../../bindings/OpenedRequest";
import type { OutsideChange } from "../../bindings/OutsideChange";
import type { PromptAnswers } from "../../bindings/PromptAnswers";
import type { PromptView } from "../../bindings/PromptView";
import type { EditedRequest } from "../../bindings/EditedRequest";
import type { RequestAddress } from "../../bindings/RequestAddress";
import type { RequestSource } from "../../bindings/RequestSource";
import type { TabId } from "../../bindings/TabId";
import { idle, type Async } from "../../shared/async";

/** What a person is asked for. */
export interface Asked {
  prompts: PromptView[];
  /** What was answered the last time; no secret is among it. */
  last: PromptAnswers;
}

/** What the person has to agree to first. */
export interface Question {
  /** That it is sent at all, or that a file goes with it. */
  about: "sending" | "file";
  /** The engine's reason. */
  why: string;
  /** Which file, whole. */
  file?: string | undefined;
}

export interface RequestState {
  /** Which saved request the draft comes from; null for a new one. */
  chosen: RequestSource | null;
  /** As it was opened or last saved. */
  saved: EditedRequest | null;
  /** Which state of it that is; null where there is none that could be changed. */
  revision: string | null;
  draft: EditedRequest | null;
  sending: Async<ExchangeView>;
  /** The call that is under way. */
  job: JobId | null;
  /** The engine wants the person's word before it sends. */
  asking: Question | null;
  /** What the person is asked for before it is sent; null when nothing is. */
  asked: Asked | null;
  /** What was changed or doubtful in the text that it was read from; null when it was read from none. */
  notes: string[] | null;
  /** What the tab is called while its request is not here. */
  title: string;
  method: EditedRequest["method"];
  /** The next request that is only looked at takes its place. */
  passing: boolean;
  /** What happened elsewhere to the request that is being edited. */
  outside: OutsideChange | null;
}

/** What is open of a profile's requests: each keeps its draft, its call and its answer while another is on screen. */
export interface Opened {
  current: TabId;
  /** In the order of the tabs. */
  requests: Record<TabId, RequestState>;
}

export const NOTHING: RequestState = {
  chosen: null,
  saved: null,
  revision: null,
  draft: null,
  sending: idle,
  job: null,
  asking: null,
  asked: null,
  notes: null,
  title: "",
  method: "GET",
  passing: false,
  outside: null,
};
export const NONE: Opened = { current: "", requests: {} };

export const NEW_REQUEST: EditedRequest = {
  name: "New request",
  method: "GET",
  url: "https://",
  headers: [
    { name: "Authorization", value: "Bearer {{ACCESS_TOKEN}}" },
    { name: "x-api-key", value: "{{API_KEY}}" },
    { name: "x-gw-ims-org-id", value: "{{IMS_ORG}}" },
  ],
  body: null,
};

/** The address of a file or folder by its path, as the engine writes it. */
export const addressOf = (path: string): RequestAddress =>
  path.replaceAll("%25", "%2525").replaceAll("%23", "%2523").replaceAll("#", "%23");

/** Whether a request is one of a file's, or of whatever is in a folder. */
export const isBelow = (address: RequestAddress, place: RequestAddress) =>
  address === place || address.startsWith(`${place}/`) || address.startsWith(`${place}#`);

export const keyOf = ({ origin, address }: RequestSource) => `${origin} ${address}`;

export const currentOf = (opened: Opened) => opened.requests[opened.current] ?? NOTHING;

export const isChanged = ({ draft, saved }: Pick<RequestState, "draft" | "saved">) =>
  draft !== null && draft !== saved;

/** What a tab is called: nobody has given a new request a name yet, and its URL tells it apart. */
export function titleOf({ draft, title }: RequestState): string {
  if (!draft) return title;
  // One that has no name is called as its file.
  if (draft.name === "") return title || draft.url;
  return draft.name === NEW_REQUEST.name && draft.url !== NEW_REQUEST.url ? draft.url : draft.name;
}

/** The name of a request by its address: what its tab is called until it is here, and what a new one is saved as. */
export const nameIn = (address: string) => address.split("#")[1] ?? address.split("/").at(-1) ?? address;

export function asOpened({
  request,
  revision,
}: OpenedRequest): Pick<RequestState, "saved" | "revision" | "draft"> {
  return { saved: request, revision, draft: request };
}
