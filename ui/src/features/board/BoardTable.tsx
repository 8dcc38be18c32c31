/*
 * All profiles in one table, of which only the rows in view are drawn. Arrow keys walk it, Space marks, Enter opens.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import type { ProfileId } from "../../bindings/ProfileId";
import { heard } from "../../shared/heard";
import { Name } from "../../shared/Name";
import { useRowMenu } from "../../shared/rowMenu";
import { growing, useFocusOnRow, useRowsInView } from "../../shared/rowsInView";
import { BoardRow, type RowVerbs } from "./BoardRow";
import { COLUMNS, grid, isWideOnly, ROW, wideOnly } from "./columns";
import type { BoardLine, Column, Sort } from "./items";
import { between, idOf, nextRow } from "./walk";

interface BoardTableProps {
  lines: BoardLine[];
  now: number;
  marked: ReadonlySet<ProfileId>;
  onMark: (ids: ProfileId[]) => void;
  sort: Sort;
  onSort: (by: Column) => void;
  onRenew: (ids: ProfileId[]) => void;
  verbs: RowVerbs;
}

const table = style({ display: "flex", flexDirection: "column", flexGrow: 1, minHeight: 0 });
const head = style({
  height: 32,
  flexShrink: 0,
  borderStyle: "solid",
  borderWidth: 0,
  borderBottomWidth: 1,
  borderColor: "gray-300",
});
const sorter = style({
  font: "ui-sm",
  fontWeight: "bold",
  color: "neutral-subdued",
  backgroundColor: "transparent",
  borderWidth: 0,
  padding: 0,
  height: 28,
  maxWidth: "full",
  textAlign: "start",
  whiteSpace: "nowrap",
  cursor: "default",
});
const scroller = style({ position: "relative", overflowY: "auto", flexGrow: 1, minHeight: 0 });
const heading = style({
  position: "absolute",
  insetStart: 0,
  width: "full",
  height: 40,
  boxSizing: "border-box",
  display: "flex",
  alignItems: "baseline",
  gap: 8,
  paddingX: 8,
  paddingTop: 12,
  font: "ui-sm",
  fontWeight: "bold",
  color: "neutral-subdued",
});
const groupName = style({ minWidth: 0 });
const groupVerb = style({
  font: "ui-sm",
  flexShrink: 0,
  borderWidth: 0,
  paddingX: 4,
  borderRadius: "sm",
  backgroundColor: { default: "transparent", ":hover": "gray-200" },
  color: "accent",
  cursor: "default",
});

export function BoardTable(props: BoardTableProps) {
  const { lines, now, marked, onMark, sort, onSort, onRenew, verbs } = props;
  const menu = useRowMenu();
  const [current, setCurrent] = useState<ProfileId | null>(null);
  const { box, first, last, page, keyOf, look, show } = useRowsInView(lines.length, ROW);
  const onFocus = useFocusOnRow(box, "board-row");
  const drawn = lines.slice(first, last);
  const tabStop = drawn.some((line) => idOf(line) === current)
    ? current
    : idOf(drawn.find((line) => line.kind === "row"));

  // Where a range begins, and what was marked before it: it shrinks again when one goes back.
  const range = useRef<{ from: ProfileId; besides: ReadonlySet<ProfileId> } | null>(null);
  // Which are in it changes at every key and the rows are not drawn again for it.
  const latest = useRef({ lines, marked, current });
  useLayoutEffect(() => {
    latest.current = { lines, marked, current };
  }, [lines, marked, current]);
  const onPress = useCallback(
    (id: ProfileId, how: "open" | "one" | "range") => {
      const before = latest.current;
      setCurrent(id);
      if (how === "range") {
        range.current = { from: range.current?.from ?? before.current ?? id, besides: new Set() };
        return onMark(between(before.lines, range.current.from, id));
      }
      range.current = null;
      if (how === "open") return verbs.open(id);
      const next = new Set(before.marked);
      if (!next.delete(id)) next.add(id);
      onMark([...next]);
    },
    [verbs, onMark],
  );

  const all = lines.flatMap((line) => idOf(line) ?? []);
  /** These, and no range goes on from there. */
  const markAlone = (ids: ProfileId[]) => {
    range.current = null;
    onMark(ids);
  };

  const stand = (at: number) => {
    const id = idOf(lines[at]);
    if (id === undefined) return;
    setCurrent(id);
    show(at);
    // Once it is drawn: it may have been out of view.
    requestAnimationFrame(() =>
      box.current?.querySelector<HTMLElement>(`[data-board-row="${id}"]`)?.focus({ preventScroll: true }),
    );
  };
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const id = (event.target as HTMLElement).dataset["boardRow"];
    if (id === undefined) return;
    const at = lines.findIndex((line) => idOf(line) === id);
    const steps: Record<string, number> = {
      ArrowDown: nextRow(lines, at + 1, 1),
      ArrowUp: nextRow(lines, at - 1, -1),
      PageDown: nextRow(lines, Math.min(lines.length - 1, at + page), -1),
      PageUp: nextRow(lines, Math.max(0, at - page), 1),
      Home: nextRow(lines, 0, 1),
      End: nextRow(lines, lines.length - 1, -1),
    };
    const step = steps[event.key];
    if (step !== undefined) {
      if (event.shiftKey) {
        range.current ??= { from: id, besides: marked };
        const { from, besides } = range.current;
        onMark([...new Set([...besides, ...between(lines, from, idOf(lines[step]) ?? id)])]);
      } else range.current = null;
      stand(step);
    } else if (event.key === "Enter") verbs.open(id);
    else if (event.key === " ") onPress(id, "one");
    else if (event.key === "a" && (event.ctrlKey || event.metaKey)) markAlone(all);
    else if (event.key === "Escape" && marked.size) markAlone([]);
    else return;
    event.preventDefault();
  };

  const isAll = all.length > 0 && all.every((id) => marked.has(id));
  return (
    <div
      className={table}
      role="grid"
      aria-label="Profiles"
      aria-rowcount={lines.length + 1}
      aria-multiselectable="true"
      data-testid="board-table"
    >
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className={`${grid} ${head}`}>
          {/* Neither this cell nor the last one heads anything: what is below says itself what it does. */}
          <span role="gridcell">
            <input
              type="checkbox"
              className="tick focusable"
              aria-label="Select all that are shown"
              checked={isAll}
              ref={(input) => {
                if (input) input.indeterminate = marked.size > 0 && !isAll;
              }}
              onChange={() => markAlone(isAll ? [] : all)}
            />
          </span>
          {COLUMNS.map(({ id, title }) => {
            const way = sort.by !== id ? "none" : sort.isDown ? "descending" : "ascending";
            return (
              <span
                key={id}
                role="columnheader"
                aria-sort={way}
                className={isWideOnly(id) ? wideOnly : undefined}
              >
                <button
                  type="button"
                  className={sorter + " focusable"}
                  onClick={() => onSort(id)}
                  data-testid={`sort-${id}`}
                >
                  {title}
                  <span aria-hidden="true">{way === "none" ? "" : way === "ascending" ? " ▴" : " ▾"}</span>
                </button>
              </span>
            );
          })}
          <span role="gridcell">
            <span className={heard}>More</span>
          </span>
        </div>
      </div>
      {/* The rows have the keys; what they do is heard here, once for all of them. */}
      {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus, jsx-a11y/no-noninteractive-element-interactions */}
      <div role="rowgroup" ref={box} className={scroller} onScroll={look} onKeyDown={onKey} onFocus={onFocus}>
        <div role="presentation" style={{ height: growing(lines.length * ROW) }} />
        {drawn.map((line, n) => {
          const at = first + n;
          const top = growing(at * ROW);
          if (line.kind === "group") {
            return (
              // By its name: its button is of this group alone.
              <div
                key={`group ${line.name}`}
                role="row"
                aria-rowindex={at + 2}
                className={heading}
                style={{ top }}
              >
                <span role="gridcell" className={groupName} aria-colspan={COLUMNS.length + 1}>
                  <Name text={`${line.name} (${line.ids.length.toLocaleString("en")})`} />
                </span>
                <span role="gridcell">
                  <button
                    type="button"
                    className={groupVerb + " focusable"}
                    aria-label={`Renew all of ${line.name}`}
                    onClick={() => onRenew(line.ids)}
                  >
                    Renew all
                  </button>
                </span>
              </div>
            );
          }
          const { id } = line.item.profile;
          return (
            <BoardRow
              key={keyOf(at)}
              item={line.item}
              isPinned={line.isPinned}
              number={at + 2}
              top={top}
              now={now}
              marked={marked.has(id)}
              reachable={id === tabStop}
              menu={menu}
              verbs={verbs}
              onPress={onPress}
            />
          );
        })}
      </div>
    </div>
  );
}
