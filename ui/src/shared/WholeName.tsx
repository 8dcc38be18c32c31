/*
 * Shows all of a name that its place cuts, beside it, while the pointer is on it or the keyboard on what it belongs to. Only
 * seen: a screen reader gets the whole name anyway.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useEffect, useState } from "react";
import { floating } from "./floating";

interface Shown {
  of: HTMLElement;
  by: "pointer" | "keyboard";
  left: number;
  top: number;
}

const box = style({
  maxWidth: "[min(480px, calc(100vw - 16px))]",
  paddingX: 8,
  paddingY: 4,
  pointerEvents: "none",
});

const GAP = 4;

/** Whether some of it is not seen where it stands. */
function isCut(name: Element): boolean {
  return [name, ...name.children].some((part) => part.scrollWidth > part.clientWidth + 1);
}

function shownFor(name: Element | null, by: Shown["by"]): Shown | null {
  if (!(name instanceof HTMLElement) || !name.isConnected || !isCut(name)) return null;
  const { left, bottom } = name.getBoundingClientRect();
  const room = Math.max(GAP, Math.min(left, innerWidth - 488));
  return { of: name, by, left: room, top: Math.min(bottom + GAP, innerHeight - 40) };
}

const CAPTURE = { capture: true, passive: true };
const HIDING = ["focusout", "pointerdown", "keydown"];

export function WholeName() {
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    const onPointer = ({ target }: Event) => {
      if (!(target instanceof Element)) return;
      const next = shownFor(target.closest("[data-whole]"), "pointer");
      // A list that scrolls moves under a pointer at rest, which is no reason to hide what the keyboard is at.
      setShown((now) => next ?? (now?.by === "keyboard" ? now : null));
    };
    const onFocus = ({ target }: Event) => {
      // By keyboard only: who clicked on it has the pointer there.
      if (!(target instanceof Element) || !target.matches(":focus-visible")) return;
      const name = target.closest("[data-whole]") ?? target.querySelector("[data-whole]");
      setShown(shownFor(name, "keyboard"));
    };
    // What got the focus may be scrolled into view by that, which moves it.
    const onScroll = () => setShown((now) => now && shownFor(now.of, now.by));
    const hide = () => setShown(null);
    addEventListener("pointerover", onPointer, CAPTURE);
    addEventListener("focusin", onFocus, CAPTURE);
    addEventListener("scroll", onScroll, CAPTURE);
    for (const kind of HIDING) addEventListener(kind, hide, CAPTURE);
    return () => {
      removeEventListener("pointerover", onPointer, CAPTURE);
      removeEventListener("focusin", onFocus, CAPTURE);
      removeEventListener("scroll", onScroll, CAPTURE);
      for (const kind of HIDING) removeEventListener(kind, hide, CAPTURE);
    };
  }, []);
  if (!shown) return null;
  return (
    <div
      // A popover lies over dialogs too.
      popover="manual"
      ref={(element) => element?.showPopover?.()}
      className={floating + box}
      style={{ left: shown.left, top: shown.top }}
      aria-hidden="true"
      data-testid="whole-name"
    >
      <bdi>{shown.of.dataset["whole"]}</bdi>
    </div>
  );
}
