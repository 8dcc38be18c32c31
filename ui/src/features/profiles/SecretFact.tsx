/*
 * A secret of a profile: masked, copied by the engine, revealed for twenty seconds. The revealed text lives in this
 * component's state and nowhere else.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import Copy from "@react-spectrum/s2/icons/Copy";
import Visibility from "@react-spectrum/s2/icons/Visibility";
import VisibilityOff from "@react-spectrum/s2/icons/VisibilityOff";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useEffect, useState } from "react";
import type { SecretKind } from "../../bindings/SecretKind";
import type { SecretView } from "../../bindings/SecretView";
import { Fact } from "../../shared/Facts";

/** How long a revealed secret stays on screen. */
export const REVEAL_MS = 20_000;

export const SECRET_NAMES: Record<SecretKind, string> = {
  client_secret: "Client secret",
  second_client_secret: "Second client secret",
  private_key: "Private key",
};

interface SecretFactProps {
  secret: SecretView;
  onCopy: () => void;
  /** The secret itself; null when that failed, which the caller tells. */
  onReveal: () => Promise<string | null>;
  /** Takes it out of the vault; none where it must not be missing. */
  onRemove: (() => void) | null;
}

const note = style({ color: "neutral-subdued" });

export function SecretFact({ secret, onCopy, onReveal, onRemove }: SecretFactProps) {
  const [shown, setShown] = useState<string | null>(null);
  const name = SECRET_NAMES[secret.kind];

  useEffect(() => {
    if (shown === null) return;
    const timer = setTimeout(() => setShown(null), REVEAL_MS);
    return () => clearTimeout(timer);
  }, [shown]);

  const actions = secret.present && (
    <>
      <ActionButton
        isQuiet
        size="S"
        aria-label={shown === null ? `Reveal ${name}` : `Hide ${name}`}
        onPress={() => (shown === null ? void onReveal().then(setShown) : setShown(null))}
      >
        {shown === null ? <Visibility /> : <VisibilityOff />}
      </ActionButton>
      <ActionButton isQuiet size="S" aria-label={`Copy ${name}`} onPress={onCopy}>
        <Copy />
      </ActionButton>
      {onRemove && (
        <ActionButton isQuiet size="S" aria-label={`Remove ${name}`} onPress={onRemove}>
          Remove
        </ActionButton>
      )}
    </>
  );
  return (
    <Fact
      name={name}
      kind={secret.present ? "code" : "text"}
      actions={actions}
      testId={`secret-${secret.kind}`}
    >
      {!secret.present && <span className={note}>None stored yet</span>}
      {secret.present && (shown ?? secret.masked)}
      {shown !== null && <span className={note}> · hidden again in 20 s</span>}
    </Fact>
  );
}
