/*
 * What is typed and not passed on yet, in whatever field gathers it: everything is to be had at once when the window closes.
 */

const waiting = new Set<() => void>();

/** Has `pass` called when everything that was typed is wanted; the answer ends it. */
export function passesLater(pass: () => void): () => void {
  waiting.add(pass);
  return () => void waiting.delete(pass);
}

export function passAllTyped() {
  for (const pass of waiting) pass();
}
