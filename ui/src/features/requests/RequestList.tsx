/*
 * The requests one can send, by product, the person's own first. Found by typing, walked by arrow keys.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import Add from "@react-spectrum/s2/icons/Add";
import { SearchField } from "@react-spectrum/s2/SearchField";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useMemo, useState, type KeyboardEvent } from "react";
import type { RequestSummary } from "../../bindings/RequestSummary";
import { MethodMark } from "../../shared/MethodMark";
import type { Chosen } from "./useRequestDesk";
import { Foreign } from "../../shared/Foreign";
import { visibleLine } from "../../shared/visible";

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
const list = style({
  overflowY: "auto",
  minHeight: 0,
  flexGrow: 1,
  paddingStart: 16,
  paddingEnd: 8,
  paddingBottom: 16,
});
const heading = style({
  font: "ui-xs",
  fontWeight: "bold",
  color: "neutral-subdued",
  paddingX: 8,
  paddingTop: 12,
  paddingBottom: 4,
  margin: 0,
  truncate: true,
});
const row = style({
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
const name = style({ truncate: true, minWidth: 0, flexGrow: 1 });
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
    const words = text.toLowerCase().split(/\s+/);
    const found = new Map<string, RequestSummary[]>();
    const own = requests.filter((one) => one.origin === "own");
    for (const request of [...own, ...requests.filter((one) => one.origin !== "own")]) {
      const all = `${request.path} ${request.method}`.toLowerCase();
      if (!words.every((word) => all.includes(word))) continue;
      const group = groupOf(request);
      found.set(group, [...(found.get(group) ?? []), request]);
    }
    return [...found];
  }, [requests, text]);
  const shown = groups.flatMap(([, group]) => group);
  const current = chosen && keyOf(chosen);
  const tabStop = shown.some((one) => keyOf(one) === current) ? current : shown[0] && keyOf(shown[0]);

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
      <div className={list} role="listbox" aria-label="Requests" tabIndex={-1} onKeyDown={onKey}>
        {groups.map(([group, members]) => (
          <div key={group} role="group" aria-label={group}>
            <p className={heading} aria-hidden="true" title={group}>
              {group}
            </p>
            {members.map((request) => {
              const key = keyOf(request);
              return (
                <div
                  key={key}
                  role="option"
                  aria-selected={key === current}
                  aria-label={`${request.method} ${request.name}`}
                  tabIndex={key === tabStop ? 0 : -1}
                  title={visibleLine(request.name)}
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
                    <Foreign text={request.name} />
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
