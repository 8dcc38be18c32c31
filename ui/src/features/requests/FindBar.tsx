/*
 * Finds text or a regular expression in all of an answer's body. The engine looks through it, and tells how far it is; here one goes from
 * match to match.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import ChevronDown from "@react-spectrum/s2/icons/ChevronDown";
import ChevronUp from "@react-spectrum/s2/icons/ChevronUp";
import Close from "@react-spectrum/s2/icons/Close";
import { SearchField } from "@react-spectrum/s2/SearchField";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { ToggleButton } from "@react-spectrum/s2/ToggleButton";
import { useEffect, useMemo, useRef, useState } from "react";
import type { BodyAt } from "../../bindings/BodyAt";
import type { BodyLook } from "../../bindings/BodyLook";
import type { BodyMatch } from "../../bindings/BodyMatch";
import type { BodyMatches } from "../../bindings/BodyMatches";
import type { BodyPattern } from "../../bindings/BodyPattern";
import type { Problem } from "../../bindings/Problem";
import { settle, useSettled } from "../../shared/async";
import { bytes } from "../../shared/size";
import { attempt } from "../../shared/toast";
import type { Bodies } from "./bodies";

interface FindBarProps {
  bodies: Bodies;
  of: BodyAt;
  look: BodyLook;
  onPattern: (pattern: BodyPattern | null) => void;
  onMatch: (found: BodyMatch) => void;
  onClose: () => void;
}

/** What is known of a pattern. */
interface Held {
  pattern: BodyPattern | null;
  found: BodyMatches | null;
  problem: Problem | null;
}

const NOTHING: Held = { pattern: null, found: null, problem: null };

/** How often it is asked how far a long search is. */
const ASK_EVERY = 200;

const bar = style({ display: "flex", alignItems: "center", gap: 4, paddingY: 4, flexWrap: "wrap" });
const count = style({ font: "ui-sm", color: "neutral-subdued", minWidth: 80 });

export function FindBar({ bodies, of, look, onPattern, onMatch, onClose }: FindBarProps) {
  const [typed, setTyped] = useState("");
  const [isExpression, setExpression] = useState(false);
  const [caseMatters, setCase] = useState(false);
  const [words, setWords] = useState(false);
  const text = useSettled(typed, 150);
  const [held, setHeld] = useState<Held>(NOTHING);
  const [at, setAt] = useState(0);
  const pattern = useMemo<BodyPattern | null>(
    () =>
      text === ""
        ? null
        : { text, is_expression: isExpression, case_matters: caseMatters, whole_words: words },
    [text, isExpression, caseMatters, words],
  );
  // What was found of another pattern is none of this one's.
  const { found, problem } = held.pattern === pattern ? held : NOTHING;
  const told = useRef({ onPattern, onMatch });
  useEffect(() => {
    told.current = { onPattern, onMatch };
  }, [onPattern, onMatch]);

  useEffect(() => {
    if (!pattern) return told.current.onPattern(null);
    let current = true;
    const job = crypto.randomUUID();
    const asking = setInterval(() => {
      void settle(bodies.answerFound(of, pattern)).then((so_far) => {
        if (current && so_far.kind === "ready" && so_far.value) {
          setHeld({ pattern, found: so_far.value, problem: null });
        }
      });
    }, ASK_EVERY);
    void settle(bodies.answerFind(job, of, pattern)).then(async (outcome) => {
      clearInterval(asking);
      if (!current) return;
      if (outcome.kind === "failed") setHeld({ pattern, found: null, problem: outcome.problem });
      if (outcome.kind !== "ready") return;
      setHeld({ pattern, found: outcome.value, problem: null });
      told.current.onPattern(pattern);
      const first = await bodies.answerMatch(of, pattern, null, 0, look);
      if (!current || !first) return;
      setAt(first.number);
      told.current.onMatch(first);
    });
    return () => {
      current = false;
      clearInterval(asking);
      void settle(bodies.jobStop(job));
    };
    // Another look shows the same matches.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [bodies, of, pattern]);

  const total = found?.count ?? 0;
  const go = (by: number) => {
    if (!pattern || total === 0) return;
    const number = (at + by + total) % total;
    setAt(number);
    void attempt(bodies.answerMatch(of, pattern, number, 0, look).then((next) => next && onMatch(next)));
  };
  const said = () => {
    if (problem) return problem.message;
    if (!pattern || !found) return "";
    if (!found.is_whole) return `${total} so far…`;
    const sure = found.sure_up_to === null ? "" : `; longer than ${bytes(found.sure_up_to)} can be missed`;
    return (total ? `${at + 1} of ${total}` : "Not found") + sure;
  };
  return (
    <div className={bar} role="search" aria-label="Find in answer" data-testid="find-bar">
      <SearchField
        aria-label="Find in answer"
        size="S"
        autoFocus
        value={typed}
        onChange={setTyped}
        onSubmit={() => go(1)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onClose();
          else if (event.key === "Enter" && event.shiftKey) go(-1);
          else event.continuePropagation();
        }}
      />
      <span className={count} role="status" title={problem?.detail ?? undefined}>
        {said()}
      </span>
      <ToggleButton size="S" isSelected={caseMatters} onChange={setCase} aria-label="Capital letters matter">
        Aa
      </ToggleButton>
      <ToggleButton size="S" isSelected={words} onChange={setWords} aria-label="Whole words">
        W
      </ToggleButton>
      <ToggleButton
        size="S"
        isSelected={isExpression}
        onChange={setExpression}
        aria-label="Regular expression"
      >
        .*
      </ToggleButton>
      <ActionButton isQuiet size="S" aria-label="Previous match" isDisabled={!total} onPress={() => go(-1)}>
        <ChevronUp />
      </ActionButton>
      <ActionButton isQuiet size="S" aria-label="Next match" isDisabled={!total} onPress={() => go(1)}>
        <ChevronDown />
      </ActionButton>
      <ActionButton isQuiet size="S" aria-label="Close the search" onPress={onClose}>
        <Close />
      </ActionButton>
    </div>
  );
}
