/*
 * Every verb of a profile, for its header's menu and for its row in the side bar.
 */
import { useCallback } from "react";
import type { ProfileId } from "../bindings/ProfileId";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import type { TokenForm } from "../bindings/TokenForm";
import { OTHER_FORMS } from "../features/tokens/forms";
import { usePlatform } from "../platform";
import { settle } from "../shared/async";
import { showKeys } from "../shared/commands";
import { tellCopied } from "../shared/copied";
import type { MenuEntry } from "../shared/MenuButton";
import { useStore } from "../shared/store";
import { attempt, tell, tellProblem } from "../shared/toast";
import { TABS, type Tab } from "./place";
import { isOfJwt, migrate } from "./migrate";
import { versions } from "./remedy";
import { openRotations } from "./rotating";
import { useChecking } from "./useChecking";
import { usePins } from "./usePins";
import { useWindowState } from "./useWindowState";

/** `shown` is the profile on screen, to which the window's shortcuts belong. */
export function useProfileVerbs(shown: ProfileId | null) {
  const window = useWindowState();
  const { select, show, go, duplicate, remove, migrations } = window;
  const leaving = useStore(migrations.underWay);
  const platform = usePlatform();
  const { pinned, pin, unpin } = usePins();
  const check = useChecking();
  const copy = useCallback(
    async (id: ProfileId, form: TokenForm) => {
      const settled = await settle(platform.tokenCopy(id, form));
      if (settled.kind === "failed") tellProblem(settled.problem);
      if (settled.kind !== "ready") return;
      tellCopied(settled.value, () => void attempt(platform.clipboardClear()));
    },
    [platform],
  );
  const renew = useCallback(
    async ({ id, title }: ProfileSummary) => {
      const settled = await settle(platform.tokenRenew(id));
      if (settled.kind === "failed") return tellProblem(settled.problem);
      if (settled.kind !== "ready") return;
      if (settled.value.kind === "failed") tellProblem(settled.value.problem);
      else tell(`Token for ${title} renewed`);
    },
    [platform],
  );
  return useCallback(
    (profile: ProfileSummary): MenuEntry[] => {
      const { id } = profile;
      const keys = (own: string) => (id === shown ? { keys: showKeys(own) } : {});
      const open = (tab: Tab, title: string): MenuEntry => ({
        id: `open-${tab}`,
        title,
        run: () => select(id, { tab }),
      });
      return [
        {
          id: "copy",
          title: "Copy token",
          ...keys("mod+shift+c"),
          run: () => void copy(id, "token"),
        },
        { id: "copy-header", title: "Copy as Authorization header", run: () => void copy(id, "header") },
        { id: "copy-curl", title: "Copy all headers for curl", run: () => void copy(id, "curl") },
        {
          id: "copy-as",
          title: "Copy as…",
          more: OTHER_FORMS.map((form) => ({
            id: `copy-${form.id}`,
            title: form.title,
            run: () => void copy(id, form.id),
          })),
          run: () => undefined,
        },
        pinned.includes(id)
          ? { id: "unpin", title: "Unpin", run: () => unpin([id]) }
          : { id: "pin", title: "Pin", run: () => pin([id]) },
        { id: "renew", title: "Renew token", ...keys("mod+shift+r"), run: () => void renew(profile) },
        { id: "inspect", title: "Inspect token", run: () => go({ at: "inspector", profile: id }) },
        { id: "check", title: "Check…", run: () => check([id]) },
        ...(profile.grant === "oauth_server_to_server"
          ? [{ id: "rotate", title: "Rotate secret…", run: () => openRotations(window, [id]) }]
          : []),
        ...(isOfJwt(profile, leaving)
          ? [{ id: "migrate", title: "Leave JWT…", run: () => migrate(window, id) }]
          : []),
        ...TABS.filter((tab) => tab.id !== "settings").map((tab) => open(tab.id, `Open ${tab.title}`)),
        open("settings", "Edit"),
        { id: "duplicate", title: "Duplicate", run: () => void duplicate(profile) },
        { id: "export", title: "Export…", run: () => show({ kind: "export", profile }) },
        { id: "kit", title: "Share kit…", run: () => show({ kind: "kit", profiles: [id] }) },
        { id: "versions", title: "Earlier versions…", run: () => show(versions(profile)) },
        { id: "delete", title: "Delete", run: () => void remove(profile) },
      ];
    },
    [shown, copy, renew, check, pinned, pin, unpin, window, leaving, select, show, go, duplicate, remove],
  );
}
