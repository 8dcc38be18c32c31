/*
 * A body that is a picture.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback } from "react";
import type { BodyAt } from "../../bindings/BodyAt";
import { useLoad } from "../../shared/async";
import { Busy } from "../../shared/Busy";
import { ProblemNote } from "../../shared/ProblemNote";
import type { Bodies } from "./bodies";

const picture = style({ maxWidth: "full", objectFit: "contain" });
const scroll = style({ overflow: "auto", flexGrow: 1, minHeight: 0 });
const note = style({ font: "ui-sm", color: "neutral-subdued", margin: 0 });

export function BodyPicture({ bodies, of }: { bodies: Bodies; of: BodyAt }) {
  const { state } = useLoad(useCallback(() => bodies.answerPicture(of), [bodies, of]));
  if (state.kind === "failed") return <ProblemNote problem={state.problem} />;
  if (state.kind !== "ready") return <Busy sentence="Reading the picture…" />;
  const address = state.value;
  if (address === null) return <p className={note}>The picture is too large to be shown. Save it instead.</p>;
  return (
    <div className={scroll}>
      <img className={picture} src={address} alt="What the server answered" />
    </div>
  );
}
