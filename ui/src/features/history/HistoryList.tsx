/*
 * What was sent, newest first. Only the rows in view are drawn, so that tens of thousands scroll like ten.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { memo, useEffect, type KeyboardEvent, type MouseEvent } from "react";
import type { ExchangeId } from "../../bindings/ExchangeId";
import type { ExchangeSummary } from "../../bindings/ExchangeSummary";
import { MethodMark } from "../../shared/MethodMark";
import { milliseconds } from "../../shared/size";
import { ago, exact, useNow } from "../../shared/time";
import { Foreign } from "../../shared/Foreign";
import type { MenuEntry } from "../../shared/MenuButton";
import { Name } from "../../shared/Name";
import { useRowMenu, type RowMenuHandlers } from "../../shared/rowMenu";
import { growing, useFocusOnRow, useRowsInView } from "../../shared/rowsInView";
import { useSteady } from "../../shared/steady";
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

/** A row's height with letters of the usual size. */
const ROW = 56;
/** Older ones are fetched when no more than so many rows are below the view. */
const NEAR = 40;

const list = style({
  overflowY: "auto",
  minHeight: 0,
  flexGrow: 1,
  paddingStart: 16,
  paddingEnd: 8,
  paddingBottom: 16,
});
const whole = style({ position: "relative" });
const row = style({
  boxSizing: "border-box",
  height: 56,
  position: "absolute",
  insetStart: 0,
  width: "full",
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
  const { box, first, last, keyOf, look } = useRowsInView(entries.length, ROW);
  const onFocus = useFocusOnRow(box, "exchange");
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

  const press = (event: MouseEvent, at: number, id: ExchangeId) => {
    if (event.shiftKey && anchor >= 0) return onMark(between(anchor, at));
    if (event.ctrlKey || event.metaKey) {
      const all = new Set(marked.size > 0 || selected === null ? marked : [selected]);
      if (!all.delete(id)) all.add(id);
      return onMark([...all]);
    }
    onMark([]);
    onSelect(id);
  };
  // What they do changes with every row that is chosen.
  const steady = useSteady({ press, verbsOf });

  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const at = entries.findIndex(
      (one) => String(one.id) === (event.target as HTMLElement).dataset["exchange"],
    );
    if (event.key === "Delete") return onDelete();
    if (event.key === "a" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return onMark(entries.map(({ id }) => id));
    }
    const here = entries[at];
    if (here && (event.key === "Enter" || event.key === " ")) return onSelect(here.id);
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
        onFocus={onFocus}
        className={whole}
        style={{ height: growing(entries.length * ROW) }}
      >
        {entries.slice(first, last).map((entry, index) => (
          <HistoryRow
            key={keyOf(first + index)}
            entry={entry}
            at={first + index}
            of={onMore ? -1 : entries.length}
            now={now}
            isSelected={entry.id === selected}
            isMarked={marked.has(entry.id)}
            isTabStop={entry.id === tabStop}
            showsProfile={showsProfile}
            menu={menu}
            verbsOf={steady.verbsOf}
            onPress={steady.press}
          />
        ))}
      </div>
    </div>
  );
}

type Press = (event: MouseEvent, at: number, id: ExchangeId) => void;

interface HistoryRowProps {
  entry: ExchangeSummary;
  at: number;
  /** How many there are; -1 while nobody knows. */
  of: number;
  now: number;
  isSelected: boolean;
  isMarked: boolean;
  isTabStop: boolean;
  showsProfile: boolean;
  menu: RowMenuHandlers;
  verbsOf: (entry: ExchangeSummary) => MenuEntry[];
  onPress: Press;
}

const HistoryRow = memo(function HistoryRow(props: HistoryRowProps) {
  const { entry, at, of, now, isSelected, isMarked, isTabStop, showsProfile, menu, verbsOf, onPress } = props;
  const isCut = entry.status !== null && entry.failed !== null;
  const bad = entry.status === null || entry.status >= 400 || isCut;
  const added = `${entry.pinned ? "Pinned · " : ""}${entry.note ? `${entry.note} · ` : ""}`;
  return (
    // The list hears the keys of all rows.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="option"
      aria-selected={isSelected || isMarked}
      aria-setsize={of}
      aria-posinset={at + 1}
      tabIndex={isTabStop ? 0 : -1}
      data-exchange={entry.id}
      data-testid="history-row"
      className={row({ isSelected, isMarked }) + " focusable"}
      style={{ top: growing(at * ROW) }}
      {...menu(`More for ${entry.name}`, () => verbsOf(entry))}
      onClick={(event) => onPress(event, at, entry.id)}
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
});
