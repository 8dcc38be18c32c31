/*
 * What is marked in the text: its variables where they are seen, and the place where it is wrong.
 */
import { Facet, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  MatchDecorator,
  ViewPlugin,
  type DecorationSet,
  type ViewUpdate,
} from "@codemirror/view";

/** Names of variables without a value. */
export const missingNames = Facet.define<ReadonlySet<string>, ReadonlySet<string>>({
  combine: (sets) => sets[0] ?? new Set(),
});

const known = Decoration.mark({ class: "cm-variable" });
const missing = Decoration.mark({ class: "cm-variable cm-missing" });

const matcher = new MatchDecorator({
  regexp: /\{\{\s*([^{}\n]+?)\s*\}\}/g,
  decoration: (match, view) => (view.state.facet(missingNames).has(match[1] ?? "") ? missing : known),
});

/** Of the lines that are seen only: a text of megabytes has many. */
class VariableMarks {
  marks: DecorationSet;

  constructor(view: EditorView) {
    this.marks = matcher.createDeco(view);
  }

  update(update: ViewUpdate) {
    const isOther = update.startState.facet(missingNames) !== update.state.facet(missingNames);
    this.marks = isOther ? matcher.createDeco(update.view) : matcher.updateDeco(update, this.marks);
  }
}

export const variableMarks = ViewPlugin.fromClass(VariableMarks, { decorations: ({ marks }) => marks });

/** Where the text is wrong; null where it is not. */
export const setFault = StateEffect.define<number | null>();

const fault = Decoration.mark({ class: "cm-fault" });

export const faultMark = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, change) {
    let next = marks.map(change.changes);
    for (const effect of change.effects) {
      if (!effect.is(setFault)) continue;
      const { doc } = change.state;
      // At the end of the text there is nothing to mark but what is before it.
      const from = effect.value === null ? 0 : Math.min(effect.value, doc.length - 1);
      next =
        effect.value === null || doc.length === 0
          ? Decoration.none
          : Decoration.set([fault.range(from, from + 1)]);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export interface VariableAt {
  name: string;
  left: number;
  bottom: number;
}

/** The variable around a position, and where it is on screen. */
export function variableAt(view: EditorView, at: number): VariableAt | null {
  const line = view.state.doc.lineAt(at);
  // A line of megabytes is looked at near the place alone.
  const from = Math.max(line.from, at - 300);
  const text = view.state.sliceDoc(from, Math.min(line.to, at + 300));
  for (const match of text.matchAll(/\{\{\s*([^{}]+?)\s*\}\}/g)) {
    const begin = from + match.index;
    if (at <= begin || at >= begin + match[0].length) continue;
    const spot = view.coordsAtPos(begin);
    return spot && { name: match[1] ?? "", left: spot.left, bottom: spot.bottom };
  }
  return null;
}
