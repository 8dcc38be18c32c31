/*
 * Asks on which profiles something out of history is sent again: found by name or organisation, nothing chosen beforehand. Where somebody
 * has to agree, it asks once, with the whole list.
 */
import { Checkbox } from "@react-spectrum/s2/Checkbox";
import { NumberField } from "@react-spectrum/s2/NumberField";
import { Radio, RadioGroup } from "@react-spectrum/s2/RadioGroup";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback, useMemo, useState } from "react";
import type { ExchangeSummary } from "../../bindings/ExchangeSummary";
import type { PlannedCall } from "../../bindings/PlannedCall";
import type { ProfileId } from "../../bindings/ProfileId";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import type { PromptAnswers } from "../../bindings/PromptAnswers";
import type { PromptView } from "../../bindings/PromptView";
import type { ReplayWish } from "../../bindings/ReplayWish";
import { useLoad, useTask } from "../../shared/async";
import { Foreign } from "../../shared/Foreign";
import { FormDialog } from "../../shared/FormDialog";
import { ProblemNote } from "../../shared/ProblemNote";
import { ProductionBadge } from "../../shared/ProductionBadge";
import { count } from "../../shared/size";
import { ProfileFinder } from "../profiles/ProfileFinder";
import { Asking } from "../requests/AskPrompts";
import { ReplayQuestion } from "./ReplayQuestion";
import { USUAL_WISH } from "./replayRun";

export interface ReplayChoice {
  plan: PlannedCall[];
  wish: ReplayWish;
  /** What was answered to the prompts of the request's file, for all of them. */
  answers: PromptAnswers;
  /** Whether the list was shown, and agreed to. */
  confirmation: "confirmed" | "unconfirmed";
}

interface ReplayDialogProps {
  entry: ExchangeSummary;
  profiles: ProfileSummary[];
  /** What would be sent on each of them. */
  onPlan: (profiles: ProfileId[], answers: PromptAnswers) => Promise<PlannedCall[]>;
  /** What the request's file asks for before that. */
  onPrompts: (profiles: ProfileId[]) => Promise<PromptView[]>;
  onReplay: (choice: ReplayChoice) => void;
  onDismiss: () => void;
}

const line = style({ display: "flex", flexWrap: "wrap", alignItems: "end", gap: 16 });
const soft = style({ font: "ui-sm", color: "neutral-subdued", margin: 0 });

const NO_ANSWERS: PromptAnswers = {};

export function ReplayDialog(props: ReplayDialogProps) {
  const { entry, profiles, onPlan, onPrompts, onReplay, onDismiss } = props;
  const [chosen, setChosen] = useState<ReadonlySet<ProfileId>>(new Set());
  const [wish, setWish] = useState(USUAL_WISH);
  const [prompts, setPrompts] = useState<PromptView[]>([]);
  /** What is about to be sent, where somebody has to agree to it. */
  const [asking, setAsking] = useState<Pick<ReplayChoice, "plan" | "answers"> | null>(null);
  const looking = useTask<void>();
  const ids = useMemo(() => profiles.map(({ id }) => id), [profiles]);
  const plan = useLoad(useCallback(() => onPlan(ids, NO_ANSWERS), [onPlan, ids]));
  const planned = plan.state.kind === "ready" ? plan.state.value : null;
  const calls = (planned ?? []).filter(({ profile }) => chosen.has(profile));
  const { counting } = wish;
  const send = (all: PlannedCall[], answers: PromptAnswers) => {
    if (all.some(({ reasons_to_ask: reasons }) => reasons.length > 0)) {
      return setAsking({ plan: all, answers });
    }
    return onReplay({ plan: all, wish, answers, confirmation: "unconfirmed" });
  };
  /** Asks for what the file asks for, then sends. */
  const replay = () =>
    void looking.run(async () => {
      const asked = await onPrompts(calls.map(({ profile }) => profile));
      if (asked.length > 0) setPrompts(asked);
      else send(calls, NO_ANSWERS);
    });
  /** With the answers, other calls may need that somebody agrees. */
  const answered = (answers: PromptAnswers) => {
    setPrompts([]);
    void looking.run(async () =>
      send(
        await onPlan(
          calls.map(({ profile }) => profile),
          answers,
        ),
        answers,
      ),
    );
  };
  if (asking) {
    return (
      <ReplayQuestion
        calls={asking.plan}
        onSend={() => onReplay({ ...asking, wish, confirmation: "confirmed" })}
        onDismiss={onDismiss}
      />
    );
  }
  if (prompts.length > 0) {
    return <Asking asked={{ prompts, last: {} }} onSend={answered} onDismiss={onDismiss} />;
  }
  return (
    <FormDialog
      title="Replay on other profiles"
      action={chosen.size > 0 ? `Replay on ${count(chosen.size, "profile")}` : "Replay"}
      ready={chosen.size > 0 && planned !== null}
      work={looking.state}
      onDo={replay}
      onDismiss={onDismiss}
      testId="replay-dialog"
      actionTestId="replay-on-confirm"
    >
      <p className={soft}>
        {entry.method} <Foreign text={entry.name || entry.url} />
      </p>
      <ProfileFinder
        label="Profiles to replay on"
        profiles={profiles}
        chosen={chosen}
        onChange={setChosen}
        renderMark={({ id, risk }) => (
          <Production call={planned?.find((call) => call.profile === id)} risk={risk} />
        )}
      />
      {plan.state.kind === "failed" && (
        <ProblemNote
          problem={plan.state.problem}
          remedy={{ label: "Try again", run: () => void plan.reload() }}
        />
      )}
      <RadioGroup
        label="Compare each answer with"
        orientation="horizontal"
        size="S"
        value={wish.against_first ? "first" : "original"}
        onChange={(against) => setWish({ ...wish, against_first: against === "first" })}
      >
        <Radio value="original">the one in the history</Radio>
        <Radio value="first">the first new one</Radio>
      </RadioGroup>
      <div className={line}>
        <Checkbox
          size="S"
          isSelected={counting.without_noise}
          onChange={(on) => setWish({ ...wish, counting: { ...counting, without_noise: on } })}
        >
          Ignore times and request ids
        </Checkbox>
        <Checkbox
          size="S"
          isSelected={counting.arrays.kind === "ignored"}
          onChange={(on) =>
            setWish({ ...wish, counting: { ...counting, arrays: { kind: on ? "ignored" : "counts" } } })
          }
        >
          Ignore the order of arrays
        </Checkbox>
      </div>
      <div className={line}>
        <NumberField
          label="Calls at once"
          size="S"
          minValue={1}
          maxValue={64}
          value={wish.parallel}
          onChange={(parallel) => setWish({ ...wish, parallel: Number.isNaN(parallel) ? 1 : parallel })}
        />
        <NumberField
          label="At most per second"
          size="S"
          minValue={1}
          maxValue={1000}
          {...(wish.per_second !== null && { value: wish.per_second })}
          onChange={(most) => setWish({ ...wish, per_second: Number.isNaN(most) ? null : most })}
        />
      </div>
    </FormDialog>
  );
}

/** What the guard says; until that is known, the least that the profile's risk says. */
function Production({ call, risk }: { call: PlannedCall | undefined; risk: ProfileSummary["risk"] }) {
  const why = call?.production ?? (risk === "production" ? "Its risk is production." : null);
  if (why === null) return null;
  return <ProductionBadge why={why} testId="replay-production" />;
}
