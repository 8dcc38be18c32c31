/*
 * Whether a button of the pointer is being held down. What moves the page then moves it from under the pointer, and a press that
 * began on a button ends beside it.
 */

let isDown = false;
const waiting: Array<() => void> = [];

function up() {
  isDown = false;
  // Behind the click that the browser makes of it.
  const works = waiting.splice(0);
  if (works.length > 0) setTimeout(() => works.forEach((work) => work()));
}

addEventListener("pointerdown", () => (isDown = true), { capture: true });
for (const end of ["pointerup", "pointercancel", "blur"])
  addEventListener(end, up, { capture: end !== "blur" });

/** At once, or when the pointer is let go of. */
export function whenPointerIsUp(work: () => void): void {
  if (isDown) waiting.push(work);
  else work();
}
