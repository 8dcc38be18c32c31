/*
 * Asks before a call goes to production that can change data there, or shows a secret in its URL.
 */
import { AlertDialog } from "@react-spectrum/s2/AlertDialog";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { Foreign } from "./Foreign";
import { FreshDialog } from "./FreshDialog";

const call = style({
  display: "block",
  font: "code-sm",
  marginTop: 12,
  overflowWrap: "anywhere",
  maxHeight: 160,
  overflowY: "auto",
});

interface ConfirmWriteProps {
  isOpen: boolean;
  /** Method and URL: `DELETE https://api-places.adobe.io/…`; a line for each call. */
  what: string;
  /** The engine's reason. */
  why: string;
  onConfirm: () => void;
  onDismiss: () => void;
}

export function ConfirmWrite({ isOpen, what, why, onConfirm, onDismiss }: ConfirmWriteProps) {
  return (
    <FreshDialog onDismiss={onDismiss}>
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
          <Foreign text={why} />
          <code className={call} data-testid="confirm-call">
            {what.split("\n").map((one) => (
              <div key={one}>
                <Foreign text={one} />
              </div>
            ))}
          </code>
        </AlertDialog>
      )}
    </FreshDialog>
  );
}
