/*
 * Several profiles at once: a share kit, without a single secret, or a backup, encrypted with a passphrase.
 */
import { Button } from "@react-spectrum/s2/Button";
import { ButtonGroup } from "@react-spectrum/s2/ButtonGroup";
import { Content, Dialog, Heading } from "@react-spectrum/s2/Dialog";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useId, useState } from "react";
import type { Exported } from "../../bindings/Exported";
import type { ProfileId } from "../../bindings/ProfileId";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import type { Selection } from "../../bindings/Selection";
import { useTask } from "../../shared/async";
import { Busy } from "../../shared/Busy";
import { agrees, NewPassphrase, NOTHING_TYPED } from "../../shared/NewPassphrase";
import { ProblemNote } from "../../shared/ProblemNote";
import { choosesAny, ProfileChooser } from "./ProfileChooser";

interface BundleDialogProps {
  kind: "kit" | "backup";
  profiles: ProfileSummary[];
  /** The one it is about at first; null begins with all. */
  profile: ProfileId | null;
  /** Null when the person closed the system's dialog. The passphrase is for a backup. */
  onSave: (selection: Selection, passphrase: string) => Promise<Exported | null>;
  onDone: (exported: Exported) => void;
  onDismiss: () => void;
}

const stack = style({ display: "flex", flexDirection: "column", gap: 24 });
const text = style({ font: "body", margin: 0 });

const WORDS = {
  kit: {
    title: "Share kit",
    text: "Profiles, certificates and your own requests for a colleague or for git, without a single secret. Whoever imports it adds their own.",
    save: "Save kit…",
    busy: "Writing the kit…",
  },
  backup: {
    title: "Back up",
    text: "Profiles with their secrets and keys, and your own requests, encrypted with a passphrase. Import brings them back; without the passphrase nobody can, Mudbrick included.",
    save: "Save backup…",
    busy: "Encrypting the backup…",
  },
};

export function BundleDialog({ kind, profiles, profile, onSave, onDone, onDismiss }: BundleDialogProps) {
  const [selection, setSelection] = useState<Selection>(
    profile ? { kind: "profiles", ids: [profile] } : { kind: "all" },
  );
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const task = useTask<Exported | null>();
  const form = useId();
  const words = WORDS[kind];
  const busy = task.state.kind === "waiting";
  const ready = choosesAny(selection) && (kind === "kit" || agrees(typed));
  const save = async () => {
    const settled = await task.run(() => onSave(selection, typed.first));
    if (settled.kind === "ready" && settled.value) onDone(settled.value);
  };
  return (
    <Dialog size="M">
      <Heading slot="title">{words.title}</Heading>
      <Content>
        <form
          noValidate
          id={form}
          className={stack}
          data-testid={`${kind}-dialog`}
          onSubmit={(event) => {
            event.preventDefault();
            if (ready) void save();
          }}
        >
          <p className={text}>{words.text}</p>
          <ProfileChooser profiles={profiles} selection={selection} onChange={setSelection} />
          {kind === "backup" && <NewPassphrase typed={typed} onChange={setTyped} />}
          {task.state.kind === "failed" && <ProblemNote problem={task.state.problem} />}
          {busy && <Busy sentence={words.busy} />}
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
          isDisabled={busy || !ready}
          data-testid={`${kind}-save`}
        >
          {words.save}
        </Button>
      </ButtonGroup>
    </Dialog>
  );
}
