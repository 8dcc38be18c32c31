/*
 * The editor itself: line numbers, folding, colours, variables, JSON that is put in form and checked. It is CodeMirror in a
 * shadow root, which draws only the lines that are seen.
 */
import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  syntaxHighlighting,
} from "@codemirror/language";
import { Compartment, EditorState, type Text } from "@codemirror/state";
import {
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder as placeholderOf,
} from "@codemirror/view";
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback, useEffect, useRef, useState } from "react";
import type { BodyEdit } from "../../bindings/BodyEdit";
import { formatted, jsonFault, type JsonFault } from "../json";
import { editorBox } from "./box";
import { colours, look } from "./look";
import { faultMark, missingNames, setFault, variableAt, variableMarks, type VariableAt } from "./marks";
import { Typed } from "./Typed";
import { wrapping } from "./wrapping";

export interface CodeEditorProps {
  label: string;
  value: string;
  language: "json" | "text";
  /** Names of variables without a value. */
  missing: ReadonlySet<string>;
  onChange: (value: string) => void;
  /** What was changed, while one types; `all` has `onChange` called with all of it. */
  onEdit: (edit: BodyEdit, all: () => void) => void;
  /** Typing in a long text paused. */
  onPause: () => void;
  /** The pointer or the caret came to a variable, or left it. */
  onVariable: (variable: VariableAt | null) => void;
  placeholder?: string;
  testId?: string;
}

const whole = style({
  display: "flex",
  flexDirection: "column",
  flexGrow: 1,
  minHeight: 0,
  minWidth: 0,
  gap: 4,
});
const bar = style({ display: "flex", alignItems: "center", gap: 8, minHeight: 24, flexWrap: "wrap" });
const wrong = style({ font: "ui-sm", color: "negative", minWidth: 0 });
const host = style({ flexGrow: 1, minHeight: 0, minWidth: 0 });

/** A longer text is checked when it is put in form, not while one types. */
const CHECKED = 1024 * 1024;
/** A text that one is writing is wrong most of the time. */
const PAUSE_MS = 400;

interface Fault extends JsonFault {
  /** The text that it is in. */
  of: string;
  line: number;
  column: number;
}

export default function LoadedEditor(props: CodeEditorProps) {
  const { value, language, missing } = props;
  const element = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    if (!element.current) return undefined;
    const made = new Editor(element.current, latest);
    editor.current = made;
    return () => made.end();
  }, []);
  useEffect(() => editor.current?.put(value), [value]);
  useEffect(() => editor.current?.speak(language), [language]);
  useEffect(() => editor.current?.mark(missing), [missing]);

  const [found, setFound] = useState<Fault | null>(null);
  const say = useCallback((of: string, fault: JsonFault | null) => {
    editor.current?.fault(fault);
    const place = fault && editor.current?.place(fault.at);
    setFound(fault && place ? { of, ...fault, ...place } : null);
  }, []);
  useEffect(() => {
    if (language !== "json" || value.length > CHECKED) return undefined;
    const timer = setTimeout(() => say(value, jsonFault(value)), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value, language, say]);
  // What was found is about the text as it was then.
  const fault = found?.of === value ? found : null;

  const format = () => {
    const text = editor.current?.text() ?? "";
    const after = formatted(text);
    if (typeof after === "string") return editor.current?.replace(after);
    say(text, after);
    return editor.current?.go(after.at);
  };
  return (
    <div className={whole}>
      {language === "json" && (
        <div className={bar}>
          <ActionButton size="XS" onPress={format} data-testid="format">
            Format
          </ActionButton>
          <span role="status" className={wrong} data-testid="json-fault">
            {fault && `Line ${fault.line}, column ${fault.column}: ${fault.text}`}
          </span>
          {fault && (
            <ActionButton size="XS" isQuiet onPress={() => editor.current?.go(fault.at)}>
              Go there
            </ActionButton>
          )}
        </div>
      )}
      <div className={editorBox + " focusable-box editor-box"}>
        <div ref={element} className={host + " editor-host"} data-editor={props.testId} />
      </div>
    </div>
  );
}

/** A text of megabytes is not parsed: its colours and folds would cost every key more than the key itself. */
const languageOf = (language: CodeEditorProps["language"], length: number) =>
  language === "json" && length <= CHECKED ? json() : [];

/** Its own way to a text adds line to line, which takes three times as long for hundreds of thousands of them. */
const textOf = (doc: Text) => doc.toJSON().join("\n");

