/*
 * One profile on the board: what is left of each thing that ends, and the one thing that is wrong with a button that mends it.
 */
import PinOn from "@react-spectrum/s2/icons/PinOn";
import { iconStyle, style } from "@react-spectrum/s2/style" with { type: "macro" };
import { memo } from "react";
import type { ProfileId } from "../../bindings/ProfileId";
import { heard } from "../../shared/heard";
import type { MenuEntry } from "../../shared/MenuButton";
import { Name } from "../../shared/Name";
import type { RemedyButton } from "../../shared/RemedyVerb";
import type { RowMenuHandlers } from "../../shared/rowMenu";
import { ago, exact, shortSpan, span } from "../../shared/time";
import { visibleLine } from "../../shared/visible";
import { certificateEnding, tokenEnds } from "../profiles/endings";
import { Mark, STATE_WORDS } from "../profiles/Mark";
import { grid, wideOnly } from "./columns";
import type { BoardItem } from "./items";

export interface RowVerbs {
  open: (id: ProfileId) => void;
  /** All verbs of a profile, for its menu. */
  entriesOf: (item: BoardItem) => MenuEntry[];
  /** The button that mends what is wrong; none where a person has to find out. */
  remedyOf: (item: BoardItem) => RemedyButton | undefined;
}

interface BoardRowProps {
  item: BoardItem;
  isPinned: boolean;
  /** Counted with the head. */
  number: number;
  top: string;
  now: number;
  marked: boolean;
  reachable: boolean;
  menu: RowMenuHandlers;
  verbs: RowVerbs;
  onPress: (id: ProfileId, how: "open" | "one" | "range") => void;
}

const row = style({
  position: "absolute",
  insetStart: 0,
  width: "full",
  height: 40,
  font: "ui",
  color: "body",
  cursor: "default",
  borderRadius: "default",
  backgroundColor: {
    default: "transparent",
    ":hover": "gray-100",
    isMarked: { default: "blue-200", ":hover": "blue-300" },
  },
});
const project = style({ display: "flex", alignItems: "center", gap: 8, minWidth: 0 });
const cell = style({ truncate: true, minWidth: 0 });
const soft = style({ color: "neutral-subdued", truncate: true, minWidth: 0 });
const risk = style({
  font: "ui-sm",
  truncate: true,
  minWidth: 0,
  fontWeight: { default: "normal", isProduction: "bold" },
  color: { default: "body", isProduction: "red-1100" },
});
const left = style({
  truncate: true,
  minWidth: 0,
  color: { default: "body", isShort: "orange-1100", isOver: "red-1100" },
  fontWeight: { default: "normal", isShort: "bold", isOver: "bold" },
});
const health = style({ display: "flex", alignItems: "center", gap: 8, minWidth: 0 });
const wrong = style({
  truncate: true,
  minWidth: 0,
  flexGrow: 1,
  color: {
    state: {
      good: "neutral-subdued",
      unknown: "neutral-subdued",
      warning: "orange-1100",
      failing: "red-1100",
    },
  },
});
const mend = style({
  font: "ui-sm",
  flexShrink: 0,
  height: 24,
  paddingX: 8,
  borderRadius: "lg",
  borderWidth: 1,
  borderStyle: "solid",
  borderColor: { default: "gray-400", ":hover": "gray-600" },
  backgroundColor: "transparent",
  color: "body",
  cursor: "default",
});
const more = style({
  font: "ui",
  size: 28,
  padding: 0,
  borderWidth: 0,
  borderRadius: "default",
  backgroundColor: { default: "transparent", ":hover": "gray-200" },
  color: "body",
  cursor: "default",
});
const pin = style({ flexShrink: 0, display: "flex", color: "neutral-subdued" });

const NOT_KNOWN = "not known";
const RISKS = { production: "production", staging: "staging", development: "development" };
const SIGNS = { warning: "⚠", failing: "✕" };

