/*
 * The rows of the requests' tree, of which only those in view are drawn: walked by arrow keys, each of one's own with its menu. It
 * is drawn again when one of them changes, and not with each letter that is typed elsewhere.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { memo, useCallback, useEffect, useMemo, useState, type KeyboardEvent } from "react";
import { flushSync } from "react-dom";
import type { RequestPlaces } from "../../bindings/RequestPlaces";
import type { RequestSource } from "../../bindings/RequestSource";
import type { RequestSummary } from "../../bindings/RequestSummary";
import { growing, useRowsInView } from "../../shared/rowsInView";
import { entriesOf, entryOf, type RequestVerbs } from "./requestEntries";
import { RequestRow, ROW } from "./RequestRow";
import { readyToFind, rows, treeOf, type Row, type Unsaved } from "./requestTree";
import { useDrag } from "./useDrag";

export interface RequestRowsProps {
  requests: RequestSummary[];
  places: RequestPlaces;
  unsaved: Unsaved[];
  /** The row of what is on screen. */
  current: string | null;
  /** What is looked for. */
  text: string;
  /** Whether somebody is about to look for something. */
  isSeeking: boolean;
  onOpen: (request: RequestSource) => void;
  onShow: (key: string) => void;
  verbs: RequestVerbs;
}

const list = style({
  overflowY: "auto",
  minHeight: 0,
  flexGrow: 1,
  paddingStart: 16,
  paddingEnd: 8,
  paddingBottom: 16,
});
const whole = style({ position: "relative" });
const foot = style({ padding: 8 });
const nothing = style({ font: "ui-sm", color: "neutral-subdued", padding: 8, margin: 0 });

export const RequestRows = memo(function RequestRows(props: RequestRowsProps) {
  const { requests, places, unsaved, current, text, isSeeking, onOpen, onShow, verbs } = props;
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const able = useMemo(() => (all ? requests : requests.filter(({ usable }) => usable)), [requests, all]);
  const unable = requests.length - able.length;
  const tree = useMemo(() => treeOf(able, places), [able, places]);
  useEffect(() => {
    if (isSeeking) readyToFind(tree);
  }, [isSeeking, tree]);
  const shown = useMemo(() => rows(tree, unsaved, text, turned), [tree, unsaved, text, turned]);
  // A copy or a new request may stand outside of what is seen.
  const place = shown.findIndex(({ key }) => key === current);
  const { box, first, last, look, show } = useRowsInView(shown.length, ROW, { key: current, at: place });
  const [focused, setFocused] = useState<string | null>(null);
  const inView = shown.slice(first, last).map((row, n) => ({ row, at: first + n }));
  // The row with the focus stays when it is scrolled away: arrow keys go on from it.
  const away = shown.findIndex(({ key }) => key === focused);
  const kept = shown[away];
  const drawn = kept && (away < first || away >= last) ? [...inView, { row: kept, at: away }] : inView;
  const tabStop =
    [focused, current].find((key) => drawn.some(({ row }) => row.key === key)) ?? drawn[0]?.row.key;
  const drag = useDrag(shown, verbs.drop);

  const toggle = useCallback(
    (key: string) =>
      setTurned((now) => {
        const next = new Set(now);
        if (!next.delete(key)) next.add(key);
        return next;
      }),
    [],
  );
  const act = useCallback(
    (row: Row) => {
      if (row.kind === "folder") toggle(row.key);
      else if (row.kind === "unsaved") onShow(row.key);
      else onOpen(row.request);
    },
    [toggle, onShow, onOpen],
  );
  const focus = useCallback((row: Row) => setFocused(row.key), []);

  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const at = shown.findIndex((row) => row.key === (event.target as HTMLElement).dataset["request"]);
    const row = shown[at];
    if (!row) return;
    const go = (number: number, opens: boolean) => {
      const to = shown[number];
      if (!to) return;
      // It may be out of view, and is drawn before it can have the focus.
      flushSync(() => show(number));
      const element = `[data-request="${CSS.escape(to.key)}"]`;
      box.current?.querySelector<HTMLElement>(element)?.focus({ preventScroll: true });
      if (opens && to.kind !== "folder") act(to);
    };
    const above = () => shown.slice(0, at).findLastIndex((other) => other.level < row.level);
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(at + 1, true),
      ArrowUp: () => go(at - 1, true),
      Home: () => go(0, true),
      End: () => go(shown.length - 1, true),
      ArrowRight: () => (row.kind === "folder" && !row.isOpen ? toggle(row.key) : go(at + 1, false)),
      ArrowLeft: () => (row.kind === "folder" && row.isOpen ? toggle(row.key) : go(above(), false)),
    };
    const ids = entryOf(event);
    const run = moves[event.key] ?? entriesOf(row, verbs).find(({ id }) => ids.includes(id))?.run;
    if (!run) return;
    event.preventDefault();
    // The list's own keys are not the window's while it has the focus.
    event.stopPropagation();
    run();
  };

  return (
    <>
      <div
        ref={box}
        className={list}
        onScroll={look}
        role="tree"
        aria-label="Requests"
        tabIndex={-1}
        onKeyDown={onKey}
        {...drag.handlers}
      >
        <div role="presentation" className={whole} style={{ height: growing(shown.length * ROW) }}>
          {drawn.map(({ row, at: number }) => (
            <RequestRow
              key={row.key}
              row={row}
              top={growing(number * ROW)}
              number={number + 1}
              of={shown.length}
              isCurrent={row.key === current}
              isOver={row.key === drag.over}
              isTabStop={row.key === tabStop}
              verbs={verbs}
              onAct={act}
              onFocus={focus}
            />
          ))}
        </div>
        {!shown.length && (
          <p className={nothing}>{text ? `No request matches “${text}”.` : "No requests yet."}</p>
        )}
      </div>
      {unable > 0 && (
        <div className={foot}>
          <ActionButton size="S" isQuiet onPress={() => setAll(true)} data-testid="show-all-requests">
            {`Show ${unable} more that the credential cannot send`}
          </ActionButton>
        </div>
      )}
    </>
  );
});
