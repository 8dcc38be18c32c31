/*
 * Rows that take over each other's places: the keyboard stays with the row that it was on.
 */
import { act, render, screen } from "@testing-library/react";
import { useRef } from "react";
import { expect, it } from "vitest";
import { useFocusOnRow } from "../src/shared/rowsInView";

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
