/*
 * A field of one line whose variables are coloured, and underlined where they have no value. What one stands for is seen
 * while the pointer or the caret is on it. It stays a plain input to keyboards, screen readers and undo: the colours are
 * in a copy over it, and its own letters are transparent.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import {
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type ClipboardEvent,
  type PointerEvent,
  type ReactNode,
} from "react";
import type { VariableView } from "../../bindings/VariableView";
import { Foreign } from "../../shared/Foreign";
import { Beside, spotUnder, type Spot } from "./Beside";
import { isMissing, placeholdersIn, viewOf, type Placeholder } from "./placeholders";
import { useCompletion } from "./useCompletion";
import { VariableCard } from "./VariableCard";

interface VariableFieldProps {
  label: string;
  value: string;
  variables: VariableView[];
  /** The field's own look. */
  className: string;
  placeholder?: string;
  testId?: string;
  /** What is usual there. */
  usual?: string[];
  /** Takes the keyboard when nothing else has it. */
  takesFocus?: boolean;
  onChange: (value: string) => void;
  onSet: (name: string) => void;
  /** True keeps what is pasted out of the field. */
  onPaste?: (text: string) => boolean;
}

const NONE: string[] = [];
const around = style({ position: "relative", display: "flex", minWidth: 0, flexGrow: 1 });
const list = style({ padding: 4, overflowY: "auto", maxHeight: 240 });
const option = style({
  font: "code-sm",
  paddingX: 8,
  paddingY: 4,
  borderRadius: "sm",
  cursor: "default",
  backgroundColor: { default: "transparent", isMarked: "gray-200" },
});

export function VariableField(props: VariableFieldProps) {
  const { label, value, variables, className, placeholder, testId, usual = NONE, takesFocus = false } = props;
  const { onChange, onSet, onPaste } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const copy = useRef<HTMLDivElement>(null);
  const [card, setCard] = useState<{ name: string; spot: Spot } | null>(null);
  const found = placeholdersIn(value);
  const caret = useRef<number | null>(null);
  const completion = useCompletion(variables, usual, (text, at) => {
    caret.current = at;
    onChange(text);
  });

  useLayoutEffect(() => {
    if (caret.current !== null) input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
    if (copy.current && input.current) copy.current.scrollLeft = input.current.scrollLeft;
  });
  useLayoutEffect(() => {
    // The field that had the keyboard may have gone with another request.
    if (takesFocus && document.activeElement === document.body) input.current?.focus();
  }, [takesFocus]);

  const follow = () => {
    if (copy.current && input.current) copy.current.scrollLeft = input.current.scrollLeft;
  };
  const show = (one: Placeholder | undefined) => {
    const part = one && copy.current?.querySelector(`[data-from="${one.from}"]`);
    // What it stands for may still be looked up; the card is there as soon as that is known.
    if (!one || !part) return setCard(null);
    return setCard({ name: one.name, spot: spotUnder(part.getBoundingClientRect()) });
  };
  const onPointer = (event: PointerEvent) => {
    const isUnder = (part: Element) => {
      const { left, right, top, bottom } = part.getBoundingClientRect();
      const { clientX: x, clientY: y } = event;
      return x >= left && x <= right && y >= top && y <= bottom;
    };
    const part = [...(copy.current?.querySelectorAll("[data-from]") ?? [])].find(isUnder);
    show(found.find(({ from }) => String(from) === part?.getAttribute("data-from")));
  };
  const onCaret = () => {
    const { selectionStart: at, selectionEnd: end } = input.current ?? {};
    const isIn = ({ from, to }: Placeholder) =>
      at !== undefined && at === end && at !== null && at > from && at < to;
    show(found.find(isIn));
  };
  const paste = (event: ClipboardEvent) => {
    if (onPaste?.(event.clipboardData.getData("text/plain"))) event.preventDefault();
  };

  const view = card && viewOf(variables, card.name);
  const { shown } = completion;
  return (
    <div className={around} onPointerLeave={() => setCard(null)}>
      <input
        ref={input}
        className={className + " focusable variable-field" + (found.length > 0 ? " variables-below" : "")}
        aria-label={label}
        aria-describedby={view ? `${id}-card` : undefined}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={shown !== null}
        aria-controls={shown ? `${id}-list` : undefined}
        aria-activedescendant={shown && shown.at >= 0 ? `${id}-${shown.at}` : undefined}
        data-testid={testId}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => {
          setCard(null);
          onChange(event.target.value);
          completion.look(event.target);
        }}
        onKeyDown={(event) => {
          const isCard = event.key === "Escape" && card !== null;
          if (isCard) setCard(null);
          if (!completion.onKey(event) && !isCard) return;
          event.preventDefault();
          event.stopPropagation();
        }}
        onScroll={follow}
        onSelect={onCaret}
        onPointerMove={onPointer}
        onBlur={() => {
          completion.close();
          setCard(null);
        }}
        onPaste={paste}
      />
      {found.length > 0 && (
        <div ref={copy} className={className + " variables-above"} aria-hidden="true">
          <span>{coloured(value, found, variables)}</span>
        </div>
      )}
      {shown && (
        <Beside spot={shown.spot} testId="completions">
          <div className={list} role="listbox" id={`${id}-list`} aria-label={`${label}: suggestions`}>
            {shown.options.map((one, n) => (
              // The field keeps the focus and the keyboard; a row answers to the pointer.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
              <div
                key={one}
                id={`${id}-${n}`}
                role="option"
                aria-selected={n === shown.at}
                className={option({ isMarked: n === shown.at })}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => completion.choose(one)}
              >
                <Foreign text={one} />
              </div>
            ))}
          </div>
        </Beside>
      )}
      {view && card && !shown && (
        // It stays under the pointer, and a press on it leaves the field its focus.
        <Beside
          spot={card.spot}
          testId="variable-card"
          id={`${id}-card`}
          onPointerDown={(event) => event.preventDefault()}
        >
          <VariableCard view={view} onSet={onSet} />
        </Beside>
      )}
    </div>
  );
}

function coloured(text: string, found: Placeholder[], variables: VariableView[]): ReactNode[] {
  const parts: ReactNode[] = [];
  let done = 0;
  for (const { name, from, to } of found) {
    const missing = isMissing(viewOf(variables, name));
    parts.push(
      text.slice(done, from),
      <span
        key={from}
        data-from={from}
        data-missing={missing}
        className={missing ? "variable-missing" : "code-variable"}
      >
        {text.slice(from, to)}
      </span>,
    );
    done = to;
  }
  return [...parts, text.slice(done)];
}
