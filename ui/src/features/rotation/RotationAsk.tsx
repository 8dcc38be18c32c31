/*
 * What a person agrees to before secrets are added or deleted at Adobe: once, with all profiles, production marked.
 */
import type { PlannedRotation } from "../../bindings/PlannedRotation";
import type { ProfileId } from "../../bindings/ProfileId";
import type { RotationDeed } from "../../bindings/RotationDeed";
import type { RotationOutcome } from "../../bindings/RotationOutcome";
import type { RotationWay } from "../../bindings/RotationWay";
import { Foreign } from "../../shared/Foreign";
import { ListQuestion, QuestionEntry } from "../../shared/ListQuestion";
import { count } from "../../shared/size";
import { exact } from "../../shared/time";
import type { RotationQuestion } from "./Rotations";

interface RotationAskProps {
  question: RotationQuestion & { way: AskedWay };
  plan: PlannedRotation[];
  outcomes: Readonly<Record<ProfileId, RotationOutcome>>;
  isBusy: boolean;
  onDo: (deed: RotationDeed) => void;
  onDismiss: () => void;
}

/** What is asked with a list. */
export type AskedWay = Exclude<RotationWay, "give_place">;

interface Words {
  title: string;
  text: string;
  action: (many: number) => string;
}

const IRREVERSIBLE =
  "Adobe cannot bring a secret back. Whoever still uses it gets no token any more, as soon as it is deleted.";

const WORDS: Record<AskedWay, Words> = {
  go_on: {
    title: "Rotate client secrets?",
    text: "Adobe adds a client secret to each, and Mudbrick uses it from then on. The old one works until you delete it. What was begun goes on where it stopped.",
    action: (many) => `Rotate ${count(many, "secret")}`,
  },
  replace_lost: {
    title: "Replace the lost secret?",
    text: "Nobody has its value, and nobody has used it. Adobe deletes it and adds another one. The old secret works as before.",
    action: () => "Delete it and add another",
  },
  delete_old: { title: "Delete the old client secret?", text: IRREVERSIBLE, action: deletes },
  delete_old_though_used: {
    title: "Delete the old client secret although it is used?",
    text: IRREVERSIBLE,
    action: deletes,
  },
  delete_named: { title: "Delete this client secret?", text: IRREVERSIBLE, action: deletes },
  abandon: {
    title: "Give the rotation up?",
    text: "Mudbrick uses the old secret again, and Adobe deletes the new one. Whoever uses the new one already gets no token any more.",
    action: () => "Give up",
  },
};

function deletes(many: number) {
  return `Delete ${count(many, "secret")}`;
}

export function RotationAsk({ question, plan, outcomes, isBusy, onDo, onDismiss }: RotationAskProps) {
  const { way, profiles, uuid } = question;
  const asked = plan.filter(({ profile }) => profiles.includes(profile.id));
  const { title, text, action } = WORDS[way];
  const isUsed = asked.some(({ profile }) => warningOf(outcomes[profile.id]) !== null);
  return (
    <ListQuestion
      title={title}
      text={text}
      label="Profiles"
      action={action(asked.length)}
      isHarmful={way !== "go_on" || asked.some(({ production }) => production)}
      isDisabled={isBusy || asked.length === 0}
      onDo={() => onDo(deedOf(way, isUsed, uuid))}
      onDismiss={onDismiss}
      testId="rotation-question"
      actionTestId="rotation-agree"
    >
      {asked.map(({ profile, production, changes_too: others }) => (
        <QuestionEntry key={profile.id} name={<Foreign text={profile.title} />} isProduction={production}>
          {others.length > 0 && (
            <div>
              Changed with it: <Foreign text={others.map((other) => other.title).join(", ")} />
            </div>
          )}
          {way !== "go_on" && way !== "abandon" && (
            <Uses outcome={outcomes[profile.id]} way={way} uuid={uuid} />
          )}
        </QuestionEntry>
      ))}
    </ListQuestion>
  );
}

/** When Adobe says that what is about to be deleted was used last, and a warning where somebody may still use it. */
function Uses({
  outcome,
  way,
  uuid,
}: {
  outcome: RotationOutcome | undefined;
  way: AskedWay;
  uuid: string | undefined;
}) {
  const secrets = outcome?.rotation?.secrets ?? [];
  const role = way === "replace_lost" ? "lost" : "old";
  const one = secrets.find((secret) => (uuid === undefined ? secret.role === role : secret.uuid === uuid));
  const warning = way === "replace_lost" || uuid !== undefined ? null : warningOf(outcome);
  return (
    <>
      {one && (
        <div data-testid="rotation-last-use">
          {one.last_used_at === null
            ? "Adobe says that nobody has ever used it."
            : `Adobe says that it was used last on ${exact(one.last_used_at)}.`}
        </div>
      )}
      {warning !== null && (
        <div data-testid="rotation-warning">
          <strong>{warning}</strong>
        </div>
      )}
    </>
  );
}

function warningOf(outcome: RotationOutcome | undefined): string | null {
  const since = outcome?.rotation?.old_used_since;
  if (since === false) return null;
  return since === true
    ? "Somebody has used it since the new one took its place."
    : "It cannot be told yet whether somebody still uses it.";
}

/** Where the list warned of somebody who uses it, the person has seen that; else a use in this very moment still stops it. */
function deedOf(way: AskedWay, isUsed: boolean, uuid: string | undefined): RotationDeed {
  switch (way) {
    case "go_on":
      return { kind: "go_on", lost: "kept" };
    case "replace_lost":
      return { kind: "go_on", lost: "replaced" };
    case "delete_old":
      return { kind: "delete_old", still_used: isUsed ? "deleted_too" : "kept" };
    case "delete_old_though_used":
      return { kind: "delete_old", still_used: "deleted_too" };
    case "delete_named":
      return { kind: "delete_named", uuid: uuid ?? "", still_used: "deleted_too" };
    case "abandon":
      return { kind: "abandon" };
  }
}
