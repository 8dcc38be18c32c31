/*
 * Asks before a call goes to production that can change data there, or shows a secret in its URL.
 */
import { AlertDialog } from "@react-spectrum/s2/AlertDialog";
import { DialogContainer } from "@react-spectrum/s2/Dialog";
import { Foreign } from "./Foreign";

interface ConfirmWriteProps {
  isOpen: boolean;
  /** `DELETE Delete a point of interest`. */
  what: string;
  /** The engine's reason. */
  why: string;
  onConfirm: () => void;
  onDismiss: () => void;
}

export function ConfirmWrite({ isOpen, what, why, onConfirm, onDismiss }: ConfirmWriteProps) {
  return (
    <DialogContainer onDismiss={onDismiss}>
      {isOpen && (
        <AlertDialog
          title="Send this to production?"
          variant="destructive"
          primaryActionLabel="Send to production"
          cancelLabel="Cancel"
          autoFocusButton="cancel"
          onPrimaryAction={onConfirm}
          onCancel={onDismiss}
        >
          <Foreign text={what} />: <Foreign text={why} />
        </AlertDialog>
      )}
    </DialogContainer>
  );
}
