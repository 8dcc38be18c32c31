/*
 * Asks how a file, a folder or entries of the history are run: with which profiles, of which none is chosen beforehand, which
 * rows, how fast; then what its files ask for, and whether calls are meant that somebody has to agree to, all of them at once.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { Checkbox } from "@react-spectrum/s2/Checkbox";
import { NumberField } from "@react-spectrum/s2/NumberField";
import { SearchField } from "@react-spectrum/s2/SearchField";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useState } from "react";
import type { ProfileId } from "../../bindings/ProfileId";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import type { PromptAnswers } from "../../bindings/PromptAnswers";
import type { RunPlan } from "../../bindings/RunPlan";
import type { RunSettings } from "../../bindings/RunSettings";
import type { RunWhat } from "../../bindings/RunWhat";
import { useTask } from "../../shared/async";
import { Foreign } from "../../shared/Foreign";
import { FormDialog } from "../../shared/FormDialog";
import { found } from "../../shared/search";
import { count } from "../../shared/size";
import { attempt } from "../../shared/toast";
import { visibleLine } from "../../shared/visible";
import { restOf } from "../profiles/group";
import { ProfileTicks } from "../profiles/ProfileTicks";

interface RunFormProps {
  title: string;
  what: RunWhat;
  profiles: ProfileSummary[];
  /** Asks for a file of rows; null when none was chosen. */
  onData: () => Promise<string | null>;
  /** What the run would do. */
  onPlan: (settings: RunSettings) => Promise<RunPlan>;
  onRun: (settings: RunSettings, answers: PromptAnswers, confirmed: boolean) => void;
  onDismiss: () => void;
}

const line = style({ display: "flex", alignItems: "center", flexWrap: "wrap", gap: 8 });
const full = style({ width: "full" });
const soft = style({ font: "ui-sm", color: "neutral-subdued", margin: 0 });
const calls = style({ font: "code-sm", margin: 0, maxHeight: 160, overflowY: "auto", paddingStart: 16 });

const MANY = 8;

export function RunForm({ title, what, profiles, onData, onPlan, onRun, onDismiss }: RunFormProps) {
  const [chosen, setChosen] = useState<ProfileId[]>([]);
  const [text, setText] = useState("");
  const [data, setData] = useState<string | null>(null);
  const [parallel, setParallel] = useState(1);
  const [rate, setRate] = useState<number | null>(null);
  const [stops, setStops] = useState(false);
  const planning = useTask<RunPlan>();
  const plan = planning.state.kind === "ready" ? planning.state.value : null;
  const [answers, setAnswers] = useState<PromptAnswers>({});

  const settings: RunSettings = {
    what,
    // In the order of the list, whatever was ticked first.
    profiles: profiles.map(({ id }) => id).filter((id) => chosen.includes(id)),
    data,
    parallel,
    per_second: rate,
    on_failure: stops ? "stop" : "go_on",
  };
  const choose = async () => {
    const path = await onData();
    if (path !== null) setData(path);
  };
  const look = async () => {
    const planned = await planning.run(() => onPlan(settings));
    if (planned.kind !== "ready") return;
    const { asks, prompts } = planned.value;
    // Whatever is left to be asked is asked on the next page of the dialog.
    if (!asks.length && !prompts.length) onRun(settings, {}, false);
  };
  if (plan && (plan.asks.length > 0 || plan.prompts.length > 0)) {
    const asked = plan.asks.reduce((sum, ask) => sum + ask.calls, 0);
    const isProduction = plan.asks.some(({ risk }) => risk === "production");
    const question = isProduction ? "Send this to production?" : "Send these calls?";
    return (
      <FormDialog
        title={asked > 0 ? question : "Before it is run"}
        action={asked > 0 ? `Send all ${count(plan.calls, "call")}` : "Run"}
        ready
        onDo={() => onRun(settings, answers, asked > 0)}
        onDismiss={onDismiss}
        testId="run-asks"
        actionTestId="run-agree"
      >
        {plan.prompts.map(({ name, description, is_secret }) => (
          <TextField
            key={name}
            label={visibleLine(name)}
            {...(description === null ? {} : { description: visibleLine(description) })}
            type={is_secret ? "password" : "text"}
            autoComplete="off"
            value={answers[name] ?? ""}
            onChange={(typed) => setAnswers((now) => ({ ...now, [name]: typed }))}
            styles={full}
          />
        ))}
        {asked > 0 && (
          <>
            <p className={soft}>
              Mudbrick asks about {count(asked, "call")} of {plan.calls.toLocaleString("en")}:
            </p>
            <ul className={calls}>
              {plan.asks.map((ask) => (
                <li key={`${ask.profile} ${ask.request}`}>
                  <Foreign
                    text={`${ask.profile}: ${ask.method} ${ask.url}${ask.calls > 1 ? ` (${ask.calls} times)` : ""}; ${ask.reasons.join(", and ")}`}
                  />
                </li>
              ))}
            </ul>
          </>
        )}
      </FormDialog>
    );
  }
  const shown = found(profiles, text, (one) => ({ name: one.title, rest: restOf(one) }));
  return (
    <FormDialog
      title={`Run ${visibleLine(title)}`}
      action="Run"
      ready={chosen.length > 0}
      work={planning.state}
      busySentence="Looking through the requests…"
      onDo={() => void look()}
      onDismiss={onDismiss}
      testId="run-form"
      actionTestId="run-confirm"
    >
      {profiles.length > MANY && (
        <SearchField
          aria-label="Find a profile to run with"
          placeholder="Find a profile"
          value={text}
          onChange={setText}
          styles={full}
        />
      )}
      <ProfileTicks
        label="Profiles to run with"
        profiles={shown}
        text={text}
        isChosen={(id) => chosen.includes(id)}
        onChange={(id, isChosen) =>
          setChosen((all) => (isChosen ? [...all, id] : all.filter((one) => one !== id)))
        }
        nameOf={({ title: name, risk }) => (risk === "production" ? `${name} · PRODUCTION` : name)}
      />
      <p className={soft} role="status">
        {count(chosen.length, "profile")} chosen
      </p>
      <div className={line}>
        <ActionButton onPress={() => void attempt(choose())}>Rows from a file…</ActionButton>
        {data === null ? (
          <span className={soft}>CSV with a header line, or JSON. Everything is run for each row.</span>
        ) : (
          <>
            <Foreign text={data} />
            <ActionButton isQuiet onPress={() => setData(null)}>
              Without rows
            </ActionButton>
          </>
        )}
      </div>
      <div className={line}>
        <NumberField
          label="At once"
          minValue={1}
          maxValue={100}
          value={parallel}
          // An empty field is none.
          onChange={(typed) => setParallel(Number.isNaN(typed) ? 1 : typed)}
        />
        <NumberField
          label="A second, at one host"
          minValue={1}
          maxValue={10_000}
          value={rate ?? Number.NaN}
          onChange={(typed) => setRate(Number.isNaN(typed) ? null : typed)}
        />
      </div>
      <Checkbox isSelected={stops} onChange={setStops}>
        Stop at the first failure
      </Checkbox>
    </FormDialog>
  );
}
