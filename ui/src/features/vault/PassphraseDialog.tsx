/*
 * Gives the vault a passphrase, or another one.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useState } from "react";
import { useTask } from "../../shared/async";
import { FormDialog } from "../../shared/FormDialog";
import { agrees, NewPassphrase, NOTHING_TYPED } from "../../shared/NewPassphrase";

interface PassphraseDialogProps {
  /** Whether one is replaced: then the old one is asked for. */
  change: "new" | "another";
  onSet: (current: string, passphrase: string) => Promise<void>;
  onDismiss: () => void;
}

const text = style({ font: "body", margin: 0 });
const full = style({ width: "full" });

export function PassphraseDialog({ change, onSet, onDismiss }: PassphraseDialogProps) {
  const [current, setCurrent] = useState("");
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const task = useTask<void>();
  const another = change === "another";
  const set = async () => {
    const settled = await task.run(() => onSet(current, typed.first));
    if (settled.kind === "ready") onDismiss();
    else setCurrent("");
  };
  return (
    <FormDialog
      title={another ? "Change passphrase" : "Use a passphrase"}
      action={another ? "Change passphrase" : "Use passphrase"}
      ready={agrees(typed) && (!another || current !== "")}
      work={task.state}
      busySentence="Locking the vault with the new passphrase…"
      onDo={() => void set()}
      onDismiss={onDismiss}
      testId="passphrase-form"
      actionTestId="set-passphrase"
    >
      <p className={text}>
        {another
          ? "From now on, only the new passphrase opens the vault."
          : "Mudbrick asks for the passphrase once after each start, instead of using the keyring. If you forget it, nobody can recover your secrets."}
      </p>
      {another && (
        <TextField
          label="Current passphrase"
          type="password"
          autoComplete="current-password"
          autoFocus
          value={current}
          onChange={setCurrent}
          styles={full}
        />
      )}
      <NewPassphrase typed={typed} onChange={setTyped} autoFocus={!another} />
    </FormDialog>
  );
}
