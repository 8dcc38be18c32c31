/*
 * Renames a key pair, and asks for the passphrase of a PKCS #12 file.
 */
import { Button } from "@react-spectrum/s2/Button";
import { ButtonGroup } from "@react-spectrum/s2/ButtonGroup";
import { Content, Dialog, Heading } from "@react-spectrum/s2/Dialog";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useId, useState } from "react";
import type { KeyView } from "../../bindings/KeyView";
import { useTask } from "../../shared/async";
import { Busy } from "../../shared/Busy";
import { agrees, NewPassphrase, NOTHING_TYPED } from "../../shared/NewPassphrase";
import { ProblemNote } from "../../shared/ProblemNote";

interface DialogProps {
  pair: KeyView;
  /** Settles when it is done; what it rejects with is shown. */
  onDo: (text: string) => Promise<void>;
  onDismiss: () => void;
}

const stack = style({ display: "flex", flexDirection: "column", gap: 16 });
const text = style({ font: "body", margin: 0 });
const full = style({ width: "full" });

export function RenameDialog({ pair, onDo, onDismiss }: DialogProps) {
  const [name, setName] = useState(pair.name);
  const task = useTask<void>();
  const form = useId();
  const rename = async () => {
    const settled = await task.run(() => onDo(name.trim()));
    if (settled.kind === "ready") onDismiss();
  };
  return (
    <Dialog size="S">
      <Heading slot="title">Rename key pair</Heading>
      <Content>
        <form
          noValidate
          id={form}
          className={stack}
          onSubmit={(event) => {
            event.preventDefault();
            void rename();
          }}
        >
          <TextField
            label="Name"
            description="The stem of its file names"
            autoFocus
            value={name}
            onChange={setName}
            styles={full}
          />
          {task.state.kind === "failed" && <ProblemNote problem={task.state.problem} />}
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
          isDisabled={!name.trim() || task.state.kind === "waiting"}
        >
          Rename
        </Button>
      </ButtonGroup>
    </Dialog>
  );
}

export function Pkcs12Dialog({ pair, onDo, onDismiss }: DialogProps) {
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const task = useTask<void>();
  const form = useId();
  const busy = task.state.kind === "waiting";
  const save = async () => {
    const settled = await task.run(() => onDo(typed.first));
    if (settled.kind === "ready") onDismiss();
  };
  return (
    <Dialog size="M">
      <Heading slot="title">Save {pair.name} as PKCS #12</Heading>
      <Content>
        <form
          noValidate
          id={form}
          className={stack}
          data-testid="pkcs12-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (agrees(typed)) void save();
          }}
        >
          <p className={text}>
            One file with the private key and the certificate, for tools that want them together. Its
            passphrase is all that protects the private key.
          </p>
          <NewPassphrase typed={typed} onChange={setTyped} autoFocus />
          {task.state.kind === "failed" && <ProblemNote problem={task.state.problem} />}
          {busy && <Busy sentence="Writing the file…" />}
        </form>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onDismiss}>
          Cancel
        </Button>
        <Button type="submit" form={form} variant="accent" isDisabled={busy || !agrees(typed)}>
          Save…
        </Button>
      </ButtonGroup>
    </Dialog>
  );
}
