/*
 * Every command of the window in one register: what the palette lists and what shortcuts start. A view adds its
 * commands while it is on screen. What they do is left to the views.
 */
import {
  createContext,
  useContext,
  useLayoutEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
  type ReactNode,
} from "react";

export interface Command {
  /** Stable, for keys of lists and for tests. */
  id: string;
  /** `Copy token`. */
  title: string;
  /** The heading it stands under in the palette. */
  group: string;
  /** `mod+shift+c`; `mod` is Ctrl, or ⌘ on a Mac. */
  keys?: string;
  /** Another shortcut for the same. */
  also?: string;
  /** Leaves its keys alone in text fields and dialogs, where they mean something already. */
  outsideFields?: boolean;
  /** What has these keys itself while the focus is in it: a selector. */
  except?: string;
  run: () => void;
}

class Register {
  private sets = new Map<object, Command[]>();
  private listeners = new Set<() => void>();
  private flat: Command[] = [];

  put(owner: object, commands: Command[] | null) {
    if (commands) this.sets.set(owner, commands);
    else this.sets.delete(owner);
    this.flat = [...this.sets.values()].flat();
    for (const listener of this.listeners) listener();
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  list = () => this.flat;
}

const RegisterContext = createContext<Register | null>(null);

function useRegister(): Register {
  const register = useContext(RegisterContext);
  if (!register) throw new Error("BUG: no command register above this component");
  return register;
}

/** Holds the register and listens for shortcuts. */
export function CommandScope({ children }: { children: ReactNode }) {
  const register = useMemo(() => new Register(), []);
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const pressed = keysOf(event);
      if (!pressed) return;
      // The one registered last is the most specific.
      const command = register.list().findLast(({ keys, also }) => keys === pressed || also === pressed);
      if (!command || (command.outsideFields && isTaken(event.composedPath()[0] ?? null))) return;
      if (command.except && event.target instanceof Element && event.target.closest(command.except)) return;
      event.preventDefault();
      event.stopPropagation();
      command.run();
    };
    addEventListener("keydown", onKey, { capture: true });
    return () => removeEventListener("keydown", onKey, { capture: true });
  }, [register]);
  return <RegisterContext value={register}>{children}</RegisterContext>;
}

/**
 * Registers commands while the calling component is mounted; pass a new array when they change. They work from the moment
 * it is drawn, which is why these are layout effects.
 */
export function useCommands(commands: Command[]) {
  const register = useRegister();
  const owner = useRef({});
  useLayoutEffect(() => {
    const me = owner.current;
    register.put(me, commands);
    return () => register.put(me, null);
  }, [register, commands]);
}

/** All commands that can be run now. */
export function useCommandList(): Command[] {
  const register = useRegister();
  return useSyncExternalStore(register.subscribe, register.list);
}

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

function keysOf(event: KeyboardEvent): string | null {
  if (!(isMac ? event.metaKey : event.ctrlKey) || event.altKey) return null;
  return `mod+${event.shiftKey ? "shift+" : ""}${event.key.toLowerCase()}`;
}

/** Whether one types there: what is pasted or dropped there is that field's. */
export function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, [contenteditable]") !== null;
}

/** Whether somebody is typing there, or a dialog has the window to itself. */
function isTaken(target: EventTarget | null): boolean {
  return (
    isField(target) ||
    (target instanceof Element && target.closest("[role=alertdialog]") !== null) ||
    document.querySelector("dialog[open], [role=dialog]") !== null
  );
}

/** Keys that are called by more than their letter. */
const NAMED_KEYS: Record<string, { mac: string; other: string }> = {
  enter: { mac: "↩", other: "Enter" },
  pagedown: { mac: "⇟", other: "Page Down" },
  pageup: { mac: "⇞", other: "Page Up" },
};

/** `Ctrl+Shift+C`, or `⇧⌘C` on a Mac. */
export function showKeys(keys: string): string {
  const parts = keys.split("+").filter(Boolean);
  const last = parts.at(-1) ?? "";
  const named = NAMED_KEYS[last];
  const key = named ? named[isMac ? "mac" : "other"] : last.toUpperCase();
  const shift = parts.includes("shift");
  return isMac ? `${shift ? "⇧" : ""}⌘${key}` : `Ctrl+${shift ? "Shift+" : ""}${key}`;
}

/** A shortcut of the whole system as it stands on this keyboard: what is kept may be for every system's. */
export const plainKeys = (keys: string) =>
  keys.replace(/Command\s*Or\s*Control|CmdOrCtrl/i, isMac ? "Cmd" : "Ctrl");
