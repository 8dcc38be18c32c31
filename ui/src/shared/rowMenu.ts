/*
 * The menu of a row: every verb of it, by the right button, by Shift+F10 and by the menu key. Rows say what is in it; one
 * RowMenu above draws it. The web view's own menu never comes, on rows and anywhere else.
 */
import { createContext, useCallback, useContext, type KeyboardEvent, type MouseEvent } from "react";
import type { MenuEntry } from "./MenuButton";

export interface OpenMenu {
  label: string;
  entries: MenuEntry[];
  /** Where it opens, in the window's pixels. */
  at: { x: number; y: number };
}

export const RowMenuContext = createContext<(menu: OpenMenu) => void>(() => undefined);

/** The handlers of a row; `entries` is asked when the menu opens. */
export type RowMenuHandlers = (
  label: string,
  entries: () => MenuEntry[],
) => {
  onContextMenu: (event: MouseEvent<HTMLElement>) => void;
  onKeyDownCapture: (event: KeyboardEvent<HTMLElement>) => void;
};

export function useRowMenu(): RowMenuHandlers {
  const open = useContext(RowMenuContext);
  return useCallback<RowMenuHandlers>(
    (label, entries) => ({
      onContextMenu: (event) => {
        event.preventDefault();
        event.stopPropagation();
        open({ label, entries: entries(), at: { x: event.clientX, y: event.clientY } });
      },
      onKeyDownCapture: (event) => {
        if (event.key !== "ContextMenu" && !(event.key === "F10" && event.shiftKey)) return;
        event.preventDefault();
        event.stopPropagation();
        const { left, bottom } = event.currentTarget.getBoundingClientRect();
        open({ label, entries: entries(), at: { x: left + 16, y: bottom } });
      },
    }),
    [open],
  );
}
