/*
 * The part of a profile's form that is about requests: sandbox, hosts and variables.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useState } from "react";
import { PairTable, type Pair } from "../../shared/PairTable";
import { withRow, type Goal } from "./goal";
import { columns, section, title } from "./section";
import { checked, textField } from "./textField";
import type { ProfileFormState } from "./useProfileForm";

const stack = style({ display: "flex", flexDirection: "column", gap: 4 });
const label = style({ font: "ui", color: "neutral-subdued" });

/** Names that the engine takes; which of them is wrong is marked here, and what would be right is the engine's to say. */
const VARIABLE = /^[A-Za-z0-9_.-]{1,128}$/;

interface RequestFieldsProps {
  form: ProfileFormState;
  goal: Goal | undefined;
}

export function RequestFields({ form, goal }: RequestFieldsProps) {
  const { draft, change } = form;
  const [pairs, setPairs] = useState<Pair[]>(() =>
    Object.entries(draft.variables).map(([name, value]) => ({ name, value })),
  );
  const [met, setMet] = useState<Goal>();
  if (goal && goal !== met) {
    setMet(goal);
    setPairs(withRow(pairs, goal));
  }
  return (
    <section className={section}>
      <h2 className={title}>For requests</h2>
      <div className={columns}>
        <TextField label="Sandbox" placeholder="prod" {...textField(form, "sandbox")} />
        <TextField
          label="Allowed hosts"
          description="Besides Adobe’s, separated by commas; *.example.com covers all below it"
          value={draft.allowed_hosts.join(", ")}
          onChange={(hosts) => change({ allowed_hosts: hosts.split(/[\s,]+/) })}
          {...checked(form, "allowed_hosts")}
        />
      </div>
      <div className={stack} data-field="variables">
        <span className={label}>Variables</span>
        <PairTable
          what="Variable"
          pairs={pairs}
          isWrong={(name) => name.trim() !== "" && !VARIABLE.test(name.trim())}
          fault={form.faultOf("variables")}
          onLeave={() => form.leave("variables")}
          onChange={(next) => {
            setPairs(next);
            change({ variables: asMap(next) });
          }}
        />
      </div>
    </section>
  );
}

function asMap(pairs: Pair[]): Record<string, string> {
  return Object.fromEntries(
    pairs.filter(({ name }) => name.trim()).map(({ name, value }) => [name.trim(), value]),
  );
}
