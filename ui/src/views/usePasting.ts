/*
 * The ways in which a pasted text becomes a request: into the address, dropped, from the palette. What is in doubt is shown
 * before there is a request that could be sent.
 */
import { useCallback } from "react";
import type { PastedRequest } from "../bindings/PastedRequest";
import type { ProfileId } from "../bindings/ProfileId";
import { useOpenRequests } from "../features/requests/useOpenRequests";
import { usePlatform } from "../platform";
import { settle } from "../shared/async";
import { say } from "../shared/toast";
import { useWindowState } from "./useWindowState";

export function usePasting() {
  const platform = usePlatform();
  const open = useOpenRequests();
  const { select, show } = useWindowState();

  /** Opens what was read, with what is to be said about it beside it. */
  const take = useCallback(
    (profile: ProfileId, { request, notes, doubts }: PastedRequest) => {
      const doubtful = doubts.map(({ line, column, text }) => `Line ${line}, column ${column}: ${text}`);
      open.paste(profile, request, [...notes, ...doubtful]);
      select(profile, { tab: "requests" });
      say(`${request.method} ${request.url} was read from the text`);
    },
    [open, select],
  );
  const ask = useCallback(
    (profile: ProfileId, text: string) => show({ kind: "paste", profile, text }),
    [show],
  );
  const pasteText = useCallback(
    async (profile: ProfileId, text: string) => {
      const settled = await settle(platform.requestPasted(text));
      if (settled.kind === "ready" && settled.value.doubts.length === 0) take(profile, settled.value);
      else ask(profile, text);
    },
    [platform, take, ask],
  );
  const pasteClipboard = useCallback(
    async (profile: ProfileId) => {
      const settled = await settle(platform.requestClipboard());
      if (settled.kind !== "ready") return ask(profile, "");
      const { pasted, text } = settled.value;
      return text === null ? take(profile, pasted) : ask(profile, text);
    },
    [platform, take, ask],
  );
  return { take, pasteText, pasteClipboard };
}
