/*
 * Asks for a request's new name.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useState } from "react";
import type { Problem } from "../../bindings/Problem";
import type { RequestSummary } from "../../bindings/RequestSummary";
import { idle, type Async } from "../../shared/async";
import { FormDialog } from "../../shared/FormDialog";

interface RenameRequestProps {
  request: RequestSummary;
  /** Why it could not be renamed; null when it was. */
  onRename: (name: string) => Promise<Problem | null>;
  onDismiss: () => void;
}

export function RenameRequest({ request, onRename, onDismiss }: RenameRequestProps) {
  const [name, setName] = useState(request.name);
  const [work, setWork] = useState<Async<never>>(idle);
  const rename = async () => {
    const problem = await onRename(name.trim());
    if (problem) setWork({ kind: "failed", problem });
    else onDismiss();
  };
  return (
    <FormDialog
      size="S"
      title="Rename the request"
      action="Rename"
      ready={name.trim() !== "" && name.trim() !== request.name}
      work={work}
      onDo={() => void rename()}
      onDismiss={onDismiss}
      actionTestId="rename-request-confirm"
    >
      <TextField
        label="Name"
        description="Only the name changes; its file stays where it is"
        value={name}
        onChange={(typed) => {
          setName(typed);
          setWork(idle);
        }}
        autoFocus
        styles={style({ width: "full" })}
      />
    </FormDialog>
  );
}
