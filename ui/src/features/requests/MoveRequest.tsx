/*
 * Asks where a request is to be moved, and says before it is what stays behind and what would be replaced.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback } from "react";
import type { Problem } from "../../bindings/Problem";
import type { RequestSummary } from "../../bindings/RequestSummary";
import { usePlatform } from "../../platform";
import { Foreign } from "../../shared/Foreign";
import { TextDialog, useAskedText } from "../../shared/TextDialog";
import type { Taken } from "./SaveRequest";
import { useBeforeMoving } from "./useBeforeMoving";

interface MoveRequestProps {
  request: RequestSummary;
  /** Where it is wanted already. */
  to: string;
  /** Why it could not be moved; null when it was. */
  onMove: (to: string, taken: Taken) => Promise<Problem | null>;
  onDismiss: () => void;
}

const note = style({ font: "ui-sm", color: "neutral", margin: 0 });

export function MoveRequest({ request, to, onMove, onDismiss }: MoveRequestProps) {
  const platform = usePlatform();
  const look = useCallback(
    (there: string) => platform.requestBeforeMoving(request.address, there),
    [platform, request],
  );
  // What was looked at is another place when somebody typed on since.
  const asked = useAskedText(to, (there) => onMove(there, view?.replaces ? "replace" : "refuse"), onDismiss);
  const view = useBeforeMoving(request.path, asked.text, look);
  return (
    <TextDialog
      asked={asked}
      title={`Move ${request.name}`}
      action={view?.replaces ? "Replace it" : "Move"}
      label="Folder and file"
      description="A slash at the end means a folder, as in Places/"
      ready={asked.text !== request.path}
      onDismiss={onDismiss}
      actionTestId="move-request-confirm"
    >
      {view && view.stays_behind.length > 0 && (
        <p className={note} data-testid="stays-behind">
          It uses of its file what stays there: {view.stays_behind.join(", ")}.
        </p>
      )}
      {view && view.lost_files.length > 0 && (
        <p className={note} data-testid="lost-files">
          From there it no longer finds the file of its body: <Foreign text={view.lost_files.join(", ")} />.
        </p>
      )}
      {view?.replaces && (
        <p className={note} data-testid="replaces">
          It takes the place of {view.replaces}. You can undo that.
        </p>
      )}
    </TextDialog>
  );
}
