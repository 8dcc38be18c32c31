/*
 * The place where dialogs are drawn.
 */
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import type { Problem } from "../src/bindings/Problem";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FormDialog } from "../src/shared/FormDialog";
import { FreshDialog } from "../src/shared/FreshDialog";
import { TextDialog, useAskedText } from "../src/shared/TextDialog";
import { problem } from "../src/platform/fake/fixtures";

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
  vi.stubGlobal("CSSTransition", Event);
  Element.prototype.getAnimations = () => [
    { finished: new Promise(() => undefined) } as unknown as Animation,
  ];
});
afterEach(() => {
  cleanup();
  delete (Element.prototype as Partial<Element>).getAnimations;
  vi.unstubAllGlobals();
});

it("has nothing hidden in its title", () => {
  render(
    <FreshDialog onDismiss={() => undefined}>
      <FormDialog
        title={"Move a\u202eb"}
        action="Move"
        ready
        onDo={() => undefined}
        onDismiss={() => undefined}
      >
        {null}
      </FormDialog>
    </FreshDialog>,
  );
  expect(screen.getByRole("heading")).toHaveTextContent("Move a\\u{202e}b");
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

function Named({ onText }: { onText: Parameters<typeof useAskedText>[1] }) {
  const asked = useAskedText("", onText, () => undefined);
  return <TextDialog asked={asked} title="Asked" action="Save" label="Name" onDismiss={() => undefined} />;
}

it("asks for one text once at a time, and takes back what was said against another", async () => {
  const user = userEvent.setup({ delay: null });
  const answers: Array<(refused: Problem) => void> = [];
  const onText = vi.fn<(text: string) => Promise<Problem>>(() => new Promise((done) => answers.push(done)));
  render(<FreshDialog onDismiss={() => undefined}>{<Named onText={onText} />}</FreshDialog>);
  await user.type(screen.getByLabelText("Name"), " First {Enter}{Enter}");
  expect(onText.mock.calls).toEqual([["First"]]);
  answers[0]?.(problem("request_exists", { path: "First" }));
  expect(await screen.findByTestId("problem")).toBeVisible();
  await user.type(screen.getByLabelText("Name"), "s");
  expect(screen.queryByTestId("problem")).toBeNull();
});
