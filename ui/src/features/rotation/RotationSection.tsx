/*
 * One profile: how far its rotation is, what Adobe has, what comes next, and what to tell colleagues.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { Button } from "@react-spectrum/s2/Button";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ComponentType } from "react";
import type { AdobeSecret } from "../../bindings/AdobeSecret";
import type { PlannedRotation } from "../../bindings/PlannedRotation";
import type { Problem } from "../../bindings/Problem";
import type { ProfileId } from "../../bindings/ProfileId";
import type { RotationOutcome } from "../../bindings/RotationOutcome";
import type { RotationProgress } from "../../bindings/RotationProgress";
import type { RotationView } from "../../bindings/RotationView";
import type { RotationWay } from "../../bindings/RotationWay";
import { copyPlain } from "../../shared/copied";
import { Foreign } from "../../shared/Foreign";
import { Name } from "../../shared/Name";
import { ProductionBadge } from "../../shared/ProductionBadge";
import { title as heading } from "../../shared/resultPage";
import { ago, exact, useNow } from "../../shared/time";
import { RotationSteps } from "./RotationSteps";
import { SecretTable } from "./SecretTable";
import { canGiveUp, DID, WAYS } from "./ways";

interface RotationSectionProps {
  planned: PlannedRotation;
  outcome: RotationOutcome | undefined;
  /** What was done last, while it is under way. */
  did: RotationProgress | undefined;
  /** Whether anything goes on, here or elsewhere on the page. */
  isBusy: boolean;
  onOpen: (profile: ProfileId) => void;
  onWay: (way: RotationWay) => void;
  onDelete: (secret: AdobeSecret) => void;
  /** Draws a problem of this profile with its button. */
  Problem: ComponentType<{ profile: ProfileId; problem: Problem }>;
}

const section = style({
  display: "flex",
  flexDirection: "column",
  gap: 4,
  paddingTop: 16,
  // The steps look how wide it is.
  containerType: "inline-size",
});
const head = style({ display: "flex", alignItems: "center", gap: 12 });
const note = style({ font: "ui-sm", color: "neutral-subdued", margin: 0 });
const said = style({ font: "ui", margin: 0 });
const bar = style({ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 8, paddingY: 4 });
const message = style({
  display: "flex",
  alignItems: "start",
  gap: 8,
  padding: 8,
  borderRadius: "default",
  backgroundColor: "gray-75",
});
const whole = style({ flexShrink: 0 });
const text = style({ font: "ui-sm", whiteSpace: "pre-line", margin: 0, flexGrow: 1, minWidth: 0 });

export function RotationSection(props: RotationSectionProps) {
  const { planned, outcome, did, isBusy, onOpen, onWay, onDelete, Problem: Note } = props;
  const { id, title } = planned.profile;
  const rotation = outcome?.rotation;
  const problem = outcome?.error ?? planned.obstacle;
  const now = useNow();
  return (
    <section className={section} aria-label={title} data-testid="rotation" data-step={rotation?.step}>
      <div className={head}>
        <h2 className={heading}>
          <Name text={title} />
        </h2>
        {planned.production && <ProductionBadge />}
        <ActionButton size="S" isQuiet aria-label={`Open ${title}`} onPress={() => onOpen(id)}>
          Open
        </ActionButton>
      </div>
      {planned.begun_at !== null && (
        <p className={note} title={exact(planned.begun_at)} data-testid="rotation-begun">
          Begun {ago(planned.begun_at, now)}. It goes on where it stopped.
        </p>
      )}
      {planned.changes_too.length > 0 && (
        <p className={note}>
          With the same client ID, and changed with it:{" "}
          <Foreign text={planned.changes_too.map((other) => other.title).join(", ")} />.
        </p>
      )}
      {planned.may_be_migrating && (
        <p className={note}>
          Another profile uses the same credential by JWT. Adobe refuses rotations until the migration is
          over.
        </p>
      )}
      {!planned.obstacle && <RotationSteps step={rotation?.step} />}
      {did && (
        <p className={said} role="status" data-testid="rotation-did">
          {DID[did]}
        </p>
      )}
      {rotation && !did && (
        <p className={said} data-testid="rotation-said">
          {rotation.said}
        </p>
      )}
      {outcome?.with && (
        <p className={said} data-testid="rotation-with">
          Done with <Foreign text={outcome.with.title} />, which has the same client ID.
        </p>
      )}
      {problem && <Note profile={id} problem={problem} />}
      {rotation && <SecretTable view={rotation} isBusy={isBusy} onDelete={onDelete} />}
      {!planned.obstacle && (
        <div className={bar}>
          {waysOf(rotation).map((way, n) => (
            <Button
              key={way}
              size="S"
              variant={n === 0 ? "accent" : "secondary"}
              isDisabled={isBusy}
              onPress={() => onWay(way)}
              data-testid={`rotation-${way}`}
            >
              {way === "go_on" && isBegun(planned, rotation) ? "Go on…" : WAYS[way]}
            </Button>
          ))}
          {planned.place && (
            <ActionButton size="S" isQuiet isDisabled={isBusy} onPress={() => onWay("give_place")}>
              Console address…
            </ActionButton>
          )}
        </div>
      )}
      {outcome?.message && (
        <div className={message} data-testid="rotation-message">
          <p className={text}>
            <bdi>{outcome.message}</bdi>
          </p>
          <ActionButton
            size="S"
            styles={whole}
            aria-label={`Copy the message about ${title} to colleagues`}
            onPress={() => void copyPlain("Message to colleagues", outcome.message ?? "")}
            data-testid="rotation-copy"
          >
            Copy
          </ActionButton>
        </div>
      )}
    </section>
  );
}

const isBegun = (planned: PlannedRotation, rotation: RotationView | undefined) =>
  rotation ? canGiveUp(rotation.step) || rotation.step === "old_deleted" : planned.begun_at !== null;

/** What can be done with it, what comes next first. */
function waysOf(rotation: RotationView | undefined): RotationWay[] {
  if (!rotation) return ["go_on"];
  const next: RotationWay = rotation.next ?? "go_on";
  const mayGiveUp = next !== "abandon" && canGiveUp(rotation.step);
  return mayGiveUp ? [next, "abandon"] : [next];
}
