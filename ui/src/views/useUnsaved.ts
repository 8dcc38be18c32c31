/*
 * What of the open requests is in no file.
 */
import { useMemo } from "react";
import { titleOf, type Opened } from "../features/requests/requestState";
import type { Unsaved } from "../features/requests/requestTree";

/** The profile's requests that were never saved, the oldest first. The same as long as nothing that is listed changes. */
export function useUnsaved({ requests }: Opened): Unsaved[] {
  const found = Object.entries(requests).flatMap(([key, state]) =>
    state.chosen || !state.draft ? [] : [{ key, method: state.draft.method, name: titleOf(state) }],
  );
  const listed = JSON.stringify(found);
  return useMemo(() => JSON.parse(listed) as Unsaved[], [listed]);
}
