/*
 * What a profile's form is opened for: one of its fields, perhaps with something filled in that the person has yet to
 * save. The form marks its fields with `data-field`, and a variable's value with `data-pair`.
 */
import type { Field } from "../../bindings/Field";
import type { ProfileDraft } from "../../bindings/ProfileDraft";
import type { Pair } from "../../shared/PairTable";

export type Goal =
  { kind: "field"; field: Field } | { kind: "host"; host: string } | { kind: "variable"; name: string };

function fieldOf(goal: Goal): Field {
  if (goal.kind === "field") return goal.field;
  return goal.kind === "host" ? "allowed_hosts" : "variables";
}

/** The draft with what the goal fills in; what is there already stays. */
export function filledIn(draft: ProfileDraft, goal: Goal): ProfileDraft {
  const { allowed_hosts: hosts, variables } = draft;
  switch (goal.kind) {
    case "host":
      return hosts.includes(goal.host)
        ? draft
        : { ...draft, allowed_hosts: [...hosts.filter(Boolean), goal.host] };
    case "variable":
      return Object.hasOwn(variables, goal.name)
        ? draft
        : { ...draft, variables: { ...variables, [goal.name]: "" } };
    case "field":
      return draft;
  }
}

/** The same for the rows of the variables' table, which keeps what a draft has no place for. */
export function withRow(pairs: Pair[], goal: Goal): Pair[] {
  if (goal.kind !== "variable" || pairs.some(({ name }) => name.trim() === goal.name)) return pairs;
  return [...pairs, { name: goal.name, value: "" }];
}

/** Whether the second secret's field has to be there. */
export function needsSecond(goal: Goal): boolean {
  return goal.kind === "field" && goal.field === "second_client_secret";
}

/** What of a field takes the keyboard. */
function targetIn(field: Element, goal: Goal): HTMLElement | null {
  if (goal.kind === "variable") {
    const values = [...field.querySelectorAll<HTMLElement>("[data-pair]")];
    return values.find((one) => one.dataset["pair"] === goal.name) ?? null;
  }
  return (
    field.querySelector<HTMLElement>("input:checked") ??
    field.querySelector<HTMLElement>("input:enabled, textarea:enabled, button:enabled")
  );
}

/** Scrolls to the first of the fields, as they stand in the form, and puts the keyboard there. */
export function bringToFirst(form: HTMLElement, fields: readonly string[]): void {
  const wrong = [...form.querySelectorAll<HTMLElement>("[data-field]")].find((one) =>
    fields.includes(one.dataset["field"] ?? ""),
  );
  if (!wrong) return;
  const target =
    wrong.querySelector<HTMLElement>("[aria-invalid=true]") ??
    wrong.querySelector<HTMLElement>("input:enabled, textarea:enabled, button:enabled");
  wrong.scrollIntoView({ block: "center" });
  target?.focus({ preventScroll: true });
}

/** Scrolls the field into view, puts the keyboard there and marks it until the keyboard goes on. */
export function bringTo(form: HTMLElement, goal: Goal): void {
  const find = (name: Field) => {
    const field = form.querySelector(`[data-field="${name}"]`);
    return field && targetIn(field, goal);
  };
  // Where there is no key pair to choose, the type of credential decides whether one is needed.
  const target = find(fieldOf(goal)) ?? find("grant");
  const field = target?.closest<HTMLElement>("[data-field]");
  if (!target || !field) return;
  field.scrollIntoView({ block: "center" });
  target.focus({ preventScroll: true });
  field.dataset["sought"] = "";
  const leave = (event: FocusEvent) => {
    if (event.relatedTarget instanceof Node && field.contains(event.relatedTarget)) return;
    delete field.dataset["sought"];
    field.removeEventListener("focusout", leave);
  };
  field.addEventListener("focusout", leave);
}
