/*
 * Renames a key pair, and asks for the passphrase of a PKCS #12 file.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useState } from "react";
import type { KeyView } from "../../bindings/KeyView";
import { useTask } from "../../shared/async";
import { FormDialog } from "../../shared/FormDialog";
import { agrees, NewPassphrase, NOTHING_TYPED } from "../../shared/NewPassphrase";

interface DialogProps {
  pair: KeyView;
  /** Settles when it is done; what it rejects with is shown. */
  onDo: (text: string) => Promise<void>;
  onDismiss: () => void;
}

const text = style({ font: "body", margin: 0 });
const full = style({ width: "full" });

export function RenameDialog({ pair, onDo, onDismiss }: DialogProps) {
  const [name, setName] = useState(pair.name);
  const task = useTask<void>();
  const rename = async () => {
    const settled = await task.run(() => onDo(name.trim()));
    if (settled.kind === "ready") onDismiss();
  };
  return (
    <FormDialog
      size="S"
      title="Rename key pair"
      action="Rename"
      ready={name.trim() !== ""}
      work={task.state}
      onDo={() => void rename()}
      onDismiss={onDismiss}
    >
      <TextField
        label="Name"
        description="The beginning of its file names"
        autoFocus
        value={name}
        onChange={setName}
        styles={full}
      />
    </FormDialog>
  );
}

export function Pkcs12Dialog({ pair, onDo, onDismiss }: DialogProps) {
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const task = useTask<void>();
  const save = async () => {
    const settled = await task.run(() => onDo(typed.first));
    if (settled.kind === "ready") onDismiss();
  };
  return (
    <FormDialog
      title={`Save ${pair.name} as PKCS #12`}
      action="Save…"
      ready={agrees(typed)}
      work={task.state}
      busySentence="Writing the file…"
      onDo={() => void save()}
      onDismiss={onDismiss}
      testId="pkcs12-form"
    >
      <p className={text}>
        One file with the private key and the certificate, for tools that want them together. Its passphrase
        is all that protects the private key.
      </p>
      <NewPassphrase typed={typed} onChange={setTyped} autoFocus />
    </FormDialog>
  );
}
