/*
 * In which order the side bar has the profiles, and what changes that.
 */
import { useCallback, useEffect, useMemo } from "react";
import type { ProfileId } from "../bindings/ProfileId";
import { PINNED, type Wish } from "../features/profiles/group";
import { useStore } from "../shared/store";
import { useKnownBoard, useWindowState } from "./useWindowState";

export function useSideOrder() {
  const { changeSettings, settings, lookAtBoard } = useWindowState();
  // Each by itself: where one is changes the settings too.
  const pinned = useStore(settings, (now) => now.pinned);
  const order = useStore(settings, (now) => now.side_order);
  const own = useStore(settings, (now) => now.own_order);
  const { rows, problem } = useKnownBoard();
  // Who never asks for it does not have the history opened at the start.
  const asks = order === "use" && rows === null && problem === null;
  useEffect(() => {
    if (asks) void lookAtBoard();
  }, [asks, lookAtBoard]);
  const wish = useMemo<Wish>(() => {
    const used = (rows ?? []).flatMap(({ id, last_used: at }) => (at === null ? [] : [[id, at] as const]));
    return { pinned, order, own, used: new Map(used) };
  }, [pinned, order, own, rows]);
  const onOrder = useCallback(
    (group: string, ids: ProfileId[]) => {
      if (group === PINNED) return changeSettings({ pinned: ids });
      const others = settings.get().own_order.filter((id) => !ids.includes(id));
      return changeSettings({ side_order: "own", own_order: [...others, ...ids] });
    },
    [changeSettings, settings],
  );
  return { wish, onOrder };
}
