/*
 * The palette: every command with its shortcut, every profile, every request and what was sent, found by typing. Enter runs
 * what is marked. It is part of the first view: its code has to be there before the first key is pressed in it.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { showKeys, useCommandList, type Command } from "../shared/commands";
import { heard } from "../shared/heard";
import { Name } from "../shared/Name";
import { found } from "../shared/search";
import { count } from "../shared/size";
import { useProfiles, useWindowState } from "./useWindowState";
import { useFindable } from "./useFindable";

interface PaletteProps {
  mode: "commands" | "profiles" | "shortcuts";
  onClose: () => void;
}

const dialog = style({
  width: 560,
  maxWidth: "[calc(100vw - 48px)]",
  padding: 0,
  marginTop: 96,
  borderWidth: 1,
  borderStyle: "solid",
  borderColor: "gray-200",
  borderRadius: "xl",
  boxShadow: "elevated",
  backgroundColor: "elevated",
  color: "body",
  overflow: "hidden",
});
const input = style({
  font: "ui-lg",
  color: "body",
  width: "full",
  boxSizing: "border-box",
  height: 48,
  paddingX: 16,
  borderWidth: 0,
  borderBottomWidth: 1,
  borderStyle: "solid",
  borderColor: "gray-200",
  backgroundColor: "transparent",
  outlineStyle: "none",
});
const list = style({ maxHeight: 400, overflowY: "auto", padding: 8, scrollPadding: 8 });
const option = style({
  display: "flex",
  alignItems: "center",
  gap: 12,
  font: "ui",
  minHeight: 36,
  paddingX: 12,
  borderRadius: "default",
  backgroundColor: { default: "transparent", isMarked: "gray-200" },
});
const name = style({ flexGrow: 1, minWidth: 0 });
const side = style({ font: "ui-sm", color: "neutral-subdued", flexShrink: 0 });
const keysStyle = style({
  font: "ui-sm",
  color: "neutral-subdued",
  flexShrink: 0,
  paddingX: 4,
  borderRadius: "sm",
  borderWidth: 1,
  borderStyle: "solid",
  borderColor: "gray-300",
});
const nothing = style({
  font: "ui-sm",
  color: "neutral-subdued",
  paddingX: 20,
  paddingY: 12,
  margin: 0,
  overflowWrap: "anywhere",
});

const WORDS = {
  commands: { label: "All commands", placeholder: "Type a command, a profile, a request or what was sent" },
  profiles: { label: "Switch profile", placeholder: "Type part of a profile’s name" },
  shortcuts: { label: "Keyboard shortcuts", placeholder: "Type a command" },
};

/** More rows than anybody reads; typing narrows them, and how many more there are is said. */
const MOST = 100;

export function Palette({ mode, onClose }: PaletteProps) {
  const commands = useCommandList();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const ref = useRef<HTMLDialogElement>(null);
  const profiles = useProfiles();
  const { select } = useWindowState();

  // Open from the moment it is drawn, or what is typed meanwhile goes to the page below.
  useLayoutEffect(() => {
    const element = ref.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  const { requests, history } = useFindable(mode === "commands" ? text : null);
  const all = useMemo(() => {
    const switches: Command[] = profiles.map((profile) => ({
      id: `profile-${profile.id}`,
      title: profile.title,
      group: profile.risk === "production" ? "Production" : "Profile",
      run: () => select(profile.id),
    }));
    const sets: Record<PaletteProps["mode"], Command[]> = {
      commands: [...commands.filter((one) => one.id !== "palette"), ...switches, ...requests],
      profiles: switches,
      shortcuts: commands.filter((one) => one.keys),
    };
    // What was sent is found by the engine, which looks into bodies too: it comes last and is not sifted again.
    return [...found(sets[mode], text, ({ title, group }) => ({ name: title, rest: group })), ...history];
  }, [commands, profiles, select, requests, history, mode, text]);
  const shown = all.slice(0, MOST);
  const more = all.length - shown.length;

  const marked = Math.min(at, shown.length - 1);
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    // After closing, so that focus has gone back before the command moves it.
    queueMicrotask(command.run);
  };
  const onKey = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: marked + 1, ArrowUp: marked - 1 };
    const step = steps[event.key];
    if (step !== undefined && shown.length) {
      event.preventDefault();
      const next = (step + shown.length) % shown.length;
      setAt(next);
      document.getElementById(`palette-${next}`)?.scrollIntoView({ block: "nearest" });
    }
    if (event.key === "Enter") {
      event.preventDefault();
      run(shown[marked]);
    }
  };

  return (
    // The keyboard closes it with Escape, which the browser does; the pointer by a click beside it.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref}
      className={dialog}
      aria-label={WORDS[mode].label}
      data-testid="palette"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <input
        className={input}
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={shown.length ? `palette-${marked}` : undefined}
        aria-label={WORDS[mode].label}
        placeholder={WORDS[mode].placeholder}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <div className={list} role="listbox" id="palette-list" aria-label={WORDS[mode].label}>
        {shown.map((command, n) => (
          // The input keeps the focus and the keyboard; a row answers to the pointer.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={command.id}
            id={`palette-${n}`}
            role="option"
            aria-selected={n === marked}
            className={option({ isMarked: n === marked })}
            onPointerMove={() => setAt(n)}
            onClick={() => run(command)}
          >
            <span className={name}>
              <Name text={command.title} />
            </span>
            <span className={side}>{command.group}</span>
            {command.keys && <kbd className={keysStyle}>{showKeys(command.keys)}</kbd>}
          </div>
        ))}
      </div>
      <p className={shown.length && !more ? heard : nothing} role="status">
        {!shown.length && `Nothing matches “${text}”.`}
        {more > 0 && `${count(more, "more result")}: type more of the name.`}
        {shown.length > 0 && !more && count(shown.length, "result")}
      </p>
    </dialog>
  );
}
