/*
 * What the whole window shares: the profiles, the practice Adobe, where one is, and how to go elsewhere. It follows the
 * engine's events. Tokens, requests and keys keep to their own modules.
 */
import { useCallback, useEffect, useMemo, useState } from "react";
import type { DamagedRecord } from "../bindings/DamagedRecord";
import type { ImportView } from "../bindings/ImportView";
import type { PracticeView } from "../bindings/PracticeView";
import type { ProfileId } from "../bindings/ProfileId";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import type { Settings } from "../bindings/Settings";
import type { StartView } from "../bindings/StartView";
import type { VaultView } from "../bindings/VaultView";
import { usePlatform } from "../platform";
import { idle, type Async } from "../shared/async";
import { toProblem } from "../shared/problem";
import { tell, tellProblem } from "../shared/toast";
import type { DialogRequest, Place, Visit } from "./place";

export interface Desk {
  version: string;
  profiles: ProfileSummary[];
  practice: PracticeView | null;
  damaged: DamagedRecord[];
  settings: Settings;
  place: Place;
  /** What was dropped, pasted or opened last, until it is applied or discarded. */
  reading: Async<ImportView>;
  setReading: (reading: Async<ImportView>) => void;
  /** What is known of the vault; the one who stands by asks and listens. */
  vault: VaultView | null;
  setVault: (vault: VaultView) => void;
  /** Whether the window shows nothing but the way to unlock it. */
  shut: boolean;
  setShut: (shut: boolean) => void;
  dialog: DialogRequest | null;
  show: (dialog: DialogRequest | null) => void;
  go: (place: Place) => void;
  /** Without a tab, the one that is open now. */
  select: (id: ProfileId, visit?: Visit) => void;
  changeSettings: (change: Partial<Settings>) => void;
  startPractice: () => Promise<PracticeView>;
  stopPractice: () => Promise<void>;
  remove: (profile: ProfileSummary) => Promise<void>;
  duplicate: (profile: ProfileSummary) => Promise<void>;
  refresh: () => Promise<void>;
}

function firstPlace(start: StartView, settings: Settings): Place {
  const last = start.profiles.find((one) => one.id === settings.last_profile) ?? start.profiles[0];
  if (settings.last_place !== "profile") return { at: settings.last_place };
  return last ? { at: "profile", id: last.id, tab: settings.last_tab } : { at: "welcome" };
}

export function useDesk(start: StartView, stored: Settings): Desk {
  const platform = usePlatform();
  const [profiles, setProfiles] = useState(start.profiles);
  const [practice, setPractice] = useState(start.practice);
  const [settings, setSettings] = useState(stored);
  const [place, go] = useState(() => firstPlace(start, stored));
  const [reading, setReading] = useState<Async<ImportView>>(idle);
  const [vault, setVault] = useState<VaultView | null>(null);
  const [shut, setShut] = useState(false);
  const [dialog, show] = useState<DialogRequest | null>(null);

  const refresh = useCallback(async () => setProfiles(await platform.profilesList()), [platform]);

  useEffect(() => {
    const stop = platform.listen((event) => {
      if (event.kind === "profiles_changed") void refresh();
      if (event.kind === "token_changed") {
        setProfiles((all) =>
          all.map((one) => (one.id === event.profile ? { ...one, token: event.token } : one)),
        );
      }
    });
    // The engine may have opened the vault, and told so, before anybody listened.
    stop.then(refresh).catch((error: unknown) => tellProblem(toProblem(error)));
    return () => void stop.then((unlisten) => unlisten());
  }, [platform, refresh]);

  const changeSettings = useCallback(
    (change: Partial<Settings>) =>
      setSettings((before) => {
        const after = { ...before, ...change };
        platform.settingsSet(after).catch((error: unknown) => tellProblem(toProblem(error)));
        return after;
      }),
    [platform],
  );

  const select = useCallback(
    (id: ProfileId, visit: Visit = {}) => {
      go((now) => ({ at: "profile", id, tab: now.at === "profile" ? now.tab : "overview", ...visit }));
      changeSettings({ last_profile: id });
    },
    [changeSettings],
  );

  const startPractice = useCallback(async () => {
    const running = await platform.practiceStart();
    setPractice(running);
    return running;
  }, [platform]);

  const stopPractice = useCallback(async () => {
    await platform.practiceStop();
    setPractice(null);
  }, [platform]);

  const restore = useCallback(
    async (id: ProfileId) => {
      try {
        await platform.profileRestore(id);
        await refresh();
        select(id);
      } catch (error) {
        await tellProblem(toProblem(error));
      }
    },
    [platform, refresh, select],
  );

  const remove = useCallback(
    async (profile: ProfileSummary) => {
      try {
        await platform.profileDelete(profile.id);
        const left = await platform.profilesList();
        setProfiles(left);
        const next = left[0];
        if (next) select(next.id);
        else go({ at: "welcome" });
        await tell(`${profile.title} deleted`, { label: "Undo", run: () => void restore(profile.id) });
      } catch (error) {
        await tellProblem(toProblem(error));
      }
    },
    [platform, restore, select],
  );

  const duplicate = useCallback(
    async (profile: ProfileSummary) => {
      try {
        const copy = await platform.profileDuplicate(profile.id);
        await refresh();
        select(copy.summary.id, { tab: "settings" });
        await tell(`${profile.title} duplicated`);
      } catch (error) {
        await tellProblem(toProblem(error));
      }
    },
    [platform, refresh, select],
  );

  const { version, damaged } = start;
  return useMemo(
    () => ({
      version,
      damaged,
      profiles,
      practice,
      settings,
      place,
      reading,
      setReading,
      vault,
      setVault,
      shut,
      setShut,
      dialog,
      show,
      go,
      select,
      changeSettings,
      startPractice,
      stopPractice,
      remove,
      duplicate,
      refresh,
    }),
    [
      version,
      damaged,
      profiles,
      practice,
      settings,
      place,
      reading,
      vault,
      shut,
      dialog,
      select,
      changeSettings,
      startPractice,
      stopPractice,
      remove,
      duplicate,
      refresh,
    ],
  );
}
