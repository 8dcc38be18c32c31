/*
 * The window while the vault is locked: no profile, no request, only the way back in.
 */
import { Button } from "@react-spectrum/s2/Button";
import Lock from "@react-spectrum/s2/icons/Lock";
import { iconStyle, style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useState } from "react";
import type { Problem } from "../../bindings/Problem";
import type { UnlockedBy } from "../../bindings/UnlockedBy";
import { Busy } from "../../shared/Busy";
import { Foreign } from "../../shared/Foreign";
import { inOneLine } from "../../shared/problem";

interface LockScreenProps {
  by: UnlockedBy;
  busy: boolean;
  /** What came of the last attempt. */
  problem: Problem | null;
  /** Null asks the keyring. */
  onUnlock: (passphrase: string | null) => void;
}

const page = style({
  flexGrow: 1,
  display: "flex",
  alignItems: "center",
  justifyContent: "center",
  padding: 32,
  backgroundColor: "layer-1",
});
const form = style({
  display: "flex",
  flexDirection: "column",
  alignItems: "start",
  gap: 16,
  width: 360,
});
const title = style({ font: "heading", margin: 0 });
const text = style({ font: "body", margin: 0 });
const refused = style({ font: "ui", color: "negative", margin: 0 });
const full = style({ width: "full" });
const line = style({ display: "flex", alignItems: "center", gap: 12, minHeight: 40 });

export function LockScreen({ by, busy, problem, onUnlock }: LockScreenProps) {
  const [passphrase, setPassphrase] = useState("");
  const needs = by === "passphrase";
  return (
    <main className={page} data-testid="lock-screen" data-by={by}>
      <form
        noValidate
        className={form}
        aria-labelledby="lock-title"
        onSubmit={(event) => {
          event.preventDefault();
          onUnlock(needs ? passphrase : null);
          setPassphrase("");
        }}
      >
        <Lock styles={iconStyle({ size: "XL" })} />
        <h1 className={title} id="lock-title">
          Mudbrick is locked
        </h1>
        <p className={text}>
          {needs ? "Enter the passphrase to continue." : "Unlock it with your computer’s keyring."}
        </p>
        {needs && (
          <TextField
            label="Passphrase"
            type="password"
            autoComplete="current-password"
            autoFocus
            value={passphrase}
            onChange={setPassphrase}
            isInvalid={problem !== null}
            styles={full}
          />
        )}
        {problem && (
          <p className={refused} role="alert" data-testid="lock-problem">
            <Foreign text={inOneLine(problem)} />
          </p>
        )}
        <div className={line}>
          <Button
            type="submit"
            variant="accent"
            autoFocus={!needs}
            isDisabled={busy || (needs && !passphrase)}
            data-testid="unlock"
          >
            Unlock
          </Button>
          {busy && <Busy sentence={needs ? "Trying the passphrase…" : "Asking the keyring…"} />}
        </div>
      </form>
    </main>
  );
}
