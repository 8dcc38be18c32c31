/*
 * The profiles of the side bar under their organisations, of which only those in view are drawn: people have hundreds, and the side bar
 * is part of the first view. Walked by arrow keys, moved with Alt and by the pointer.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import {
  memo,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type Ref,
} from "react";
import { flushSync } from "react-dom";
import type { ProfileId } from "../../bindings/ProfileId";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import type { MenuEntry } from "../../shared/MenuButton";
import { Name } from "../../shared/Name";
import { useRowMenu } from "../../shared/rowMenu";
import { growing, useRowsInView } from "../../shared/rowsInView";
import type { Group } from "./group";
import { PROFILE_ROW, ProfileRow } from "./ProfileRow";
import { useRowDrag } from "./useRowDrag";

/** What the field above the rows can have done. */
export interface ProfileList {
  /** Gives the keyboard to the row where Tab stops. */
  focus: () => void;
}

interface ProfileRowsProps {
  groups: Group[];
  now: number;
  selected: ProfileId | null;
  onSelect: (id: ProfileId) => void;
  /** To the place of another one. */
  onMove: (from: ProfileId, to: ProfileId) => void;
  verbsOf: (profile: ProfileSummary) => MenuEntry[];
  ref: Ref<ProfileList>;
}

const list = style({
  flexGrow: 1,
  minHeight: 0,
  overflowY: "auto",
  paddingX: 8,
  paddingBottom: 16,
  // A row that is brought into view does not end up under its heading.
  scrollPaddingTop: 32,
});
const whole = style({ position: "relative" });
const place = style({ position: "absolute", insetStart: 0, insetEnd: 0 });
/** As high as a row. */
const heading = style({
  font: "ui-xs",
  fontWeight: "bold",
  color: "neutral-subdued",
  position: "sticky",
  top: 0,
  zIndex: 1,
  backgroundColor: "layer-1",
  height: 32,
  boxSizing: "border-box",
  paddingX: 8,
  paddingTop: 12,
  margin: 0,
});

/** A profile, and where it stands: its line in the list, and which one of all it is. */
interface Line {
  profile: ProfileSummary;
  at: number;
  number: number;
}

/** A group, and the line of its heading. */
interface Section {
  group: Group;
  at: number;
  lines: Line[];
}

function sectionsOf(groups: Group[]): Section[] {
  let [at, number] = [0, 0];
  return groups.map((group) => {
    const section = { group, at: at++, lines: [] as Line[] };
    for (const profile of group.profiles) section.lines.push({ profile, at: at++, number: ++number });
    return section;
  });
}

export const ProfileRows = memo(function ProfileRows(props: ProfileRowsProps) {
  const { groups, now, selected, onSelect, onMove, verbsOf, ref } = props;
  const menu = useRowMenu();
  const sections = useMemo(() => sectionsOf(groups), [groups]);
  const lines = useMemo(() => sections.flatMap((one) => one.lines), [sections]);
  const { box, first, last, look, show } = useRowsInView(groups.length + lines.length, PROFILE_ROW);
  const [focused, setFocused] = useState<ProfileId | null>(null);
  const tabStop = (lines.find(({ profile }) => profile.id === selected) ?? lines[0])?.profile.id ?? null;
  const { over, handlers } = useRowDrag(onMove);

  const isDrawn = ({ profile: { id }, at }: Line) =>
    // The row with the keyboard and the one that Tab leads to stay when they are scrolled away.
    (at >= first && at < last) || id === focused || id === tabStop;
  const bring = (at: number) => {
    // Its heading lies over the line above it.
    show(at - 1);
    show(at);
  };
  const focusRow = (line: Line | undefined) => {
    if (!line) return;
    flushSync(() => bring(line.at));
    const row = box.current?.querySelector<HTMLElement>(`[data-profile="${line.profile.id}"]`);
    row?.focus({ preventScroll: true });
  };
  useImperativeHandle(ref, () => ({
    focus: () => focusRow(lines.find(({ profile }) => profile.id === tabStop)),
  }));

  // Wherever it was chosen: in the palette, by a remedy, at the start.
  const bringSelected = () => {
    const line = lines.find(({ profile }) => profile.id === selected);
    if (line) bring(line.at);
  };
  const latest = useRef(bringSelected);
  useLayoutEffect(() => {
    latest.current = bringSelected;
  });
  const listed = lines.length;
  useEffect(() => {
    if (selected !== null && listed > 0) latest.current();
  }, [selected, listed]);

  const onKey = (event: KeyboardEvent) => {
    const current = (event.target as HTMLElement).dataset["profile"];
    const at = lines.findIndex(({ profile }) => profile.id === current);
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: lines.length - 1,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    // With Alt, the row itself moves.
    const beside = lines[step];
    if (event.altKey) {
      if (current !== undefined && beside) onMove(current, beside.profile.id);
      return;
    }
    const next = lines[Math.max(0, Math.min(lines.length - 1, step))];
    if (!next) return;
    focusRow(next);
    onSelect(next.profile.id);
  };

  return (
    <div
      ref={box}
      className={list}
      onScroll={look}
      role="listbox"
      aria-label="Profiles"
      tabIndex={-1}
      onKeyDown={onKey}
      onFocus={(event) => setFocused(event.target.dataset["profile"] ?? null)}
      onBlur={() => setFocused(null)}
      {...handlers}
    >
      <div
        role="presentation"
        className={whole}
        style={{ height: growing((groups.length + lines.length) * PROFILE_ROW) }}
      >
        {sections.map(({ group, at, lines: own }) => {
          const drawn = own.filter(isDrawn);
          const isInView = at < last && at + own.length >= first;
          if (!isInView && drawn.length === 0) return null;
          return (
            <div
              key={group.name}
              role="group"
              aria-label={group.name}
              className={place}
              style={{ top: growing(at * PROFILE_ROW), height: growing((1 + own.length) * PROFILE_ROW) }}
            >
              <p className={heading} aria-hidden="true">
                <Name text={group.name} />
              </p>
              {drawn.map(({ profile, at: line, number }) => (
                <ProfileRow
                  key={profile.id}
                  profile={profile}
                  now={now}
                  top={growing((line - at) * PROFILE_ROW)}
                  number={number}
                  of={lines.length}
                  selected={profile.id === selected}
                  reachable={profile.id === tabStop}
                  isOver={profile.id === over}
                  onSelect={onSelect}
                  menu={menu}
                  verbsOf={verbsOf}
                />
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
});
