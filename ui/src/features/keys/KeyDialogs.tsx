/*
 * Renames a key pair, and asks for the passphrase of a PKCS #12 file.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useState } from "react";
import type { KeyView } from "../../bindings/KeyView";
import { useTask } from "../../shared/async";
import { FormDialog } from "../../shared/FormDialog";
import { agrees, NewPassphrase, NOTHING_TYPED } from "../../shared/NewPassphrase";
import { TextDialog, useAskedText } from "../../shared/TextDialog";

interface DialogProps {
  pair: KeyView;
  /** Settles when it is done; what it rejects with is shown. */
  onDo: (text: string) => Promise<void>;
  onDismiss: () => void;
}

const text = style({ font: "body", margin: 0 });

export function RenameDialog({ pair, onDo, onDismiss }: DialogProps) {
  return (
    <TextDialog
      asked={useAskedText(pair.name, onDo, onDismiss)}
      title="Rename key pair"
      action="Rename"
      label="Name"
      description="The beginning of its file names"
      onDismiss={onDismiss}
    />
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
