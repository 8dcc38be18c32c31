/*
 * Asks before a request sends a file that is not in its own folder: a request that came from elsewhere could name any.
 */
import { AlertDialog } from "@react-spectrum/s2/AlertDialog";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { Foreign } from "./Foreign";
import { FreshDialog } from "./FreshDialog";

const place = style({ display: "block", font: "code-sm", marginTop: 12, overflowWrap: "anywhere" });

interface ConfirmFileProps {
  /** The whole path; null asks nothing. */
  file: string | null;
  /** Where it is sent: method and URL. */
  what: string;
  onConfirm: () => void;
  onDismiss: () => void;
}

export function ConfirmFile({ file, what, onConfirm, onDismiss }: ConfirmFileProps) {
  return (
    <FreshDialog onDismiss={onDismiss}>
      {file !== null && (
        <AlertDialog
          title="Send this file?"
          variant="confirmation"
          primaryActionLabel="Send the file"
          cancelLabel="Cancel"
          autoFocusButton="cancel"
          onPrimaryAction={onConfirm}
          onCancel={onDismiss}
        >
          The body of this request is a file from outside of its folder.
          <code className={place} data-testid="confirm-file">
            <Foreign text={file} />
          </code>
          <code className={place}>
            <Foreign text={what} />
          </code>
        </AlertDialog>
      )}
    </FreshDialog>
  );
}
