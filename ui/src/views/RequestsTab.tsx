/*
 * The Requests tab: list, editor, answer.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from "react";
import type { BodyEdit } from "../bindings/BodyEdit";
import type { EditedRequest } from "../bindings/EditedRequest";
import type { PlaceName } from "../bindings/PlaceName";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import type { RequestSource } from "../bindings/RequestSource";
import type { RequestSummary } from "../bindings/RequestSummary";
import { OutsideNote } from "../features/requests/OutsideNote";
import { RequestEditor } from "../features/requests/RequestEditor";
import { RequestList } from "../features/requests/RequestList";
import { withHeader, type Seek } from "../features/requests/seek";
import { TabStrip } from "../features/requests/TabStrip";
import { SaveRequest, type Taken } from "../features/requests/SaveRequest";
import { currentOf, isChanged, keyOf, NEW_REQUEST, titleOf } from "../features/requests/requestState";
import { useCopyAs } from "../features/requests/useCopyAs";
import { useOpened, useOpenRequests } from "../features/requests/useOpenRequests";
import { NO_PLACES, useRequestList } from "./useRequestList";
import { useRequestTabs } from "./useRequestTabs";
import { useUnsaved } from "./useUnsaved";
import { useRequestVerbs } from "../features/requests/useRequestVerbs";
import { usePlatform } from "../platform";
import { Outcome, problemOf } from "./Outcome";
import { useRemedy } from "./remedy";
import { RequestQuestions } from "./RequestQuestions";
import { hostOf, useCheck } from "./useCheck";
import { useCollections } from "./useCollections";
import { usePasting } from "./usePasting";
import { useWindowState } from "./useWindowState";
import { useCommands } from "../shared/commands";
import { NextPicture } from "../shared/NextPicture";
import { ProblemNote } from "../shared/ProblemNote";
import { attempt, tell, tellProblem } from "../shared/toast";

const tab = style({
  display: "grid",
  gridTemplateColumns: ["clamp(168px, 24%, 248px)", "minmax(0, 1fr)"],
  gridTemplateRows: ["minmax(0, 1fr)"],
  height: "full",
  minHeight: 0,
});
const work = style({
  containerType: "inline-size",
  display: "flex",
  flexDirection: "column",
  minHeight: 0,
  minWidth: 0,
  height: "full",
});
const panel = style({
  display: "flex",
  flexDirection: "column",
  flexGrow: 1,
  flexShrink: 1,
  flexBasis: 0,
  minHeight: 0,
  minWidth: 0,
});
const answer = style({ display: "flex", flexDirection: "column", minHeight: 0, minWidth: 0 });
const pad = style({ padding: 16 });

/** The request to begin with: the first of the product that the profile seems to be for, else the first of all. */
function firstFor(profile: ProfileSummary, requests: RequestSummary[]): RequestSummary | undefined {
  const name = profile.name.toLowerCase();
  const fits = (one: RequestSummary) =>
    one.path
      .split("/")[0]
      ?.toLowerCase()
      .split(" ")
      .some((word) => word.length > 4 && name.includes(word));
  const able = requests.filter(({ usable }) => usable);
  return able.find(fits) ?? able[0];
}

const NO_REQUESTS: RequestSummary[] = [];
const NOT_LISTED = { requests: null, places: NO_PLACES };

interface RequestsTabProps {
  profile: ProfileSummary;
  /** What of the open request has to be corrected. */
  seek: Seek | undefined;
}

