/*
 * Asks where a request is to be moved, and says before it is what stays behind and what would be replaced.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useEffect, useState } from "react";
import type { BeforeMoving } from "../../bindings/BeforeMoving";
import type { Problem } from "../../bindings/Problem";
import type { RequestSummary } from "../../bindings/RequestSummary";
import { usePlatform } from "../../platform";
import { idle, settle, useSettled, type Async } from "../../shared/async";
import { Foreign } from "../../shared/Foreign";
import { FormDialog } from "../../shared/FormDialog";
import type { Taken } from "./SaveRequest";

interface MoveRequestProps {
  request: RequestSummary;
  /** Where it is wanted already. */
  to: string;
  /** Why it could not be moved; null when it was. */
  onMove: (to: string, taken: Taken) => Promise<Problem | null>;
  onDismiss: () => void;
}

const note = style({ font: "ui-sm", color: "neutral", margin: 0 });

export function MoveRequest({ request, to: first, onMove, onDismiss }: MoveRequestProps) {
  const [to, setTo] = useState(first);
  const [work, setWork] = useState<Async<never>>(idle);
  const before = useBeforeMoving(request, to.trim());
  const move = async () => {
    // What was looked at is another place when somebody typed on since.
    const taken = before?.asked === to.trim() && before.view.replaces ? "replace" : "refuse";
    const problem = await onMove(to.trim(), taken);
    if (problem) setWork({ kind: "failed", problem });
    else onDismiss();
  };
  const view = before?.view;
  return (
    <FormDialog
      size="S"
      title={`Move ${request.name}`}
      action={view?.replaces ? "Replace it" : "Move"}
      ready={to.trim() !== "" && to.trim() !== request.path}
      work={work}
      onDo={() => void move()}
      onDismiss={onDismiss}
      actionTestId="move-request-confirm"
    >
      <TextField
        label="Folder and file"
        description="A slash at the end means a folder, as in Places/"
        value={to}
        onChange={(typed) => {
          setTo(typed);
          setWork(idle);
        }}
        autoFocus
        styles={style({ width: "full" })}
      />
      {view && view.stays_behind.length > 0 && (
        <p className={note} data-testid="stays-behind">
          It uses variables of its file, which stay there: {view.stays_behind.join(", ")}.
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
    </FormDialog>
  );
}

/** What moving it there would do, as of when typing last paused; null while nothing is known. */
function useBeforeMoving(request: RequestSummary, to: string): { asked: string; view: BeforeMoving } | null {
  const platform = usePlatform();
  const [found, setFound] = useState<{ asked: string; view: BeforeMoving } | null>(null);
  const asked = useSettled(to, 150);
  useEffect(() => {
    if (asked === "" || asked === request.path) return;
    let current = true;
    void settle(platform.requestBeforeMoving(request.address, asked)).then((settled) => {
      if (current) setFound(settled.kind === "ready" ? { asked, view: settled.value } : null);
    });
    return () => {
      current = false;
    };
  }, [platform, request, asked]);
  return found?.asked === to ? found : null;
}
