/*
 * The window as a whole: the side bar, the place one is at, the palette and the notices. What each of them holds is
 * theirs.
 */
import { Provider } from "@react-spectrum/s2/Provider";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { lazy, Suspense, useEffect, useLayoutEffect, useMemo, useState, type ReactNode } from "react";
import type { Settings } from "../bindings/Settings";
import type { StartView } from "../bindings/StartView";
import { KeyDeskContext, useNewKeyDesk } from "../features/keys/useKeyDesk";
import { Sidebar } from "../features/profiles/Sidebar";
import { OpenRequestsContext, useNewOpenRequests } from "../features/requests/useOpenRequests";
import { settle, waiting, type Async } from "../shared/async";
import { Busy } from "../shared/Busy";
import { useCommands } from "../shared/commands";
import { Empty } from "../shared/Empty";
import { Notices } from "../shared/Notices";
import { ProblemNote } from "../shared/ProblemNote";
import { RemedyContext } from "../shared/remedies";
import { notices } from "../shared/toast";
import { Overlays } from "./Overlays";
import { Palette } from "./Palette";
import { ProfilePage } from "./ProfilePage";
import { useRemedy } from "./remedy";
import { useDesk } from "./useDesk";
import { useProfileVerbs } from "./useProfileVerbs";

const Welcome = lazy(() => import("./Welcome"));
const ImportPage = lazy(() => import("./ImportPage"));
const KeysPage = lazy(() => import("./KeysPage"));
const Attendant = lazy(() => import("./Attendant"));
const LockView = lazy(() => import("./LockView"));
const VaultBar = lazy(() => import("./VaultBar"));
const NewProfile = lazy(() => import("./NewProfile"));
const Preferences = lazy(() => import("./Preferences"));

const frame = style({ display: "flex", height: "full", minHeight: 0 });
const main = style({
  flexGrow: 1,
  minWidth: 0,
  minHeight: 0,
  display: "flex",
  flexDirection: "column",
  backgroundColor: "layer-2",
});
/** A page, and the notices below it. */
const column = style({
  flexGrow: 1,
  minWidth: 0,
  minHeight: 0,
  display: "flex",
  flexDirection: "column",
  backgroundColor: "layer-2",
});
const centred = style({ padding: 32, maxWidth: 640 });

type Started = [StartView, Settings];

/** Draws nothing of its own until the engine has answered; that takes milliseconds. */
export function App({ started }: { started: Promise<Started> }) {
  const [state, setState] = useState<Async<Started>>(waiting);
  useEffect(() => {
    void settle(started).then(setState);
  }, [started]);
  return (
    <Provider locale="en-US" styles={style({ height: "full" })}>
      {state.kind === "ready" && (
        <Desks>
          <Overlays>
            <Window start={state.value[0]} settings={state.value[1]} />
          </Overlays>
        </Desks>
      )}
      {state.kind === "waiting" && (
        <div className={centred}>
          <Busy sentence="Opening your profiles…" />
        </div>
      )}
      {state.kind === "failed" && (
        <div className={centred}>
          <ProblemNote
            problem={state.problem}
            remedy={{ label: "Try again", run: () => location.reload() }}
          />
        </div>
      )}
    </Provider>
  );
}

/** Work that goes on wherever in the window one is. */
function Desks({ children }: { children: ReactNode }) {
  return (
    <KeyDeskContext value={useNewKeyDesk()}>
      <OpenRequestsContext value={useNewOpenRequests()}>{children}</OpenRequestsContext>
    </KeyDeskContext>
  );
}

function markUsable() {
  if (document.documentElement.dataset["usable"]) return;
  performance.mark("mudbrick-usable");
  document.documentElement.dataset["usable"] = String(performance.now());
}

type PaletteMode = "commands" | "profiles" | "shortcuts";

