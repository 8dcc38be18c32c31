import { act, render, renderHook } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { Adobe } from "../src/bindings/Adobe";
import type { Risk } from "../src/bindings/Risk";
import { EMPTY_DRAFT, withAdobe } from "../src/features/profiles/draft";
import { highlighted } from "../src/shared/highlight";
import { toProblem } from "../src/shared/problem";
import { bytes, milliseconds } from "../src/shared/size";
import { shortSpan, span, until, useNow } from "../src/shared/time";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("time", () => {
  it.each([
    [0, "less than a minute", "<1 min"],
    [59_999, "less than a minute", "<1 min"],
    [42 * MINUTE, "42 min", "42 min"],
    [9 * HOUR + 12 * MINUTE, "9 h 12 min", "9 h"],
    [9 * HOUR, "9 h", "9 h"],
    [24 * HOUR, "1 day", "1 d"],
    [24 * HOUR - 1, "23 h 59 min", "23 h"],
    [3650 * 24 * HOUR, "3,650 days", "3650 d"],
  ])("%d ms is %s", (ms, long, short) => {
    expect([span(ms), shortSpan(ms)]).toEqual([long, short]);
  });

  it("is told again every minute, and when something ends", () => {
    vi.useFakeTimers({ now: 0 });
    try {
      const { result, rerender } = renderHook((ends) => useNow(60_000, ends), {
        initialProps: [-1, 5_000, 61_000],
      });
      const seen = [1_000, 5_000, 59_000, 60_000, 61_000, 119_000, 120_000].map((at) => {
        act(() => vi.advanceTimersByTime(at - Date.now()));
        return result.current;
      });
      expect(seen).toEqual([0, 5_000, 5_000, 60_000, 61_000, 61_000, 120_000]);
      vi.setSystemTime(130_000);
      rerender([200_000]);
      expect(result.current).toBe(130_000);
    } finally {
      vi.useRealTimers();
    }
  });

  it("names tomorrow by the calendar, not by hours", () => {
    const late = new Date(2026, 10, 20, 23, 50).getTime();
    expect(until(late + 5 * MINUTE, late)).not.toMatch(/tomorrow/);
    expect(until(late + 15 * MINUTE, late)).toMatch(/^tomorrow /);
    expect(until(late + 48 * HOUR, late)).toMatch(/22/);
  });
});

it.each([
  [0, "0 B"],
  [1023, "1023 B"],
  [1024, "1.0 KB"],
  [14_540, "14 KB"],
  [3_250_000, "3.1 MB"],
])("%d bytes are %s", (count, text) => expect(bytes(count)).toBe(text));

it.each([
  [84.2, "84 ms"],
  [1320, "1.32 s"],
])("%d ms are %s", (ms, text) => expect(milliseconds(ms)).toBe(text));

const draw = (text: string, language: "json" | "text") => {
  const { container } = render(<pre>{highlighted(text, language)}</pre>);
  return container;
};

const marked = (container: Element, kind: string) =>
  [...container.querySelectorAll(`.code-${kind}`)].map((one) => one.textContent);

describe("highlighting", () => {
  it("tells names, texts, numbers and words apart", () => {
    const drawn = draw('{"a": "b\\"c", "n": -1.5e3, "t": true, "v": "x {{ID}} y"}', "json");
    expect(marked(drawn, "name")).toEqual(['"a"', '"n"', '"t"', '"v"']);
    expect(marked(drawn, "text")).toEqual(['"b\\"c"', '"x {{ID}} y"']);
    expect(marked(drawn, "number")).toEqual(["-1.5e3"]);
    expect(marked(drawn, "word")).toEqual(["true"]);
    expect(marked(drawn, "variable")).toEqual(["{{ID}}"]);
  });

  it.each(["", "{", '"unfinished', "{{A}} {{", "null", '{"a":\n', "<b>&amp;</b>", '"\\'])(
    "loses no character of %j",
    (text) => {
      expect(draw(text, "json").textContent).toBe(text);
      expect(draw(text, "text").textContent).toBe(text);
    },
  );
});

it("tells a fault of ours as a problem too", () => {
  expect(toProblem(new TypeError("x is undefined"))).toMatchObject({
    code: "internal",
    detail: "TypeError: x is undefined",
  });
});

const chosen = (adobe: Adobe, risk: Risk) => ({ ...EMPTY_DRAFT, adobe, risk });

describe("how careful to be", () => {
  it("is production for Adobe's production until somebody says otherwise", () => {
    expect(EMPTY_DRAFT).toMatchObject({ adobe: "production", risk: "production" });
  });

  it.each([
    ["production", "production", "practice", "development"],
    ["practice", "development", "production", "production"],
    ["production", "production", "stage", "staging"],
    ["production", "development", "stage", "staging"],
    ["practice", "production", "stage", "production"],
    ["stage", "development", "practice", "development"],
  ] as const)("goes from %s, %s to %s as %s", (before, risk, adobe, expected) => {
    expect(withAdobe(chosen(before, risk), adobe)).toEqual({ adobe, risk: expected });
  });
});
