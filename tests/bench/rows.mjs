// How long a list takes to show what somebody's key or click leaves of it.

/**
 * From each key or click to the last change of the list, in milliseconds. What changes nothing is left out: there is nothing to wait
 * for.
 *
 * @param {import('../e2e/harness/webdriver.mjs').Session} session
 * @param {{ list: string, event: "keydown" | "click" }} what
 * @param {Array<() => Promise<void>>} acts
 */
export async function timesToRows(session, { list, event }, acts) {
  await session.run(watchRows, list, event);
  for (const act of acts) {
    await act();
    await session.runAsync(quiet);
  }
  return (await session.run(timesOfRows)).filter((time) => time > 0);
}

// What follows runs in the page.

function watchRows(list, event) {
  const times = [];
  let begun = null;
  const begin = ({ timeStamp }) => {
    begun = timeStamp;
    times.push(0);
  };
  addEventListener(event, begin, { capture: true });
  const observer = new MutationObserver(() => {
    if (begun !== null) times[times.length - 1] = performance.now() - begun;
  });
  const element = document.querySelector(list);
  observer.observe(element.parentElement, { childList: true, subtree: true, characterData: true });
  const stop = () => {
    removeEventListener(event, begin, { capture: true });
    observer.disconnect();
  };
  window.rowsOfBench = { times, stop };
}

function quiet(done) {
  setTimeout(done, 300);
}

function timesOfRows() {
  const { times, stop } = window.rowsOfBench;
  stop();
  return times;
}
