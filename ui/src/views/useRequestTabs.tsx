/*
 * The tabs of a profile's open requests: what the strip shows, what its keys do, and what is to be said of drafts.
 */
import { useCallback, useEffect, useId, useMemo, type ReactNode } from "react";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import type { TabId } from "../bindings/TabId";
import { isChanged, titleOf } from "../features/requests/requestState";
import type { ShownTab, TabStrip } from "../features/requests/TabStrip";
import { useOpened, useOpenRequests } from "../features/requests/useOpenRequests";
import { useCommands } from "../shared/commands";
import { ProblemNote } from "../shared/ProblemNote";
import { useStore } from "../shared/store";
import { tell, tellProblem } from "../shared/toast";
import { useRemedy } from "./remedy";
import { useProfiles, useWindowState } from "./useWindowState";

interface RequestTabs {
  /** Whether what was open the last time is here, or will not come. */
  isRestored: boolean;
  strip: Omit<Parameters<typeof TabStrip>[0], "onNew">;
  notes: ReactNode;
}

export function useRequestTabs(profile: ProfileSummary): RequestTabs {
  const open = useOpenRequests();
  const { id } = profile;
  const { current, requests } = useOpened(id);
  const { restored, notKept, damaged } = useStore(open.kept.state);
  const { select } = useWindowState();
  const panel = useId();

  useEffect(() => {
    void open.kept.restore();
    const stop = open.kept.listen();
    // Somebody may have been at the files in another program.
    const look = () => void open.kept.look();
    const leave = () => void open.kept.flush();
    addEventListener("focus", look);
    addEventListener("blur", leave);
    return () => {
      stop();
      leave();
      removeEventListener("focus", look);
      removeEventListener("blur", leave);
    };
  }, [open]);

  const reopen = useCallback(
    async (key: TabId | null) => {
      const settled = await open.reopen(key);
      if (settled.kind === "failed") await tellProblem(settled.problem);
      if (settled.kind === "ready") select(settled.value, { tab: "requests" });
    },
    [open, select],
  );
  const close = useCallback(
    async (key: TabId) => {
      const state = open.of(id).requests[key];
      if (!state) return;
      const problem = await open.close(id, key);
      if (problem) return tellProblem(problem);
      if (!isChanged(state)) return undefined;
      return tell(`${titleOf(state) || "New request"} closed`, {
        label: "Undo",
        run: () => void reopen(key),
      });
    },
    [open, id, reopen],
  );

  useCommands(
    useMemo(() => {
      const group = "Requests";
      return [
        {
          id: "close-tab",
          title: "Close tab",
          group,
          keys: "mod+w",
          run: () => void close(open.of(id).current),
        },
        {
          id: "reopen-tab",
          title: "Reopen closed tab",
          group,
          keys: "mod+shift+t",
          run: () => void reopen(null),
        },
        {
          id: "next-tab",
          title: "Next tab",
          group,
          keys: "mod+pagedown",
          also: "mod+tab",
          run: () => open.step(id, 1),
        },
        {
          id: "previous-tab",
          title: "Previous tab",
          group,
          keys: "mod+pageup",
          also: "mod+shift+tab",
          run: () => open.step(id, -1),
        },
      ];
    }, [open, id, close, reopen]),
  );

  const tabs = Object.entries(requests).map(([key, state]): ShownTab => ({
    id: key,
    title: titleOf(state),
    method: state.draft?.method ?? state.method,
    isChanged: isChanged(state),
    isPassing: state.passing,
    isSending: state.sending.kind === "waiting",
  }));
  const remedy = useRemedy(id);
  const problem = restored.kind === "failed" ? restored.problem : notKept;
  const retry = () => void (restored.kind === "failed" ? open.kept.restore() : open.kept.look());
  return {
    isRestored: restored.kind === "ready" || restored.kind === "failed",
    strip: {
      profile: profile.title,
      tabs,
      current,
      elsewhere: useElsewhere(id),
      panel,
      onShow: (key) => open.show(id, key),
      onClose: (key) => void close(key),
      onMove: (key, to) => open.move(id, key, to),
    },
    notes: (
      <>
        {problem && <ProblemNote problem={problem} remedy={remedy(problem, retry)} />}
        {damaged.map((one) => (
          <ProblemNote
            key={one.path}
            problem={one.problem}
            remedy={{ label: "Hide", run: open.kept.hideDamaged }}
          />
        ))}
      </>
    ),
  };
}

/** What is open of other profiles, each with whose it is. */
function useElsewhere(id: string) {
  const open = useOpenRequests();
  const all = useStore(open.store);
  const profiles = useProfiles();
  const { select } = useWindowState();
  return useMemo(
    () =>
      profiles
        .filter((one) => one.id !== id)
        .flatMap((one) =>
          Object.entries(all[one.id]?.requests ?? {}).map(([key, state]) => ({
            id: key,
            title: `${one.title}: ${state.draft?.method ?? state.method} ${titleOf(state) || "New request"}${
              isChanged(state) ? " (not saved)" : ""
            }`,
            run: () => {
              open.show(one.id, key);
              select(one.id, { tab: "requests" });
            },
          })),
        ),
    [profiles, id, all, open, select],
  );
}
