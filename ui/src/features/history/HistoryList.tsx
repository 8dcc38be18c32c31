/*
 * What was sent, newest first. Only the rows in view are drawn, so that tens of thousands scroll like ten.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from "react";
import type { ExchangeId } from "../../bindings/ExchangeId";
import type { ExchangeSummary } from "../../bindings/ExchangeSummary";
import { MethodMark } from "../../shared/MethodMark";
import { milliseconds } from "../../shared/size";
import { ago, exact, useNow } from "../../shared/time";
import { Foreign } from "../../shared/Foreign";
import type { MenuEntry } from "../../shared/MenuButton";
import { Name } from "../../shared/Name";
import { useRowMenu } from "../../shared/rowMenu";
import { visibleLine } from "../../shared/visible";

interface HistoryListProps {
  entries: ExchangeSummary[];
  selected: ExchangeId | null;
  /** Those that a verb is about when there are several. */
  marked: ReadonlySet<ExchangeId>;
  /** Whether entries of several profiles stand here, so that each has to say whose it is. */
  showsProfile: boolean;
  onSelect: (id: ExchangeId) => void;
  onMark: (ids: ExchangeId[]) => void;
  onDelete: () => void;
  /** Every verb of an entry. */
  verbsOf: (entry: ExchangeSummary) => MenuEntry[];
  /** Fetches older ones; none when there are none. */
  onMore: (() => void) | null;
}

/** A row's height in pixels: every row has the same, so that where one stands is known without drawing those above. */
const ROW = 56;
/** Rows above and below the view, so that a fast scroll shows no gap and the keyboard always finds the next one. */
const SPARE = 12;
/** Older ones are fetched when no more than so many rows are below the view. */
const NEAR = 40;
/** Until the list is measured. */
const VIEW = 800;

const list = style({
  overflowY: "auto",
  minHeight: 0,
  flexGrow: 1,
  paddingStart: 16,
  paddingEnd: 8,
  paddingBottom: 16,
});
const row = style({
  boxSizing: "border-box",
  height: 56,
  position: "relative",
  display: "grid",
  gridTemplateColumns: [40, "minmax(0, 1fr)", "auto"],
  columnGap: 8,
  rowGap: 2,
  alignItems: "baseline",
  paddingX: 8,
  paddingY: 8,
  borderRadius: "default",
  cursor: "default",
  backgroundColor: {
    default: "transparent",
    ":hover": "gray-100",
    isMarked: "blue-200",
    isSelected: "gray-200",
  },
});
const name = style({ font: "ui", color: "body", minWidth: 0, truncate: true });
const status = style({
  textAlign: "end",
  font: "ui-sm",
  fontWeight: "bold",
  color: { default: "green-1100", isBad: "red-1100" },
});
const side = style({ font: "ui-xs", color: "neutral-subdued", truncate: true });

export function HistoryList(props: HistoryListProps) {
  const { entries, selected, marked, showsProfile, onSelect, onMark, onDelete, verbsOf, onMore } = props;
  const menu = useRowMenu();
  const now = useNow();
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: VIEW });
  const look = () => {
    const { scrollTop, clientHeight } = box.current ?? { scrollTop: 0, clientHeight: VIEW };
    setView({ top: scrollTop, height: clientHeight || VIEW });
  };
  const first = Math.max(0, Math.floor(view.top / ROW) - SPARE);
  const last = Math.min(entries.length, Math.ceil((view.top + view.height) / ROW) + SPARE);
  const isNearEnd = last + NEAR >= entries.length;
  useEffect(() => {
    if (isNearEnd) onMore?.();
  }, [isNearEnd, onMore]);

  const tabStop = entries.slice(first, last).some((one) => one.id === selected)
    ? selected
    : entries[first]?.id;
  const between = (from: number, to: number) =>
    entries.slice(Math.min(from, to), Math.max(from, to) + 1).map(({ id }) => id);
  const anchor = entries.findIndex((one) => one.id === selected);

  const onPress = (event: MouseEvent, at: number, id: ExchangeId) => {
    if (event.shiftKey && anchor >= 0) return onMark(between(anchor, at));
    if (event.ctrlKey || event.metaKey) {
      const all = new Set(marked.size > 0 || selected === null ? marked : [selected]);
      if (!all.delete(id)) all.add(id);
      return onMark([...all]);
    }
    onMark([]);
    onSelect(id);
  };
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const at = entries.findIndex(
      (one) => String(one.id) === (event.target as HTMLElement).dataset["exchange"],
    );
    if (event.key === "Delete") return onDelete();
    if (event.key === "a" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return onMark(entries.map(({ id }) => id));
    }
    const step = event.key === "ArrowDown" ? at + 1 : event.key === "ArrowUp" ? at - 1 : null;
    const to = step === null ? -1 : Math.max(0, Math.min(entries.length - 1, step));
    const next = entries[to];
    if (!next) return;
    event.preventDefault();
    event.currentTarget.querySelector<HTMLElement>(`[data-exchange="${next.id}"]`)?.focus();
    if (event.shiftKey) return onMark(between(anchor >= 0 ? anchor : at, to));
    onMark([]);
    onSelect(next.id);
  };
  return (
    <div className={list} ref={box} onScroll={look} data-testid="history-list">
      <div
        role="listbox"
        aria-label="History"
        aria-multiselectable
        tabIndex={-1}
        onKeyDown={onKey}
        style={{ paddingTop: first * ROW, paddingBottom: (entries.length - last) * ROW }}
      >
        {entries.slice(first, last).map((entry, index) => {
          const isCut = entry.status !== null && entry.failed !== null;
          const bad = entry.status === null || entry.status >= 400 || isCut;
          const added = `${entry.pinned ? "Pinned · " : ""}${entry.note ? `${entry.note} · ` : ""}`;
          return (
            <div
              key={entry.id}
              role="option"
              aria-selected={entry.id === selected || marked.has(entry.id)}
              aria-setsize={onMore ? -1 : entries.length}
              aria-posinset={first + index + 1}
              tabIndex={entry.id === tabStop ? 0 : -1}
              data-exchange={entry.id}
              data-testid="history-row"
              className={
                row({ isSelected: entry.id === selected, isMarked: marked.has(entry.id) }) + " focusable"
              }
              {...menu(`More for ${entry.name}`, () => verbsOf(entry))}
              onClick={(event) => onPress(event, first + index, entry.id)}
              onKeyDown={(event) => {
                if (event.key === "Enter" || event.key === " ") onSelect(entry.id);
              }}
            >
              <MethodMark method={entry.method} />
              <span className={name}>
                <Name text={entry.name} />
              </span>
              <span className={status({ isBad: bad })}>
                {entry.status ?? "No answer"}
                {isCut && ", incomplete"}
              </span>
              <span />
              <span className={side} title={visibleLine(`${added}${entry.url}`)}>
                <Foreign
                  text={`${added}${showsProfile ? entry.profile_title : entry.url.replace(/^https?:\/\//, "")}`}
                />
              </span>
              <span className={side} title={exact(entry.started_at)}>
                {milliseconds(entry.total_ms)} · {ago(entry.started_at, now)}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