export default function RequestsTab({ profile, seek }: RequestsTabProps) {
  const platform = usePlatform();
  const open = useOpenRequests();
  const { id } = profile;
  const opened = useOpened(id);
  const { chosen, saved, draft, sending, asking, asked, notes, outside } = currentOf(opened);
  const { state: listState, reload } = useRequestList(id);
  const { requests, places } = listState.kind === "ready" ? listState.value : NOT_LISTED;
  const [naming, setNaming] = useState(false);
  // Of one tab: another one that is opened meanwhile keeps the keyboard.
  const [sought, setSought] = useState<{ seek: Seek; of: string } | null>(null);
  const endSeek = useCallback(() => setSought(null), []);
  const { isRestored, strip, notes: tabNotes } = useRequestTabs(profile);
  const check = useCheck(id, opened.current, draft, chosen);

  useEffect(() => {
    const first = requests && firstFor(profile, requests);
    // What was open the last time comes first.
    if (!first || !isRestored || draft || chosen) return;
    // Something may have been opened since this was drawn.
    const now = currentOf(open.of(id));
    if (!now.draft && !now.chosen) void open.open(id, first);
  }, [requests, isRestored, draft, chosen, open, id, profile]);

  // One of one's own has its name already.
  const save = useCallback(() => {
    const { chosen: kept } = currentOf(open.of(id));
    if (kept?.origin !== "own") return setNaming(true);
    void open.save(id, kept.address, "refuse").then(async (settled) => {
      if (settled.kind === "ready") await Promise.all([reload(), tell(`${settled.value.address} saved`)]);
      if (settled.kind !== "failed") return undefined;
      await open.kept.look();
      // The question is in the tab then, with its answers.
      return currentOf(open.of(id)).outside === null ? tellProblem(settled.problem) : undefined;
    });
    return undefined;
  }, [open, id, reload]);
  const openListed = useCallback((request: RequestSource) => void open.open(id, request), [open, id]);
  const showListed = useCallback((key: string) => open.show(id, key), [open, id]);
  const start = useCallback(() => open.take(id, NEW_REQUEST), [open, id]);
  const ask = useCallback(() => void open.calls.send(id), [open, id]);
  useCommands(
    useMemo(
      () => [
        {
          id: "send",
          title: "Send",
          group: "Requests",
          keys: "mod+enter",
          run: ask,
        },
        { id: "new-request", title: "New request", group: "Requests", keys: "mod+t", run: start },
        {
          id: "save-request",
          title: "Save to your requests",
          group: "Requests",
          keys: "mod+s",
          run: save,
        },
        {
          id: "save-request-as",
          title: "Save under another name…",
          group: "Requests",
          keys: "mod+shift+s",
          run: () => setNaming(true),
        },
      ],
      [ask, start, save],
    ),
  );

  const keep = async (address: string, taken: Taken) => {
    const settled = await open.save(id, address, taken);
    if (settled.kind === "failed") return settled.problem;
    await reload();
    await tell(`${address} saved`);
    return null;
  };
  const { select, show } = useWindowState();
  const { verbs, duplicate, dialogs } = useRequestVerbs(
    id,
    reload,
    useCallback(
      (key: string) => {
        open.show(id, key);
        setNaming(true);
      },
      [open, id],
    ),
    useCallback((named: string[], title: string) => show({ kind: "export-requests", named, title }), [show]),
    useCallback(
      (place: PlaceName) => show({ kind: "run", what: { kind: "place", place }, title: place.path }),
      [show],
    ),
  );
  useCommands(
    useMemo(
      () => [
        {
          id: "duplicate-request",
          title: "Duplicate request",
          group: "Requests",
          keys: "mod+d",
          // There it duplicates the row.
          except: "[role=tree]",
          run: () => {
            const state = open.whole(id);
            const own = requests?.find((one) => state.chosen && keyOf(one) === keyOf(state.chosen));
            // Its copy stays in its file, which gives it variables and more.
            if (own?.origin === "own") void duplicate(own, isChanged(state) ? state.draft : null);
            else open.duplicate(id);
          },
        },
      ],
      [open, id, requests, duplicate],
    ),
  );
  const { choose } = useCollections();
  const menu = useMemo(
    () => [
      { id: "new-folder", title: "New folder…", run: () => verbs.make("", "folder") },
      { id: "import", title: "Import requests…", run: () => void attempt(choose("files")) },
      { id: "import-folder", title: "Import a folder…", run: () => void attempt(choose("folder")) },
      {
        id: "export",
        title: "Export all…",
        run: () => show({ kind: "export-requests", named: [], title: "your requests" }),
      },
    ],
    [choose, show, verbs],
  );
  const { pasteText } = usePasting();
  const onPaste = useCallback(
    (text: string) => {
      // Part of a URL belongs into the field. A request has lines or words.
      if (!/\S\s+\S/.test(text)) return false;
      void pasteText(id, text);
      return true;
    },
    [pasteText, id],
  );
  const copyAs = useCopyAs(
    id,
    useCallback(() => {
      const state = open.whole(id);
      const { draft: request, chosen: source } = state;
      return request && { request, source, answers: open.calls.lastAnswers(id, state) };
    }, [open, id]),
  );
  useCommands(
    useMemo(
      () =>
        copyAs.map(({ id: key, title, run }) => ({
          id: `copy-as-${key}`,
          title: `Copy as ${title}`,
          group: "Requests",
          run,
        })),
      [copyAs],
    ),
  );
  const unsaved = useUnsaved(opened);
  const remedy = useRemedy(
    id,
    useCallback((wanted: Seek) => select(id, { tab: "requests", seek: wanted }), [select, id]),
  );
  const { current } = opened;
  // Of this tab: what is typed last may come when another one is on screen.
  const onEdit = useMemo(
    () => ({
      onChange: (part: Partial<EditedRequest>) => open.edit(id, current, part),
      onEditBody: (edit: BodyEdit, all: () => void) => open.editBody(id, current, edit, all),
      onPause: () => open.paused(id, current),
    }),
    [open, id, current],
  );
  const hideNotes = useCallback(() => open.hideNotes(id), [open, id]);
  const setVariable = useCallback(
    (name: string) => select(id, { tab: "settings", goal: { kind: "variable", name } }),
    [select, id],
  );
  const isThere = draft !== null;
  // Each wish once: it is still here for a moment after the keyboard has got where it leads.
  const [met, setMet] = useState<Seek>();
  if (seek && isThere && seek !== met) {
    setMet(seek);
    setSought({ seek, of: opened.current });
  }
  useEffect(() => {
    const request = open.whole(id).draft;
    if (!seek || !isThere || !request) return;
    if (seek.header) open.edit(id, current, { headers: withHeader(request, seek) });
    // Once: the place that is left behind asks for nothing.
    select(id, { tab: "requests" });
  }, [seek, isThere, open, id, current, select]);
  // The list comes first: an editor that opens is the longest to draw.
  const hasEditor = useDeferredValue(isThere, false);
  const problem = problemOf(sending);
  const listed = requests?.find((one) => one.address === chosen?.address && one.origin === chosen.origin);

  return (
    <div className={tab} data-testid="requests-tab">
      <RequestList
        requests={requests ?? NO_REQUESTS}
        places={places}
        unsaved={unsaved}
        current={chosen ? keyOf(chosen) : opened.current}
        onOpen={openListed}
        onShow={showListed}
        onNew={start}
        verbs={verbs}
        menu={menu}
      />
      <div className={work}>
        <TabStrip {...strip} onNew={start} />
        {tabNotes}
        {outside && (
          <OutsideNote
            change={outside}
            onAnswer={(version) =>
              void open.settle(id, version).then((refused) => (refused ? tellProblem(refused) : reload()))
            }
          />
        )}
        <div
          id={strip.panel}
          className={panel}
          role="tabpanel"
          aria-label={titleOf(currentOf(opened)) || "Request"}
        >
          <div className="request-panes" data-idle={sending.kind === "idle"}>
            {listState.kind === "failed" && (
              <div className={pad}>
                <ProblemNote problem={listState.problem} retry={() => void reload()} />
              </div>
            )}
            <NextPicture key={`${opened.current} ${chosen ? keyOf(chosen) : ""}`}>
              {draft && hasEditor && (
                <RequestEditor
                  profile={id}
                  request={draft}
                  source={chosen}
                  check={check}
                  note={listed?.note ?? null}
                  notes={notes}
                  description={listed?.description ?? null}
                  isProduction={profile.risk === "production"}
                  isSending={sending.kind === "waiting"}
                  isChanged={isChanged({ draft, saved })}
                  {...onEdit}
                  onSend={ask}
                  onSave={save}
                  onPaste={onPaste}
                  copyAs={copyAs}
                  seek={sought?.of === opened.current ? sought.seek : null}
                  onSought={endSeek}
                  onHideNotes={hideNotes}
                  onSetVariable={setVariable}
                />
              )}
            </NextPicture>
            <div className={answer + " request-answer"}>
              <Outcome
                sending={sending}
                host={draft ? hostOf(check, draft) : ""}
                onCancel={() => open.calls.cancel(id)}
                bodies={platform}
                onOpen={(request) => open.take(id, request)}
                remedy={problem && remedy(problem, ask)}
              />
            </div>
          </div>
        </div>
      </div>
      <RequestQuestions
        profile={profile}
        asking={asking}
        asked={asked}
        what={draft ? `${draft.method} ${check?.url ?? draft.url}` : ""}
      />
      <SaveRequest
        isOpen={naming}
        suggestion={chosen?.address ?? draft?.name ?? ""}
        onSave={keep}
        onDismiss={() => setNaming(false)}
      />
      {dialogs}
    </div>
  );
}
