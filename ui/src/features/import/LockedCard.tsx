/*
 * Something encrypted that was dropped: what it is, and the field for its passphrase.
 */
import { Button } from "@react-spectrum/s2/Button";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useId, useState } from "react";
import type { LockedItem } from "../../bindings/LockedItem";
import { Busy } from "../../shared/Busy";
import { Foreign } from "../../shared/Foreign";
import { inWords } from "../../shared/problem";

interface LockedCardProps {
  item: LockedItem;
  /** Whether the keyboard starts here. */
  first: boolean;
  /** Settles once the reading has come again. */
  onUnlock: (item: number, passphrase: string) => Promise<void>;
}

const card = style({
  display: "flex",
  flexDirection: "column",
  gap: 8,
  borderWidth: 1,
  borderStyle: "solid",
  borderColor: "gray-200",
  borderRadius: "lg",
  padding: 16,
  backgroundColor: "layer-1",
});
const title = style({ font: "title", margin: 0, overflowWrap: "anywhere" });
const line = style({ display: "flex", alignItems: "end", gap: 12 });
const field = style({ width: 320 });
const refused = style({ font: "ui", color: "negative", margin: 0 });

export function LockedCard({ item, first, onUnlock }: LockedCardProps) {
  const [passphrase, setPassphrase] = useState("");
  const [busy, setBusy] = useState(false);
  const refusedId = useId();
  const unlock = async () => {
    setBusy(true);
    await onUnlock(item.index, passphrase);
    // It is gone from the page as soon as it was tried, right or wrong.
    setPassphrase("");
    setBusy(false);
  };
  return (
    <form
      noValidate
      className={card}
      aria-label={`${item.what} ${item.source}`}
      data-testid="locked-item"
      onSubmit={(event) => {
        event.preventDefault();
        void unlock();
      }}
    >
      <h3 className={title}>
        <Foreign text={`${item.what}: ${item.source}`} />
      </h3>
      <div className={line}>
        <TextField
          label="Passphrase"
          type="password"
          autoComplete="off"
          autoFocus={first}
          value={passphrase}
          onChange={setPassphrase}
          aria-describedby={item.problem ? refusedId : undefined}
          styles={field}
        />
        <Button type="submit" variant="secondary" isDisabled={busy || !passphrase} data-testid="unlock-item">
          Unlock
        </Button>
        {busy && <Busy sentence="Trying the passphrase…" />}
      </div>
      {item.problem && (
        <p className={refused} role="alert" id={refusedId}>
          <Foreign text={inWords(item.problem)} />
        </p>
      )}
    </form>
  );
}
