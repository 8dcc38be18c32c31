/*
 * Several profiles at once: a share kit, without a single secret, or a backup, encrypted with a passphrase.
 */
import { Checkbox } from "@react-spectrum/s2/Checkbox";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useState } from "react";
import type { Exported } from "../../bindings/Exported";
import type { ProfileId } from "../../bindings/ProfileId";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import type { Selection } from "../../bindings/Selection";
import type { Unreadable } from "../../bindings/Unreadable";
import { useTask } from "../../shared/async";
import { FormDialog } from "../../shared/FormDialog";
import { agrees, NewPassphrase, NOTHING_TYPED } from "../../shared/NewPassphrase";
import { choosesAny, ProfileChooser } from "./ProfileChooser";

interface BundleDialogProps {
  kind: "kit" | "backup";
  profiles: ProfileSummary[];
  /** Those it is about at first; null begins with all. */
  chosen: ProfileId[] | null;
  /** Null when the person closed the system's dialog. The passphrase is for a backup. */
  onSave: (selection: Selection, passphrase: string, unreadable: Unreadable) => Promise<Exported | null>;
  onDone: (exported: Exported) => void;
  onDismiss: () => void;
}

const text = style({ font: "body", margin: 0 });

const WORDS = {
  kit: {
    title: "Share kit",
    text: "Profiles, certificates and your own requests for a colleague or for git, without secrets. Whoever imports the kit adds their own secrets.",
    save: "Save kit…",
    busy: "Writing the kit…",
  },
  backup: {
    title: "Back up",
    text: "Your profiles with their secrets and keys, and your own requests, encrypted with a passphrase. Import restores them. If you forget the passphrase, nobody can open the backup, Mudbrick included.",
    save: "Save backup…",
    busy: "Encrypting the backup…",
  },
};

export function BundleDialog({ kind, profiles, chosen, onSave, onDone, onDismiss }: BundleDialogProps) {
  const [selection, setSelection] = useState<Selection>(
    chosen ? { kind: "profiles", ids: chosen } : { kind: "all" },
  );
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const task = useTask<Exported | null>();
  const words = WORDS[kind];
  const ready = choosesAny(selection) && (kind === "kit" || agrees(typed));
  // Only once it was said what cannot be read does the dialog offer to go on without it.
  const [damaged, setDamaged] = useState(false);
  const [without, setWithout] = useState(false);
  const save = async () => {
    const settled = await task.run(() => onSave(selection, typed.first, without ? "left_out" : "refused"));
    if (settled.kind === "failed" && settled.problem.code === "damaged") setDamaged(true);
    if (settled.kind === "ready" && settled.value) onDone(settled.value);
  };
  return (
    <FormDialog
      title={words.title}
      action={words.save}
      ready={ready}
      work={task.state}
      busySentence={words.busy}
      onDo={() => void save()}
      onDismiss={onDismiss}
      testId={`${kind}-dialog`}
      actionTestId={`${kind}-save`}
    >
      <p className={text}>{words.text}</p>
      <ProfileChooser profiles={profiles} selection={selection} onChange={setSelection} />
      {kind === "backup" && <NewPassphrase typed={typed} onChange={setTyped} />}
      {damaged && (
        <Checkbox isSelected={without} onChange={setWithout} data-testid="skip-damaged">
          Save the readable ones only
        </Checkbox>
      )}
    </FormDialog>
  );
}
