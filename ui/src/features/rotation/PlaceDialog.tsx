/*
 * Asks where a credential is in the Developer Console: Adobe's API names it by two numbers of that address.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useState } from "react";
import { useTask } from "../../shared/async";
import { Foreign } from "../../shared/Foreign";
import { FormDialog } from "../../shared/FormDialog";

interface PlaceDialogProps {
  title: string;
  onSave: (address: string) => Promise<void>;
  onDismiss: () => void;
}

const text = style({ font: "body", margin: 0 });
const full = style({ width: "full" });

export function PlaceDialog({ title, onSave, onDismiss }: PlaceDialogProps) {
  const [address, setAddress] = useState("");
  const saving = useTask<void>();
  return (
    <FormDialog
      title="Address of the credential’s page"
      action="Save"
      ready={address.trim() !== ""}
      work={saving.state}
      onDo={() => void saving.run(() => onSave(address.trim()))}
      onDismiss={onDismiss}
      testId="place-dialog"
      actionTestId="place-save"
    >
      <p className={text}>
        Open the credential of <Foreign text={title} /> in the Adobe Developer Console, and copy the address
        from the browser.
      </p>
      <TextField
        label="Address"
        autoFocus
        autoComplete="off"
        description="…/console/projects/ORGANIZATION/PROJECT/credentials/CREDENTIAL/…"
        value={address}
        onChange={setAddress}
        styles={full}
      />
    </FormDialog>
  );
}
