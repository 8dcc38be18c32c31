/*
 * The open requests as components get at them: who shows a profile's is drawn again when one of those changes.
 */
import { createContext, useCallback, useContext, useState } from "react";
import type { ProfileId } from "../../bindings/ProfileId";
import { usePlatform } from "../../platform";
import { useStore } from "../../shared/store";
import { OpenRequests } from "./OpenRequests";
import type { Opened } from "./requestState";

export const OpenRequestsContext = createContext<OpenRequests | null>(null);

export function useNewOpenRequests(): OpenRequests {
  const platform = usePlatform();
  return useState(() => new OpenRequests(platform))[0];
}

/** What can be done with them; it draws nothing again. */
export function useOpenRequests(): OpenRequests {
  const requests = useContext(OpenRequestsContext);
  if (!requests) throw new Error("BUG: no open requests above this component");
  return requests;
}

/** What is open of a profile's. */
export function useOpened(profile: ProfileId): Opened {
  const requests = useOpenRequests();
  return useStore(
    requests.store,
    useCallback(() => requests.of(profile), [requests, profile]),
  );
}
