/*
 * A vault that is not open, in a line above the page: why, and the ways out of it.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import Lock from "@react-spectrum/s2/icons/Lock";
import { iconStyle, style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { Problem } from "../../bindings/Problem";
import { Busy } from "../../shared/Busy";
import { Foreign } from "../../shared/Foreign";

interface VaultNoteProps {
  problem: Problem;
  busy: boolean;
  onRetry: () => void;
  /** Offered where a passphrase can take the keyring's place. */
  onPassphrase: (() => void) | null;
}

const bar = style({
  display: "flex",
  alignItems: "center",
  gap: 12,
  flexWrap: "wrap",
  flexShrink: 0,
  paddingX: 24,
  paddingY: 8,
  font: "ui",
  color: "body",
  backgroundColor: "notice-subtle",
});
const words = style({ flexGrow: 1, flexShrink: 1, flexBasis: 320, minWidth: 0 });
const strong = style({ fontWeight: "bold" });
const verbs = style({ display: "flex", gap: 8, flexShrink: 0 });

export function VaultNote({ problem, busy, onRetry, onPassphrase }: VaultNoteProps) {
  return (
    <div className={bar} role="status" data-testid="vault-bar" data-code={problem.code}>
      <Lock styles={iconStyle({ size: "S" })} />
      <span className={words}>
        <span className={strong}>
          <Foreign text={problem.message} />
        </span>{" "}
        <Foreign text={problem.remedy?.text ?? ""} />
      </span>
      {busy && <Busy sentence="Asking the keyring…" />}
      <div className={verbs}>
        {onPassphrase && (
          <ActionButton size="S" onPress={onPassphrase} isDisabled={busy}>
            Use a passphrase instead…
          </ActionButton>
        )}
        <ActionButton size="S" onPress={onRetry} isDisabled={busy}>
          Ask the keyring again
        </ActionButton>
      </div>
    </div>
  );
}
