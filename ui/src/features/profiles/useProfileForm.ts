/*
 * A profile being typed: the draft, the engine's opinion of it, and which fields the person has been in. Saving is the
 * caller's.
 */
import { useCallback, useEffect, useState } from "react";
import type { Field } from "../../bindings/Field";
import type { FieldProblem } from "../../bindings/FieldProblem";
import type { ProfileDraft } from "../../bindings/ProfileDraft";
import { usePlatform } from "../../platform";
import { settle, useSettled } from "../../shared/async";
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

/** What a new `goal` fills in comes to what is being typed. */
export function useProfileForm(initial: ProfileDraft, goal?: Goal): ProfileFormState {
  const platform = usePlatform();
  const [draft, setDraft] = useState(initial);
  const [met, setMet] = useState<Goal>();
  if (goal && goal !== met) {
    setMet(goal);
    setDraft((now) => filledIn(now, goal));
  }
  const [secret, setSecret] = useState("");
  const [second, setSecond] = useState("");
  const [faults, setFaults] = useState<FieldProblem[]>([]);
  const [left, setLeft] = useState<ReadonlySet<DraftField>>(new Set());
  const [all, setAll] = useState(false);
  const [refused, setRefused] = useState<Field[]>([]);
  const settled = useSettled(draft, 250);

  useEffect(() => {
    let current = true;
    void settle(platform.profileCheck(settled)).then((checked) => {
      if (current && checked.kind === "ready") setFaults(checked.value);
    });
    return () => {
      current = false;
    };
  }, [platform, settled]);

  const change = useCallback((part: Partial<ProfileDraft>) => setDraft((now) => ({ ...now, ...part })), []);
  const replace = useCallback((next: ProfileDraft) => {
    setDraft(next);
    setLeft(new Set());
    setAll(false);
  }, []);
  const leave = useCallback((field: DraftField) => setLeft((before) => new Set([...before, field])), []);

  const faultOf = (field: DraftField) =>
    all || (left.has(field) && (draft[field] !== "" || field === "variables"))
      ? faults.find((fault) => fault.field === field)?.message
      : undefined;

  const checkAll = useCallback(async () => {
    setAll(true);
    const checked = await settle(platform.profileCheck(draft));
    // A check that failed must not stand in the way: saving checks again and says why.
    if (checked.kind !== "ready") return true;
    setFaults(checked.value);
    if (checked.value.length > 0) setRefused(checked.value.map(({ field }) => field));
    return checked.value.length === 0;
  }, [platform, draft]);

  return { draft, change, replace, secret, setSecret, second, setSecond, faultOf, leave, checkAll, refused };
}
