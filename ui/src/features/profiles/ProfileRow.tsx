/*
 * One profile in the side bar: mark, name, whether it is production, how long its token lasts.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { memo } from "react";
import type { ProfileId } from "../../bindings/ProfileId";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import type { MenuEntry } from "../../shared/MenuButton";
import { heard } from "../../shared/heard";
import { Name } from "../../shared/Name";
import type { RowMenuHandlers } from "../../shared/rowMenu";
import { shortSpan, span } from "../../shared/time";
import { certificateEnding, tokenEnds } from "./endings";
import { Mark, STATE_WORDS } from "./Mark";

interface ProfileRowProps {
  profile: ProfileSummary;
  now: number;
  /** From the top of its group. */
  top: string;
  /** Which one it is of how many. */
  number: number;
  of: number;
  selected: boolean;
  /** Whether Tab stops here. */
  reachable: boolean;
  /** Whether another one is dragged over it. */
  isOver: boolean;
  onSelect: (id: ProfileId) => void;
  menu: RowMenuHandlers;
  verbsOf: (profile: ProfileSummary) => MenuEntry[];
}

/** The height of a row in pixels, with letters of the usual size. */
export const PROFILE_ROW = 32;

const row = style({
  display: "flex",
  position: "absolute",
  insetStart: 0,
  insetEnd: 0,
  boxSizing: "border-box",
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
const label = style({ flexGrow: 1, minWidth: 0 });
const risk = style({ font: "ui-xs", fontWeight: "bold", color: "red-1100", flexShrink: 0 });
const time = style({
  font: "ui-sm",
  color: { default: "neutral-subdued", isShort: "orange-1100" },
  flexShrink: 0,
  fontWeight: { default: "normal", isShort: "bold" },
});
const certificate = style({
  font: "ui-xs",
  fontWeight: "bold",
  color: "red-1100",
  flexShrink: 0,
  whiteSpace: "nowrap",
});

export const ProfileRow = memo(function ProfileRow({
  profile,
  now,
  top,
  number,
  of,
  selected,
  reachable,
  isOver,
  onSelect,
  menu,
  verbsOf,
}: ProfileRowProps) {
  const { token } = profile;
  const left = token.kind === "ready" ? token.expires_at - now : 0;
  const state = token.kind === "ready" && left <= 0 ? "none" : token.kind;
  const production = profile.risk === "production";
  const ending = certificateEnding(profile, now);
  const words = [
    profile.title,
    production ? "production" : null,
    state === "ready" ? `token for ${span(left)}` : STATE_WORDS[state],
    ending?.words,
  ];
  return (
    <div
      role="option"
      aria-posinset={number}
      aria-setsize={of}
      aria-selected={selected}
      tabIndex={reachable ? 0 : -1}
      data-profile={profile.id}
      data-testid="profile-row"
      className={`${row({ isSelected: selected })} focusable${isOver ? " drop-here" : ""}`}
      style={{ top }}
      {...menu(`More for ${profile.title}`, () => verbsOf(profile))}
      onClick={() => onSelect(profile.id)}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") onSelect(profile.id);
      }}
    >
      {/* All of it in words; what is seen of it is short. */}
      <span className={heard}>{words.filter(Boolean).join(", ")}</span>
      <Mark colour={profile.colour} state={state} />
      <span className={label} aria-hidden="true">
        <Name text={profile.name} />
      </span>
      {production && (
        <span className={risk} aria-hidden="true">
          PROD
        </span>
      )}
      {ending && (
        <span
          className={certificate}
          aria-hidden="true"
          title={ending.words}
          data-testid="certificate-ending"
        >
          ⚠ {ending.short}
        </span>
      )}
      <span className={time({ isShort: tokenEnds(profile, now) })} aria-hidden="true">
        {state === "ready" ? shortSpan(left) : "—"}
      </span>
    </div>
  );
});
