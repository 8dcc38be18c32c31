/*
 * The window as a whole: the side bar, the place one is at, the palette and the notices. What each of them holds is
 * theirs.
 */
import { Provider } from "@react-spectrum/s2/Provider";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useEffect, useLayoutEffect, useMemo, useState, type ReactNode } from "react";
import type { Settings } from "../bindings/Settings";
import type { StartView } from "../bindings/StartView";
import { KeyGenerationContext, useNewKeyGeneration } from "../features/keys/useKeyGeneration";
import { Sidebar } from "../features/profiles/Sidebar";
import { OpenRequestsContext, useNewOpenRequests } from "../features/requests/useOpenRequests";
import { RunsContext, useNewRuns } from "../features/runs/useRuns";
import { usePlatform } from "../platform";
import type { Async } from "../shared/async";
import { Boundary } from "../shared/Boundary";
import { Busy } from "../shared/Busy";
import { useCommands } from "../shared/commands";
import { Empty } from "../shared/Empty";
import { later } from "../shared/later";
import { Notices } from "../shared/Notices";
import { ProblemNote } from "../shared/ProblemNote";
import { RemedyContext } from "../shared/remedies";
import { useStore } from "../shared/store";
import { attempt, notices } from "../shared/toast";
import { Overlays } from "./Overlays";
import { Palette } from "./Palette";
import type { Place } from "./place";
import { ProfilePage } from "./ProfilePage";
import { useRemedy } from "./remedy";
import { openRotations } from "./rotating";
import {
  useNewWindowState,
  usePlace,
  useProfiles,
  useSettings,
  useShut,
  useWindowState,
  WindowContext,
} from "./useWindowState";
import { useProfileVerbs } from "./useProfileVerbs";
import { useSideOrder } from "./useSideOrder";

const BoardPage = later(() => import("./BoardPage"));
const Welcome = later(() => import("./Welcome"));
const ImportPage = later(() => import("./ImportPage"));
const InspectorPage = later(() => import("./InspectorPage"));
const Jobs = later(() => import("./Jobs"));
const KeysPage = later(() => import("./KeysPage"));
const BackgroundTasks = later(() => import("./BackgroundTasks"));
const ComparePage = later(() => import("./ComparePage"));
const LockView = later(() => import("./LockView"));
const VaultBar = later(() => import("./VaultBar"));
const NewProfile = later(() => import("./NewProfile"));
const Preferences = later(() => import("./Preferences"));
const MigratePage = later(() => import("./MigratePage"));
const CheckPage = later(() => import("./CheckPage"));
const ReplayPage = later(() => import("./ReplayPage"));
const RotatePage = later(() => import("./RotatePage"));
const RunPage = later(() => import("./RunPage"));

/** Fetches the code of the page that the window opens with, while the engine looks up what is on it. */
export async function fetchFirstPage({ last_place: place }: Settings): Promise<void> {
  if (place === "board") await BoardPage.fetch();
}

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

interface AppProps {
  /** What is known of the start when the window is drawn for the first time. */
  first: Async<Started>;
  /** What the engine has answered in the end. */
  started: Promise<Async<Started>>;
}

