/*
 * What jsdom lacks and the window needs: sizes, media queries and modal dialogs, each as little as will do.
 */
import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";

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

// A limit, not a wait: code comes in pieces here too, and a machine that is busy with other things takes its time.
configure({ asyncUtilTimeout: 20_000 });

afterEach(() => {
  cleanup();
  delete document.documentElement.dataset["usable"];
  delete document.documentElement.dataset["complete"];
  document.body.innerHTML = "";
});
