/*
 * The board: all profiles at a glance, what ends when, and what is done to many of them at once. The window opens here.
 */
import { Button } from "@react-spectrum/s2/Button";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ProfileId } from "../bindings/ProfileId";
import { BoardHead } from "../features/board/BoardHead";
import type { RowVerbs } from "../features/board/BoardRow";
import { BoardTable } from "../features/board/BoardTable";
import { idsIn, type Marked } from "../features/board/ends";
import { chipCounts, joined, linesOf, FIRST_LOOK, type BoardItem } from "../features/board/items";
import { Pictures } from "../features/board/Pictures";
import { useNowForTokens } from "../features/profiles/endings";
import { usePlatform } from "../platform";
import { useCommands, type Command } from "../shared/commands";
import { Empty } from "../shared/Empty";
import { ProblemNote } from "../shared/ProblemNote";
import { useRemedies } from "../shared/remedies";
import { tellExported } from "../shared/saved";
import { count } from "../shared/size";
import { useStore } from "../shared/store";
import { attempt } from "../shared/toast";
import { openRotations } from "./rotating";
import { useBoardLooks } from "./useBoardLooks";
import { useChecking } from "./useChecking";
import { usePins } from "./usePins";
import { useProfileVerbs } from "./useProfileVerbs";
import { useRenewing } from "./useRenewing";
import { useKnownBoard, useProfiles, useRenewal, useWindowState } from "./useWindowState";

const page = style({
  display: "flex",
  flexDirection: "column",
  gap: 12,
  height: "full",
  minHeight: 0,
  boxSizing: "border-box",
  paddingX: 24,
  paddingTop: { default: 16, "@media (max-height: 640px)": 8 },
});
const nothing = style({ font: "ui", color: "neutral-subdued", margin: 0, paddingX: 8 });
const ways = style({ display: "flex", gap: 8, justifyContent: "center", paddingTop: 16 });

const NONE: ReadonlySet<ProfileId> = new Set();

