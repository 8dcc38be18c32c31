/*
 * The place of a dialog that is another one each time it opens. Spectrum keeps the last one until it has faded, and one that
 * opens meanwhile would begin with what was typed in it, a secret even.
 */
import { DialogContainer } from "@react-spectrum/s2/Dialog";
import { Fragment, useState, type ReactNode } from "react";

interface FreshDialogProps {
  isOpen: boolean;
  onDismiss: () => void;
  /** The dialog; drawn only while it is open. */
  children: () => ReactNode;
}

export function FreshDialog({ isOpen, onDismiss, children }: FreshDialogProps) {
  const [seen, setSeen] = useState({ isOpen, openings: 0 });
  if (seen.isOpen !== isOpen) setSeen({ isOpen, openings: seen.openings + Number(isOpen) });
  return (
    <DialogContainer onDismiss={onDismiss}>
      {isOpen && <Fragment key={seen.openings}>{children()}</Fragment>}
    </DialogContainer>
  );
}
