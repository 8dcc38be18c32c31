// What a key costs that somebody types: measured in the page while WebDriver types as fast as people do.

import { KEY } from "./page.mjs";
import { until } from "./process.mjs";

/** Between two keys: ten a second, faster than most people type. */
const PAUSE_MS = 100;

/** In one call of WebDriver's. */
const AT_ONCE = 20;

/** How many keys are typed before they are counted: the first ones find nothing compiled. */
const FIRST = 10;

/** Opens a request of the list at its body, with the caret on the fifth line. */
export async function openBody(page, key) {
  await page.openListed(key);
  await until(`${key} on screen`, () => page.session.run(isChosen, key), 60);
  const isOpen = async () => {
    await page.choose("tab", "Body •", 60);
    return page.session.run(focusEditor);
  };
  await until("the editor", isOpen, 60);
  for (let n = 0; n < 4; n += 1) await page.session.keys(KEY.down);
}

/** What each key of a text costs, in milliseconds. */
export async function costOfKeys(session, text) {
  const times = await timesOfKeys(session, text);
  return times.map(({ late, edited, drawn }) => late + edited + drawn);
}

/**
 * Types into whatever has the focus. What is given back is, for each key, how long the page's thread was not free for it, in
 * milliseconds: from the key until somebody began on it, until its letter was in the text, and until the picture with it was
 * drawn. The wait for the display's next picture, which an idle page has too, is not in it.
 */
export async function timesOfKeys(session, text) {
  await session.run(watch);
  // A call that takes too long is given up by the harness.
  for (let at = 0; at < text.length; at += AT_ONCE)
    await session.keysInTurn(text.slice(at, at + AT_ONCE), PAUSE_MS);
  await session.runAsync(rest);
  return (await session.run(found)).slice(FIRST);
}

/** The time that so many of a hundred keys are not slower than. */
export function share(times, of) {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * of) / 100))];
}

// What follows runs in the page.

function isChosen(key) {
  const row = document.querySelector(`[data-request="${key}"]`);
  const editor = document.querySelector('[data-testid="request-editor"]');
  return row?.ariaSelected === "true" && Boolean(editor);
}

function focusEditor() {
  const content = document.querySelector("[data-editor=body]")?.shadowRoot?.querySelector(".cm-content");
  content?.focus();
  return Boolean(content);
}

function watch() {
  const times = [];
  const channel = new MessageChannel();
  const waiting = [];
  channel.port1.addEventListener("message", () => waiting.shift()());
  channel.port1.start();
  // A message comes behind what the event did, and behind the drawing of a picture.
  const behind = (work) => {
    waiting.push(work);
    channel.port2.postMessage(null);
  };
  const onKey = (event) => {
    const begun = performance.now();
    let edited = null;
    behind(() => {
      edited ??= performance.now() - begun;
    });
    requestAnimationFrame(() => {
      const picture = performance.now();
      // A message that comes behind the picture would count that twice.
      edited ??= picture - begun;
      behind(() =>
        times.push({
          late: begun - event.timeStamp,
          edited,
          drawn: performance.now() - picture,
          seen: performance.now() - event.timeStamp,
        }),
      );
    });
  };
  window.timesOfKeys?.stop();
  addEventListener("keydown", onKey, { capture: true });
  window.timesOfKeys = { times, stop: () => removeEventListener("keydown", onKey, { capture: true }) };
}

function rest(done) {
  requestAnimationFrame(() => setTimeout(done, 100));
}

function found() {
  window.timesOfKeys.stop();
  return window.timesOfKeys.times;
}
