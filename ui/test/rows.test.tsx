/*
 * Rows that are fetched as they come into view, of a list that grows meanwhile.
 */
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { VirtualRows } from "../src/shared/VirtualRows";

afterEach(cleanup);

const texts = () => screen.getAllByRole("option").map((row) => row.textContent.trim());

it("shows rows that were added while those before them were on their way, and asks for nothing twice", async () => {
  const asked: ((rows: string[]) => void)[] = [];
  const load = () => new Promise<string[]>((resolve) => asked.push(resolve));
  const list = (count: number) => (
    <VirtualRows label="Rows" count={count} load={load} draw={(row: string) => row} />
  );
  const come = (rows: string[]) => act(async () => asked.at(-1)?.(rows));
  const { rerender } = render(list(2));
  rerender(list(4));
  expect(asked).toHaveLength(1);
  await come(["a", "b"]);
  expect(texts()).toEqual(["a", "b", "", ""]);
  expect(asked).toHaveLength(2);
  await come(["a", "b", "c", "d"]);
  expect(texts()).toEqual(["a", "b", "c", "d"]);
  // And a list that says it has more than it gives is not asked for ever.
  rerender(list(5));
  expect(asked).toHaveLength(3);
  await come(["a", "b", "c", "d"]);
  expect(asked).toHaveLength(3);
});
