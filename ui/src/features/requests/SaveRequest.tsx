/*
 * Asks under which name a request is kept among the person's own, and whether it replaces one that has the name.
 */
import type { Problem } from "../../bindings/Problem";
import { FreshDialog } from "../../shared/FreshDialog";
import { TextDialog, useAskedText } from "../../shared/TextDialog";

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
  const asked = useAskedText(suggestion, (path) => onSave(path, isTaken ? "replace" : "refuse"), onDismiss);
  const isTaken = asked.refused?.code === "already_exists";
  return (
    <TextDialog
      asked={asked}
      title="Save to your requests"
      action={isTaken ? "Replace it" : "Save"}
      label="Name"
      description="A slash makes a folder, as in Places/List libraries"
      onDismiss={onDismiss}
      actionTestId="save-request-confirm"
    />
  );
}
