/*
 * One profile in the side bar: mark, name, whether it is production, how long its token lasts.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { memo } from "react";
import type { ProfileId } from "../../bindings/ProfileId";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import { shortSpan, span } from "../../shared/time";
import { Mark, STATE_WORDS } from "./Mark";
import { Foreign } from "../../shared/Foreign";
import { visibleLine } from "../../shared/visible";

interface ProfileRowProps {
  profile: ProfileSummary;
  now: number;
  selected: boolean;
  /** Whether Tab stops here. */
  reachable: boolean;
  onSelect: (id: ProfileId) => void;
}

const row = style({
  display: "flex",
  alignItems: "center",
  gap: 8,
  height: 32,
  paddingX: 8,
  borderRadius: "default",
  cursor: "default",
  font: "ui",
  color: "body",
  fontWeight: { default: "normal", isSelected: "bold" },
  backgroundColor: {
    default: "transparent",
    ":hover": "gray-100",
    isSelected: { default: "gray-200", ":hover": "gray-200" },
  },
});
const label = style({ flexGrow: 1, minWidth: 0, truncate: true });
const risk = style({ font: "ui-xs", fontWeight: "bold", color: "negative", flexShrink: 0 });
const time = style({ font: "ui-sm", color: "neutral-subdued", flexShrink: 0, fontWeight: "normal" });

export const ProfileRow = memo(function ProfileRow({
  profile,
  now,
  selected,
  reachable,
  onSelect,
}: ProfileRowProps) {
  const { token } = profile;
  const left = token.kind === "ready" ? token.expires_at - now : 0;
  const state = token.kind === "ready" && left <= 0 ? "none" : token.kind;
  const production = profile.risk === "production";
  const words = [
    profile.title,
    production ? "production" : null,
    state === "ready" ? `token for ${span(left)}` : STATE_WORDS[state],
  ];
  return (
    <div
      role="option"
      aria-selected={selected}
      aria-label={words.filter(Boolean).join(", ")}
      title={visibleLine(profile.name)}
      tabIndex={reachable ? 0 : -1}
      data-profile={profile.id}
      data-testid="profile-row"
      className={row({ isSelected: selected }) + " focusable"}
      onClick={() => onSelect(profile.id)}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") onSelect(profile.id);
      }}
    >
      <Mark colour={profile.colour} state={state} />
      <span className={label}>
        <Foreign text={profile.name} />
      </span>
      {production && <span className={risk}>PROD</span>}
      <span className={time}>{state === "ready" ? shortSpan(left) : "—"}</span>
    </div>
  );
});
