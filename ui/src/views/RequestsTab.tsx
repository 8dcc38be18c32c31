/*
 * The Requests tab: list, editor, answer.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback, useEffect, useMemo, useState } from "react";
import type { Problem } from "../bindings/Problem";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import type { Request } from "../bindings/Request";
import type { RequestCheck } from "../bindings/RequestCheck";
import type { RequestSummary } from "../bindings/RequestSummary";
import { Answer } from "../features/requests/Answer";
import { RequestEditor } from "../features/requests/RequestEditor";
import { RequestList } from "../features/requests/RequestList";
import { SaveRequest, type Taken } from "../features/requests/SaveRequest";
import { NEW_REQUEST, useRequestDesk } from "../features/requests/useRequestDesk";
import { usePlatform } from "../platform";
import { useRemedy } from "./remedy";
import { settle, useLoad, useSettled, type Async } from "../shared/async";
import { Busy } from "../shared/Busy";
import { useCommands } from "../shared/commands";
import { ConfirmWrite } from "../shared/ConfirmWrite";
import { Empty } from "../shared/Empty";
import { ProblemNote } from "../shared/ProblemNote";
import type { RemedyButton } from "../shared/RemedyVerb";
import { tell } from "../shared/toast";
import type { ExchangeView } from "../bindings/ExchangeView";
import type { Desk } from "./useDesk";

const tab = style({
  display: "grid",
  gridTemplateColumns: ["clamp(168px, 24%, 248px)", "minmax(0, 1fr)"],
  gridTemplateRows: ["minmax(0, 1fr)"],
  height: "full",
  minHeight: 0,
});
const work = style({ containerType: "inline-size", minHeight: 0, minWidth: 0, height: "full" });
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
  return requests.find(fits) ?? requests[0];
}

function hostOf(check: RequestCheck | null, request: Request): string {
  return /^https?:\/\/([^/?#]+)/.exec(check?.url ?? request.url)?.[1] ?? "the other end";
}

export default function RequestsTab({ desk: all, profile }: { desk: Desk; profile: ProfileSummary }) {
  const platform = usePlatform();
  const desk = useRequestDesk();
  const { id } = profile;
  const { chosen, saved, draft, sending, asking } = desk.stateOf(id);
  const { open, take, edit, send, save } = desk;
  const list = useLoad(useCallback(() => platform.requestsList(), [platform]));
  const requests = list.state.kind === "ready" ? list.state.value : null;
  const [naming, setNaming] = useState(false);
  const check = useCheck(id, draft);

  useEffect(() => {
    const first = requests && firstFor(profile, requests);
    if (first && !draft && !chosen) void open(id, first);
  }, [requests, draft, chosen, open, id, profile]);

  const start = useCallback(() => take(id, NEW_REQUEST), [take, id]);
  useCommands(
    useMemo(
      () => [
        {
          id: "send",
          title: "Send",
          group: "Requests",
          keys: "mod+enter",
          run: () => void send(id, "unconfirmed"),
        },
        { id: "new-request", title: "New request", group: "Requests", keys: "mod+t", run: start },
        {
          id: "save-request",
          title: "Save to your requests",
          group: "Requests",
          keys: "mod+s",
          run: () => setNaming(true),
        },
      ],
      [send, id, start],
    ),
  );

  const keep = async (path: string, taken: Taken) => {
    const settled = await save(id, path, taken);
    if (settled.kind === "failed") return settled.problem;
    await list.reload();
    await tell(`${path} saved`);
    return null;
  };
  const remedy = useRemedy(all, id);
  const problem = problemOf(sending);
  const note =
    requests?.find((one) => one.path === chosen?.path && one.origin === chosen.origin)?.note ?? null;

  return (
    <div className={tab} data-testid="requests-tab">
      <RequestList
        requests={requests ?? []}
        chosen={chosen}
        onOpen={({ path, origin }) => void open(id, { path, origin })}
        onNew={start}
      />
      <div className={work}>
        <div className="request-panes" data-idle={sending.kind === "idle"}>
          {list.state.kind === "failed" && (
            <div className={pad}>
              <ProblemNote
                problem={list.state.problem}
                remedy={{ label: "Try again", run: () => void list.reload() }}
              />
            </div>
          )}
          {draft && (
            <RequestEditor
              key={chosen ? `${chosen.origin} ${chosen.path}` : "new"}
              request={draft}
              check={check}
              note={note}
              isProduction={profile.risk === "production"}
              isSending={sending.kind === "waiting"}
              isChanged={draft !== saved}
              onChange={(part) => edit(id, part)}
              onSend={() => void send(id, "unconfirmed")}
              onSave={() => setNaming(true)}
            />
          )}
          <div className={answer + " request-answer"}>
            <Outcome
              sending={sending}
              host={draft ? hostOf(check, draft) : ""}
              onCancel={() => desk.cancel(id)}
              onMore={platform.historyBody}
              remedy={problem && remedy(problem, () => void send(id, "unconfirmed"))}
            />
          </div>
        </div>
      </div>
      <ConfirmWrite
        isOpen={asking !== null}
        what={draft ? `${draft.method} ${check?.url ?? draft.url}` : ""}
        why={asking ?? ""}
        onConfirm={() => void send(id, "confirmed")}
        onDismiss={() => desk.forgetAsking(id)}
      />
      <SaveRequest
        isOpen={naming}
        suggestion={chosen?.path ?? draft?.name ?? ""}
        onSave={keep}
        onDismiss={() => setNaming(false)}
      />
    </div>
  );
}

/** The engine's opinion of the request as it was when typing last paused. */
function useCheck(profile: string, request: Request | null): RequestCheck | null {
  const platform = usePlatform();
  const [check, setCheck] = useState<RequestCheck | null>(null);
  const settled = useSettled(request, 250);
  useEffect(() => {
    if (!settled) return;
    let current = true;
    void settle(platform.requestCheck(profile, settled)).then((checked) => {
      if (current) setCheck(checked.kind === "ready" ? checked.value : null);
    });
    return () => {
      current = false;
    };
  }, [platform, profile, settled]);
  return check;
}

/** What stopped the request, or what its answer says went wrong. */
function problemOf(sending: Async<ExchangeView>): Problem | undefined {
  if (sending.kind === "failed") return sending.problem;
  return sending.kind === "ready" ? (sending.value.problem ?? undefined) : undefined;
}

interface OutcomeProps {
  sending: Async<ExchangeView>;
  host: string;
  onCancel: () => void;
  remedy: RemedyButton | undefined;
  onMore: Parameters<typeof Answer>[0]["onMore"];
}

function Outcome({ sending, host, onCancel, remedy, onMore }: OutcomeProps) {
  switch (sending.kind) {
    case "idle":
      return <Empty title="No answer yet">Send the request. Its answer appears here.</Empty>;
    case "waiting":
      return (
        <div className={pad}>
          <Busy sentence={`Waiting for ${host}…`} onCancel={onCancel} />
        </div>
      );
    case "failed":
      return (
        <div className={pad}>
          <ProblemNote problem={sending.problem} remedy={remedy} />
        </div>
      );
    case "ready":
      return (
        <Answer key={sending.value.summary.id} exchange={sending.value} remedy={remedy} onMore={onMore} />
      );
  }
}