export const BoardRow = memo(function BoardRow(props: BoardRowProps) {
  const { item, isPinned, number, top, now, marked, reachable, menu, verbs, onPress } = props;
  const { profile } = item;
  const { token } = profile;
  const tokenLeft = token.kind === "ready" ? token.expires_at - now : 0;
  const state = token.kind === "ready" && tokenLeft <= 0 ? "none" : token.kind;
  const handlers = menu(moreFor(profile.title), () => verbs.entriesOf(item));
  const remedy = verbs.remedyOf(item);
  return (
    // The whole row answers to the pointer; the keyboard is the table's.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      aria-rowindex={number}
      aria-selected={marked}
      tabIndex={reachable ? 0 : -1}
      data-board-row={profile.id}
      data-testid="board-row"
      data-health={item.health.kind}
      className={`${grid} ${row({ isMarked: marked })} focusable`}
      style={{ top }}
      {...handlers}
      onClick={(event) => {
        // Buttons and the tick do what they say.
        if (event.target instanceof Element && event.target.closest("button, input")) return;
        onPress(profile.id, event.shiftKey ? "range" : event.ctrlKey || event.metaKey ? "one" : "open");
      }}
    >
      <span role="gridcell">
        <input
          type="checkbox"
          className="tick focusable"
          tabIndex={-1}
          checked={marked}
          aria-label={`Select ${visibleLine(profile.title)}`}
          onChange={() => onPress(profile.id, "one")}
        />
      </span>
      <span role="rowheader" className={project}>
        <Mark colour={profile.colour} state={state} />
        <span className={cell}>
          <Name text={profile.name} />
        </span>
        {isPinned && (
          <span className={pin}>
            <PinOn styles={iconStyle({ size: "XS" })} aria-label="Pinned" />
          </span>
        )}
      </span>
      <span role="gridcell" className={risk({ isProduction: profile.risk === "production" })}>
        {RISKS[profile.risk]}
      </span>
      <span
        role="gridcell"
        className={left({ isShort: tokenEnds(profile, now), isOver: false })}
        title={token.kind === "ready" ? `Token until ${exact(token.expires_at)}` : STATE_WORDS[state]}
      >
        {state === "ready" ? span(tokenLeft) : <None words={STATE_WORDS[state]} />}
      </span>
      <Certificate item={item} now={now} />
      <span
        role="gridcell"
        className={`${soft} ${wideOnly}`}
        title={item.secretStoredAt === null ? undefined : `Stored since ${exact(item.secretStoredAt)}`}
      >
        {item.secretStoredAt === null ? (
          <None words={item.isKnown ? "no client secret" : NOT_KNOWN} />
        ) : (
          shortSpan(Math.max(0, now - item.secretStoredAt))
        )}
      </span>
      <span
        role="gridcell"
        className={`${soft} ${wideOnly}`}
        title={item.lastUsed === null ? undefined : exact(item.lastUsed)}
      >
        {item.lastUsed !== null ? (
          ago(item.lastUsed, now)
        ) : item.isKnown ? (
          "never"
        ) : (
          <None words={NOT_KNOWN} />
        )}
      </span>
      <span role="gridcell" className={health}>
        <HealthWords health={item.health} title={profile.title} />
        {remedy && (
          <button
            type="button"
            className={mend + " focusable"}
            tabIndex={reachable ? 0 : -1}
            onClick={() => void remedy.run()}
            data-testid="board-remedy"
          >
            {remedy.label}
          </button>
        )}
      </span>
      <span role="gridcell">
        {/* A plain button: twenty of Spectrum's menus would cost more to draw than all the rest of the rows. */}
        <button
          type="button"
          className={more + " focusable"}
          tabIndex={reachable ? 0 : -1}
          aria-haspopup="menu"
          aria-label={moreFor(profile.title)}
          onClick={handlers.onContextMenu}
        >
          <span aria-hidden="true">⋯</span>
        </button>
      </span>
    </div>
  );
});

const moreFor = (title: string) => `More for ${visibleLine(title)}`;

function HealthWords({ health: found, title }: { health: BoardItem["health"]; title: string }) {
  switch (found.kind) {
    case "good":
      return <span className={wrong({ state: "good" })}>✓ good</span>;
    case "unknown":
      return (
        <span className={wrong({ state: "unknown" })}>
          <None words={NOT_KNOWN} />
        </span>
      );
    default:
      return (
        <span className={wrong({ state: found.kind })} title={visibleLine(found.problem.message)}>
          {SIGNS[found.kind]} {withoutTitle(found.problem.message, title)}
        </span>
      );
  }
}

/** A sentence that begins with whose it is about says so twice in a row of it. */
function withoutTitle(message: string, title: string): string {
  return visibleLine(message.startsWith(`${title} `) ? message.slice(title.length + 1) : message);
}

function None({ words }: { words: string }) {
  return (
    <>
      <span aria-hidden="true">–</span>
      <span className={heard}>{words}</span>
    </>
  );
}

function Certificate({ item: { profile }, now }: { item: BoardItem; now: number }) {
  const { certificate_ends: ends } = profile;
  const ending = certificateEnding(profile, now);
  const isOver = ends !== null && ends <= now;
  return (
    <span
      role="gridcell"
      className={left({ isShort: ending !== null && !isOver, isOver })}
      title={ends === null ? undefined : `Certificate until ${exact(ends)}`}
    >
      {ends === null ? <None words="no certificate" /> : isOver ? "ended" : span(ends - now)}
    </span>
  );
}
