/*
 * Passes on what is typed. A short text goes on with each key; taking a long one out of the editor costs more than a key may,
 * so it goes on when typing pauses, and once a second while it does not. It never waits when somebody leaves the text or
 * presses a modifier: what follows may send it.
 */

/** Up to this length a text goes on at once. */
const SHORT = 64 * 1024;
const PAUSE_MS = 300;
const MOST_MS = 1000;

export class Typed {
  #take: (() => string) | null = null;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #since = 0;
  readonly #pass: (text: string) => void;

  constructor(pass: (text: string) => void) {
    this.#pass = pass;
    addEventListener("keydown", this.#onKey, { capture: true });
    addEventListener("pointerdown", this.now, { capture: true });
  }

  /** The text was changed. */
  changed(length: number, take: () => string) {
    const isFirst = this.#take === null;
    this.#take = take;
    if (length <= SHORT) return this.now();
    if (isFirst) this.#since = performance.now();
    clearTimeout(this.#pause);
    const left = this.#since + MOST_MS - performance.now();
    this.#pause = setTimeout(this.now, Math.max(0, Math.min(PAUSE_MS, left)));
  }

  /** Passes on what waits. */
  now = () => {
    clearTimeout(this.#pause);
    const take = this.#take;
    this.#take = null;
    if (take) this.#pass(take());
  };

  end() {
    this.now();
    removeEventListener("keydown", this.#onKey, { capture: true });
    removeEventListener("pointerdown", this.now, { capture: true });
  }

  #onKey = ({ key }: KeyboardEvent) => {
    // The modifier's own key comes before the key that it goes with, whose command may run before any listener here.
    if (key === "Control" || key === "Meta" || key === "Tab") this.now();
  };
}
