/*
 * Gives the vault a passphrase, or another one.
 */
import { Button } from "@react-spectrum/s2/Button";
import { ButtonGroup } from "@react-spectrum/s2/ButtonGroup";
import { Content, Dialog, Heading } from "@react-spectrum/s2/Dialog";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useId, useState } from "react";
import { useTask } from "../../shared/async";
import { Busy } from "../../shared/Busy";
import { agrees, NewPassphrase, NOTHING_TYPED } from "../../shared/NewPassphrase";
import { ProblemNote } from "../../shared/ProblemNote";

interface PassphraseDialogProps {
  /** Whether one is replaced: then the old one is asked for. */
  change: "new" | "another";
  onSet: (current: string, passphrase: string) => Promise<void>;
  onDismiss: () => void;
}

const fields = style({ display: "flex", flexDirection: "column", gap: 16 });
const text = style({ font: "body", margin: 0 });
const full = style({ width: "full" });

export function PassphraseDialog({ change, onSet, onDismiss }: PassphraseDialogProps) {
  const [current, setCurrent] = useState("");
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const task = useTask<void>();
  const form = useId();
  const another = change === "another";
  const busy = task.state.kind === "waiting";
  const set = async () => {
    const settled = await task.run(() => onSet(current, typed.first));
    if (settled.kind === "ready") onDismiss();
    else setCurrent("");
  };
  return (
    <Dialog size="M">
      <Heading slot="title">{another ? "Change passphrase" : "Use a passphrase"}</Heading>
      <Content>
        <form
          noValidate
          id={form}
          className={fields}
          data-testid="passphrase-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (agrees(typed)) void set();
          }}
        >
          <p className={text}>
            {another
              ? "The new passphrase opens the vault from now on; the old one no longer does."
              : "The passphrase takes the keyring’s place: Mudbrick asks for it once after each start. Nobody can bring it back when it is forgotten."}
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
          {task.state.kind === "failed" && <ProblemNote problem={task.state.problem} />}
          {busy && <Busy sentence="Locking the vault with the new passphrase…" />}
        </form>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onDismiss}>
          Cancel
        </Button>
        <Button
          type="submit"
          form={form}
          variant="accent"
          isDisabled={busy || !agrees(typed) || (another && !current)}
          data-testid="set-passphrase"
        >
          {another ? "Change passphrase" : "Use passphrase"}
        </Button>
      </ButtonGroup>
    </Dialog>
  );
}
