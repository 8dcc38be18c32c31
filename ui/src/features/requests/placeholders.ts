/*
 * The `{{variables}}` in a text: where they are, and what is known of each. What they stand for is the engine's to say.
 */
import type { VariableSource } from "../../bindings/VariableSource";
import type { VariableValue } from "../../bindings/VariableValue";
import type { VariableView } from "../../bindings/VariableView";

export interface Placeholder {
  name: string;
  /** Where its braces begin and end. */
  from: number;
  to: number;
}

const PLACEHOLDER = /\{\{\s*([^{}]+?)\s*\}\}/g;

export function placeholdersIn(text: string): Placeholder[] {
  if (!text.includes("{{")) return [];
  return [...text.matchAll(PLACEHOLDER)].map((match) => ({
    name: match[1] ?? "",
    from: match.index,
    to: match.index + match[0].length,
  }));
}

/** What is known of a variable; undefined until the engine has looked at it. */
export const viewOf = (variables: VariableView[], name: string): VariableView | undefined =>
  variables.find((one) => one.name === name);

export const isMissing = (view: VariableView | undefined) => view?.values.length === 0;

/** Where a value comes from, to go on after its value. */
export const sourceOf = ({ source, file }: VariableValue) =>
  file === null ? SOURCES[source] : `from ${file}`;

const SOURCES: Record<VariableSource, string> = {
  token: "the profile’s token",
  given: "given for this call",
  prompt: "asked for when you send it",
  answer: "another request’s answer",
  file: "the request’s file",
  own: "the profile’s variables",
  profile: "the profile’s credential",
  built_in: "made for each call",
};

/** What there is to see of a value. */
export function shownValue({ source, value }: VariableValue): string {
  const comes = source === "built_in" || source === "answer" || source === "prompt";
  return value ?? (comes ? "known when it is sent" : "••••••••");
}
