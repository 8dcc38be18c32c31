/*
 * One row of the requests' tree: a folder, a request, or one that was never saved, with its menu.
 */
import ChevronDown from "@react-spectrum/s2/icons/ChevronDown";
import ChevronRight from "@react-spectrum/s2/icons/ChevronRight";
import { iconStyle, style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useState } from "react";
import { LazyMenu } from "../../shared/LazyMenu";
import type { MenuEntry } from "../../shared/MenuButton";
import { MethodMark } from "../../shared/MethodMark";
import { Name } from "../../shared/Name";
import { useRowMenu } from "../../shared/rowMenu";
import type { Row } from "./requestTree";

interface RequestRowProps {
  row: Row;
  /** Pixels from the top of the list. */
  top: number;
  /** Which one it is of how many. */
  number: number;
  of: number;
  isCurrent: boolean;
  /** Whether what is dragged would be dropped on it. */
  isOver: boolean;
  /** Whether Tab stops here. */
  isTabStop: boolean;
  entries: MenuEntry[];
  onAct: () => void;
  onFocus: () => void;
}

/** The height of a row, in pixels. */
export const ROW = 28;

const box = style({
  position: "absolute",
  insetStart: 0,
  insetEnd: 0,
  display: "flex",
  alignItems: "center",
  gap: 4,
  height: 28,
  boxSizing: "border-box",
  paddingEnd: 4,
  borderRadius: "default",
  cursor: "default",
  font: "ui-sm",
  fontWeight: { default: "normal", isFolder: "bold" },
  color: { default: "body", isFolder: "neutral-subdued" },
  backgroundColor: {
    default: "transparent",
    ":hover": "gray-100",
    isCurrent: "gray-200",
    isOver: "accent-200",
  },
});
const label = style({ minWidth: 0, flexGrow: 1 });

/** Pixels by which each level stands further in. */
const STEP = 8;

export function RequestRow(props: RequestRowProps) {
  const { row, top, number, of, isCurrent, isOver, isTabStop, entries, onAct, onFocus } = props;
  const [hovered, setHovered] = useState(false);
  const menuOf = useRowMenu();
  const isFolder = row.kind === "folder";
  return (
    <div
      role="treeitem"
      aria-posinset={number}
      aria-setsize={of}
      aria-level={row.level}
      aria-selected={isCurrent}
      aria-expanded={isFolder ? row.isOpen : undefined}
      tabIndex={isTabStop ? 0 : -1}
      data-request={row.key}
      data-testid={isFolder ? "request-folder" : "request-row"}
      className={box({ isCurrent, isFolder, isOver }) + " focusable"}
      style={{ top, paddingInlineStart: 4 + (row.level - 1) * STEP }}
      onClick={onAct}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") onAct();
      }}
      onFocus={onFocus}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      {...(entries.length > 0 && menuOf(`More for ${row.name}`, () => entries))}
    >
      {row.kind === "folder" &&
        (row.isOpen ? (
          <ChevronDown styles={iconStyle({ size: "XS" })} />
        ) : (
          <ChevronRight styles={iconStyle({ size: "XS" })} />
        ))}
      {row.kind === "request" && <MethodMark method={row.request.method} />}
      {row.kind === "unsaved" && <MethodMark method={row.unsaved.method} />}
      <span className={label} title={row.kind === "request" ? (row.request.why_not ?? undefined) : undefined}>
        <Name text={row.name} />
      </span>
      {entries.length > 0 && (isCurrent || isTabStop || hovered) && (
        // A press on the menu is none on the row.
        <span
          role="presentation"
          onClick={(event) => event.stopPropagation()}
          onKeyDown={(event) => event.stopPropagation()}
        >
          <LazyMenu
            label={`More for ${row.name}`}
            icon="more"
            size="XS"
            entries={entries}
            testId="request-menu"
          />
        </span>
      )}
    </div>
  );
}
