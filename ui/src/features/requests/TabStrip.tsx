/*
 * The open requests of a profile as tabs above the editor. Arrow keys choose, Delete and a middle click close, and a tab is
 * moved by dragging it or with Ctrl+Shift and an arrow key. Many scroll; a long name is cut in its middle.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import Add from "@react-spectrum/s2/icons/Add";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from "react";
import type { Method } from "../../bindings/Method";
import type { TabId } from "../../bindings/TabId";
import { heard } from "../../shared/heard";
import { LazyMenu } from "../../shared/LazyMenu";
import type { MenuEntry } from "../../shared/MenuButton";
import { MethodMark } from "../../shared/MethodMark";
import { Name } from "../../shared/Name";

export interface ShownTab {
  id: TabId;
  title: string;
  method: Method;
  isChanged: boolean;
  isPassing: boolean;
  isSending: boolean;
}

interface TabStripProps {
  /** Whose requests these are. */
  profile: string;
  tabs: ShownTab[];
  current: TabId;
  /** What is open of other profiles. */
  elsewhere: MenuEntry[];
  /** The element that shows the chosen one. */
  panel: string;
  onShow: (id: TabId) => void;
  onClose: (id: TabId) => void;
  onMove: (id: TabId, to: number) => void;
  onNew: () => void;
}

const bar = style({
  display: "flex",
  alignItems: "center",
  flexShrink: 0,
  borderStyle: "solid",
  borderWidth: 0,
  borderBottomWidth: 1,
  borderColor: "gray-200",
  paddingEnd: 8,
  minWidth: 0,
});
const list = style({ display: "flex", overflowX: "auto", minWidth: 0, flexShrink: 1 });
const item = style({
  font: "ui-sm",
  display: "flex",
  alignItems: "center",
  columnGap: 4,
  height: 36,
  minWidth: 120,
  maxWidth: 224,
  flexShrink: 0,
  paddingStart: 12,
  paddingEnd: 8,
  cursor: "default",
  backgroundColor: { default: "transparent", ":hover": "gray-100", isSelected: "base" },
  borderStyle: "solid",
  borderWidth: 0,
  borderEndWidth: 1,
  borderBottomWidth: 2,
  borderColor: { default: "gray-200" },
  borderBottomColor: { default: "transparent", isSelected: "gray-900" },
  color: { default: "neutral-subdued", isSelected: "neutral" },
  fontStyle: { isPassing: "italic" },
});
const text = style({ minWidth: 0, flexGrow: 1, textAlign: "start" });
const end = style({
  display: "flex",
  alignItems: "center",
  justifyContent: "center",
  width: 20,
  height: 20,
  flexShrink: 0,
  borderRadius: "sm",
  backgroundColor: { default: "transparent", ":hover": "gray-300" },
});

const idOf = (panel: string, id: TabId) => `${panel}-${id}`;

export function TabStrip(props: TabStripProps) {
  const { profile, tabs, current, elsewhere, panel, onShow, onClose, onMove, onNew } = props;
  const dragged = useRef<TabId | null>(null);
  const strip = useRef<HTMLDivElement>(null);

  useEffect(() => {
    document.getElementById(idOf(panel, current))?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }, [panel, current]);

  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const at = tabs.findIndex(({ id }) => id === current);
    const steps: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 };
    const to = steps[event.key];
    if (event.key === "Delete") onClose(current);
    else if (to === undefined) return;
    else if (event.shiftKey && (event.ctrlKey || event.metaKey))
      onMove(current, Math.min(to, tabs.length - 1));
    else {
      const next = tabs.at(to % tabs.length);
      if (next) {
        onShow(next.id);
        document.getElementById(idOf(panel, next.id))?.focus();
      }
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const onDrag = (event: PointerEvent<HTMLElement>) => {
    if (!dragged.current || event.buttons !== 1) return;
    const over = [...(strip.current?.children ?? [])].findIndex((tab) => {
      const { left, right } = tab.getBoundingClientRect();
      return event.clientX >= left && event.clientX < right;
    });
    if (over !== -1 && tabs[over]?.id !== dragged.current) onMove(dragged.current, over);
  };

  return (
    <div className={bar} data-testid="request-tabs">
      <div
        ref={strip}
        className={list + " request-tab-list"}
        role="tablist"
        aria-label={`Open requests of ${profile}`}
        tabIndex={-1}
        onKeyDown={onKey}
        onPointerMove={onDrag}
        onPointerUp={() => (dragged.current = null)}
      >
        {tabs.map(({ id, title, method, isChanged, isPassing, isSending }) => (
          <button
            key={id}
            id={idOf(panel, id)}
            type="button"
            role="tab"
            className={item({ isSelected: id === current, isPassing }) + " focusable-inside"}
            aria-selected={id === current}
            aria-controls={panel}
            aria-keyshortcuts="Delete"
            tabIndex={id === current ? 0 : -1}
            data-testid="request-tab"
            data-changed={isChanged}
            onClick={() => onShow(id)}
            onPointerDown={({ button }) => {
              if (button === 0) dragged.current = id;
            }}
            onMouseDown={(event) => {
              // Else the wheel's button begins to scroll the strip.
              if (event.button === 1) event.preventDefault();
            }}
            onAuxClick={({ button }) => {
              if (button === 1) onClose(id);
            }}
          >
            <MethodMark method={method} />
            <span className={text}>
              <Name text={title || "New request"} />
            </span>
            {isChanged && <span className={heard}>, not saved</span>}
            {isSending && <span className={heard}>, being sent</span>}
            <span
              className={end + " request-tab-end"}
              aria-hidden="true"
              data-changed={isChanged}
              data-testid="close-tab"
              onClick={(event) => {
                event.stopPropagation();
                onClose(id);
              }}
            />
          </button>
        ))}
      </div>
      <ActionButton size="S" isQuiet aria-label="New request tab" onPress={onNew}>
        <Add />
      </ActionButton>
      <span className={style({ flexGrow: 1 })} />
      {elsewhere.length > 0 && (
        <LazyMenu
          label={`Open in other profiles: ${elsewhere.length}`}
          icon="more"
          size="S"
          entries={elsewhere}
          testId="tabs-elsewhere"
        />
      )}
    </div>
  );
}
