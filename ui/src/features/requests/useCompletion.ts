/*
 * What can be completed at the caret of a field: a variable behind its braces, else one of the values that are usual there.
 */
import { useState, type KeyboardEvent } from "react";
import type { VariableView } from "../../bindings/VariableView";
import { spotUnder, type Spot } from "./Beside";

const MOST = 8;
const BEGUN = /\{\{\s*([^{}\s]*)$/;

/** Where one types, and which of the options is marked. */
interface Typing {
  text: string;
  caret: number;
  spot: Spot;
  at: number;
}

interface Completion {
  options: string[];
  /** Puts an option into the text; gives back the text and the caret's place in it. */
  put: (option: string) => { text: string; caret: number };
}

const fits = (typed: string) => (one: string) => one.toLowerCase().includes(typed.toLowerCase());

function completionAt(text: string, caret: number, variables: VariableView[], usual: string[]): Completion {
  const begun = BEGUN.exec(text.slice(0, caret));
  if (begun) {
    const typed = begun[1] ?? "";
    const names = variables.map(({ name }) => name).filter((name) => name !== typed);
    const put = (name: string) => {
      const rest = text.slice(caret).replace(/^[^{}\s]*\}\}/, "");
      const before = `${text.slice(0, begun.index)}{{${name}}}`;
      return { text: before + rest, caret: before.length };
    };
    return { options: names.filter(fits(typed)).slice(0, MOST), put };
  }
  const options = usual.filter((one) => one !== text).filter(fits(text));
  return { options: options.slice(0, MOST), put: (option) => ({ text: option, caret: option.length }) };
}

export function useCompletion(
  variables: VariableView[],
  usual: string[],
  onPut: (text: string, caret: number) => void,
) {
  const [typing, setTyping] = useState<Typing | null>(null);
  // At each drawing: the engine may have named the variables only after the braces were typed.
  const found = typing && completionAt(typing.text, typing.caret, variables, usual);
  const shown = typing && found && found.options.length > 0 ? { ...typing, ...found } : null;
  const close = () => setTyping(null);
  const look = (field: HTMLInputElement) => {
    const { value: text } = field;
    const spot = spotUnder(field.getBoundingClientRect());
    setTyping({ text, caret: field.selectionStart ?? text.length, spot, at: -1 });
  };
  const choose = (option: string) => {
    if (!shown) return;
    const { text, caret } = shown.put(option);
    close();
    onPut(text, caret);
  };
  /** Whether the key was for the list. */
  const onKey = (event: KeyboardEvent<HTMLInputElement>): boolean => {
    if (!typing || !shown) {
      if (event.key !== "ArrowDown") return false;
      look(event.currentTarget);
      return true;
    }
    const { options, at } = shown;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      // One place before the first stands for what was typed.
      const next = ((at + 1 + step + options.length + 1) % (options.length + 1)) - 1;
      setTyping({ ...typing, at: next });
      return true;
    }
    const option = options[at];
    if (event.key === "Enter" && option !== undefined) {
      choose(option);
      return true;
    }
    if (event.key === "Escape") close();
    return event.key === "Escape";
  };
  return { shown, look, close, choose, onKey };
}