export default function BoardPage() {
  const platform = usePlatform();
  const window = useWindowState();
  const { select, show, go, lookAtBoard, boardLook } = window;
  const profiles = useProfiles();
  const { rows: known, problem: notTold } = useKnownBoard();
  const renewal = useRenewal();
  const renew = useRenewing();
  const check = useChecking();
  const { pinned, pin, unpin } = usePins();
  const remedies = useRemedies();
  const profileVerbs = useProfileVerbs(null);
  const now = useNowForTokens(profiles);
  const look = useStore(boardLook);
  const setLook = boardLook.change;
  const [stretch, setStretch] = useState<Marked | null>(null);
  const [chosen, setChosen] = useState(NONE);
  const finder = useRef<HTMLInputElement>(null);
  useBoardLooks();
  // It comes later than the rest of a window that opens here.
  useEffect(() => {
    performance.mark("mudbrick-board");
  }, []);

  const items = useMemo(() => joined(profiles, known), [profiles, known]);
  const counts = useMemo(() => chipCounts(items, now), [items, now]);
  // What is over is no longer in the picture, and nobody could tell what is left out.
  const live = stretch !== null && stretch.to > now ? stretch : null;
  const only = useMemo(() => live && idsIn(items, live), [items, live]);
  const lines = useMemo(
    () => linesOf(items, { ...look, pinned, only }, now),
    [items, look, pinned, only, now],
  );
  const shown = useMemo(
    () => lines.flatMap((line) => (line.kind === "row" ? [line.item.profile.id] : [])),
    [lines],
  );
  // What went out of view is not done something to unseen.
  const marked = useMemo(() => new Set(shown.filter((id) => chosen.has(id))), [shown, chosen]);
  const mark = useCallback((ids: ProfileId[]) => setChosen(new Set(ids)), []);

  const verbs = useMemo<RowVerbs>(
    () => ({
      open: (id) => select(id),
      entriesOf: ({ profile }) => [
        { id: "open", title: "Open", run: () => select(profile.id) },
        ...profileVerbs(profile),
      ],
      remedyOf: ({ health, profile }: BoardItem) =>
        "problem" in health ? remedies(health.problem, () => renew([profile.id])) : undefined,
    }),
    [select, profileVerbs, remedies, renew],
  );
  const save = useCallback(
    (ids: ProfileId[]) => void attempt(platform.boardSave(ids).then(tellExported)),
    [platform],
  );
  const ids = [...marked];
  const areAllPinned = ids.length > 0 && ids.every((id) => pinned.includes(id));
  useCommands(
    useMemo<Command[]>(
      () => [
        {
          id: "board-find",
          title: "Find on the board",
          group: "Board",
          keys: "mod+f",
          run: () => finder.current?.focus(),
        },
        { id: "board-renew", title: "Renew all tokens", group: "Board", run: () => void renew(shown) },
        { id: "board-check", title: "Check all profiles", group: "Board", run: () => check(shown) },
        { id: "board-save", title: "Save the board as CSV…", group: "Board", run: () => save(shown) },
      ],
      [renew, check, save, shown],
    ),
  );

  if (!profiles.length) {
    return (
      <Empty title="No profiles yet">
        The board shows every profile with what ends when.
        <div className={ways}>
          <Button variant="accent" onPress={() => go({ at: "import" })}>
            Import
          </Button>
          <Button variant="secondary" onPress={() => go({ at: "new", project: null })}>
            New profile
          </Button>
        </div>
      </Empty>
    );
  }
  return (
    <div className={page} data-testid="board-page">
      <BoardHead
        counts={counts}
        isKnown={known !== null}
        chips={look.chips}
        onChip={(chip) =>
          setLook((before) => ({
            ...before,
            chips: before.chips.includes(chip)
              ? before.chips.filter((one) => one !== chip)
              : [...before.chips, chip],
          }))
        }
        text={look.text}
        onText={(text) => setLook((before) => ({ ...before, text }))}
        finder={finder}
        group={look.group}
        onGroup={(group) => setLook((before) => ({ ...before, group }))}
        shown={shown.length}
        of={profiles.length}
        marked={marked.size}
        onRenew={() => void renew(shown)}
        isRenewing={renewal !== null}
        verbs={[
          { id: "check", title: "Check…", run: () => check(shown) },
          { id: "save", title: "Save as CSV…", run: () => save(shown) },
          { id: "kit", title: "Share kit…", run: () => show({ kind: "kit", profiles: shown }) },
        ]}
        markedVerbs={[
          { id: "renew", title: "Renew", run: () => void renew(ids) },
          { id: "check", title: "Check…", run: () => check(ids) },
          { id: "rotate", title: "Rotate secrets…", run: () => openRotations(window, ids) },
          areAllPinned
            ? { id: "unpin", title: "Unpin", run: () => unpin(ids) }
            : { id: "pin", title: "Pin", run: () => pin(ids) },
          { id: "kit", title: "Share kit…", run: () => show({ kind: "kit", profiles: ids }) },
          { id: "backup", title: "Back up…", run: () => show({ kind: "backup", profiles: ids }) },
          { id: "save", title: "Save as CSV…", run: () => save(ids) },
          { id: "clear", title: "Clear selection", run: () => mark([]) },
        ]}
      />
      {notTold && <ProblemNote problem={notTold} retry={lookAtBoard} />}
      <Pictures items={items} now={now} marked={live} onMark={setStretch} />
      {lines.length > 0 ? (
        <BoardTable
          lines={lines}
          now={now}
          marked={marked}
          onMark={mark}
          sort={look.sort}
          onSort={(by) =>
            setLook((before) => ({
              ...before,
              sort: { by, isDown: before.sort.by === by && !before.sort.isDown },
            }))
          }
          onRenew={(group) => void renew(group)}
          verbs={verbs}
        />
      ) : (
        <p className={nothing}>
          None of {count(profiles.length, "profile")} is left.{" "}
          <Button
            size="S"
            variant="secondary"
            onPress={() => {
              boardLook.set(FIRST_LOOK);
              setStretch(null);
            }}
          >
            Show all
          </Button>
        </p>
      )}
    </div>
  );
}
