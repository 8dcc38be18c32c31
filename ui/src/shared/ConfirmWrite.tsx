/*
 * Asks before a writing call goes to production.
 */
import { AlertDialog } from "@react-spectrum/s2/AlertDialog";
import { DialogContainer } from "@react-spectrum/s2/Dialog";
import { Foreign } from "./Foreign";

interface ConfirmWriteProps {
  isOpen: boolean;
  /** `DELETE Delete a point of interest`. */
  what: string;
  profile: string;
  onConfirm: () => void;
  onDismiss: () => void;
}

export function ConfirmWrite({ isOpen, what, profile, onConfirm, onDismiss }: ConfirmWriteProps) {
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
          <Foreign text={what} /> can change real customers’ data of <Foreign text={profile} />.
        </AlertDialog>
      )}
    </DialogContainer>
  );
}
