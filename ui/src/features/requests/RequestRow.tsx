/*
 * One row of the requests' tree: a folder, a request, or one that was never saved, with its menu.
 */
import ChevronDown from "@react-spectrum/s2/icons/ChevronDown";
import ChevronRight from "@react-spectrum/s2/icons/ChevronRight";
import { iconStyle, style } from "@react-spectrum/s2/style" with { type: "macro" };
import { memo, useState } from "react";
import type { Method } from "../../bindings/Method";
import { LazyMenu } from "../../shared/LazyMenu";
import { MethodMark } from "../../shared/MethodMark";
import { Name } from "../../shared/Name";
import { useRowMenu } from "../../shared/rowMenu";
import { entriesOf, type RequestVerbs } from "./requestEntries";
import type { Row } from "./requestTree";

interface RequestRowProps {
  row: Row;
  /** From the top of the list. */
  top: string;
  /** Which one it is of how many. */
  number: number;
  of: number;
  isCurrent: boolean;
  /** Whether what is dragged would be dropped on it. */
  isOver: boolean;
  /** Whether Tab stops here. */
  isTabStop: boolean;
  verbs: RequestVerbs;
  onAct: (row: Row) => void;
  onFocus: (row: Row) => void;
}

/** The height of a row in pixels, with letters of the usual size. */
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

export const RequestRow = memo(function RequestRow(props: RequestRowProps) {
  const { row, top, number, of, isCurrent, isOver, isTabStop, verbs, onAct, onFocus } = props;
  const [hovered, setHovered] = useState(false);
  const menuOf = useRowMenu();
  const isFolder = row.kind === "folder";
  const hasMenu = entriesOf(row, verbs).length > 0;
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
      onClick={() => onAct(row)}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") onAct(row);
      }}
      onFocus={() => onFocus(row)}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      {...(hasMenu && menuOf(`More for ${row.name}`, () => entriesOf(row, verbs)))}
    >
      <Face
        name={row.name}
        mark={markOf(row)}
        title={row.kind === "request" ? (row.request.why_not ?? undefined) : undefined}
      />
      {hasMenu && (isCurrent || isTabStop || hovered) && <Verbs row={row} verbs={verbs} />}
    </div>
  );
});

function markOf(row: Row): Method | "open" | "closed" {
  if (row.kind === "folder") return row.isOpen ? "open" : "closed";
  return row.kind === "request" ? row.request.method : row.unsaved.method;
}

interface FaceProps {
  name: string;
  mark: Method | "open" | "closed";
  title: string | undefined;
}

/** What one sees of a row. Most rows only move, or stay, while somebody looks for one or scrolls. */
const Face = memo(function Face({ name, mark, title }: FaceProps) {
  return (
    <>
      {mark === "open" ? (
        <ChevronDown styles={iconStyle({ size: "XS" })} />
      ) : mark === "closed" ? (
        <ChevronRight styles={iconStyle({ size: "XS" })} />
      ) : (
        <MethodMark method={mark} />
      )}
      <span className={label} title={title}>
        <Name text={name} />
      </span>
    </>
  );
});

/** The button of a row's menu. */
const Verbs = memo(function Verbs({ row, verbs }: { row: Row; verbs: RequestVerbs }) {
  return (
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
        entries={entriesOf(row, verbs)}
        testId="request-menu"
      />
    </span>
  );
});
