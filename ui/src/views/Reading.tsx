/*
 * One reading on the import page: what is locked, the profiles, keys and requests found, where they came from, and the
 * buttons that write them.
 */
import { Button } from "@react-spectrum/s2/Button";
import { Checkbox } from "@react-spectrum/s2/Checkbox";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback, useState } from "react";
import type { Brought } from "../bindings/Brought";
import type { Field } from "../bindings/Field";
import type { FieldProblem } from "../bindings/FieldProblem";
import type { FoundProfile } from "../bindings/FoundProfile";
import type { FoundRequests } from "../bindings/FoundRequests";
import type { ImportChoice } from "../bindings/ImportChoice";
import type { ImportView } from "../bindings/ImportView";
import type { ProfileDraft } from "../bindings/ProfileDraft";
import { FoundCard } from "../features/import/FoundCard";
import { LockedCard } from "../features/import/LockedCard";
import { LooseKeys } from "../features/import/LooseKeys";
import { IgnoredList, SourceList } from "../features/import/Sources";
import { useChoice, type Wanted } from "../features/import/useChoice";
import { summaryOf, verbsFor } from "../features/import/words";
import { usePlatform } from "../platform";
import { settle, useTask } from "../shared/async";
import { Busy } from "../shared/Busy";
import { Empty } from "../shared/Empty";
import { Foreign } from "../shared/Foreign";
import { Page } from "../shared/Page";
import { ProblemNote } from "../shared/ProblemNote";
import { count } from "../shared/size";
import { tellProblem } from "../shared/toast";
import { FoundForm } from "./FoundForm";
import { useRemedy } from "./remedy";
import { useWindowState } from "./useWindowState";

interface ReadingProps {
  view: Brought;
  /** Leads to the requests of other programs in it. */
  onRequests: (found: FoundRequests) => void;
  onUnlocked: (view: ImportView) => void;
  onApply: (choice: ImportChoice, test: boolean) => Promise<void>;
  onDiscard: () => void;
}

const frame = style({ display: "flex", flexDirection: "column", flexGrow: 1, minHeight: 0 });
const scroll = style({ flexGrow: 1, minHeight: 0 });
const inner = style({ display: "flex", flexDirection: "column", gap: 24, maxWidth: 880 });
const section = style({ display: "flex", flexDirection: "column", gap: 8 });
const heading = style({ font: "title", margin: 0, flexGrow: 1 });
const headLine = style({ display: "flex", alignItems: "center", gap: 12 });
const text = style({ font: "ui", margin: 0 });
const verbs = style({ display: "flex", alignItems: "center", gap: 8 });
const foot = style({
  display: "flex",
  flexDirection: "column",
  gap: 12,
  paddingX: 24,
  paddingY: 12,
  borderStyle: "solid",
  borderWidth: 0,
  borderTopWidth: 1,
  borderColor: "gray-200",
  backgroundColor: "layer-2",
});
const requestList = style({ font: "code-sm", margin: 0, paddingStart: 24 });

/** Fields that a draft has; what is missing of them is judged anew after an edit. */
function isOfDraft(draft: ProfileDraft, field: Field): boolean {
  return field in draft && field !== "key";
}

