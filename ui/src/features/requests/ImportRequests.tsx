/*
 * Requests of another program before they are added: how many, where to, what is not taken over and why, and what becomes of
 * their variables.
 */
import { Checkbox } from "@react-spectrum/s2/Checkbox";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { FoundRequests } from "../../bindings/FoundRequests";
import type { LeftOutView } from "../../bindings/LeftOutView";
import type { Problem } from "../../bindings/Problem";
import type { RequestImportView } from "../../bindings/RequestImportView";
import type { VariablesStay } from "../../bindings/VariablesStay";
import { usePlatform } from "../../platform";
import { idle, settle, useSettled, waiting, type Async } from "../../shared/async";
import { Foreign } from "../../shared/Foreign";
import { FormDialog } from "../../shared/FormDialog";
import { count } from "../../shared/size";

interface ImportRequestsProps {
  found: FoundRequests;
  /** The profile whose variables may take the collection's; none where there is no profile. */
  profile: string | undefined;
  /** What else is in the files. */
  besides: ReactNode;
  /** Why nothing was added; null when it was. */
  onAdd: (view: RequestImportView, to: string, variables: VariablesStay) => Promise<Problem | null>;
  onDismiss: () => void;
}

const text = style({ font: "ui", margin: 0, overflowWrap: "anywhere" });
const side = style({ font: "ui-sm", color: "neutral-subdued", margin: 0, overflowWrap: "anywhere" });
const section = style({ display: "flex", flexDirection: "column", gap: 4 });
const list = style({ font: "ui-sm", margin: 0, paddingStart: 20, overflowWrap: "anywhere" });
const summary = style({ font: "ui", cursor: "pointer", width: "fit", paddingY: 4 });

/** More than that is read by nobody in a dialog. */
const MOST = 40;

/** The same sentence once, with its places. */
export function grouped(leftOut: LeftOutView[]): Array<{ text: string; places: string[] }> {
  const all = new Map<string, string[]>();
  for (const { text: said, place } of leftOut) all.set(said, [...(all.get(said) ?? []), place]);
  return [...all].map(([said, places]) => ({ text: said, places: places.filter(Boolean) }));
}

/** What adding it there would do, as of when typing last paused. Where it would go by itself was told with it. */
function usePlan(found: FoundRequests, to: string, variables: VariablesStay) {
  const platform = usePlatform();
  const asked = `${variables} ${to.trim()}`;
  const settled = useSettled(asked, 150);
  const told = useRef(asked);
  const [plan, setPlan] = useState<{ for: string; state: Async<RequestImportView> }>({
    for: asked,
    state: { kind: "ready", value: found.view },
  });
  useEffect(() => {
    if (told.current === settled) return undefined;
    told.current = "";
    let current = true;
    const at = settled.indexOf(" ");
    const [stay, place] = [settled.slice(0, at) as VariablesStay, settled.slice(at + 1)];
    void settle(platform.collectionsPlan(found.id, place, stay)).then((state) => {
      if (current) setPlan({ for: settled, state });
    });
    return () => {
      current = false;
    };
  }, [platform, found.id, settled]);
  return plan.for === asked ? plan.state : waiting;
}

