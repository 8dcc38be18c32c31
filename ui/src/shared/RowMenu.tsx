/*
 * The menu that a row opened: walked by arrow keys and by first letters, gone with Escape, Tab or a press beside it. The
 * keyboard goes back to the row.
 */
import ChevronRight from "@react-spectrum/s2/icons/ChevronRight";
import { iconStyle, style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { folded } from "./search";
import type { MenuEntry } from "./MenuButton";
import type { OpenMenu } from "./rowMenu";
import { visibleLine } from "./visible";

const box = style({
  position: "fixed",
  inset: "auto",
  margin: 0,
  boxSizing: "border-box",
  minWidth: 200,
  maxWidth: "[min(360px, calc(100vw - 16px))]",
  maxHeight: "[calc(100vh - 16px)]",
  overflowY: "auto",
  padding: 8,
  borderWidth: 1,
  borderStyle: "solid",
  borderColor: "gray-300",
  borderRadius: "lg",
  boxShadow: "elevated",
  backgroundColor: "elevated",
  color: "body",
  outlineStyle: "none",
});
const item = style({
  display: "flex",
  flexDirection: "column",
  justifyContent: "center",
  minHeight: 32,
  paddingX: 12,
  boxSizing: "border-box",
  font: "ui",
  color: { default: "body", isRefused: "neutral-subdued" },
  borderRadius: "default",
  cursor: "default",
  backgroundColor: { default: "transparent", ":hover": "gray-200", ":focus": "gray-200" },
});
const line = style({ display: "flex", gap: 24, justifyContent: "space-between" });
const side = style({ font: "ui-sm", color: "neutral-subdued" });

interface RowMenuProps {
  menu: OpenMenu;
  onClose: () => void;
}

/** Leads out of what an entry opened in the menu's place. */
const BACK: MenuEntry = { id: "back", title: "Back", run: () => undefined };

export function RowMenu({ menu: { label, entries: first, at }, onClose }: RowMenuProps) {
  const [opened, setOpened] = useState<MenuEntry | null>(null);
  const entries = opened?.more ? [BACK, ...opened.more] : first;
  const ref = useRef<HTMLDivElement>(null);
  const before = useRef<Element | null>(null);

  useLayoutEffect(() => {
    before.current ??= document.activeElement;
    const element = ref.current;
    if (!element) return;
    // Over dialogs too.
    element.showPopover?.();
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(8, Math.min(at.x, innerWidth - width - 8))}px`;
    element.style.top = `${Math.max(8, Math.min(at.y, innerHeight - height - 8))}px`;
    itemsOf(element)[opened ? 1 : 0]?.focus();
  }, [at, opened]);

  useEffect(() => {
    const outside = ({ target }: Event) => {
      if (!(target instanceof Node && ref.current?.contains(target))) onClose();
    };
    addEventListener("pointerdown", outside, { capture: true });
    addEventListener("resize", onClose);
    addEventListener("blur", onClose);
    return () => {
      removeEventListener("pointerdown", outside, { capture: true });
      removeEventListener("resize", onClose);
      removeEventListener("blur", onClose);
    };
  }, [onClose]);

  const back = () => {
    if (before.current instanceof HTMLElement) before.current.focus();
    onClose();
  };
  const run = (entry: MenuEntry) => {
    if (entry.refused) return;
    if (entry === BACK) return setOpened(null);
    if (entry.more) return setOpened(entry);
    back();
    // After the focus has gone back, so that what it opens gives it back to the row.
    queueMicrotask(entry.run);
  };
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    // What is typed here is no shortcut of the window's.
    event.stopPropagation();
    const all = itemsOf(event.currentTarget);
    const now = all.indexOf(event.target as HTMLElement);
    const next = {
      ArrowDown: (now + 1) % all.length,
      ArrowUp: (now - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (event.key === "Escape" || event.key === "Tab") back();
    else if (event.key === "ArrowLeft" && opened) setOpened(null);
    else if (event.key === "ArrowRight" && entries[now]?.more) setOpened(entries[now] ?? null);
    else if (event.key === "Enter" || event.key === " ") {
      const entry = entries[now];
      if (entry) run(entry);
    } else if (next !== undefined) all[next]?.focus();
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
      const wanted = folded(event.key);
      const begins = (one: MenuEntry) => folded(one.title).startsWith(wanted);
      const after = entries.findIndex((one, n) => n > now && begins(one));
      all[after === -1 ? entries.findIndex(begins) : after]?.focus();
    } else return;
    event.preventDefault();
  };

  return (
    <div
      ref={ref}
      popover="manual"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      className={box}
      data-testid="row-menu"
      onKeyDown={onKey}
      onContextMenu={(event) => event.preventDefault()}
    >
      {entries.map((entry) => (
        // The menu has the keyboard.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={entry.id}
          role="menuitem"
          tabIndex={-1}
          aria-disabled={entry.refused ? true : undefined}
          aria-haspopup={entry.more ? "menu" : undefined}
          className={item({ isRefused: Boolean(entry.refused) }) + " quiet-focus"}
          onClick={() => run(entry)}
        >
          <span className={line}>
            <span>
              {entry === BACK && <span aria-hidden="true">‹ </span>}
              {visibleLine(entry.title)}
            </span>
            {entry.more && <ChevronRight styles={iconStyle({ size: "XS" })} />}
            {entry.keys && <kbd className={side}>{entry.keys}</kbd>}
          </span>
          {entry.refused && <span className={side}>{entry.refused}</span>}
        </div>
      ))}
    </div>
  );
}

function itemsOf(menu: Element): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>("[role=menuitem]")];
}
