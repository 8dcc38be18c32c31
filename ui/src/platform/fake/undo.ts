/*
 * The fake's way back from a change of one's own requests: all of them as they were.
 */
import type { EditedRequest } from "../../bindings/EditedRequest";
import type { UndoneChange } from "../../bindings/UndoneChange";

export type Undo = Map<string, () => UndoneChange>;

/** Makes a change, and gives back by what it is undone. */
export function undoable(
  own: Map<string, EditedRequest>,
  undo: Undo,
  undone: UndoneChange,
  make: () => unknown,
): string {
  const before = [...own];
  make();
  const id = `${undo.size + 1}-${Date.now()}`;
  undo.set(id, () => {
    undo.delete(id);
    own.clear();
    for (const [address, request] of before) own.set(address, request);
    return undone;
  });
  return id;
}
