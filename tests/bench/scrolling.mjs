// How even a list scrolls.

import { until } from "../e2e/harness/process.mjs";

/**
 * Scrolls a list from its top to its end, so many pixels with each frame, and gives back how long the longest frame took, in
 * milliseconds.
 *
 * @param {import('../e2e/harness/webdriver.mjs').Session} session
 */
export async function longestFrame(session, list, pixels) {
  await session.run(scroll, list, pixels);
  return until("the end of the list", () => session.run(longest), 300);
}

// What follows runs in the page.

function scroll(list, pixels) {
  // More may come while one stands at the end.
  const WAIT = 60;
  const element = document.querySelector(list);
  const state = { longest: 0, isOver: false };
  let before = null;
  let waited = 0;
  const frame = (now) => {
    if (before !== null) state.longest = Math.max(state.longest, now - before);
    before = now;
    const top = element.scrollTop;
    element.scrollTop = top + pixels;
    waited = element.scrollTop === top ? waited + 1 : 0;
    if (waited < WAIT) requestAnimationFrame(frame);
    else state.isOver = true;
  };
  element.scrollTop = 0;
  // What going back to the top costs is no part of it.
  requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(frame), 500));
  window.scrollingOfBench = state;
}

function longest() {
  const { longest: most, isOver } = window.scrollingOfBench;
  return isOver ? most : null;
}
