/*
 * The requests being written and sent, one for each profile, kept for as long as the window lives: leaving the tab or
 * the profile loses no draft and stops no call.
 */
import { createContext, useCallback, useContext, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { ExchangeView } from "../../bindings/ExchangeView";
import type { OpenedRequest } from "../../bindings/OpenedRequest";
import type { ProfileId } from "../../bindings/ProfileId";
import type { Request } from "../../bindings/Request";
import type { RequestOrigin } from "../../bindings/RequestOrigin";
import type { RequestPath } from "../../bindings/RequestPath";
import { usePlatform, type Confirmation, type Platform } from "../../platform";
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
  /** The engine wants the person's word before it sends. */
  asking: string | null;
}

export interface RequestDesk {
  stateOf: (profile: ProfileId) => RequestState;
  open: (profile: ProfileId, chosen: Chosen) => Promise<void>;
  /** Starts from a request that is in no list: a new one, or one out of history. */
  take: (profile: ProfileId, request: Request) => void;
  edit: (profile: ProfileId, part: Partial<Request>) => void;
  /** Keeps the draft among the person's own requests: where it comes from, or under another name. */
  save: (profile: ProfileId, path: RequestPath, taken: Taken) => Promise<Async<OpenedRequest>>;
  send: (profile: ProfileId, confirmation: Confirmation) => Promise<void>;
  forgetAsking: (profile: ProfileId) => void;
  cancel: () => void;
}

const NOTHING: RequestState = {
  chosen: null,
  saved: null,
  revision: null,
  draft: null,
  sending: idle,
  asking: null,
};

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
  const [all, setAll] = useState<Record<ProfileId, RequestState>>({});
  const latest = useRef(all);
  useLayoutEffect(() => {
    latest.current = all;
  }, [all]);

  const stateOf = useCallback((profile: ProfileId) => all[profile] ?? NOTHING, [all]);
  const put = useCallback(
    (profile: ProfileId, part: Partial<RequestState>) =>
      setAll((now) => ({ ...now, [profile]: { ...(now[profile] ?? NOTHING), ...part } })),
    [],
  );

  const open = useCallback(
    async (profile: ProfileId, chosen: Chosen) => {
      put(profile, { chosen, sending: idle });
      const settled = await settle(platform.requestGet(chosen.path, chosen.origin));
      if (settled.kind === "ready") put(profile, { chosen, ...asOpened(settled.value) });
      if (settled.kind === "failed") put(profile, { sending: settled });
    },
    [platform, put],
  );

  const take = useCallback(
    (profile: ProfileId, request: Request) => put(profile, { ...NOTHING, draft: request }),
    [put],
  );

  const edit = useCallback((profile: ProfileId, part: Partial<Request>) => {
    setAll((now) => {
      const state = now[profile] ?? NOTHING;
      const draft = { ...(state.draft ?? NEW_REQUEST), ...part };
      return { ...now, [profile]: { ...state, draft } };
    });
  }, []);

  const save = useCallback(
    async (profile: ProfileId, path: RequestPath, taken: Taken) => {
      const { chosen, revision, draft } = latest.current[profile] ?? NOTHING;
      const request = draft ?? NEW_REQUEST;
      const isItsOwn = chosen?.origin === "own" && chosen.path === path;
      const named = isItsOwn ? request : { ...request, name: path.split("/").at(-1) ?? path };
      const saving = async () => {
        const over = isItsOwn ? revision : taken === "replace" ? await revisionOf(platform, path) : null;
        return platform.requestSave(path, named, over);
      };
      const settled = await settle(saving());
      if (settled.kind === "ready") {
        put(profile, { chosen: { path, origin: "own" }, ...asOpened(settled.value) });
      }
      return settled;
    },
    [platform, put],
  );

  const send = useCallback(
    async (profile: ProfileId, confirmation: Confirmation) => {
      const state = latest.current[profile];
      if (!state?.draft || state.sending.kind === "waiting") return;
      put(profile, { sending: waiting, asking: null });
      const settled = await settle(platform.requestSend(profile, state.draft, confirmation));
      const asks = settled.kind === "failed" && settled.problem.code === "needs_confirmation";
      const asking = asks ? settled.problem.message : null;
      put(profile, { sending: asks ? idle : settled, asking });
    },
    [platform, put],
  );

  const forgetAsking = useCallback((profile: ProfileId) => put(profile, { asking: null }), [put]);
  const cancel = useCallback(() => void platform.requestCancel().catch(() => undefined), [platform]);

  return useMemo(
    () => ({ stateOf, open, take, edit, save, send, forgetAsking, cancel }),
    [stateOf, open, take, edit, save, send, forgetAsking, cancel],
  );
}
