/*
 * Asks under which name a request is kept among the person's own.
 */
import { DialogContainer } from "@react-spectrum/s2/Dialog";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useState } from "react";
import type { Problem } from "../../bindings/Problem";
import { idle, type Async } from "../../shared/async";
import { FormDialog } from "../../shared/FormDialog";

interface SaveRequestProps {
  isOpen: boolean;
  suggestion: string;
  /** Why it could not be saved; null when it was. */
  onSave: (path: string) => Promise<Problem | null>;
  onDismiss: () => void;
}

export function SaveRequest({ isOpen, ...naming }: SaveRequestProps) {
  return <DialogContainer onDismiss={naming.onDismiss}>{isOpen && <Naming {...naming} />}</DialogContainer>;
}

function Naming({ suggestion, onSave, onDismiss }: Omit<SaveRequestProps, "isOpen">) {
  const [path, setPath] = useState(suggestion);
  const [work, setWork] = useState<Async<never>>(idle);
  const save = async () => {
    const problem = await onSave(path.trim());
    if (problem) setWork({ kind: "failed", problem });
    else onDismiss();
  };
  return (
    <FormDialog
      size="S"
      title="Save to your requests"
      action="Save"
      ready={path.trim() !== ""}
      work={work}
      onDo={() => void save()}
      onDismiss={onDismiss}
      actionTestId="save-request-confirm"
    >
      <TextField
        label="Name"
        description="A slash makes a folder, as in Places/List libraries"
        value={path}
        onChange={setPath}
        autoFocus
        styles={style({ width: "full" })}
      />
    </FormDialog>
  );
}
