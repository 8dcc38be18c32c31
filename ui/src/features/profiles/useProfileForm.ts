/*
 * A profile being typed: the draft, the engine's opinion of it, and which fields the person has been in. Saving is the
 * caller's.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Field } from "../../bindings/Field";
import type { FieldProblem } from "../../bindings/FieldProblem";
import type { ProfileDraft } from "../../bindings/ProfileDraft";
import { usePlatform } from "../../platform";
import { settle, useSettled } from "../../shared/async";
import { whenPointerIsUp } from "../../shared/pointer";
import { filledIn, type Goal } from "./goal";

/** A field that a draft has: secrets are not in it. */
export type DraftField = Field & keyof ProfileDraft;

export interface ProfileFormState {
  draft: ProfileDraft;
  change: (part: Partial<ProfileDraft>) => void;
  /** Starts over with another draft. */
  replace: (draft: ProfileDraft) => void;
  secret: string;
  setSecret: (secret: string) => void;
  second: string;
  setSecond: (secret: string) => void;
  /** The fault of a field, once it is worth saying. */
  faultOf: (field: DraftField) => string | undefined;
  /** The person has left a field. */
  leave: (field: DraftField) => void;
  /** Says every fault from now on, and whether there is none. */
  checkAll: () => Promise<boolean>;
  /** The fields that the last refusal was about: another list with each refusal. */
  refused: Field[];
}

/** A draft, and how often it was changed before it became this one. */
interface Edited {
  draft: ProfileDraft;
  edit: number;
}

const edited = (to: (draft: ProfileDraft) => ProfileDraft) => (now: Edited) => ({
  draft: to(now.draft),
  edit: now.edit + 1,
});

/** What a new `goal` fills in comes to what is being typed. */
export function useProfileForm(initial: ProfileDraft, goal?: Goal): ProfileFormState {
  const platform = usePlatform();
  const [present, setPresent] = useState<Edited>({ draft: initial, edit: 0 });
  const { draft, edit } = present;
  const [met, setMet] = useState<Goal>();
  if (goal && goal !== met) {
    setMet(goal);
    setPresent(edited((now) => filledIn(now, goal)));
  }
  const [secret, setSecret] = useState("");
  const [second, setSecond] = useState("");
  const [checked, setChecked] = useState<{ faults: FieldProblem[]; edit: number }>({ faults: [], edit: -1 });
  // With the edit that a field was left at first: what was found in an earlier one is not about what is in it now. Said all the same,
  // it would come and go, and what stands below it would jump.
  const [left, setLeft] = useState<ReadonlyMap<DraftField, number>>(new Map());
  const [all, setAll] = useState(false);
  const [refused, setRefused] = useState<Field[]>([]);
  const settled = useSettled(present, 250);
  const latest = useRef(edit);
  useLayoutEffect(() => {
    latest.current = edit;
  }, [edit]);

  useEffect(() => {
    let current = true;
    void settle(platform.profileCheck(settled.draft)).then((said) => {
      if (!current || said.kind !== "ready") return;
      const found = { faults: said.value, edit: settled.edit };
      setChecked((before) => (before.edit > found.edit ? before : found));
    });
    return () => {
      current = false;
    };
  }, [platform, settled]);

  const change = useCallback(
    (part: Partial<ProfileDraft>) => setPresent(edited((now) => ({ ...now, ...part }))),
    [],
  );
  const replace = useCallback((next: ProfileDraft) => {
    setPresent(edited(() => next));
    setLeft(new Map());
    setAll(false);
  }, []);
  const leave = useCallback((field: DraftField) => {
    const at = latest.current;
    // It may be left for the button below it, which must not move away while it is pressed.
    whenPointerIsUp(() => setLeft((before) => (before.has(field) ? before : new Map(before).set(field, at))));
  }, []);

  const faultOf = (field: DraftField) => {
    const isLeft = checked.edit >= (left.get(field) ?? Infinity);
    return all || (isLeft && (draft[field] !== "" || field === "variables"))
      ? checked.faults.find((fault) => fault.field === field)?.message
      : undefined;
  };

  const checkAll = useCallback(async () => {
    setAll(true);
    const said = await settle(platform.profileCheck(draft));
    // A check that failed must not stand in the way: saving checks again and says why.
    if (said.kind !== "ready") return true;
    setChecked({ faults: said.value, edit });
    if (said.value.length > 0) setRefused(said.value.map(({ field }) => field));
    return said.value.length === 0;
  }, [platform, draft, edit]);

  return { draft, change, replace, secret, setSecret, second, setSecond, faultOf, leave, checkAll, refused };
}
