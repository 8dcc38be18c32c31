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
 * `load` is another subject and shows nothing of the last one. `reload` keeps the old value until the new one is there.
 */
export function useLoad<T>(load: () => Promise<T>) {
  const [held, setHeld] = useState<{ load: () => Promise<T>; state: Async<T> }>({ load, state: waiting });
  const current = useRef(load);
  const reload = useCallback(async () => {
    const settled = await settle(load());
    if (current.current === load) setHeld({ load, state: settled });
  }, [load]);
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
