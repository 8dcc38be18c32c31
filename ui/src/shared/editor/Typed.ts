/*
 * Passes on what is typed. Whoever is given all of a text draws what is around it again, and a long one takes a while to be taken
 * out of the editor: both cost more than a key may. So what was changed goes on, a moment after it was typed; all of it goes on
 * when typing pauses, when somebody asks for it, leaves the text or presses a modifier: what follows may send it.
 */
import type { ChangeSet } from "@codemirror/state";
import type { BodyEdit } from "../../bindings/BodyEdit";
import { passesLater } from "../lastTyped";

const GATHER_MS = 200;
const PAUSE_MS = 300;

/** Where it goes. */
export interface TypedTo {
  whole: (text: string) => void;
  /** What was changed. The whole is to be had from `all`, and comes by itself at the latest when it is left. */
  edit: (edit: BodyEdit, all: () => void) => void;
  /** Typing in a long text paused, and the whole was not passed on. */
  pause: () => void;
}

export class Typed {
  /** Up to this length all of a text goes on when typing pauses. */
  readonly #wholeUpTo: number;
  readonly #to: TypedTo;
  #take: (() => string) | null = null;
  #changes: ChangeSet | null = null;
  #gather: ReturnType<typeof setTimeout> | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;
  readonly #endPassing: () => void;

  constructor(wholeUpTo: number, to: TypedTo) {
    this.#wholeUpTo = wholeUpTo;
    this.#to = to;
    addEventListener("keydown", this.#onKey, { capture: true });
    addEventListener("pointerdown", this.now, { capture: true });
    this.#endPassing = passesLater(() => this.#edits());
  }

  /** The text was changed; `take` gives all of it. */
  changed(changes: ChangeSet, take: () => string) {
    this.#take = take;
    const length = changes.newLength;
    this.#changes = this.#changes?.compose(changes) ?? changes;
    this.#gather ??= setTimeout(this.#edits, GATHER_MS);
    clearTimeout(this.#pause);
    this.#pause = setTimeout(length <= this.#wholeUpTo ? this.now : this.#paused, PAUSE_MS);
  }

  /** Passes on all that waits. */
  now = () => {
    this.#edits();
    clearTimeout(this.#pause);
    const take = this.#take;
    this.#take = null;
    if (take) this.#to.whole(take());
  };

  end() {
    this.now();
    this.#endPassing();
    removeEventListener("keydown", this.#onKey, { capture: true });
    removeEventListener("pointerdown", this.now, { capture: true });
  }

  #edits = () => {
    clearTimeout(this.#gather);
    this.#gather = undefined;
    const changes = this.#changes;
    this.#changes = null;
    if (changes) this.#to.edit(editOf(changes), this.now);
  };

  #paused = () => {
    this.#edits();
    this.#to.pause();
  };

  #onKey = ({ key }: KeyboardEvent) => {
    // The modifier's own key comes before the key that it goes with, whose command may run before any listener here.
    if (key === "Control" || key === "Meta" || key === "Tab") this.now();
  };
}

function editOf(changes: ChangeSet): BodyEdit {
  const edit: BodyEdit = { was: changes.length, changes: [] };
  changes.iterChanges((from, to, _from, _to, inserted) =>
    edit.changes.push({ from, to, insert: inserted.sliceString(0, undefined, "\n") }),
  );
  return edit;
}
