/*
 * Asks under which name a request is kept among the person's own, and whether it replaces one that has the name.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useState } from "react";
import type { Problem } from "../../bindings/Problem";
import { idle, type Async } from "../../shared/async";
import { FormDialog } from "../../shared/FormDialog";
import { FreshDialog } from "../../shared/FreshDialog";

/** What becomes of another request that has the name. */
export type Taken = "refuse" | "replace";

interface SaveRequestProps {
  isOpen: boolean;
  suggestion: string;
  /** Why it could not be saved; null when it was. */
  onSave: (path: string, taken: Taken) => Promise<Problem | null>;
  onDismiss: () => void;
}

export function SaveRequest({ isOpen, ...naming }: SaveRequestProps) {
  return <FreshDialog onDismiss={naming.onDismiss}>{isOpen && <Naming {...naming} />}</FreshDialog>;
}

function Naming({ suggestion, onSave, onDismiss }: Omit<SaveRequestProps, "isOpen">) {
  const [path, setPath] = useState(suggestion);
  const [work, setWork] = useState<Async<never>>(idle);
  const isTaken = work.kind === "failed" && work.problem.code === "already_exists";
  const save = async () => {
    const problem = await onSave(path.trim(), isTaken ? "replace" : "refuse");
    if (problem) setWork({ kind: "failed", problem });
    else onDismiss();
  };
  return (
    <FormDialog
      size="S"
      title="Save to your requests"
      action={isTaken ? "Replace it" : "Save"}
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
        onChange={(typed) => {
          setPath(typed);
          // What was said was about another name.
          setWork(idle);
        }}
        autoFocus
        styles={style({ width: "full" })}
      />
    </FormDialog>
  );
}
