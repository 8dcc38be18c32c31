/*
 * Says on the card of a profile's token that this computer's clock differs from Adobe's, by which the time that is left is counted.
 */
import AlertTriangle from "@react-spectrum/s2/icons/AlertTriangle";
import { iconStyle, style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ProfileId } from "../bindings/ProfileId";
import { useProfile } from "./useProfile";

const line = style({ display: "flex", alignItems: "baseline", gap: 8, margin: 0, font: "ui-sm" });

export function ClockNote({ id }: { id: ProfileId }) {
  const { state } = useProfile(id);
  const clock = state.kind === "ready" ? state.value.clock : undefined;
  if (!clock) return null;
  return (
    <p className={line} role="status" data-testid="clock-note">
      <AlertTriangle styles={iconStyle({ size: "S", color: "notice" })} />
      <span>
        {clock.sentence} {clock.remedy}
      </span>
    </p>
  );
}
