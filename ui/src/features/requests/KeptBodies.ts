/*
 * What the engine has of bodies: which one, and what was changed in it that it has not been told yet.
 */
import type { BodyBase } from "../../bindings/BodyBase";
import type { BodyEdit } from "../../bindings/BodyEdit";
import type { TabId } from "../../bindings/TabId";

/** A longer body does not cross to the engine as a whole when there is another way: it would take longer than a key may. */
const LONG = 64 * 1024;

interface KeptBody {
  /** Which body the engine has to begin with; null when it has to be given all of it. */
  base: BodyBase | null;
  /** What is not told yet, in its order. */
  edits: BodyEdit[];
  /** The body behind all edits, as the page has it; undefined while it has an older one alone. */
  text: string | null | undefined;
  /** Has the page given all of it. */
  all: () => void;
  /** Whether it was long when the engine was given it. */
  isLong: boolean;
}

export const isLong = (body: string | null) => (body?.length ?? 0) > LONG;

const nothing = () => undefined;

export class KeptBodies {
  readonly #bodies = new Map<TabId, KeptBody>();

  /** Somebody types: `body` is the one that the page has, `saved` that of what the tab shows. */
  edited(
    id: TabId,
    { edit, all }: { edit: BodyEdit; all: () => void },
    body: string | null,
    saved: string | null,
  ) {
    const known = this.#bodies.get(id) ?? this.#saved(id, body, saved);
    // What the page had was not what the engine has.
    if (known.text !== undefined && known.text !== body) known.base = null;
    known.edits.push(edit);
    known.text = undefined;
    known.all = all;
  }

  hasWhole(id: TabId, body: string | null) {
    const known = this.#bodies.get(id);
    if (known && known.text === undefined) known.text = body;
  }

  whole(id: TabId) {
    const known = this.#bodies.get(id);
    if (known?.text === undefined) known?.all();
  }

  /** The engine has this body in a draft, or a draft without one. */
  knows(id: TabId, body: string | null) {
    if (body === null) this.#bodies.delete(id);
    else this.#begin(id, "draft", body);
  }

  isLong = (id: TabId) => this.#bodies.get(id)?.isLong ?? false;

  /** Whether the engine has all of what the page has, or more. */
  isKept(id: TabId, body: string | null): boolean {
    const known = this.#bodies.get(id);
    if (known?.base !== "draft" || known.edits.length > 0) return false;
    return known.text === undefined || known.text === body;
  }

  /** What to tell the engine in the place of the whole body; null when it needs that. */
  take(id: TabId, body: string | null, saved: string | null): { base: BodyBase; edits: BodyEdit[] } | null {
    const known = this.#bodies.get(id) ?? (isLong(body) ? this.#saved(id, body, saved) : null);
    if (!known?.base || (known.text !== undefined && known.text !== body)) return null;
    const { base } = known;
    // What is typed while it is told comes behind it.
    return { base, edits: known.edits.splice(0) };
  }

  /** It was told. */
  kept(id: TabId) {
    const known = this.#bodies.get(id);
    if (known) known.base = "draft";
  }

  /** Nobody knows any more what the engine has. */
  lost(id: TabId) {
    const known = this.#bodies.get(id);
    if (!known) return;
    known.base = null;
    known.edits = [];
  }

  forget(id: TabId) {
    this.#bodies.delete(id);
  }

  #saved(id: TabId, body: string | null, saved: string | null): KeptBody {
    return this.#begin(id, saved !== null && body === saved ? "saved" : null, body);
  }

  #begin(id: TabId, base: BodyBase | null, text: string | null): KeptBody {
    const known: KeptBody = { base, edits: [], text, all: nothing, isLong: isLong(text) };
    this.#bodies.set(id, known);
    return known;
  }
}