function Window({ start, settings }: { start: StartView; settings: Settings }) {
  const desk = useDesk(start, settings);
  const [palette, setPalette] = useState<PaletteMode | null>(null);
  const [calm, setCalm] = useState(false);
  const { place, profiles, go } = desk;

  useLayoutEffect(() => {
    const theme = desk.settings.theme;
    if (theme === "system") delete document.documentElement.dataset["colorScheme"];
    else document.documentElement.dataset["colorScheme"] = theme;
  }, [desk.settings.theme]);

  useEffect(() => {
    markUsable();
    // What the first view does not need comes once it can be used.
    const timer = setTimeout(() => setCalm(true), 300);
    return () => clearTimeout(timer);
  }, []);

  const { shut } = desk;
  useEffect(() => {
    // Locking took our secret from the clipboard.
    if (shut) notices.clipboardCleared();
  }, [shut]);
  useCommands(
    useMemo(
      () =>
        shut
          ? []
          : [
              {
                id: "palette",
                title: "All commands",
                group: "Window",
                keys: "mod+k",
                run: () => setPalette("commands"),
              },
              {
                id: "switch",
                title: "Switch profile",
                group: "Profiles",
                keys: "mod+p",
                run: () => setPalette("profiles"),
              },
              {
                id: "new-profile",
                title: "New profile",
                group: "Profiles",
                keys: "mod+n",
                run: () => go({ at: "new", project: null }),
              },
              {
                id: "preferences",
                title: "Settings",
                group: "Window",
                keys: "mod+,",
                run: () => go({ at: "preferences" }),
              },
              {
                id: "shortcuts",
                title: "Keyboard shortcuts",
                group: "Window",
                keys: "mod+/",
                run: () => setPalette("shortcuts"),
              },
            ],
      [go, shut],
    ),
  );

  const { changeSettings } = desk;
  const { last_place: lastPlace, last_tab: lastTab } = desk.settings;
  const tab = place.at === "profile" ? place.tab : lastTab;
  // Places that one only passes through are not where a window opens again.
  const stays = place.at === "profile" || place.at === "keys" || place.at === "preferences";
  const here = stays ? place.at : lastPlace;
  useEffect(() => {
    if (here !== lastPlace || tab !== lastTab) changeSettings({ last_place: here, last_tab: tab });
  }, [here, tab, lastPlace, lastTab, changeSettings]);

  const onPage = place.at === "profile" ? place.id : null;
  const remedies = useRemedy(desk, onPage);
  const verbsOf = useProfileVerbs(desk, onPage);
  const selected = place.at === "profile" ? profiles.find((one) => one.id === place.id) : undefined;
  return (
    <RemedyContext value={remedies}>
      <div className={frame}>
        {!shut && (
          <Sidebar
            profiles={profiles}
            damaged={desk.damaged.filter(({ kind }) => kind === "profile")}
            selected={selected?.id ?? null}
            place={place.at}
            onSelect={(id) => desk.select(id)}
            onGo={(at) => go(at === "new" ? { at, project: null } : { at })}
            onPalette={() => setPalette("commands")}
            verbsOf={verbsOf}
          />
        )}
        <div className={column}>
          {shut ? (
            <Suspense>
              <LockView desk={desk} />
            </Suspense>
          ) : (
            <main className={main}>
              {/* On its own, so that its coming does not take the page away for a moment. */}
              <Suspense>{desk.vault && <VaultBar desk={desk} vault={desk.vault} />}</Suspense>
              <Suspense>
                {place.at === "welcome" && <Welcome desk={desk} />}
                {place.at === "new" && <NewProfile desk={desk} project={place.project} />}
                {place.at === "import" && <ImportPage desk={desk} />}
                {place.at === "keys" && <KeysPage desk={desk} />}
                {place.at === "preferences" && <Preferences desk={desk} />}
                {place.at === "profile" && selected && (
                  <ProfilePage
                    key={selected.id}
                    desk={desk}
                    profile={selected}
                    place={place}
                    entries={verbsOf(selected)}
                  />
                )}
                {place.at === "profile" && !selected && (
                  <Empty title="This profile is gone">It was deleted elsewhere. Choose another one.</Empty>
                )}
              </Suspense>
            </main>
          )}
          <Notices />
        </div>
        {calm && (
          <Suspense>
            <Attendant desk={desk} />
          </Suspense>
        )}
        {palette && !shut && <Palette mode={palette} desk={desk} onClose={() => setPalette(null)} />}
      </div>
    </RemedyContext>
  );
}
