/*
 * Asks for the name of a file or folder, new or renamed, and where one is to be moved; what would be lost is said before.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useEffect, useState } from "react";
import type { BeforeMovingPlace } from "../../bindings/BeforeMovingPlace";
import type { PlaceName } from "../../bindings/PlaceName";
import type { Problem } from "../../bindings/Problem";
import { usePlatform } from "../../platform";
import { idle, settle, useSettled, type Async } from "../../shared/async";
import { Foreign } from "../../shared/Foreign";
import { FormDialog } from "../../shared/FormDialog";

const note = style({ font: "ui-sm", color: "neutral", margin: 0, overflowWrap: "anywhere" });
const field = style({ width: "full" });

/** A file's or folder's own name. */
export const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);
/** The folder above, with its slash. */
export const aboveOf = (path: string) => path.slice(0, path.lastIndexOf("/") + 1);
export const wordOf = ({ is_folder: isFolder }: PlaceName) => (isFolder ? "folder" : "file");

interface NamePlaceProps {
  title: string;
  action: string;
  name: string;
  /** Why it cannot be called that; null when it is. */
  onName: (name: string) => Promise<Problem | null>;
  onDismiss: () => void;
}

export function NamePlace({ title, action, name: first, onName, onDismiss }: NamePlaceProps) {
  const [name, setName] = useState(first);
  const [work, setWork] = useState<Async<never>>(idle);
  const wanted = name.trim();
  const save = async () => {
    const problem = await onName(wanted);
    if (problem) setWork({ kind: "failed", problem });
    else onDismiss();
  };
  return (
    <FormDialog
      size="S"
      title={title}
      action={action}
      ready={wanted !== "" && wanted !== first}
      work={work}
      onDo={() => void save()}
      onDismiss={onDismiss}
      actionTestId="name-place-confirm"
    >
      <TextField
        label="Name"
        value={name}
        onChange={(typed) => {
          setName(typed);
          setWork(idle);
        }}
        autoFocus
        styles={field}
      />
    </FormDialog>
  );
}

interface MovePlaceProps {
  place: PlaceName;
  /** Where it is wanted already. */
  to: string;
  onMove: (to: string) => Promise<Problem | null>;
  onDismiss: () => void;
}

export function MovePlace({ place, to: first, onMove, onDismiss }: MovePlaceProps) {
  const [to, setTo] = useState(first);
  const [work, setWork] = useState<Async<never>>(idle);
  const wanted = to.trim();
  const view = useBeforeMoving(place, wanted);
  const move = async () => {
    const problem = await onMove(wanted);
    if (problem) setWork({ kind: "failed", problem });
    else onDismiss();
  };
  return (
    <FormDialog
      size="S"
      title={`Move ${nameOf(place.path)}`}
      action="Move"
      ready={wanted !== "" && wanted !== place.path && !view?.is_taken}
      work={work}
      onDo={() => void move()}
      onDismiss={onDismiss}
      actionTestId="move-place-confirm"
    >
      <TextField
        label={place.is_folder ? "Folder" : "File"}
        description="A slash at the end means a folder to put it into, as in Places/"
        value={to}
        onChange={(typed) => {
          setTo(typed);
          setWork(idle);
        }}
        autoFocus
        styles={field}
      />
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
    </FormDialog>
  );
}

/** What moving it there would do, as of when typing last paused; null while nothing is known. */
function useBeforeMoving(place: PlaceName, to: string): BeforeMovingPlace | null {
  const platform = usePlatform();
  const [found, setFound] = useState<{ asked: string; view: BeforeMovingPlace | null } | null>(null);
  const asked = useSettled(to, 150);
  useEffect(() => {
    if (asked === "" || asked === place.path) return undefined;
    let current = true;
    void settle(platform.placeBeforeMoving(place, asked)).then((settled) => {
      if (current) setFound({ asked, view: settled.kind === "ready" ? settled.value : null });
    });
    return () => {
      current = false;
    };
  }, [platform, place, asked]);
  return found?.asked === to ? found.view : null;
}
