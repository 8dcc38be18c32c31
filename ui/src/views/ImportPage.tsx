/*
 * Import: what was dropped, pasted or opened, how it was understood, and what becomes of it once the person agrees.
 */
import { Button } from "@react-spectrum/s2/Button";
import { ButtonGroup } from "@react-spectrum/s2/ButtonGroup";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback, useRef, useState } from "react";
import type { ImportDone } from "../bindings/ImportDone";
import type { ImportView } from "../bindings/ImportView";
import type { ProfileId } from "../bindings/ProfileId";
import type { TokenState } from "../bindings/TokenState";
import { DoneList } from "../features/import/DoneList";
import { DropArea } from "../features/import/DropArea";
import { doneWords, hostsLeft } from "../features/import/words";
import { usePlatform } from "../platform";
import { idle, settle, useTask, waiting, type Async } from "../shared/async";
import { Busy } from "../shared/Busy";
import { Page } from "../shared/Page";
import { ProblemNote } from "../shared/ProblemNote";
import { count } from "../shared/size";
import { tell, tellProblem } from "../shared/toast";
import { Reading } from "./Reading";
import { useReading, useWindowState } from "./useWindowState";
import { useCollections } from "./useCollections";
import { useImporting } from "./useImporting";

const line = style({ font: "ui", margin: 0 });
const wide = style({ maxWidth: 880, display: "flex", flexDirection: "column", gap: 16 });

interface Finished {
  done: ImportDone;
  tests: ReadonlyMap<ProfileId, Async<TokenState>>;
}

export default function ImportPage() {
  const platform = usePlatform();
  const { open, paste } = useImporting();
  const collections = useCollections();
  const choosing = useTask<void>();
  const [finished, setFinished] = useState<Finished | null>(null);
  const stopped = useRef(false);
  const reading = useReading();
  const { reading: store, select, go, refresh } = useWindowState();
  const setReading = store.set;

  /** One token call after the other, so that Adobe does not throttle them. */
  const testAll = useCallback(
    async (done: ImportDone) => {
      stopped.current = false;
      const note = (id: ProfileId, test: Async<TokenState>) =>
        setFinished((now) => now && { ...now, tests: new Map(now.tests).set(id, test) });
      for (const { id } of done.profiles) {
        if (stopped.current) return;
        note(id, waiting);
        // oxlint-disable-next-line no-await-in-loop -- on purpose, see above
        note(id, await settle(platform.tokenRenew(id)));
      }
    },
    [platform],
  );

  const apply = async (
    view: ImportView,
    choice: Parameters<typeof platform.importApply>[1],
    test: boolean,
  ) => {
    const done = await platform.importApply(view.id, choice);
    await refresh();
    setReading(idle);
    const [only] = done.profiles;
    if (only && done.profiles.length === 1) {
      const whole = view.profiles.every(({ missing }) => !missing.length);
      select(only.id, { tab: whole || test ? "overview" : "settings", test });
      const left = hostsLeft(done);
      // The token card tells how a test goes, and with it that the profile is there.
      if (!test || left) await tell([`${only.title} saved`, left].filter(Boolean).join("; "));
      return;
    }
    if (!only && done.keys.length) {
      go({ at: "keys" });
      await tell(doneWords(done));
      return;
    }
    setFinished({ done, tests: new Map() });
    if (test) await testAll(done);
  };

  const discard = (view: ImportView) => {
    setReading(idle);
    settle(platform.importDiscard(view.id)).then(
      (gone) => gone.kind === "failed" && void tellProblem(gone.problem),
      () => undefined,
    );
  };

  if (reading.kind === "ready") {
    const view = reading.value;
    return (
      <Reading
        key={view.id}
        view={view}
        onRequests={collections.ask}
        onUnlocked={(next) => setReading({ kind: "ready", value: { ...next, collection: view.collection } })}
        onApply={(choice, test) => apply(view, choice, test)}
        onDiscard={() => discard(view)}
      />
    );
  }
  const busy = reading.kind === "waiting" || choosing.state.kind === "waiting";
  const running = finished ? [...finished.tests.values()].some((one) => one.kind === "waiting") : false;
  return (
    <Page title="Import" testId="import-page">
      <div className={wide}>
        {finished && (
          <>
            <p className={line} role="status" data-testid="import-done">
              {doneWords(finished.done)}.
            </p>
            {running && (
              <Busy
                sentence={`Testing ${finished.tests.size} of ${count(finished.done.profiles.length, "profile")}…`}
                onCancel={() => (stopped.current = true)}
              />
            )}
            <DoneList
              profiles={finished.done.profiles}
              tests={finished.tests}
              onOpen={(id) => select(id, { tab: "overview" })}
            />
            <ButtonGroup>
              <Button variant="secondary" onPress={() => setFinished(null)}>
                Import more
              </Button>
            </ButtonGroup>
          </>
        )}
        {reading.kind === "failed" && <ProblemNote problem={reading.problem} />}
        {choosing.state.kind === "failed" && <ProblemNote problem={choosing.state.problem} />}
        {!finished && (
          <DropArea
            isDisabled={busy}
            onChoose={() => void choosing.run(open)}
            onPaste={() => void choosing.run(paste)}
          />
        )}
        {busy && <Busy sentence="Reading…" />}
      </div>
    </Page>
  );
}
