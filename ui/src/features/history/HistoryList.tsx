/*
 * What was sent, newest first.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { KeyboardEvent } from "react";
import type { ExchangeId } from "../../bindings/ExchangeId";
import type { ExchangeSummary } from "../../bindings/ExchangeSummary";
import { MethodMark } from "../../shared/MethodMark";
import { milliseconds } from "../../shared/size";
import { ago, exact, useNow } from "../../shared/time";
import { Foreign } from "../../shared/Foreign";
import type { MenuEntry } from "../../shared/MenuButton";
import { Name } from "../../shared/Name";
import { useRowMenu } from "../../shared/rowMenu";
import { visibleLine } from "../../shared/visible";

interface HistoryListProps {
  entries: ExchangeSummary[];
  selected: ExchangeId | null;
  /** Whether entries of several profiles stand here, so that each has to say whose it is. */
  showsProfile: boolean;
  onSelect: (id: ExchangeId) => void;
  /** Every verb of an entry. */
  verbsOf: (entry: ExchangeSummary) => MenuEntry[];
  /** Fetches older ones; none when there are none. */
  onMore: (() => void) | null;
}

const list = style({
  overflowY: "auto",
  minHeight: 0,
  flexGrow: 1,
  paddingStart: 16,
  paddingEnd: 8,
  paddingBottom: 16,
});
const row = style({
  position: "relative",
  display: "grid",
  gridTemplateColumns: [40, "minmax(0, 1fr)", "auto"],
  columnGap: 8,
  rowGap: 2,
  alignItems: "baseline",
  paddingX: 8,
  paddingY: 8,
  borderRadius: "default",
  cursor: "default",
  backgroundColor: { default: "transparent", ":hover": "gray-100", isSelected: "gray-200" },
});
const name = style({ font: "ui", color: "body", minWidth: 0 });
const status = style({
  textAlign: "end",
  font: "ui-sm",
  fontWeight: "bold",
  color: { default: "green-1100", isBad: "red-1100" },
});
const side = style({ font: "ui-xs", color: "neutral-subdued", truncate: true });
const more = style({ padding: 8 });

export function HistoryList(props: HistoryListProps) {
  const { entries, selected, showsProfile, onSelect, verbsOf, onMore } = props;
  const menu = useRowMenu();
  const now = useNow();
  const tabStop = entries.some((one) => one.id === selected) ? selected : entries[0]?.id;
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const at = entries.findIndex(
      (one) => String(one.id) === (event.target as HTMLElement).dataset["exchange"],
    );
    const step = event.key === "ArrowDown" ? at + 1 : event.key === "ArrowUp" ? at - 1 : null;
    const next = step === null ? undefined : entries[Math.max(0, Math.min(entries.length - 1, step))];
    if (!next) return;
    event.preventDefault();
    event.currentTarget.querySelector<HTMLElement>(`[data-exchange="${next.id}"]`)?.focus();
    onSelect(next.id);
  };
  return (
    <div className={list}>
      <div role="listbox" aria-label="History" tabIndex={-1} onKeyDown={onKey}>
        {entries.map((entry) => {
          const bad = entry.status === null || entry.status >= 400;
          return (
            <div
              key={entry.id}
              role="option"
              aria-selected={entry.id === selected}
              tabIndex={entry.id === tabStop ? 0 : -1}
              data-exchange={entry.id}
              data-testid="history-row"
              className={row({ isSelected: entry.id === selected }) + " focusable"}
              {...menu(`Verbs of ${entry.name}`, () => verbsOf(entry))}
              onClick={() => onSelect(entry.id)}
              onKeyDown={(event) => {
                if (event.key === "Enter" || event.key === " ") onSelect(entry.id);
              }}
            >
              <MethodMark method={entry.method} />
              <span className={name}>
                <Name text={entry.name} />
              </span>
              <span className={status({ isBad: bad })}>{entry.status ?? "No answer"}</span>
              <span />
              <span className={side} title={visibleLine(entry.url)}>
                <Foreign text={showsProfile ? entry.profile_title : entry.url.replace(/^https?:\/\//, "")} />
              </span>
              <span className={side} title={exact(entry.started_at)}>
                {milliseconds(entry.total_ms)} · {ago(entry.started_at, now)}
              </span>
            </div>
          );
        })}
      </div>
      {onMore && (
        <div className={more}>
          <ActionButton size="S" onPress={onMore}>
            More
          </ActionButton>
        </div>
      )}
    </div>
  );
}
