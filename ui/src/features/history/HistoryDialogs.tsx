/*
 * What the history asks: whether exchanges are to be deleted, and what note one gets.
 */
import { AlertDialog } from "@react-spectrum/s2/AlertDialog";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextArea } from "@react-spectrum/s2/TextArea";
import { useState } from "react";
import type { ExchangeSummary } from "../../bindings/ExchangeSummary";
import { useTask } from "../../shared/async";
import { FormDialog } from "../../shared/FormDialog";
import { FreshDialog } from "../../shared/FreshDialog";

interface DeleteExchangesProps {
  /** `3 exchanges`; none when nobody is asked. */
  what: string | null;
  onDelete: () => void;
  onDismiss: () => void;
}

export function DeleteExchanges({ what, onDelete, onDismiss }: DeleteExchangesProps) {
  return (
    <FreshDialog onDismiss={onDismiss}>
      {what !== null && (
        <AlertDialog
          title={`Delete ${what}?`}
          variant="destructive"
          primaryActionLabel="Delete"
          cancelLabel="Cancel"
          autoFocusButton="cancel"
          onPrimaryAction={onDelete}
          onCancel={onDismiss}
        >
          Requests and answers are deleted for good, pinned ones too. This cannot be undone.
        </AlertDialog>
      )}
    </FreshDialog>
  );
}

interface NoteDialogProps {
  /** Whose note it is; none when the dialog is closed. */
  entry: ExchangeSummary | null;
  onSave: (entry: ExchangeSummary, note: string) => Promise<void>;
  onDismiss: () => void;
}

export function NoteDialog({ entry, ...asked }: NoteDialogProps) {
  return <FreshDialog onDismiss={asked.onDismiss}>{entry && <Note entry={entry} {...asked} />}</FreshDialog>;
}

function Note({ entry, onSave, onDismiss }: NoteDialogProps & { entry: ExchangeSummary }) {
  const [text, setText] = useState(entry.note ?? "");
  const saving = useTask<void>();
  const save = async () => {
    const settled = await saving.run(() => onSave(entry, text));
    if (settled.kind === "ready") onDismiss();
  };
  return (
    <FormDialog
      size="S"
      title="Note"
      action="Save note"
      ready={text.trim() !== (entry.note ?? "")}
      work={saving.state}
      onDo={() => void save()}
      onDismiss={onDismiss}
      actionTestId="note-save"
    >
      <TextArea
        label={`Note on ${entry.name}`}
        description="Found by a search. Secrets in it are masked. Leave it empty to remove it."
        autoFocus
        value={text}
        onChange={setText}
        styles={style({ width: "full" })}
      />
    </FormDialog>
  );
}
