/*
 * The requests one can send, by product, the person's own first. Found by typing, walked by arrow keys.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import Add from "@react-spectrum/s2/icons/Add";
import { SearchField } from "@react-spectrum/s2/SearchField";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import type { RequestSummary } from "../../bindings/RequestSummary";
import { MethodMark } from "../../shared/MethodMark";
import type { Chosen } from "./useRequestDesk";
import { Name } from "../../shared/Name";
import { found } from "../../shared/search";

interface RequestListProps {
  requests: RequestSummary[];
  chosen: Chosen | null;
  onOpen: (chosen: Chosen) => void;
  onNew: () => void;
}

const pane = style({
  display: "flex",
  flexDirection: "column",
  minHeight: 0,
  borderStyle: "solid",
  borderWidth: 0,
  borderEndWidth: 1,
  borderColor: "gray-200",
});
const head = style({ display: "flex", gap: 8, padding: 12, paddingStart: 24, alignItems: "center" });
const grow = style({ flexGrow: 1, minWidth: 0 });
const rows = style({
  overflowY: "auto",
  minHeight: 0,
  flexGrow: 1,
  paddingStart: 16,
  paddingEnd: 8,
  paddingBottom: 16,
  // A row that is brought into view does not end up under its heading.
  scrollPaddingTop: 32,
});
const heading = style({
  font: "ui-xs",
  fontWeight: "bold",
  color: "neutral-subdued",
  position: "sticky",
  top: 0,
  zIndex: 1,
  backgroundColor: "layer-2",
  paddingX: 8,
  paddingTop: 12,
  paddingBottom: 4,
  margin: 0,
});
const row = style({
  position: "relative",
  display: "flex",
  alignItems: "center",
  gap: 4,
  minHeight: 28,
  paddingX: 8,
  borderRadius: "default",
  cursor: "default",
  font: "ui-sm",
  color: "body",
  backgroundColor: { default: "transparent", ":hover": "gray-100", isSelected: "gray-200" },
});
const name = style({ minWidth: 0, flexGrow: 1 });
const nothing = style({ font: "ui-sm", color: "neutral-subdued", padding: 8, margin: 0 });

function keyOf({ path, origin }: Chosen): string {
  return `${origin} ${path}`;
}

function groupOf({ path, origin }: RequestSummary): string {
  if (origin === "own") return "Your requests";
  const folders = path.split("/").slice(0, -1);
  return folders.join(" / ") || "Others";
}

export function RequestList({ requests, chosen, onOpen, onNew }: RequestListProps) {
  const [text, setText] = useState("");
  const groups = useMemo(() => {
    const under = new Map<string, RequestSummary[]>();
    const own = requests.filter((one) => one.origin === "own");
    const all = [...own, ...requests.filter((one) => one.origin !== "own")];
    const told = (one: RequestSummary) => ({ name: one.name, rest: `${one.path} ${one.method}` });
    for (const request of found(all, text, told)) {
      const group = groupOf(request);
      under.set(group, [...(under.get(group) ?? []), request]);
    }
    return [...under];
  }, [requests, text]);
  const shown = groups.flatMap(([, group]) => group);
  const current = chosen && keyOf(chosen);
  const tabStop = shown.some((one) => keyOf(one) === current) ? current : shown[0] && keyOf(shown[0]);

  const list = useRef<HTMLDivElement>(null);
  const isListed = shown.length > 0;
  useEffect(() => {
    if (!current || !isListed) return;
    const chosenRow = list.current?.querySelector(`[data-request="${CSS.escape(current)}"]`);
    chosenRow?.scrollIntoView({ block: "nearest" });
  }, [current, isListed]);

  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const at = shown.findIndex((one) => keyOf(one) === (event.target as HTMLElement).dataset["request"]);
    const step = event.key === "ArrowDown" ? at + 1 : event.key === "ArrowUp" ? at - 1 : null;
    if (step === null) return;
    event.preventDefault();
    const next = shown[Math.max(0, Math.min(shown.length - 1, step))];
    if (!next) return;
    event.currentTarget.querySelector<HTMLElement>(`[data-request="${CSS.escape(keyOf(next))}"]`)?.focus();
    onOpen(next);
  };

  return (
    <div className={pane} data-testid="request-list">
      <div className={head}>
        <SearchField
          aria-label="Find a request"
          placeholder="Find"
          size="S"
          value={text}
          onChange={setText}
          styles={grow}
        />
        <ActionButton size="S" aria-label="New request" onPress={onNew} data-testid="new-request">
          <Add />
        </ActionButton>
      </div>
      <div
        ref={list}
        className={rows}
        // A list box has options; without any it is an empty place.
        {...(isListed && { role: "listbox", "aria-label": "Requests", tabIndex: -1, onKeyDown: onKey })}
      >
        {groups.map(([group, members]) => (
          <div key={group} role="group" aria-label={group}>
            <p className={heading} aria-hidden="true">
              <Name text={group} />
            </p>
            {members.map((request) => {
              const key = keyOf(request);
              return (
                <div
                  key={key}
                  role="option"
                  aria-selected={key === current}
                  tabIndex={key === tabStop ? 0 : -1}
                  data-request={key}
                  data-testid="request-row"
                  className={row({ isSelected: key === current }) + " focusable"}
                  onClick={() => onOpen(request)}
                  onKeyDown={(event) => {
                    if (event.key === "Enter" || event.key === " ") onOpen(request);
                  }}
                >
                  <MethodMark method={request.method} />
                  <span className={name}>
                    <Name text={request.name} />
                  </span>
                </div>
              );
            })}
          </div>
        ))}
        {!shown.length && (
          <p className={nothing}>{text ? `No request matches “${text}”.` : "No requests yet."}</p>
        )}
      </div>
    </div>
  );
}
