/*
 * The search over the history: what is typed, and a menu that types what is hard to guess.
 */
import { SearchField } from "@react-spectrum/s2/SearchField";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { Switch } from "@react-spectrum/s2/Switch";
import { LazyMenu } from "../../shared/LazyMenu";

/** What the menu has: a part of the search text, and what it means. */
const FILTERS = [
  ["is:failed", "Failures"],
  ["is:write", "Writing calls"],
  ["is:pinned", "Pinned"],
  ["is:noted", "With a note"],
  ["status:4xx", "Status 400 to 499"],
  ["status:5xx", "Status 500 to 599"],
  ["after:today", "Sent today"],
  ["after:7d", "Sent in the last 7 days"],
  ["time:>1s", "Slower than a second"],
  ["size:>1mb", "Answers over 1 MB"],
] as const;

const head = style({ display: "flex", flexDirection: "column", gap: 8, padding: 12, paddingStart: 24 });
const line = style({ display: "flex", gap: 8, alignItems: "center" });
const wide = style({ flexGrow: 1, minWidth: 0 });

const partsOf = (text: string) => text.split(/\s+/).filter(Boolean);

/** The text with this part, or without it when it had it. */
function toggled(text: string, part: string): string {
  const parts = partsOf(text);
  if (!parts.includes(part)) return [...parts, part].join(" ");
  return parts.filter((one) => one !== part).join(" ");
}

interface HistoryFinderProps {
  text: string;
  onText: (text: string) => void;
  everywhere: boolean;
  onEverywhere: (everywhere: boolean) => void;
}

export function HistoryFinder({ text, onText, everywhere, onEverywhere }: HistoryFinderProps) {
  const chosen = partsOf(text);
  return (
    <div className={head}>
      <div className={line}>
        <SearchField
          aria-label="Search history"
          placeholder="Words, status:404, host:…"
          value={text}
          onChange={onText}
          styles={wide}
        />
        <LazyMenu
          label="Filter history"
          icon="chevron"
          testId="history-filters"
          entries={FILTERS.map(([part, title]) => ({
            id: part,
            title: chosen.includes(part) ? `✓ ${title}` : title,
            run: () => onText(toggled(text, part)),
          }))}
        />
      </div>
      <Switch size="S" isSelected={everywhere} onChange={onEverywhere}>
        All profiles
      </Switch>
    </div>
  );
}
