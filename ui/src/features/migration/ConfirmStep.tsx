/*
 * Asks before a step of a migration, and says what it does.
 */
import { AlertDialog } from "@react-spectrum/s2/AlertDialog";
import type { MigrationView } from "../../bindings/MigrationView";
import { Foreign } from "../../shared/Foreign";
import { FreshDialog } from "../../shared/FreshDialog";

export type Step = "switch" | "back" | "give_up" | "retire";

interface ConfirmStepProps {
  /** None while nothing is asked. */
  step: Step | null;
  view: MigrationView;
  onConfirm: (step: Step) => void;
  onDismiss: () => void;
}

const WORDS = {
  switch: { title: "Switch to OAuth?", action: "Switch", variant: "confirmation" },
  back: { title: "Go back to JWT?", action: "Go back", variant: "confirmation" },
  give_up: { title: "Give OAuth up?", action: "Give up", variant: "warning" },
  retire: { title: "Retire JWT?", action: "Retire", variant: "destructive" },
} as const;

export function ConfirmStep({ step, view, onConfirm, onDismiss }: ConfirmStepProps) {
  return (
    <FreshDialog onDismiss={onDismiss}>
      {step && (
        <AlertDialog
          title={WORDS[step].title}
          variant={WORDS[step].variant}
          primaryActionLabel={WORDS[step].action}
          cancelLabel="Cancel"
          onPrimaryAction={() => onConfirm(step)}
          onCancel={onDismiss}
        >
          <What step={step} view={view} />
        </AlertDialog>
      )}
    </FreshDialog>
  );
}

function What({ step, view }: { step: Step; view: MigrationView }) {
  const whose = <Foreign text={view.title} />;
  switch (step) {
    case "switch":
      return (
        <>
          From now on, {whose} gets its tokens by OAuth Server-to-Server, with the client secret and the
          scopes that you tried. Its name, requests and history stay, and so does the key pair. You can go
          back to JWT until you retire it.
        </>
      );
    case "back":
      return (
        <>
          {whose} signs with JWT again, with the same key pair as before. The OAuth profile beside it stays,
          so that you can switch again.
        </>
      );
    case "give_up":
      return (
        <>
          {whose} signs with JWT as before. <Trial view={view} /> Nothing changes at Adobe.
        </>
      );
    case "retire":
      return (
        <>
          {whose} stays with OAuth, and Mudbrick forgets the way back to JWT. <Trial view={view} /> The key
          pair stays under Keys & certificates. Nothing changes at Adobe: delete the JWT credential in the
          Developer Console yourself.
        </>
      );
  }
}

/** What becomes of the profile with which OAuth was tried. */
function Trial({ view: { trial, is_own_trial: isOurs } }: { view: MigrationView }) {
  if (!trial) return null;
  const name = <Foreign text={trial.title} />;
  return isOurs ? <>The trial profile {name} goes to the trash.</> : <>Your own profile {name} stays.</>;
}
