/*
 * A list of any number of rows, of which only those in view are drawn. The scroll bar is scaled where the rows together would be higher
 * than browsers can lay out; wheel and keyboard then still move by rows. What a row looks like, and where rows come from, is left to the
 * caller.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import {
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from "react";

export interface Goal {
  row: number;
  /** Another number asks again for the same row. */
  turn: number;
}

interface VirtualRowsProps<T> {
  label: string;
  count: number;
  /** Rows from one on. Another function is another list. */
  load: (from: number, count: number) => Promise<T[]>;
  draw: (row: T, number: number) => ReactNode;
  /** The row to show, and to stand on. */
  goal?: Goal | undefined;
  wraps?: boolean;
  /** Rows are as wide as the list, and cut what has no room in them. */
  fits?: boolean;
  head?: ReactNode;
  /** Told of the row that one stands on. */
  onRow?: (row: T | undefined, number: number) => void;
  /** Keys for the row that one stands on; true when it was used. */
  onKey?: (key: string, row: T | undefined, number: number) => boolean;
  testId?: string;
}

const ROW_HEIGHT = 20;
/** Browsers stop laying out near 33 million pixels; well below that, so that none of them rounds. */
const MOST_HEIGHT = 8_000_000;
/** Rows are fetched by so many. */
const PAGE = 100;
const MOST_PAGES = 40;
/** Before it is laid out, as in a test. */
const HEIGHT_AT_FIRST = 600;

const box = style({
  position: "relative",
  overflow: "auto",
  flexGrow: 1,
  flexShrink: 1,
  minHeight: 0,
  minWidth: 0,
});
const layer = style({ position: "sticky", top: 0, minWidth: "full" });

