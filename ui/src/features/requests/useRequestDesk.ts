/*
 * The requests being written and sent, several for each profile, kept for as long as the window lives: leaving the request,
 * the tab or the profile loses no draft, stops no call, and mixes up no answer.
 */
import { createContext, useCallback, useContext, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { ExchangeView } from "../../bindings/ExchangeView";
import type { JobId } from "../../bindings/JobId";
import type { OpenedRequest } from "../../bindings/OpenedRequest";
import type { ProfileId } from "../../bindings/ProfileId";
import type { Request } from "../../bindings/Request";
import type { RequestOrigin } from "../../bindings/RequestOrigin";
import type { RequestPath } from "../../bindings/RequestPath";
import { newJob, usePlatform, type Confirmation, type Platform } from "../../platform";
import { idle, settle, waiting, type Async } from "../../shared/async";
import type { Taken } from "./SaveRequest";

export interface Chosen {
  path: RequestPath;
  origin: RequestOrigin;
}

export interface RequestState {
  /** Which saved request the draft comes from; null for a new one. */
  chosen: Chosen | null;
  /** As it was opened or last saved. */
  saved: Request | null;
  /** Which state of its file that is; null where there is none that could be changed. */
  revision: string | null;
  draft: Request | null;
  sending: Async<ExchangeView>;
  /** The call that is under way. */
  job: JobId | null;
  /** The engine wants the person's word before it sends. */
  asking: string | null;
}

/** What is open of a profile's requests: each keeps its draft, its call and its answer while another is on screen. */
interface Opened {
  current: string;
  requests: Record<string, RequestState>;
}

export interface RequestDesk {
  /** The request that is on screen. */
  stateOf: (profile: ProfileId) => RequestState;
  open: (profile: ProfileId, chosen: Chosen) => Promise<void>;
  /** Starts from a request that is in no list: a new one, or one out of history. */
  take: (profile: ProfileId, request: Request) => void;
  edit: (profile: ProfileId, part: Partial<Request>) => void;
  /** Keeps the draft among the person's own requests: where it comes from, or under another name. */
  save: (profile: ProfileId, path: RequestPath, taken: Taken) => Promise<Async<OpenedRequest>>;
  /** Its answer comes to this request, whichever is on screen by then. */
  send: (profile: ProfileId, confirmation: Confirmation) => Promise<void>;
  forgetAsking: (profile: ProfileId) => void;
  /** Stops the call of the request on screen, and no other. */
  cancel: (profile: ProfileId) => void;
}

const NOTHING: RequestState = {
  chosen: null,
  saved: null,
  revision: null,
  draft: null,
  sending: idle,
  job: null,
  asking: null,
};
const NEW = "new";
const NONE: Opened = { current: NEW, requests: {} };

export const NEW_REQUEST: Request = {
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

const keyOf = ({ origin, path }: Chosen) => `${origin} ${path}`;

const current = (opened: Opened = NONE) => opened.requests[opened.current] ?? NOTHING;

function asOpened({ request, revision }: OpenedRequest): Pick<RequestState, "saved" | "revision" | "draft"> {
  return { saved: request, revision, draft: request };
}

/** Which state of a request the person agrees to replace. */
async function revisionOf(platform: Platform, path: RequestPath): Promise<string | null> {
  return (await platform.requestGet(path, "own")).revision;
}

export const RequestDeskContext = createContext<RequestDesk | null>(null);

export function useRequestDesk(): RequestDesk {
  const desk = useContext(RequestDeskContext);
  if (!desk) throw new Error("BUG: no request desk above this component");
  return desk;
}

export function useNewRequestDesk(): RequestDesk {
  const platform = usePlatform();
  const [all, setAll] = useState<Record<ProfileId, Opened>>({});
  const latest = useRef(all);
  useLayoutEffect(() => {
    latest.current = all;
  }, [all]);

  const stateOf = useCallback((profile: ProfileId) => current(all[profile]), [all]);
  /** Changes one request, whichever is on screen. */
  const put = useCallback(
    (profile: ProfileId, key: string, part: Partial<RequestState>) =>
      setAll((now) => {
        const { current: shown, requests } = now[profile] ?? NONE;
        const changed = { ...(requests[key] ?? NOTHING), ...part };
        return { ...now, [profile]: { current: shown, requests: { ...requests, [key]: changed } } };
      }),
    [],
  );
  const show = useCallback(
    (profile: ProfileId, key: string) =>
      setAll((now) => ({ ...now, [profile]: { ...(now[profile] ?? NONE), current: key } })),
    [],
  );

  const open = useCallback(
    async (profile: ProfileId, chosen: Chosen) => {
      const key = keyOf(chosen);
      const before = latest.current[profile]?.requests[key];
      show(profile, key);
      // What was typed here stays as it was typed.
      if (before?.draft && before.draft !== before.saved) return;
      put(profile, key, { chosen });
      const settled = await settle(platform.requestGet(chosen.path, chosen.origin));
      if (settled.kind === "ready") put(profile, key, asOpened(settled.value));
      if (settled.kind === "failed") put(profile, key, { sending: settled });
    },
    [platform, put, show],
  );

  const taken = useRef(0);
  const take = useCallback(
    (profile: ProfileId, request: Request) => {
      const key = `${NEW} ${++taken.current}`;
      put(profile, key, { ...NOTHING, draft: request });
      show(profile, key);
    },
    [put, show],
  );

  const edit = useCallback((profile: ProfileId, part: Partial<Request>) => {
    setAll((now) => {
      const opened = now[profile] ?? NONE;
      const state = current(opened);
      const draft = { ...(state.draft ?? NEW_REQUEST), ...part };
      const requests = { ...opened.requests, [opened.current]: { ...state, draft } };
      return { ...now, [profile]: { ...opened, requests } };
    });
  }, []);

  const save = useCallback(
    async (profile: ProfileId, path: RequestPath, over: Taken) => {
      const opened = latest.current[profile] ?? NONE;
      const { chosen, saved, revision, draft, sending, job } = current(opened);
      const request = draft ?? NEW_REQUEST;
      const isItsOwn = chosen?.origin === "own" && chosen.path === path;
      const named = isItsOwn ? request : { ...request, name: path.split("/").at(-1) ?? path };
      const saving = async () => {
        const at = isItsOwn ? revision : over === "replace" ? await revisionOf(platform, path) : null;
        return platform.requestSave(path, named, at);
      };
      const settled = await settle(saving());
      if (settled.kind === "ready") {
        const kept: Chosen = { path, origin: "own" };
        // Under another name it is another request; the one that it came from is as it was opened.
        if (!isItsOwn) put(profile, opened.current, { draft: saved, sending: idle });
        put(profile, keyOf(kept), { ...NOTHING, chosen: kept, sending, job, ...asOpened(settled.value) });
        show(profile, keyOf(kept));
      }
      return settled;
    },
    [platform, put, show],
  );

  const send = useCallback(
    async (profile: ProfileId, confirmation: Confirmation) => {
      const opened = latest.current[profile] ?? NONE;
      const [key, state] = [opened.current, current(opened)];
      if (!state.draft || state.sending.kind === "waiting") return;
      const job = newJob();
      put(profile, key, { sending: waiting, job, asking: null });
      const settled = await settle(platform.requestSend(job, profile, state.draft, confirmation));
      const asks = settled.kind === "failed" && settled.problem.code === "needs_confirmation";
      const asking = asks ? settled.problem.message : null;
      put(profile, key, { sending: asks ? idle : settled, job: null, asking });
    },
    [platform, put],
  );

  const forgetAsking = useCallback(
    (profile: ProfileId) => put(profile, latest.current[profile]?.current ?? NEW, { asking: null }),
    [put],
  );
  const cancel = useCallback(
    (profile: ProfileId) => {
      const { job } = current(latest.current[profile]);
      // It may have ended a moment ago.
      if (job !== null) platform.jobStop(job).catch(() => undefined);
    },
    [platform],
  );

  return useMemo(
    () => ({ stateOf, open, take, edit, save, send, forgetAsking, cancel }),
    [stateOf, open, take, edit, save, send, forgetAsking, cancel],
  );
}
