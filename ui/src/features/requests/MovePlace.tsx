/*
 * Asks where a file or folder is to be moved, and says before it is what would be lost.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback } from "react";
import type { PlaceName } from "../../bindings/PlaceName";
import type { Problem } from "../../bindings/Problem";
import { usePlatform } from "../../platform";
import { Foreign } from "../../shared/Foreign";
import { TextDialog, useAskedText } from "../../shared/TextDialog";
import { useBeforeMoving } from "./useBeforeMoving";

const note = style({ font: "ui-sm", color: "neutral", margin: 0, overflowWrap: "anywhere" });

/** A file's or folder's own name. */
export const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);
export const wordOf = ({ is_folder: isFolder }: PlaceName) => (isFolder ? "folder" : "file");

interface MovePlaceProps {
  place: PlaceName;
  /** Where it is wanted already. */
  to: string;
  /** Why it could not be moved; null when it was. */
  onMove: (to: string) => Promise<Problem | null>;
  onDismiss: () => void;
}

export function MovePlace({ place, to, onMove, onDismiss }: MovePlaceProps) {
  const platform = usePlatform();
  const asked = useAskedText(to, onMove, onDismiss);
  const look = useCallback((there: string) => platform.placeBeforeMoving(place, there), [platform, place]);
  const view = useBeforeMoving(place.path, asked.text, look);
  return (
    <TextDialog
      asked={asked}
      title={`Move ${nameOf(place.path)}`}
      action="Move"
      label={place.is_folder ? "Folder" : "File"}
      description="A slash at the end means a folder to put it into, as in Places/"
      ready={asked.text !== place.path && !view?.is_taken}
      onDismiss={onDismiss}
      actionTestId="move-place-confirm"
    >
      {view?.is_taken && (
        <p className={note} data-testid="place-taken">
          There is a {wordOf(place)} called <Foreign text={view.to} /> already. Nothing is replaced.
        </p>
      )}
      {view && view.lost_files.length > 0 && (
        <p className={note} data-testid="lost-files">
          From there, these requests no longer find the files of their bodies:{" "}
          <Foreign text={view.lost_files.map((one) => `${one.request} (${one.file})`).join(", ")} />.
        </p>
      )}
    </TextDialog>
  );
}