export function VirtualRows<T>(props: VirtualRowsProps<T>) {
  const { label, count, load, draw, goal, wraps = false, fits = false, head, onRow, onKey, testId } = props;
  const ref = useRef<HTMLDivElement>(null);
  const id = useId();
  const [height, setHeight] = useState(HEIGHT_AT_FIRST);
  const [top, setTop] = useState(0);
  const [current, setCurrent] = useState(0);
  /** The place of the scroll bar that was set from here, which is nobody's wish to move. */
  const placed = useRef<number | null>(null);
  const pages = useRowPages(load);

  const visible = Math.max(1, Math.floor(height / ROW_HEIGHT));
  // Rows that wrap are higher than a row: the last one can be brought to the top.
  const last = Math.max(0, wraps ? count - 1 : count - visible);
  const room = Math.min(last * ROW_HEIGHT, MOST_HEIGHT);
  const scale = room === 0 ? 0 : last / room;
  const isScaled = last * ROW_HEIGHT > MOST_HEIGHT;

  const move = useCallback((wanted: number) => setTop(Math.min(Math.max(0, wanted), last)), [last]);

  // The scroll bar follows what is shown; where it is there already, because somebody moved it, nothing happens.
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element || scale === 0) return;
    const place = Math.round(top / scale);
    if (Math.abs(element.scrollTop - place) < 1) return;
    placed.current = place;
    element.scrollTop = place;
  }, [top, scale]);

  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const look = () => setHeight(element.clientHeight || HEIGHT_AT_FIRST);
    look();
    const watch = new ResizeObserver(look);
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  // React listens to the wheel without being able to keep the browser from scrolling too.
  useEffect(() => {
    const element = ref.current;
    if (!element || !isScaled) return;
    const onWheel = (event: WheelEvent) => {
      if (event.deltaY === 0 || event.ctrlKey) return;
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY / ROW_HEIGHT : event.deltaY;
      move(top + lines);
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [isScaled, move, top]);

  const first = Math.min(Math.floor(top), Math.max(0, count - 1));
  const upTo = Math.min(count, first + visible + 2);
  useEffect(() => pages.want(first, upTo), [pages, first, upTo]);

  const stand = useCallback(
    (row: number) => {
      const next = Math.min(Math.max(0, row), Math.max(0, count - 1));
      setCurrent(next);
      if (next < top) move(next);
      else if (next >= top + visible - 1) move(next - visible + 2);
    },
    [count, move, top, visible],
  );

  const [gone, setGone] = useState<Goal | undefined>(undefined);
  if (goal && goal !== gone) {
    setGone(goal);
    setCurrent(goal.row);
    const isSeen = goal.row >= top && goal.row < top + visible - 1;
    if (!isSeen) move(goal.row - Math.floor(visible / 3));
  }

  const standing = pages.get(current);
  useEffect(() => onRow?.(standing, current), [onRow, standing, current]);

  const keys: Record<string, () => void> = {
    ArrowDown: () => stand(current + 1),
    ArrowUp: () => stand(current - 1),
    PageDown: () => stand(current + visible - 1),
    PageUp: () => stand(current - visible + 1),
    Home: () => stand(0),
    End: () => stand(count - 1),
  };

  const rows = [];
  for (let number = first; number < upTo; number++) {
    const row = pages.get(number);
    rows.push(
      <div
        key={number}
        id={`${id}-${number}`}
        role="option"
        tabIndex={-1}
        aria-selected={number === current}
        aria-setsize={count}
        aria-posinset={number + 1}
        // Without a name, nobody who listens would know that there is a row.
        aria-label={row === undefined ? `Row ${number + 1}, being read` : undefined}
        className={wraps ? "virtual-row virtual-row-wraps" : "virtual-row"}
        onMouseDown={() => setCurrent(number)}
      >
        {row === undefined ? " " : draw(row, number)}
      </div>,
    );
  }
  return (
    <div
      ref={ref}
      className={box + " focusable-inside"}
      role="listbox"
      aria-label={label}
      aria-activedescendant={count > 0 ? `${id}-${current}` : undefined}
      tabIndex={0}
      data-testid={testId}
      data-top={first}
      onScroll={(event) => {
        const place = event.currentTarget.scrollTop;
        if (placed.current !== null && Math.abs(placed.current - place) < 1) {
          placed.current = null;
          return;
        }
        placed.current = null;
        setTop(Math.min(place * scale, last));
      }}
      onKeyDown={(event) => {
        if (event.altKey || event.metaKey) return;
        if (onKey?.(event.key, standing, current)) return event.preventDefault();
        const run = keys[event.key];
        if (!run) return;
        event.preventDefault();
        run();
      }}
    >
      <div
        className={layer}
        style={{ height, width: wraps || fits ? "100%" : "max-content", overflow: "hidden" }}
      >
        {head}
        <div style={{ transform: wraps ? undefined : `translateY(${-(top - first) * ROW_HEIGHT}px)` }}>
          {rows}
        </div>
      </div>
      <div style={{ height: room }} />
    </div>
  );
}

/** Rows as far as they were fetched, the pages that were wanted last. */
class RowPages<T> {
  private readonly pages = new Map<number, T[]>();
  private readonly listeners = new Set<() => void>();
  /** Which are under way, so that an older answer does not come behind a newer one. */
  private readonly asked = new Set<number>();
  private wanted = { from: 0, upTo: 0 };
  private count = 0;

  constructor(
    readonly load: (from: number, count: number) => Promise<T[]>,
    /** Shown until its successor is there: a list that is folded or searched must not go blank for a moment. */
    private readonly before: Map<number, T[]>,
  ) {}

  next(load: (from: number, count: number) => Promise<T[]>): RowPages<T> {
    return new RowPages(load, this.pages);
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  turn = () => this.count;

  get(number: number): T | undefined {
    const which = Math.floor(number / PAGE);
    return (this.pages.get(which) ?? this.before.get(which))?.[number % PAGE];
  }

  want(from: number, upTo: number) {
    this.wanted = { from, upTo };
    for (let page = Math.floor(from / PAGE); page * PAGE < upTo; page++) {
      const known = this.pages.get(page);
      // A page that was the last one may have more rows by now.
      const isWhole = known && (page * PAGE + known.length >= upTo || known.length >= PAGE);
      if (isWhole || this.asked.has(page)) continue;
      this.asked.add(page);
      this.load(page * PAGE, PAGE).then(
        (rows) => {
          this.asked.delete(page);
          this.put(page, rows);
          // Rows that were added while it was under way are not in it.
          if (this.wanted.upTo > upTo) this.want(this.wanted.from, this.wanted.upTo);
        },
        // Whoever loads tells why; it is asked for again when it comes into view again.
        () => this.asked.delete(page),
      );
    }
  }

  private put(page: number, rows: T[]) {
    this.pages.delete(page);
    this.pages.set(page, rows);
    for (const old of [...this.pages.keys()].slice(0, Math.max(0, this.pages.size - MOST_PAGES))) {
      this.pages.delete(old);
    }
    this.count++;
    for (const listener of this.listeners) listener();
  }
}

function useRowPages<T>(load: (from: number, count: number) => Promise<T[]>): RowPages<T> {
  const [held, setHeld] = useState(() => new RowPages(load, new Map()));
  let mine = held;
  if (held.load !== load) {
    mine = held.next(load);
    setHeld(mine);
  }
  useSyncExternalStore(mine.subscribe, mine.turn);
  return mine;
}
