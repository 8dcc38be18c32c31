/*
 * Rows that take over each other's places: the keyboard stays with the row that it was on. And rows that are sought.
 */
import { act, render, screen } from "@testing-library/react";
import { useRef } from "react";
import { beforeEach, expect, it } from "vitest";
import { useFocusOnRow, useRowsInView } from "../src/shared/rowsInView";

function Rows({ names }: { names: string[] }) {
  const box = useRef<HTMLDivElement>(null);
  const onFocus = useFocusOnRow(box, "row");
  return (
    <div ref={box} onFocus={onFocus}>
      {names.map((name, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- as in the lists that are drawn so
        <div key={at} data-row={name} tabIndex={-1}>
          {name}
          <button type="button">Renew {name}</button>
        </div>
      ))}
    </div>
  );
}

const focus = (element: HTMLElement) => act(() => element.focus());
const row = () => document.activeElement?.getAttribute("data-row") ?? null;

it("keeps the keyboard with a row that changes its place", () => {
  const { rerender } = render(<Rows names={["a", "b", "c"]} />);
  focus(screen.getByText("b"));
  rerender(<Rows names={["b", "c", "a"]} />);
  expect(row()).toBe("b");
  rerender(<Rows names={["a", "c", "b"]} />);
  expect(row()).toBe("b");
});

it("leaves the keyboard to no other row when its own has gone", () => {
  const { rerender } = render(<Rows names={["a", "b", "c"]} />);
  focus(screen.getByText("b"));
  rerender(<Rows names={["a", "d", "c"]} />);
  expect(document.body).toHaveFocus();
});

it("takes it from a button that has become another row's", () => {
  const { rerender } = render(<Rows names={["a", "b", "c"]} />);
  focus(screen.getByRole("button", { name: "Renew b" }));
  rerender(<Rows names={["b", "a", "c"]} />);
  expect(row()).toBe("b");
});

const withFinder = (names: string[]) => (
  <>
    <input aria-label="Find" />
    <Rows names={names} />
  </>
);

it("takes the keyboard from nobody else", () => {
  const { rerender } = render(withFinder(["a", "b"]));
  focus(screen.getByText("b"));
  focus(screen.getByLabelText("Find"));
  rerender(withFinder(["b", "a"]));
  expect(screen.getByLabelText("Find")).toHaveFocus();
});

const HEIGHT = 20;

/** Which rows were drawn, each time that some were. */
const drawn: number[][] = [];
beforeEach(() => {
  drawn.length = 0;
});

function Drawn({ rows }: { rows: number[] }) {
  drawn.push(rows);
  return null;
}

function List({ names, sought }: { names: string[]; sought: string | null }) {
  const at = names.findIndex((name) => name === sought);
  const { box, first, last } = useRowsInView(names.length, HEIGHT, { key: sought, at });
  return (
    <div ref={box} data-testid="box">
      <Drawn rows={Array.from({ length: last - first }, (_, n) => first + n)} />
    </div>
  );
}

const thousand = Array.from({ length: 1000 }, (_, n) => `row ${n}`);

it("draws none but the rows around the one that is sought, and scrolls there", () => {
  const { rerender } = render(<List names={[]} sought={null} />);
  drawn.length = 0;
  rerender(<List names={thousand} sought="row 500" />);
  expect(drawn.every((rows) => rows.includes(500) && !rows.includes(0))).toBe(true);
  expect(screen.getByTestId("box").scrollTop).toBe(501 * HEIGHT - 600);
});

it("stays where it is when rows come before the one that was sought", () => {
  const { rerender } = render(<List names={thousand} sought="row 500" />);
  const { scrollTop } = screen.getByTestId("box");
  rerender(<List names={["another", ...thousand]} sought="row 500" />);
  expect(screen.getByTestId("box").scrollTop).toBe(scrollTop);
  rerender(<List names={["another", ...thousand]} sought="row 900" />);
  expect(drawn.at(-1)).toContain(901);
});
