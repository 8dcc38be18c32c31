/*
 * Asks before a call is sent that somebody has to agree to: it can change data in production, shows a secret in its URL, would go out
 * without what narrows it, or its file wants somebody asked.
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
  /** How the window asks: `production` where the profile is production. */
  asks: keyof typeof WORDS;
  /** Method and URL: `DELETE https://api-places.adobe.io/…`; a line for each call. */
  what: string;
  /** The engine's reason. */
  why: string;
  onConfirm: () => void;
  onDismiss: () => void;
}

const WORDS = {
  production: { title: "Send this to production?", action: "Send to production" },
  /** The engine's reason says what there is to agree to. */
  one: { title: "Send this?", action: "Send" },
  many: { title: "Send these calls?", action: "Send them" },
};

export function ConfirmWrite({ isOpen, asks, what, why, onConfirm, onDismiss }: ConfirmWriteProps) {
  return (
    <FreshDialog onDismiss={onDismiss}>
      {isOpen && (
        <AlertDialog
          title={WORDS[asks].title}
          variant="destructive"
          primaryActionLabel={WORDS[asks].action}
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
