/*
 * Asynchronous state as a union, and the hooks that drive it. What is being waited for is the caller's business.
 */
import { useCallback, useEffect, useRef, useState } from "react";
import type { Problem } from "../bindings/Problem";
import { toProblem } from "./problem";

export type Async<T> =
  { kind: "idle" } | { kind: "waiting" } | { kind: "ready"; value: T } | { kind: "failed"; problem: Problem };

export const idle: Async<never> = { kind: "idle" };
export const waiting: Async<never> = { kind: "waiting" };

/** The settled state of a promise; never rejects. */
export async function settle<T>(work: Promise<T>): Promise<Async<T>> {
  try {
    return { kind: "ready", value: await work };
  } catch (error) {
    return { kind: "failed", problem: toProblem(error) };
  }
}

/**
 * Something a person starts: the state, how to start it, and how to forget it. Only the latest start counts: what was started
 * before it, or forgotten, is idle for whoever started it too.
 */
export function useTask<T>() {
  const [state, setState] = useState<Async<T>>(idle);
  const latest = useRef(0);
  const run = useCallback(async (work: () => Promise<T>): Promise<Async<T>> => {
    const mine = ++latest.current;
    setState(waiting);
    const settled = await settle(work());
    if (mine !== latest.current) return idle;
    setState(settled);
    return settled;
  }, []);
  const reset = useCallback(() => {
    latest.current++;
    setState(idle);
  }, []);
  return { state, run, reset };
}

/**
 * Something shown as soon as its place is on screen. `load` must be stable for one subject (`useCallback`); another
 * `load` is another subject and shows nothing of the last one. `reload` keeps the old value until the new one is there. `onReady`
 * hears of each value, and what it changes is drawn together with the value.
 */
export function useLoad<T>(load: () => Promise<T>, onReady?: (value: T) => void) {
  const [held, setHeld] = useState<{ load: () => Promise<T>; state: Async<T> }>({ load, state: waiting });
  const current = useRef(load);
  const asked = useRef(0);
  const shown = useRef(0);
  const reload = useCallback(async () => {
    const mine = ++asked.current;
    const settled = await settle(load());
    // An answer that a later one has overtaken is older than what is shown.
    if (current.current !== load || mine < shown.current) return;
    shown.current = mine;
    setHeld({ load, state: settled });
    if (settled.kind === "ready") onReady?.(settled.value);
  }, [load, onReady]);
  useEffect(() => {
    current.current = load;
    void reload();
  }, [load, reload]);
  const set = useCallback((value: T) => setHeld({ load, state: { kind: "ready", value } }), [load]);
  const state: Async<T> = held.load === load ? held.state : waiting;
  return { state, reload, set };
}

/** `value` as it was when it last stayed the same for `ms` milliseconds. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
