/*
 * What stands above the board: what to show of it, and what to do with all of it or with what is marked.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { RefObject } from "react";
import type { Choice } from "../../shared/choice";
import { LazyMenu } from "../../shared/LazyMenu";
import { heard } from "../../shared/heard";
import type { MenuEntry } from "../../shared/MenuButton";
import { count } from "../../shared/size";
import { CHIPS, type Chip, type GroupBy } from "./items";

interface BoardHeadProps {
  counts: Record<Chip, number>;
  /** Whether the engine has said anything about the profiles. */
  isKnown: boolean;
  chips: readonly Chip[];
  onChip: (chip: Chip) => void;
  text: string;
  onText: (text: string) => void;
  finder: RefObject<HTMLInputElement | null>;
  group: GroupBy;
  onGroup: (group: GroupBy) => void;
  shown: number;
  of: number;
  /** How many are marked. */
  marked: number;
  /** What can be done with all that is shown. */
  verbs: MenuEntry[];
  /** What can be done with what is marked. */
  markedVerbs: MenuEntry[];
  onRenew: () => void;
  isRenewing: boolean;
}

const bar = style({
  flexShrink: 0,
  display: "flex",
  flexWrap: "wrap",
  alignItems: "center",
  gap: 8,
  minHeight: 32,
});
/** They go into lines of their own before any is cut. */
const chipGroup = style({ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 8, minWidth: 0 });
const title = style({ font: "title-xl", margin: 0, marginEnd: 8 });
const chip = style({
  font: "ui-sm",
  height: 28,
  paddingX: 12,
  borderRadius: "full",
  borderWidth: 1,
  borderStyle: "solid",
  cursor: "default",
  whiteSpace: "nowrap",
  color: { default: "body", isOn: "gray-25", isDisabled: "disabled" },
  borderColor: { default: "gray-300", ":hover": "gray-500", isOn: "gray-800", isDisabled: "disabled" },
  backgroundColor: { default: "transparent", isOn: "gray-800" },
});
const input = style({
  font: "ui",
  color: "body",
  height: 32,
  width: 168,
  boxSizing: "border-box",
  paddingX: 12,
  borderRadius: "lg",
  borderWidth: 1,
  borderStyle: "solid",
  borderColor: "gray-300",
  backgroundColor: "base",
});
const gap = style({ flexGrow: 1 });
const said = style({ font: "ui-sm", color: "neutral-subdued", margin: 0 });

const GROUPS: Array<Choice<GroupBy>> = [
  { id: "organization", title: "By organization" },
  { id: "environment", title: "By environment" },
  { id: "nothing", title: "Not grouped" },
];

export function BoardHead(props: BoardHeadProps) {
  const { counts, isKnown, chips, onChip, text, onText, finder, group, onGroup, shown, of, marked } = props;
  const { verbs, markedVerbs, onRenew, isRenewing } = props;
  const grouping = GROUPS.find(({ id }) => id === group)?.title ?? "";
  return (
    <>
      <div className={bar}>
        <h1 className={title}>Board</h1>
        <div role="group" aria-label="Show only" className={chipGroup}>
          {CHIPS.map(({ id, title: name, needsRows }) => {
            const isOn = chips.includes(id);
            const isDisabled = needsRows && !isKnown;
            return (
              <button
                key={id}
                type="button"
                aria-pressed={isOn}
                disabled={isDisabled}
                className={chip({ isOn, isDisabled }) + " focusable"}
                onClick={() => onChip(id)}
                data-testid={`chip-${id}`}
              >
                {name} {isDisabled ? "–" : counts[id].toLocaleString("en")}
              </button>
            );
          })}
        </div>
      </div>
      <div className={bar}>
        <input
          ref={finder}
          className={input + " focusable"}
          type="search"
          aria-label="Find on the board"
          placeholder="Find…"
          value={text}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") onText("");
          }}
          data-testid="board-find"
        />
        {marked > 0 ? (
          <>
            <p className={said} data-testid="board-marked">
              {count(marked, "profile")} selected
            </p>
            {markedVerbs.map(({ id, title: name, run }) => (
              <ActionButton key={id} size="S" onPress={run} data-testid={`marked-${id}`}>
                {name}
              </ActionButton>
            ))}
          </>
        ) : (
          <>
            <p className={said}>
              {shown === of
                ? count(of, "profile")
                : `${shown.toLocaleString("en")} of ${count(of, "profile")}`}
            </p>
            <LazyMenu
              label={`Group the table: ${grouping}`}
              shown={grouping}
              icon="word"
              size="S"
              entries={GROUPS.map(({ id, title: name }) => ({ id, title: name, run: () => onGroup(id) }))}
              testId="board-group"
            />
            <span className={gap} />
            <ActionButton
              size="S"
              onPress={onRenew}
              isDisabled={isRenewing || shown === 0}
              data-testid="renew-all"
            >
              {shown === of ? "Renew all" : `Renew ${shown.toLocaleString("en")}`}
            </ActionButton>
            <LazyMenu label="More for the board" icon="more" size="S" entries={verbs} testId="board-more" />
          </>
        )}
      </div>
      <p className={heard + style({ margin: 0 })} role="status">
        {shown === of ? "" : `${shown.toLocaleString("en")} of ${count(of, "profile")}`}
      </p>
    </>
  );
}
