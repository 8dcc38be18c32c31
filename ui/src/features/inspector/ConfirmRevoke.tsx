/*
 * Asks before a token is ended: whoever else has it is refused from then on.
 */
import { AlertDialog } from "@react-spectrum/s2/AlertDialog";
import { Foreign } from "../../shared/Foreign";
import { FreshDialog } from "../../shared/FreshDialog";

interface ConfirmRevokeProps {
  isOpen: boolean;
  /** The profile that has it ended, by its title. */
  title: string;
  onConfirm: () => void;
  onDismiss: () => void;
}

export function ConfirmRevoke({ isOpen, title, onConfirm, onDismiss }: ConfirmRevokeProps) {
  return (
    <FreshDialog onDismiss={onDismiss}>
      {isOpen && (
        <AlertDialog
          title="Revoke this token?"
          variant="destructive"
          primaryActionLabel="Revoke"
          cancelLabel="Cancel"
          autoFocusButton="cancel"
          onPrimaryAction={onConfirm}
          onCancel={onDismiss}
        >
          Adobe ends it for every program that has it, in the name of <Foreign text={title} />. That cannot be
          undone; a new token can be asked for at any time.
        </AlertDialog>
      )}
    </FreshDialog>
  );
}
