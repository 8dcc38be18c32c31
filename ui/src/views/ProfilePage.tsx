/*
 * One profile: who it is, its token, and its tabs. In production a frame in production's colour goes around it all.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback, useEffect, useMemo } from "react";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import { ProfileHeader } from "../features/profiles/ProfileHeader";
import { FORMS } from "../features/tokens/forms";
import { TokenCard } from "../features/tokens/TokenCard";
import { useToken } from "../features/tokens/useToken";
import { useCommands, type Command } from "../shared/commands";
import type { MenuEntry } from "../shared/MenuButton";
import { useStore } from "../shared/store";
import { TabBar } from "../shared/TabBar";
import { ClockNote } from "./ClockNote";
import { isOfJwt, migrate } from "./migrate";
import { OverviewTab } from "./OverviewTab";
import { useRemedy, versions } from "./remedy";
import { TABS, type Place, type Tab as TabId } from "./place";
import { HistoryTab, KeysTab, RequestsTab, SettingsTab } from "./tabs";
import { useWindowState } from "./useWindowState";

interface ProfilePageProps {
  profile: ProfileSummary;
  place: Extract<Place, { at: "profile" }>;
  /** Every verb of the profile. */
  entries: MenuEntry[];
}

const page = style({
  display: "flex",
  flexDirection: "column",
  flexGrow: 1,
  minHeight: 0,
  boxSizing: "border-box",
  borderStyle: "solid",
  borderWidth: { default: 0, isProduction: 4 },
  borderColor: "negative",
});

export function ProfilePage({ profile, place, entries }: ProfilePageProps) {
  const { tab, test, goal, seek, exchange } = place;
  const remedy = useRemedy(profile.id);
  const token = useToken(profile.id, profile.token);
  const window = useWindowState();
  const { remove, duplicate, select, show, go } = window;
  const isLeaving = isOfJwt(profile, useStore(window.migrations.underWay));
  const open = useCallback((to: TabId) => select(profile.id, { tab: to }), [select, profile.id]);

  const inspect = useCallback(() => go({ at: "inspector", profile: profile.id }), [go, profile.id]);
  const { renew } = token;
  useEffect(() => {
    if (!test) return;
    // Once: the place that is left behind asks for no test.
    select(profile.id, { tab });
    renew();
  }, [test, tab, select, renew, profile.id]);

  const commands = useMemo<Command[]>(
    () => [
      {
        id: "copy-token",
        title: "Copy token",
        group: "Token",
        keys: "mod+shift+c",
        run: () => token.copy("token"),
      },
      ...FORMS.slice(1).map(({ id, title }) => ({
        id: `copy-${id}`,
        title,
        group: "Token",
        run: () => token.copy(id),
      })),
      { id: "renew-token", title: "Renew token", group: "Token", keys: "mod+shift+r", run: token.renew },
      { id: "inspect-token", title: "Inspect this profile’s token", group: "Token", run: inspect },
      ...(isLeaving
        ? [{ id: "migrate", title: "Leave JWT…", group: "Token", run: () => migrate(window, profile.id) }]
        : []),
      { id: "history", title: "Open History", group: "Window", keys: "mod+h", run: () => open("history") },
      ...TABS.filter(({ id }) => id !== "history").map(({ id, title }) => ({
        id: `tab-${id}`,
        title: id === "settings" ? "Open Settings of this profile" : `Open ${title}`,
        group: "Window",
        run: () => open(id),
      })),
      {
        id: "export-profile",
        title: "Export this profile…",
        group: "Profiles",
        run: () => show({ kind: "export", profile }),
      },
      {
        id: "versions",
        title: "Earlier versions of this profile’s secrets…",
        group: "Profiles",
        run: () => show(versions(profile)),
      },
      {
        id: "duplicate-profile",
        title: "Duplicate this profile",
        group: "Profiles",
        run: () => void duplicate(profile),
      },
      {
        id: "delete-profile",
        title: "Delete this profile",
        group: "Profiles",
        run: () => void remove(profile),
      },
    ],
    [token, open, inspect, duplicate, remove, show, profile, window, isLeaving],
  );
  useCommands(commands);

  return (
    <div
      className={page({ isProduction: profile.risk === "production" })}
      data-testid="profile-page"
      data-risk={profile.risk}
    >
      <ProfileHeader profile={profile} entries={entries} />
      <TokenCard
        signsIn={profile.grant === "oauth_user"}
        token={profile.token}
        control={token}
        onInspect={inspect}
        // To sign in, the card has a button of its own.
        remedy={
          token.problem && token.problem.remedy?.action?.kind !== "sign_in"
            ? remedy(token.problem, token.get)
            : undefined
        }
        note={<ClockNote id={profile.id} />}
      />
      <TabBar label="Profile" tabs={TABS} selected={tab} onSelect={open}>
        {tab === "overview" && <OverviewTab profile={profile} token={token} />}
        {tab === "requests" && <RequestsTab profile={profile} seek={seek} />}
        {tab === "keys" && <KeysTab profile={profile} />}
        {tab === "history" && <HistoryTab profile={profile} wanted={exchange} />}
        {tab === "settings" && <SettingsTab profile={profile} goal={goal} />}
      </TabBar>
    </div>
  );
}
