/*
 * Asks for the name of a request, file or folder, new or renamed.
 */
import type { Problem } from "../../bindings/Problem";
import { TextDialog, useAskedText } from "../../shared/TextDialog";

interface AskNameProps {
  title: string;
  action: string;
  description?: string;
  /** What it is called; empty for a new one. */
  name: string;
  /** Why it cannot be called that; null when it is. */
  onName: (name: string) => Promise<Problem | null>;
  onDismiss: () => void;
  actionTestId: string;
}

export function AskName({ name, onName, ...dialog }: AskNameProps) {
  const asked = useAskedText(name, onName, dialog.onDismiss);
  return <TextDialog asked={asked} label="Name" ready={asked.text !== name} {...dialog} />;
}
