/*
 * The requests one can send as a tree: never saved, one's own, the catalogue. Found by typing, walked by arrow keys; each of
 * one's own has a menu. What its entries do is the views'.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import Add from "@react-spectrum/s2/icons/Add";
import { SearchField } from "@react-spectrum/s2/SearchField";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useDeferredValue, useMemo, useState, type KeyboardEvent } from "react";
import type { PlaceName } from "../../bindings/PlaceName";
import type { RequestPlaces } from "../../bindings/RequestPlaces";
import type { RequestSummary } from "../../bindings/RequestSummary";
import { showKeys } from "../../shared/commands";
import { LazyMenu } from "../../shared/LazyMenu";
import type { MenuEntry } from "../../shared/MenuButton";
import { count } from "../../shared/size";
import { RequestRow } from "./RequestRow";
import { useDrag, type Dragged } from "./useDrag";
import { rows, type Row, type Unsaved } from "./requestTree";

export interface RequestVerbs {
  rename: (request: RequestSummary) => void;
  move: (request: RequestSummary) => void;
  duplicate: (request: RequestSummary) => void;
  remove: (request: RequestSummary) => void;
  /** Asks where a file or folder, or a request, is to go: the same by pointer without asking, unless something is lost. */
  drop: (what: Dragged, to: string) => void;
  renamePlace: (place: PlaceName) => void;
  movePlace: (place: PlaceName) => void;
  duplicatePlace: (place: PlaceName) => void;
  removePlace: (place: PlaceName) => void;
  exportPlace: (place: PlaceName) => void;
  /** Asks for the name of a new folder or file below a folder; an empty path is that of all requests. */
  make: (above: string, what: "folder" | "file") => void;
  /** Keeps what was never saved. */
  keep: (key: string) => void;
  discard: (key: string) => void;
}

interface RequestListProps {
  requests: RequestSummary[];
  places: RequestPlaces;
  unsaved: Unsaved[];
  /** The row of what is on screen. */
  current: string | null;
  onOpen: (request: RequestSummary) => void;
  onShow: (key: string) => void;
  onNew: () => void;
  verbs: RequestVerbs;
  /** What one can do with all of them. */
  menu: MenuEntry[];
}

const pane = style({
  display: "flex",
  flexDirection: "column",
  minHeight: 0,
  borderStyle: "solid",
  borderWidth: 0,
  borderEndWidth: 1,
  borderColor: "gray-200",
});
const head = style({ display: "flex", gap: 8, padding: 12, paddingStart: 24, alignItems: "center" });
const grow = style({ flexGrow: 1, minWidth: 0 });
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

/** What one can do with a row; the keys are those of the list. */
function entriesOf(row: Row, verbs: RequestVerbs): MenuEntry[] {
  if (row.kind === "unsaved") {
    return [
      { id: "keep", title: "Save…", run: () => verbs.keep(row.key) },
      { id: "discard", title: "Discard", keys: "Del", run: () => verbs.discard(row.key) },
    ];
  }
  if (row.kind === "folder") return row.place ? entriesOfPlace(row.place, verbs) : [];
  if (row.request.origin !== "own") return [];
  const { request } = row;
  return [
    { id: "rename", title: "Rename…", keys: "F2", run: () => verbs.rename(request) },
    { id: "move", title: "Move…", run: () => verbs.move(request) },
    { id: "duplicate", title: "Duplicate", keys: showKeys("mod+d"), run: () => verbs.duplicate(request) },
    { id: "delete", title: "Delete", keys: "Del", run: () => verbs.remove(request) },
  ];
}

function entriesOfPlace(place: PlaceName, verbs: RequestVerbs): MenuEntry[] {
  const { path, is_folder: isFolder } = place;
  const make: MenuEntry[] = isFolder
    ? [
        { id: "new-folder", title: "New folder…", run: () => verbs.make(path, "folder") },
        { id: "new-file", title: "New file…", run: () => verbs.make(path, "file") },
      ]
    : [];
  const out = { id: "export", title: "Export…", run: () => verbs.exportPlace(place) };
  if (path === "") return [...make, out];
  return [
    ...make,
    { id: "rename", title: "Rename…", keys: "F2", run: () => verbs.renamePlace(place) },
    { id: "move", title: "Move…", run: () => verbs.movePlace(place) },
    { id: "duplicate", title: "Duplicate", keys: showKeys("mod+d"), run: () => verbs.duplicatePlace(place) },
    out,
    { id: "delete", title: "Delete", keys: "Del", run: () => verbs.removePlace(place) },
  ];
}

/** Which entry of a row's menu a key stands for. */
function entryOf({ key, ctrlKey, metaKey }: KeyboardEvent): string[] {
  if (key === "F2") return ["rename"];
  if (key === "Delete") return ["delete", "discard"];
  return key.toLowerCase() === "d" && (ctrlKey || metaKey) ? ["duplicate"] : [];
}

export function RequestList(props: RequestListProps) {
  const { requests, places, unsaved, current, onOpen, onShow, onNew, verbs, menu } = props;
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text);
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const able = useMemo(() => (all ? requests : requests.filter(({ usable }) => usable)), [requests, all]);
  const unable = requests.length - able.length;
  const shown = useMemo(
    () => rows(able, unsaved, wanted, turned, places),
    [able, unsaved, wanted, turned, places],
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
    <div className={pane} data-testid="request-list">
      <div className={head}>
        <SearchField
          aria-label="Find a request"
          placeholder="Find"
          size="S"
          value={text}
          onChange={setText}
          styles={grow}
        />
        <ActionButton size="S" aria-label="New request" onPress={onNew} data-testid="new-request">
          <Add />
        </ActionButton>
        <LazyMenu label="More for requests" icon="more" size="S" entries={menu} testId="requests-menu" />
      </div>
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
    </div>
  );
}
