/*
 * The place where dialogs are drawn.
 */
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FormDialog } from "../src/shared/FormDialog";
import { FreshDialog } from "../src/shared/FreshDialog";

function Typed() {
  const [text, setText] = useState("");
  return (
    <FormDialog title="Asked" action="Save" ready onDo={() => undefined} onDismiss={() => undefined}>
      <input aria-label="Answer" value={text} onChange={({ target }) => setText(target.value)} />
    </FormDialog>
  );
}

const place = (isOpen: boolean) => (
  <FreshDialog onDismiss={() => undefined}>
    {isOpen && <Typed />}
    {false}
  </FreshDialog>
);

beforeEach(() => {
  // What closes fades here too, and does not come to its end.
  vi.stubGlobal("CSSTransition", class {});
  Element.prototype.getAnimations = () => [
    { finished: new Promise(() => undefined) } as unknown as Animation,
  ];
});
afterEach(() => {
  cleanup();
  delete (Element.prototype as Partial<Element>).getAnimations;
  vi.unstubAllGlobals();
});

it("opens a dialog without what was typed in the one that is still fading", async () => {
  const user = userEvent.setup({ delay: null });
  const { rerender } = render(place(true));
  await user.type(screen.getByLabelText("Answer"), "sesame");
  rerender(place(true));
  expect(screen.getByLabelText("Answer")).toHaveValue("sesame");
  rerender(place(false));
  expect(screen.getByLabelText("Answer")).toHaveValue("sesame");
  rerender(place(true));
  expect(screen.getByLabelText("Answer")).toHaveValue("");
});
