/*
 * What is loaded as soon as its place is on screen.
 */
import { act, renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { useLoad } from "../src/shared/async";

/** Something to load, whose answers come when they are given. */
function answers() {
  const given: ((value: string) => void)[] = [];
  const load = () => new Promise<string>((resolve) => given.push(resolve));
  return { load, give: (number: number, value: string) => act(async () => given[number]?.(value)) };
}

it("shows no older answer that comes behind a newer one", async () => {
  const { load, give } = answers();
  const { result } = renderHook(() => useLoad(load));
  act(() => void result.current.reload());
  await give(1, "newer");
  await give(0, "older");
  expect(result.current.state).toEqual({ kind: "ready", value: "newer" });
});

it("shows what was asked before, too, while a later answer is still to come", async () => {
  const { load, give } = answers();
  const { result } = renderHook(() => useLoad(load));
  act(() => void result.current.reload());
  await give(0, "older");
  expect(result.current.state).toEqual({ kind: "ready", value: "older" });
});

it("tells of each value that it shows", async () => {
  const { load, give } = answers();
  const onReady = vi.fn<(value: string) => void>();
  const { result } = renderHook(() => useLoad(load, onReady));
  act(() => void result.current.reload());
  await give(1, "newer");
  await give(0, "older");
  expect(onReady.mock.calls).toEqual([["newer"]]);
});