export function Reading({ view, onRequests, onUnlocked, onApply, onDiscard }: ReadingProps) {
  const platform = usePlatform();
  const remedy = useRemedy(null);
  const choice = useChoice(view);
  const applying = useTask<void>();
  const [faults, setFaults] = useState<ReadonlyMap<number, FieldProblem[]>>(new Map());
  const { change, chosen } = choice;
  const { select } = useWindowState();

  const edit = useCallback(
    (index: number, part: Partial<Wanted>) => {
      change(index, part);
      const { draft } = part;
      if (!draft) return;
      void settle(platform.profileCheck(draft)).then((checked) => {
        if (checked.kind === "ready") setFaults((all) => new Map(all).set(index, checked.value));
      });
    },
    [change, platform],
  );
  const missingOf = ({ index, draft, missing }: FoundProfile) => {
    const now = faults.get(index);
    return now ? [...now, ...missing.filter(({ field }) => !isOfDraft(draft, field))] : missing;
  };
  const openKnown = useCallback(
    ({ known }: FoundProfile) => known.kind !== "new" && select(known.profile, { tab: "overview" }),
    [select],
  );
  const form = useCallback(
    ({ index }: FoundProfile, { draft }: Wanted) => (
      <FoundForm initial={draft} onDraft={(next) => edit(index, { draft: next })} />
    ),
    [edit],
  );
  const unlock = async (item: number, passphrase: string) => {
    const settled = await settle(platform.importUnlock(view.id, item, passphrase));
    if (settled.kind === "ready") onUnlocked(settled.value);
    if (settled.kind === "failed") await tellProblem(settled.problem);
  };
  const apply = (test: boolean) => void applying.run(() => onApply(choice.choice, test));

  const { primary, secondary } = verbsFor(choice);
  const { profiles, locked, requests, ignored, sources } = view;
  const single = profiles.length === 1;
  const known = profiles.filter((one) => one.known.kind === "same").length;
  const found = profiles.length + choice.loose.length + requests.length;
  // Whether there is anything that is not here already.
  const able = known < profiles.length || choice.loose.some((one) => !one.known) || requests.length > 0;
  const wants = chosen.length + choice.keys + Number(choice.requests) > 0;
  const busy = applying.state.kind === "waiting";
  return (
    <div className={frame}>
      <div className={scroll}>
        <Page title="Import" testId="import-page">
          <div className={inner}>
            <p className={text} role="status" data-testid="import-summary">
              {summaryOf(view)}
            </p>
            {view.collection && (
              <div className={verbs} data-testid="import-collection">
                <span className={text}>
                  It also holds {count(view.collection.view.requests, "request")} of{" "}
                  <Foreign text={view.collection.view.collections[0]?.name ?? "another program"} />.
                </span>
                <Button variant="secondary" onPress={() => view.collection && onRequests(view.collection)}>
                  Import requests…
                </Button>
              </div>
            )}
            {locked.map((item, n) => (
              <LockedCard key={item.index} item={item} first={n === 0} onUnlock={unlock} />
            ))}
            {found === 0 && locked.length === 0 && !sources.some((one) => one.problem) && (
              <Empty title="Nothing to import">Drop another file, or create a profile yourself.</Empty>
            )}
            {profiles.length > 0 && (
              <section className={section} aria-label="Profiles found">
                {!single && (
                  <div className={headLine}>
                    <h2 className={heading}>
                      {count(profiles.length, "profile")}
                      {known > 0 && `, ${known} of them here already`}
                    </h2>
                    <Checkbox
                      isSelected={chosen.length === profiles.length - known && chosen.length > 0}
                      isIndeterminate={chosen.length > 0 && chosen.length < profiles.length - known}
                      onChange={choice.chooseAll}
                    >
                      All
                    </Checkbox>
                  </div>
                )}
                {profiles.map((one) => (
                  <FoundCard
                    key={one.index}
                    found={one}
                    wanted={choice.wanted(one)}
                    signs={view.keys.find((key) => key.index === one.key) ?? null}
                    single={single}
                    missing={missingOf(one)}
                    onChange={edit}
                    onOpen={openKnown}
                    form={form}
                  />
                ))}
              </section>
            )}
            {choice.loose.length > 0 && (
              <section className={section} aria-label="Keys and certificates found">
                <h2 className={heading}>Keys and certificates</h2>
                <LooseKeys keys={choice.loose} wanted={choice.keyWanted} onChoose={choice.chooseKey} />
              </section>
            )}
            {requests.length > 0 && (
              <section className={section} aria-label="Requests found">
                <h2 className={heading}>Requests</h2>
                <Checkbox isSelected={choice.requests} onChange={choice.setRequests}>
                  {count(requests.length, "request")}
                </Checkbox>
                <ul className={requestList}>
                  {requests.map((path) => (
                    <li key={path}>{path}</li>
                  ))}
                </ul>
              </section>
            )}
            <section className={section} aria-label="Sources">
              <h2 className={heading}>What was read</h2>
              <SourceList sources={sources} />
              <IgnoredList ignored={ignored} open={found === 0} />
            </section>
          </div>
        </Page>
      </div>
      <footer className={foot}>
        {applying.state.kind === "failed" && (
          <ProblemNote
            problem={applying.state.problem}
            remedy={remedy(applying.state.problem, () => apply(primary.tests))}
          />
        )}
        <div className={verbs}>
          {able && (
            <>
              <Button
                variant="accent"
                autoFocus={locked.length === 0}
                isDisabled={!wants || busy}
                onPress={() => apply(primary.tests)}
                data-testid="import-add"
              >
                {primary.label}
              </Button>
              {secondary && (
                <Button
                  variant="secondary"
                  isDisabled={busy}
                  onPress={() => apply(secondary.tests)}
                  data-testid="import-second"
                >
                  {secondary.label}
                </Button>
              )}
            </>
          )}
          <Button
            variant="secondary"
            fillStyle="outline"
            isDisabled={busy}
            onPress={onDiscard}
            data-testid="import-discard"
          >
            {able || locked.length ? "Discard" : "Close"}
          </Button>
          {busy && <Busy sentence="Saving…" />}
        </div>
      </footer>
    </div>
  );
}
