/*
 * Which rows of a list of equal heights are in view: only those are drawn. Each stands at its own place in a box that is as high as
 * all of them together. Lists too high for browsers are left to `VirtualRows`.
 */
import { useCallback, useLayoutEffect, useRef, useState, type FocusEvent, type RefObject } from "react";

/** Rows above and below the view, so that a fast scroll shows no gap and the keyboard always finds the next one. */
const SPARE = 6;
/** Until the list is measured. */
const VIEW = 600;

export interface RowsInView {
  box: RefObject<HTMLDivElement | null>;
  /** The first that is drawn, and the one behind the last. */
  first: number;
  last: number;
  /** How many of them fit. */
  page: number;
  /**
   * The key of a row that is drawn, by its place: one that comes into view takes the place in the page of one that has gone, which
   * is changed and not made anew. `useFocusOnRow` keeps the keyboard with the row that it was on.
   */
  keyOf: (at: number) => number;
  /** Looks again where the list stands; to be called when it was scrolled. */
  look: () => void;
  /** Scrolls by as little as shows a row. */
  show: (at: number) => void;
}

/** Letters of the usual size, in pixels. */
const USUAL = 16;

/** A length that grows with the letters, as Spectrum's do: as many pixels as with the usual ones. */
export const growing = (pixels: number) => `${pixels / USUAL}rem`;

/** How much larger the letters are than the usual ones. */
const growth = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL || 1;

interface View {
  top: number;
  height: number;
}

/** A view scrolled by as little as shows a row that begins at `top`. */
function showing(view: View, top: number, height: number): View {
  if (top < view.top) return { ...view, top };
  return top + height > view.top + view.height ? { ...view, top: top + height - view.height } : view;
}

/** A row that has to be in view, by its name and its place; -1 where it is in no list. */
interface Sought {
  key: string | null;
  at: number;
}

const NOTHING: Sought = { key: null, at: -1 };

/**
 * `usual` is the height of a row with letters of the usual size. Another row that is `sought` comes into view, and so does one that
 * comes into the list; rows that move under somebody who reads do not.
 */
export function useRowsInView(count: number, usual: number, sought = NOTHING): RowsInView {
  const box = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(usual);
  const [view, setView] = useState<View>({ top: 0, height: VIEW });
  const [aimed, setAimed] = useState({ ...NOTHING, height });
  const key = sought.at === -1 ? null : sought.key;
  if (key !== aimed.key || height !== aimed.height) {
    setAimed({ key, at: sought.at, height });
    // Before anything is drawn, so that no rows are drawn which are out of view a moment later.
    if (key !== null) setView(showing(view, sought.at * height, height));
  }
  const look = useCallback(() => {
    const { scrollTop, clientHeight } = box.current ?? { scrollTop: 0, clientHeight: VIEW };
    const next = { top: scrollTop, height: clientHeight || VIEW };
    // The same view is none to draw again for.
    setView((now) => (now.top === next.top && now.height === next.height ? now : next));
  }, []);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      setHeight(usual * growth());
      look();
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, [look, usual]);
  const show = useCallback(
    (at: number) => {
      const element = box.current;
      if (!element || at < 0) return;
      const seen = { top: element.scrollTop, height: element.clientHeight || VIEW };
      const { top } = showing(seen, at * height, height);
      if (top !== seen.top) element.scrollTop = top;
      look();
    },
    [height, look],
  );
  useLayoutEffect(() => {
    if (aimed.key !== null) show(aimed.at);
  }, [aimed, show]);
  // A list that became shorter is scrolled back by the browser, which tells of it only later.
  const top = Math.min(view.top, Math.max(0, count * height - view.height));
  const first = Math.max(0, Math.floor(top / height) - SPARE);
  const last = Math.min(count, Math.ceil((top + view.height) / height) + SPARE);
  const page = Math.max(1, Math.floor(view.height / height) - 1);
  const most = Math.ceil(view.height / height) + 2 * SPARE + 1;
  return { box, first, last, page, keyOf: (at) => at % most, look, show };
}

/**
 * Keeps the keyboard with the row that it is on when rows change places; with one that has gone it goes too. `name` is the data
 * attribute that tells rows apart. The answer is to be told what has the focus.
 */
export function useFocusOnRow(box: RefObject<HTMLElement | null>, name: string) {
  const row = `[data-${name}]`;
  const held = useRef<string | null>(null);
  useLayoutEffect(() => {
    const has = document.activeElement;
    if (!(has instanceof HTMLElement) || !box.current?.contains(has)) return;
    const id = has.closest(row)?.getAttribute(`data-${name}`) ?? null;
    if (id === null || id === held.current) return;
    const kept = box.current.querySelector<HTMLElement>(`[data-${name}="${CSS.escape(held.current ?? "")}"]`);
    if (kept) kept.focus({ preventScroll: true });
    else has.blur();
  });
  return useCallback(
    ({ target }: FocusEvent) => {
      held.current = target.closest(row)?.getAttribute(`data-${name}`) ?? null;
    },
    [name, row],
  );
}