export function ImportRequests({ found, profile, besides, onAdd, onDismiss }: ImportRequestsProps) {
  const [to, setTo] = useState(found.view.folder);
  const [inProfile, setInProfile] = useState(false);
  const [work, setWork] = useState<Async<never>>(idle);
  const variables: VariablesStay = inProfile ? "in_profile" : "in_files";
  const plan = usePlan(found, to, variables);
  const view = plan.kind === "ready" ? plan.value : found.view;
  const all = view.collections.flatMap((one) => one.variables);
  const names = [...new Map(all.map((one) => [one.name, one])).values()];
  const leftOut = view.collections.flatMap((one) => one.left_out);
  const files = view.collections.flatMap((one) => one.files);
  const add = async () => {
    setWork(waiting);
    const problem = await onAdd(view, to.trim(), variables);
    setWork(problem ? { kind: "failed", problem } : idle);
    if (!problem) onDismiss();
  };
  const refused: Async<unknown> = work.kind === "idle" && plan.kind === "failed" ? plan : work;
  return (
    <FormDialog
      size="L"
      title="Import requests"
      action={view.is_here_already ? "Show them" : `Add ${count(view.requests, "request")}`}
      ready={to.trim() !== "" && plan.kind === "ready"}
      work={refused}
      busySentence="Adding…"
      onDo={() => void add()}
      onDismiss={onDismiss}
      testId="import-requests"
      actionTestId="import-requests-confirm"
    >
      <p className={text} role="status" data-testid="import-requests-summary">
        {count(view.requests, "request")} in {count(files.length, "file")}, read from{" "}
        {view.collections.slice(0, 3).map((one, n) => (
          <span key={one.source}>
            {n > 0 && ", "}
            <Foreign text={one.source} /> ({one.format_title})
          </span>
        ))}
        {view.collections.length > 3 && ` and ${view.collections.length - 3} more`}. Nothing is saved yet.
      </p>
      <TextField
        label={view.is_folder ? "Into the folder" : "Into the file"}
        description="Among your requests. A slash makes folders, as in Adobe/Platform"
        value={to}
        onChange={(typed) => {
          setTo(typed);
          setWork(idle);
        }}
        autoFocus
        styles={style({ width: "full" })}
      />
      {view.renamed_from && (
        <p className={text} data-testid="import-requests-taken">
          <Foreign text={view.renamed_from} /> is there already and stays as it is. These go to{" "}
          <Foreign text={view.folder} />.
        </p>
      )}
      {view.is_here_already && (
        <p className={text}>All of it is among your requests already. Nothing changes.</p>
      )}
      {names.length > 0 && (
        <div className={section}>
          {profile !== undefined && (
            <Checkbox isSelected={inProfile} onChange={setInProfile}>
              {`Keep its ${count(names.length, "variable")} in ${profile} instead of the files`}
            </Checkbox>
          )}
          <Details
            title={count(names.length, "variable")}
            lines={names.map((one) => `${one.name} = ${one.value}`)}
          />
        </div>
      )}
      {view.unset.length > 0 && (
        <p className={side} data-testid="import-requests-unset">
          To be set before sending: <Names names={view.unset} />
        </p>
      )}
      {view.optional.length > 0 && (
        <p className={side}>
          Left out of a request as long as they are not set: <Names names={view.optional} />
        </p>
      )}
      {leftOut.length > 0 && <LeftOut groups={grouped(leftOut)} total={leftOut.length} />}
      {view.unread.length > 0 && (
        <Details
          title={`${count(view.unread.length, "file")} not read`}
          lines={view.unread.map((one) => one.text)}
        />
      )}
      <Details
        title={`Where they go: ${count(files.length, "file")}`}
        lines={files.map((one) => `${one.path} (${count(one.requests.length, "request")})`)}
      />
      {besides}
    </FormDialog>
  );
}

/** Names in a sentence; the first of many. */
function Names({ names }: { names: string[] }) {
  const more = names.length - MOST;
  return (
    <>
      <Foreign text={names.slice(0, MOST).join(", ")} />
      {more > 0 && ` and ${more} more`}
    </>
  );
}

function LeftOut({ groups, total }: { groups: ReturnType<typeof grouped>; total: number }) {
  return (
    <details className={section} data-testid="import-requests-left-out">
      <summary className={summary + " focusable"}>
        {total === 1
          ? "1 thing is not taken over as it is"
          : `${total} things are not taken over as they are`}
      </summary>
      <ul className={list}>
        {groups.map((group) => (
          <li key={group.text}>
            <Foreign text={group.text} />
            {group.places.length > 0 && (
              <span className={side}>
                {" "}
                <Foreign text={group.places.slice(0, 3).join(", ")} />
                {group.places.length > 3 && ` and ${group.places.length - 3} more`}
              </span>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Details({ title, lines }: { title: string; lines: string[] }) {
  const more = lines.length - MOST;
  return (
    <details className={section}>
      <summary className={summary + " focusable"}>{title}</summary>
      <ul className={list}>
        {lines.slice(0, MOST).map((line) => (
          <li key={line}>
            <Foreign text={line} />
          </li>
        ))}
        {more > 0 && <li>and {more} more</li>}
      </ul>
    </details>
  );
}