/** CodeMirror's view, and what the component does with it. */
class Editor {
  readonly #view: EditorView;
  readonly #language = new Compartment();
  readonly #missing = new Compartment();
  readonly #typed: Typed;
  #passed: string;

  constructor(element: HTMLElement, latest: { current: CodeEditorProps }) {
    const { value, language, missing, label, testId = "", placeholder = "" } = latest.current;
    this.#passed = value;
    this.#typed = new Typed(CHECKED, {
      whole: (text) => {
        this.#passed = text;
        latest.current.onChange(text);
      },
      edit: (edit, all) => latest.current.onEdit(edit, all),
      pause: () => latest.current.onPause(),
    });
    const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    this.#view = new EditorView({
      root,
      parent: root,
      doc: value,
      extensions: [
        lineNumbers(),
        codeFolding(),
        foldGutter(),
        history(),
        bracketMatching(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        wrapping(value),
        EditorState.tabSize.of(2),
        // A body goes out as it is: carriage returns stay where they are, unless the system's clipboard brings them along.
        EditorState.lineSeparator.of("\n"),
        EditorView.clipboardInputFilter.of((text) => text.replaceAll(/\r\n?/g, "\n")),
        // Tab moves on, as everywhere; Escape and Tab are nobody's here.
        keymap.of([
          ...defaultKeymap.filter(({ key }) => key !== "Mod-Enter"),
          ...historyKeymap,
          ...foldKeymap,
        ]),
        look,
        syntaxHighlighting(colours),
        variableMarks,
        faultMark,
        placeholderOf(placeholder),
        EditorView.contentAttributes.of({ "aria-label": label, "data-testid": testId, spellcheck: "false" }),
        this.#language.of(languageOf(language, value.length)),
        this.#missing.of(missingNames.of(missing)),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) this.#typed.changed(update.changes, () => textOf(update.view.state.doc));
          if (update.selectionSet && update.view.hasFocus) {
            // Its place on screen can be had only once this update is drawn.
            update.view.requestMeasure({
              read: (view) => {
                // As it is by then: more may have been typed.
                const { main } = view.state.selection;
                return main.empty ? variableAt(view, main.head) : null;
              },
              write: (found) => latest.current.onVariable(found),
            });
          }
        }),
        EditorView.domEventHandlers({
          // The web view's own typing looks through the whole paragraph, which a long line is: this costs half of it.
          beforeinput: (event, view) => {
            if (event.inputType !== "insertText" || event.data === null || view.composing) return false;
            event.preventDefault();
            view.dispatch(view.state.replaceSelection(event.data), {
              userEvent: "input.type",
              scrollIntoView: true,
            });
            return true;
          },
          mousemove: (event, view) => {
            const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
            latest.current.onVariable(at === null ? null : variableAt(view, at));
          },
          blur: () => {
            this.#typed.now();
            latest.current.onVariable(null);
          },
        }),
      ],
    });
  }

  text = () => textOf(this.#view.state.doc);

  /** Shows a text that came from elsewhere. */
  put(text: string) {
    if (text === this.#passed) return;
    this.#passed = text;
    if (text !== this.text()) this.replace(text);
  }

  replace(text: string) {
    this.#view.dispatch({
      changes: { from: 0, to: this.#view.state.doc.length, insert: text },
      // One step back by itself, and not together with what was typed a moment ago.
      annotations: isolateHistory.of("full"),
    });
    this.#typed.now();
  }

  speak(language: CodeEditorProps["language"]) {
    this.#view.dispatch({
      effects: this.#language.reconfigure(languageOf(language, this.#view.state.doc.length)),
    });
  }

  mark(missing: ReadonlySet<string>) {
    this.#view.dispatch({ effects: this.#missing.reconfigure(missingNames.of(missing)) });
  }

  fault(fault: JsonFault | null) {
    this.#view.dispatch({ effects: setFault.of(fault ? fault.at : null) });
  }

  place(at: number) {
    const line = this.#view.state.doc.lineAt(Math.min(at, this.#view.state.doc.length));
    return { line: line.number, column: 1 + at - line.from };
  }

  go(at: number) {
    const anchor = Math.min(at, this.#view.state.doc.length);
    this.#view.focus();
    this.#view.dispatch({ selection: { anchor }, scrollIntoView: true });
  }

  end() {
    this.#typed.end();
    this.#view.destroy();
  }
}