/** Draws nothing of its own until the engine has answered. */
export function App({ first, started }: AppProps) {
  const [state, setState] = useState(first);
  useEffect(() => {
    if (first.kind === "waiting") void started.then(setState);
  }, [first, started]);
  return (
    <Provider locale="en-US" styles={style({ height: "full" })}>
      {state.kind === "ready" && (
        <Boundary what="The window" verb="Open it anew" onAgain={() => location.reload()}>
          <Shared start={state.value[0]} settings={state.value[1]}>
            <Overlays>
              <Window />
            </Overlays>
          </Shared>
        </Boundary>
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

interface SharedProps {
  start: StartView;
  settings: Settings;
  children: ReactNode;
}

/** What the views share, and the work that goes on wherever in the window one is. */
function Shared({ start, settings, children }: SharedProps) {
  return (
    <WindowContext value={useNewWindowState(start, settings)}>
      <KeyGenerationContext value={useNewKeyGeneration()}>
        <OpenRequestsContext value={useNewOpenRequests()}>
          <RunsContext value={useNewRuns()}>{children}</RunsContext>
        </OpenRequestsContext>
      </KeyGenerationContext>
    </WindowContext>
  );
}

function markUsable() {
  if (document.documentElement.dataset["usable"]) return;
  performance.mark("mudbrick-usable");
  document.documentElement.dataset["usable"] = String(performance.now());
}

type PaletteMode = "commands" | "profiles" | "shortcuts";

function Window() {
  const platform = usePlatform();
  const window = useWindowState();
  const { go, listen } = window;
  const shut = useShut();
  const [palette, setPalette] = useState<PaletteMode | null>(null);
  const [calm, setCalm] = useState(false);
  useTheme();
  useEffect(listen, [listen]);

  useEffect(() => {
    markUsable();
    // What the first view does not need comes once it can be used.
    const timer = setTimeout(() => setCalm(true), 300);
    return () => clearTimeout(timer);
  }, []);

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
                id: "board",
                title: "Board",
                group: "Window",
                keys: "mod+b",
                run: () => go({ at: "board" }),
              },
              {
                id: "quick",
                title: "Open the quick window",
                group: "Window",
                run: () => void attempt(platform.quickShow()),
              },
              {
                id: "inspector",
                title: "Inspect a token",
                group: "Token",
                run: () => go({ at: "inspector", profile: null }),
              },
              { id: "runs", title: "Runs", group: "Requests", run: () => go({ at: "runs" }) },
              {
                id: "rotate",
                title: "Rotate client secrets…",
                group: "Profiles",
                run: () => openRotations(window, []),
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
      [go, shut, platform, window],
    ),
  );

  return (
    <Remedies>
      <LastPlace />
      <div className={frame}>
        {!shut && <Profiles onPalette={() => setPalette("commands")} />}
        <div className={column}>
          {shut ? (
            <LockView />
          ) : (
            <main className={main}>
              <VaultBar />
              <CurrentPage />
              {calm && <Jobs />}
            </main>
          )}
          <Notices />
        </div>
        {calm && <BackgroundTasks />}
        {palette && !shut && <Palette mode={palette} onClose={() => setPalette(null)} />}
      </div>
    </Remedies>
  );
}

function useTheme() {
  const theme = useStore(useWindowState().settings, (now) => now.theme);
  useLayoutEffect(() => {
    if (theme === "system") delete document.documentElement.dataset["colorScheme"];
    else document.documentElement.dataset["colorScheme"] = theme;
  }, [theme]);
}

/** Remembers where the window opens again; by itself, so that nothing is drawn again when one goes elsewhere. */
function LastPlace() {
  const { changeSettings } = useWindowState();
  const place = usePlace();
  const { last_place: lastPlace, last_tab: lastTab } = useSettings();
  const tab = place.at === "profile" ? place.tab : lastTab;
  // Places that one only passes through are not where a window opens again.
  const stays =
    place.at === "board" || place.at === "profile" || place.at === "keys" || place.at === "preferences";
  const here = stays ? place.at : lastPlace;
  useEffect(() => {
    if (here !== lastPlace || tab !== lastTab) changeSettings({ last_place: here, last_tab: tab });
  }, [here, tab, lastPlace, lastTab, changeSettings]);
  return null;
}

/** The profile on screen. */
const useOnPage = () => useStore(useWindowState().place, (now) => (now.at === "profile" ? now.id : null));

function Remedies({ children }: { children: ReactNode }) {
  return <RemedyContext value={useRemedy(useOnPage())}>{children}</RemedyContext>;
}

function Profiles({ onPalette }: { onPalette: () => void }) {
  const { damaged, select, go, place } = useWindowState();
  const onPage = useOnPage();
  return (
    <Sidebar
      profiles={useProfiles()}
      damaged={damaged.filter(({ kind }) => kind === "profile")}
      selected={onPage}
      place={useStore(place, ({ at }) => at)}
      onSelect={select}
      onGo={(at) =>
        go(
          at === "new"
            ? { at, project: null }
            : at === "inspector"
              ? // The profile on screen is the one that was meant, most often.
                { at, profile: onPage }
              : { at },
        )
      }
      onPalette={onPalette}
      verbsOf={useProfileVerbs(onPage)}
      {...useSideOrder()}
    />
  );
}

function CurrentPage() {
  const place = usePlace();
  return (
    <Boundary at={place} what="This page" verb="Try again">
      <PageAt place={place} />
    </Boundary>
  );
}

function PageAt({ place }: { place: Place }) {
  const profiles = useProfiles();
  const verbsOf = useProfileVerbs(useOnPage());
  switch (place.at) {
    case "welcome":
      return <Welcome />;
    case "new":
      return <NewProfile project={place.project} />;
    case "import":
      return <ImportPage />;
    case "board":
      return <BoardPage />;
    case "keys":
      return <KeysPage />;
    case "runs":
      return <RunPage />;
    case "inspector":
      return <InspectorPage key={place.profile} profile={place.profile} />;
    case "preferences":
      return <Preferences />;
    case "compare":
      return <ComparePage key={JSON.stringify([place.left, place.right])} {...place} />;
    case "check":
      return <CheckPage back={place.back} />;
    case "migrate":
      return <MigratePage key={place.profile} id={place.profile} back={place.back} />;
    case "replay":
      return <ReplayPage back={place.back} />;
    case "rotate":
      return <RotatePage back={place.back} />;
    case "profile": {
      const selected = profiles.find((one) => one.id === place.id);
      if (!selected) {
        return <Empty title="This profile is gone">It was deleted elsewhere. Choose another one.</Empty>;
      }
      return <ProfilePage key={selected.id} profile={selected} place={place} entries={verbsOf(selected)} />;
    }
  }
}
