/*
 * What jsdom lacks and the window needs: sizes, media queries and modal dialogs, each as little as will do.
 */
import "@testing-library/jest-dom/vitest";
import { cleanup, configure, getConfig } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";
import { notices } from "../src/shared/toast";

globalThis.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
globalThis.IntersectionObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
} as unknown as typeof IntersectionObserver;
globalThis.CSS = { escape: (text: string) => text.replace(/["\\\]]/g, "\\$&") } as typeof CSS;
window.matchMedia = (media) =>
  ({ matches: false, media, addListener() {}, removeListener() {} }) as unknown as MediaQueryList;
Element.prototype.scrollIntoView = () => {};
Element.prototype.getAnimations = () => [];
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
  this.querySelector<HTMLElement>("input, button")?.focus();
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
};
Range.prototype.getBoundingClientRect = () => new DOMRect();
// The editor asks for it where a selection within a shadow root cannot be read otherwise.
document.execCommand = () => false;
Range.prototype.getClientRects = () => [] as unknown as DOMRectList;

vi.spyOn(performance, "mark");

// React's turns, of which a drawing takes one and what is done after it another. Kept here: some tests stop the clock.
const nextTurn = globalThis.setImmediate;
const TURNS = 3;
const { asyncWrapper } = getConfig();

configure({
  // A limit, not a wait: code comes in pieces here too, and a machine that is busy with other things takes its time.
  asyncUtilTimeout: 60_000,
  // Behind each step the library waits for a timer. On a busy machine that timer is due before React has its turn, and the next line
  // of the test would look at what was there before.
  asyncWrapper: async (step) => {
    const result = await asyncWrapper(step);
    // oxlint-disable-next-line no-await-in-loop -- one after the other is what is waited for
    for (let turn = 0; turn < TURNS; turn += 1) await new Promise<void>((done) => nextTurn(done));
    return result;
  },
});

// They go away by the clock, which a busy machine does not keep up with: here they stay until the test is over.
beforeEach(() => void vi.spyOn(notices, "sweep").mockReturnValue());

afterEach(() => {
  cleanup();
  notices.clear();
  delete document.documentElement.dataset["usable"];
  delete document.documentElement.dataset["complete"];
  document.body.innerHTML = "";
});
