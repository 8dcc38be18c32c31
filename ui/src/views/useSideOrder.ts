/*
 * In which order the side bar has the profiles, and what changes that.
 */
import { useCallback, useEffect, useMemo } from "react";
import type { ProfileId } from "../bindings/ProfileId";
import { PINNED, type Wish } from "../features/profiles/group";
import { useKnownBoard, useSettings, useWindowState } from "./useWindowState";

export function useSideOrder() {
  const { pinned, side_order: order, own_order: own } = useSettings();
  const { changeSettings, settings, lookAtBoard } = useWindowState();
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
