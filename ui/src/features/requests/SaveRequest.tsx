/*
 * Asks under which name a request is kept among the person's own.
 */
import { Button } from "@react-spectrum/s2/Button";
import { ButtonGroup } from "@react-spectrum/s2/ButtonGroup";
import { Content, Dialog, DialogContainer, Heading } from "@react-spectrum/s2/Dialog";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useId, useState } from "react";
import type { Problem } from "../../bindings/Problem";
import { ProblemNote } from "../../shared/ProblemNote";

interface SaveRequestProps {
  isOpen: boolean;
  suggestion: string;
  /** Why it could not be saved; null when it was. */
  onSave: (path: string) => Promise<Problem | null>;
  onDismiss: () => void;
}

const fields = style({ display: "flex", flexDirection: "column", gap: 16 });

export function SaveRequest({ isOpen, ...naming }: SaveRequestProps) {
  return <DialogContainer onDismiss={naming.onDismiss}>{isOpen && <Naming {...naming} />}</DialogContainer>;
}

function Naming({ suggestion, onSave, onDismiss }: Omit<SaveRequestProps, "isOpen">) {
  const [path, setPath] = useState(suggestion);
  const [problem, setProblem] = useState<Problem | null>(null);
  const form = useId();
  const save = async () => {
    const refused = await onSave(path.trim());
    setProblem(refused);
    if (!refused) onDismiss();
  };
  // Spectrum shows a dialog's buttons only where they are its own children, so the form is named, not around them.
  return (
    <Dialog size="S">
      <Heading slot="title">Save to your requests</Heading>
      <Content>
        <form
          id={form}
          className={fields}
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <TextField
            label="Name"
            description="A slash makes a folder, as in Places/List libraries"
            value={path}
            onChange={setPath}
            autoFocus
            styles={style({ width: "full" })}
          />
          {problem && <ProblemNote problem={problem} />}
        </form>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onDismiss}>
          Cancel
        </Button>
        <Button
          type="submit"
          form={form}
          variant="accent"
          isDisabled={!path.trim()}
          data-testid="save-request-confirm"
        >
          Save
        </Button>
      </ButtonGroup>
    </Dialog>
  );
}
