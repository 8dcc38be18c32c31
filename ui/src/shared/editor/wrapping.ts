/*
 * Whether lines are wrapped: as long as none is so long that to lay it out takes longer than a key may. A web view lays out all
 * of a wrapped line for each letter in it, and of one that is not wrapped what is seen.
 */
import { Compartment, EditorState, type ChangeSet, type Extension, type Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** No longer line is wrapped. */
export const LONGEST = 2_000;

const isTooLong = (line: string) => line.length > LONGEST;

/** Wraps the lines of a text that begins as this one, and of what becomes of it. */
export function wrapping(text: string): Extension {
  const wrap = new Compartment();
  return [
    wrap.of(text.split("\n").some(isTooLong) ? [] : EditorView.lineWrapping),
    EditorState.transactionExtender.of(({ docChanged, changes, newDoc, startState }) => {
      if (!docChanged) return null;
      const isWrapped = wrap.get(startState) === EditorView.lineWrapping;
      const isLong = makesLong(changes, newDoc);
      // Where one long line was there may be others, unless all of it is another text now.
      const changed = isWrapped ? isLong : !isLong && isWhole(changes);
      return changed ? { effects: wrap.reconfigure(isWrapped ? [] : EditorView.lineWrapping) } : null;
    }),
  ];
}

/** Whether one of the lines that were changed is too long. */
function makesLong(changes: ChangeSet, doc: Text): boolean {
  let found = false;
  changes.iterChangedRanges((_from, _to, from, to) => {
    const [first, last] = [doc.lineAt(from).number, doc.lineAt(to).number];
    for (const line of doc.iterLines(first, last + 1)) found ||= isTooLong(line);
  });
  return found;
}

/** Whether nothing of what was there before is left. */
function isWhole(changes: ChangeSet): boolean {
  let isAll = false;
  changes.iterChangedRanges((from, to) => (isAll ||= from === 0 && to === changes.length));
  return isAll;
}
