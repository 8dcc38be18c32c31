/*
 * Who one is working as: name, whether it is production, organisation, and what can be done with the profile itself.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import { LazyMenu } from "../../shared/LazyMenu";
import type { MenuEntry } from "../../shared/MenuButton";
import { Mark } from "./Mark";
import { Name } from "../../shared/Name";

interface ProfileHeaderProps {
  profile: ProfileSummary;
  entries: MenuEntry[];
}

const header = style({
  display: "flex",
  alignItems: "center",
  gap: 12,
  paddingX: 24,
  // A low window has no room to lose.
  paddingTop: { default: 16, "@media (max-height: 640px)": 8 },
  paddingBottom: { default: 12, "@media (max-height: 640px)": 4 },
});
const name = style({ font: "title-xl", margin: 0, minWidth: 0 });
const org = style({
  font: "code-sm",
  color: "neutral-subdued",
  marginStart: "auto",
  truncate: true,
  minWidth: 120,
  flexShrink: 9999,
  textAlign: "end",
});
export const badge = style({
  font: "ui-sm",
  fontWeight: "bold",
  paddingX: 8,
  paddingY: 2,
  borderRadius: "default",
  flexShrink: 0,
  color: { kind: { production: "white", staging: "body", practice: "body", jwt: "body" } },
  backgroundColor: {
    kind: {
      production: "negative",
      staging: "notice-subtle",
      practice: "informative-subtle",
      jwt: "gray-subtle",
    },
  },
});

export function ProfileHeader({ profile, entries }: ProfileHeaderProps) {
  return (
    <header className={header} data-testid="profile-header">
      <Mark colour={profile.colour} state={profile.token.kind} />
      <h1 className={name}>
        <Name text={profile.title} />
      </h1>
      {profile.risk === "production" && (
        <span className={badge({ kind: "production" })} data-testid="production">
          PRODUCTION
        </span>
      )}
      {profile.risk === "staging" && <span className={badge({ kind: "staging" })}>Staging</span>}
      {profile.adobe === "practice" && <span className={badge({ kind: "practice" })}>Practice</span>}
      {profile.adobe === "stage" && <span className={badge({ kind: "staging" })}>Adobe stage</span>}
      {profile.grant === "jwt" && (
        <span className={badge({ kind: "jwt" })} title="Service account (JWT): the older way to a token">
          JWT
        </span>
      )}
      <span className={org} title={`Organization ID ${profile.org_id}`}>
        {profile.org_id}
      </span>
      <LazyMenu label="Profile actions" icon="more" entries={entries} testId="profile-menu" />
    </header>
  );
}
