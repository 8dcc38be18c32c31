/*
 * Copies a value that is no secret.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import Copy from "@react-spectrum/s2/icons/Copy";
import { copyPlain } from "./copied";

export function CopyButton({ what, text }: { what: string; text: string }) {
  return (
    <ActionButton isQuiet size="S" aria-label={`Copy ${what}`} onPress={() => void copyPlain(what, text)}>
      <Copy />
    </ActionButton>
  );
}
