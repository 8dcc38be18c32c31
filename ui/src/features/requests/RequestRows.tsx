/*
 * The rows of the requests' tree, walked by arrow keys, each of one's own with its menu. It is drawn again when one of them
 * changes, and not with each letter that is typed elsewhere.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { memo, useMemo, useState, type KeyboardEvent } from "react";
import type { RequestPlaces } from "../../bindings/RequestPlaces";
import type { RequestSource } from "../../bindings/RequestSource";
import type { RequestSummary } from "../../bindings/RequestSummary";
import { count } from "../../shared/size";
import { entriesOf, entryOf, type RequestVerbs } from "./requestEntries";
import { RequestRow } from "./RequestRow";
import { rows, type Row, type Unsaved } from "./requestTree";
import { useDrag } from "./useDrag";

export interface RequestRowsProps {
  requests: RequestSummary[];
  places: RequestPlaces;
  unsaved: Unsaved[];
  /** The row of what is on screen. */
  current: string | null;
  /** What is looked for. */
  text: string;
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
const foot = style({ padding: 8 });
const nothing = style({ font: "ui-sm", color: "neutral-subdued", padding: 8, margin: 0 });

/** Rows that are drawn at once: thousands would make each letter of a search wait for them. */
const STEP = 500;

export const RequestRows = memo(function RequestRows(props: RequestRowsProps) {
  const { requests, places, unsaved, current, text, onOpen, onShow, verbs } = props;
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const able = useMemo(() => (all ? requests : requests.filter(({ usable }) => usable)), [requests, all]);
  const unable = requests.length - able.length;
  const shown = useMemo(
    () => rows(able, unsaved, text, turned, places),
    [able, unsaved, text, turned, places],
  );
  const [most, setMost] = useState(STEP);
  // What is on screen is among them, wherever it stands.
  const drawn = useMemo(
    () => shown.slice(0, Math.max(most, shown.findIndex(({ key }) => key === current) + 1)),
    [shown, most, current],
  );
  const [focused, setFocused] = useState<string | null>(null);
  const tabStop = [focused, current].find((key) => drawn.some((row) => row.key === key)) ?? drawn[0]?.key;

  const drag = useDrag(drawn, verbs.drop);

  const toggle = (key: string) =>
    setTurned((now) => {
      const next = new Set(now);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  const act = (row: Row) => {
    if (row.kind === "folder") toggle(row.key);
    else if (row.kind === "unsaved") onShow(row.key);
    else onOpen(row.request);
  };

  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const at = drawn.findIndex((row) => row.key === (event.target as HTMLElement).dataset["request"]);
    const row = drawn[at];
    if (!row) return;
    const go = (to: Row | undefined, opens: boolean) => {
      if (!to) return;
      event.currentTarget.querySelector<HTMLElement>(`[data-request="${CSS.escape(to.key)}"]`)?.focus();
      if (opens && to.kind !== "folder") act(to);
    };
    const above = () => drawn.slice(0, at).findLast((other) => other.level < row.level);
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(drawn[at + 1], true),
      ArrowUp: () => go(drawn[at - 1], true),
      Home: () => go(drawn[0], true),
      End: () => go(drawn.at(-1), true),
      ArrowRight: () => (row.kind === "folder" && !row.isOpen ? toggle(row.key) : go(drawn[at + 1], false)),
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
        className={list}
        role="tree"
        aria-label="Requests"
        tabIndex={-1}
        onKeyDown={onKey}
        {...drag.handlers}
      >
        {drawn.map((row) => (
          <RequestRow
            key={row.key}
            row={row}
            isCurrent={row.key === current}
            isOver={row.key === drag.over}
            isTabStop={row.key === tabStop}
            entries={entriesOf(row, verbs)}
            onAct={() => act(row)}
            onFocus={() => setFocused(row.key)}
          />
        ))}
        {!shown.length && (
          <p className={nothing}>{text ? `No request matches “${text}”.` : "No requests yet."}</p>
        )}
      </div>
      {drawn.length < shown.length && (
        <ActionButton
          size="S"
          isQuiet
          onPress={() => setMost(drawn.length + STEP)}
          data-testid="more-requests"
        >
          {`Show more of ${count(shown.length - drawn.length, "row")}`}
        </ActionButton>
      )}
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
