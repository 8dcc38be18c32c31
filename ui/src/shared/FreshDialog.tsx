/*
 * Where every dialog of the window is drawn. It is another one each time it opens: Spectrum keeps the last one until it has
 * faded, and one that opens meanwhile would begin with what was typed in it, a secret even.
 */
import { DialogContainer } from "@react-spectrum/s2/Dialog";
import { Children, Fragment, useState, type ReactNode } from "react";

interface FreshDialogProps {
  onDismiss: () => void;
  /** The dialog; none while nothing is asked. */
  children: ReactNode;
}

export function FreshDialog({ onDismiss, children }: FreshDialogProps) {
  const isOpen = Children.toArray(children).length > 0;
  const [seen, setSeen] = useState({ isOpen, openings: 0 });
  if (seen.isOpen !== isOpen) setSeen({ isOpen, openings: seen.openings + Number(isOpen) });
  return (
    <DialogContainer onDismiss={onDismiss}>
      {isOpen && <Fragment key={seen.openings}>{children}</Fragment>}
    </DialogContainer>
  );
}
