/*
 * What the window has to say for a while: that something was done, that something was copied, that something failed. At most
 * one of a kind is there, and each goes away by itself. How they look is in Notices.
 */
import type { Problem } from "../bindings/Problem";
import { inOneLine, toProblem } from "./problem";
import { visibleLine } from "./visible";

export type NoticeKind = "done" | "copied" | "problem";

export interface Offer {
  /** The button's word, such as `Undo`. */
  label: string;
  /** Whether the notice stays when it is taken. */
  stays?: boolean;
  run: () => void;
}

export interface Notice {
  /** Grows with each notice. */
  number: number;
  kind: NoticeKind;
  text: string;
  /** The same as it is said once: seconds that are counted down on screen are in it as they were at first. */
  spoken: string;
  offers: readonly Offer[];
  /** Whose remedy is offered. */
  problem?: Problem;
  /** When the clipboard is cleared, for what is counted down to that. Milliseconds since 1970. */
  clearsAt?: number;
  /** When it goes away. */
  endsAt: number;
}

export interface Said {
  number: number;
  text: string;
}

const SHORT_MS = 5_000;
/** There is something to press, or a sentence or two to read. */
const LONG_MS = 12_000;

let shown: readonly Notice[] = [];
let numbers = 0;
/** What is only spoken. */
let said: Said = { number: 0, text: "" };
const listeners = new Set<() => void>();

function put(next: readonly Notice[]) {
  shown = next;
  for (const listener of listeners) listener();
}

function show(notice: Omit<Notice, "number" | "spoken">, spoken = notice.text) {
  numbers += 1;
  put([...shown.filter(({ kind }) => kind !== notice.kind), { ...notice, spoken, number: numbers }]);
}

export const notices = {
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  list: () => shown,
  said: () => said,
  dismiss(number: number) {
    put(shown.filter((one) => one.number !== number));
  },
  /** Gives one more time: somebody is at it. */
  keep(number: number) {
    put(
      shown.map((one) =>
        one.number === number && one.clearsAt === undefined
          ? { ...one, endsAt: Math.max(one.endsAt, Date.now() + SHORT_MS) }
          : one,
      ),
    );
  },
  /** The clipboard was cleared before its time. */
  clipboardCleared() {
    if (shown.some(({ clearsAt }) => clearsAt !== undefined)) {
      put(shown.filter(({ clearsAt }) => clearsAt === undefined));
    }
  },
  /** Takes away those whose time is over. */
  sweep(now: number) {
    if (shown.some(({ endsAt }) => endsAt <= now)) put(shown.filter(({ endsAt }) => endsAt > now));
  },
  clear() {
    if (shown.length > 0) put([]);
  },
};

/** Has a screen reader say a result that everybody else sees on the page. */
export function say(text: string) {
  numbers += 1;
  said = { number: numbers, text: visibleLine(text) };
  for (const listener of listeners) listener();
}

/** Tells that something was done, with a way back when there is one. */
export function tell(message: string, offer?: Offer) {
  const endsAt = Date.now() + (offer ? LONG_MS : SHORT_MS);
  show({ kind: "done", text: visibleLine(message), endsAt, offers: offer ? [offer] : [] });
}

/** Tells that something a person asked for failed, where there is no better place to say it. */
export function tellProblem(problem: Problem) {
  show({
    kind: "problem",
    text: visibleLine(inOneLine(problem)),
    problem,
    offers: [],
    endsAt: Date.now() + LONG_MS,
  });
}

/** Waits for what a person asked for, and tells why it failed. What succeeds tells of itself, where there is something to tell. */
export async function attempt(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    tellProblem(toProblem(error));
  }
}

/** Tells what is on the clipboard, with what goes with it; with a count-down when it will be taken off again. */
export function tellOnClipboard(
  message: string,
  offers: readonly Offer[] = [],
  clears?: { inSeconds: number; undo: () => void },
) {
  const text = visibleLine(message);
  if (!clears) {
    const endsAt = Date.now() + (offers.length > 0 ? LONG_MS : SHORT_MS);
    return show({ kind: "copied", text, endsAt, offers });
  }
  const clearsAt = Date.now() + clears.inSeconds * 1000;
  const undo = { label: "Undo", run: clears.undo };
  show(
    { kind: "copied", text, clearsAt, endsAt: clearsAt, offers: [...offers, undo] },
    `${text} · clears in ${clears.inSeconds} s`,
  );
}
