/*
 * The quick window: one input, the profiles by recent use, Enter. Written without a framework, since all of it has to be there within
 * a blink. What is copied goes from the engine to the clipboard and never comes here.
 */
import type { Problem } from "../bindings/Problem";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import type { TokenForm } from "../bindings/TokenForm";
import { FORMS } from "../features/tokens/forms";
import type { Platform } from "../platform";
import { inOneLine, toProblem } from "../shared/problem";
import { found } from "../shared/search";
import { shortSpan } from "../shared/span";
import { visibleLine } from "../shared/visible";

type Needed = Pick<
  Platform,
  "quickList" | "quickCopy" | "quickHide" | "windowShow" | "settingsGet" | "listenQuick" | "listen"
>;

/** As many as fit; typing narrows them. */
const MOST = 8;
const FIND = "Type part of a profile’s name";
const RISKS = { production: "production", staging: "staging", development: "" };

interface Row {
  /** Which one is marked is told by it: lists change. */
  key: string;
  /** Whose forms are behind it. */
  profile?: ProfileSummary;
  title: string;
  side: string;
  isProduction: boolean;
  run: (how: { shift: boolean; alt: boolean }) => void;
}

export function openQuick(root: HTMLElement, platform: Needed) {
  const input = make("input", {
    type: "text",
    role: "combobox",
    "aria-label": "Profile",
    "aria-expanded": "true",
    "aria-controls": "quick-list",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: FIND,
  });
  const list = make("ul", { id: "quick-list", role: "listbox", "aria-label": "Profiles" });
  const said = make("p", { role: "status", class: "said" });
  const keys = make("p", { class: "keys" });
  root.replaceChildren(input, list, said, keys);

  let profiles: ProfileSummary[] = [];
  /** The rows that are drawn. */
  let shown: Row[] = [];
  /** The key of the marked row; null marks the first one, once the list is there. */
  let marked: string | null = null;
  /** Whether the list is of this showing: what was the first one the last time is not marked as if it were still. */
  let isListed = false;
  /** Whose forms are listed in place of the profiles. */
  let forms: ProfileSummary | null = null;
  /** Keys that were pressed before the list was there. */
  let early: Array<() => void> = [];
  /** Counts copies and showings: what a copy says that something else came after is not said. */
  let begun = 0;
  /** Counts how often the list was asked for: the answer to the last time counts. */
  let asked = 0;
  /** Where the pointer was seen last since the window was shown. */
  let pointer: { x: number; y: number } | null = null;

  /** The window goes by itself when it is copied. One that is begun meanwhile, or Escape, stops it. */
  const copy = async (profile: ProfileSummary, form: TokenForm) => {
    const mine = ++begun;
    said.textContent = "Getting the token…";
    try {
      await platform.quickCopy(profile.id, form);
    } catch (error) {
      if (mine === begun) tell(toProblem(error));
    }
  };

  const tell = (problem: Problem) => {
    const open = make("button", { type: "button" });
    open.textContent = "Open Mudbrick";
    open.addEventListener("click", () => void platform.windowShow());
    said.replaceChildren(visibleLine(inOneLine(problem)), " ", open);
  };

  const rows = (): Row[] => {
    const text = input.value;
    if (forms) {
      const profile = forms;
      return found(FORMS, text, ({ title }) => ({ name: title })).map(({ id, title }) => ({
        key: id,
        title,
        side: "",
        isProduction: false,
        run: () => void copy(profile, id),
      }));
    }
    const now = Date.now();
    return found(profiles, text, (one) => ({
      name: one.title,
      rest: `${one.org_id} ${one.client_id} ${one.risk}`,
    }))
      .slice(0, MOST)
      .map((profile) => ({
        key: profile.id,
        profile,
        title: profile.title,
        side: [RISKS[profile.risk], leftOf(profile, now)].filter(Boolean).join(" · "),
        isProduction: profile.risk === "production",
        run: ({ shift, alt }) => void copy(profile, shift ? "curl" : alt ? "header" : "token"),
      }));
  };

  /** None where the marked one has gone from the list: Enter then copies nobody else's token. */
  const markedAt = () => shown.findIndex(({ key }) => key === marked);

  const draw = () => {
    shown = rows();
    if (isListed) marked ??= shown[0]?.key ?? null;
    const at = markedAt();
    list.replaceChildren(...shown.map((row, n) => drawRow(row, n, n === at)));
    if (at >= 0) input.setAttribute("aria-activedescendant", `quick-${at}`);
    else input.removeAttribute("aria-activedescendant");
    list.querySelector("[aria-selected=true]")?.scrollIntoView?.({ block: "nearest" });
    if (!shown.length && isListed) {
      said.textContent = profiles.length
        ? `Nothing matches “${visibleLine(input.value)}”.`
        : "No profiles yet.";
    }
    keys.textContent = forms
      ? "Enter copies · ← back · Esc closes"
      : "Enter token · Shift+Enter curl · Alt+Enter header · → more forms";
  };

  const drawRow = (row: Row, n: number, isMarked: boolean) => {
    const line = make("li", { id: `quick-${n}`, role: "option", "aria-selected": String(isMarked) });
    const name = make("span", { class: "name" });
    name.textContent = visibleLine(row.title);
    const side = make("span", { class: row.isProduction ? "side production" : "side" });
    side.textContent = row.side;
    line.append(name, side);
    line.addEventListener("pointermove", ({ screenX, screenY }) => {
      // A window that comes under a pointer that rests is told of a move too.
      const moves = pointer !== null && (pointer.x !== screenX || pointer.y !== screenY);
      pointer = { x: screenX, y: screenY };
      if (!moves || marked === row.key) return;
      marked = row.key;
      draw();
    });
    line.addEventListener("click", ({ shiftKey, altKey }) => row.run({ shift: shiftKey, alt: altKey }));
    return line;
  };

  const fresh = async () => {
    const mine = ++begun;
    input.value = "";
    marked = null;
    isListed = false;
    early = [];
    forms = null;
    input.placeholder = FIND;
    pointer = null;
    said.textContent = "";
    input.focus();
    draw();
    try {
      const { theme } = await platform.settingsGet();
      document.documentElement.style.colorScheme = theme === "system" ? "light dark" : theme;
      await relist();
    } catch (error) {
      if (mine === begun) tell(toProblem(error));
    }
  };

  const relist = async () => {
    const mine = ++asked;
    const now = await platform.quickList();
    if (mine !== asked) return;
    profiles = now;
    isListed = true;
    draw();
    for (const press of early.splice(0)) press();
  };

  /** What a key does in the list. */
  const press = (key: string, how: { shift: boolean; alt: boolean }) => {
    const at = markedAt();
    const all = shown.length;
    if (all === 0) return;
    if (key === "ArrowDown" || key === "ArrowUp") {
      const next = key === "ArrowDown" ? at + 1 : (at < 0 ? all : at) - 1 + all;
      marked = shown[next % all]?.key ?? null;
      draw();
    } else if (key === "ArrowRight") {
      const chosen = shown[at]?.profile;
      if (chosen) listForms(chosen);
    } else if (at < 0) {
      said.textContent = "The profile that was marked is no longer listed. Choose one with ↑ and ↓.";
    } else shown[at]?.run(how);
  };

  input.addEventListener("input", () => {
    marked = null;
    early = [];
    said.textContent = "";
    draw();
  });
  input.addEventListener("keydown", (event) => {
    const { key, shiftKey: shift, altKey: alt } = event;
    // Enter takes what an input method offers, Escape throws it away, and the arrows choose in it: 229 is WebKit's word for that.
    if (event.isComposing || event.keyCode === 229) return;
    const isAtEnd = input.selectionStart === input.value.length && input.selectionEnd === input.value.length;
    const isOfList =
      key === "ArrowDown" ||
      key === "ArrowUp" ||
      key === "Enter" ||
      (key === "ArrowRight" && isAtEnd && !forms);
    if (isOfList) {
      // Who is faster than the list means what it will be.
      if (isListed) press(key, { shift, alt });
      else early.push(() => press(key, { shift, alt }));
    } else if (key === "Escape" || (key === "ArrowLeft" && forms && input.value === "")) {
      if (forms) listForms(null);
      else if (key === "Escape") void platform.quickHide();
    } else return;
    event.preventDefault();
  });
  const listForms = (profile: ProfileSummary | null) => {
    forms = profile;
    input.value = "";
    input.placeholder = profile ? visibleLine(profile.title) : FIND;
    marked = null;
    said.textContent = "";
    draw();
  };

  void platform.listenQuick(() => void fresh());
  void platform.listen((event) => {
    if (event.kind === "profiles_changed" || event.kind === "vault_changed") {
      // Whoever opens the window is told.
      void relist().catch(() => undefined);
    }
  });
  // A click beside the input keeps the keyboard there.
  root.addEventListener("pointerdown", (event) => {
    if (event.target !== input && !(event.target instanceof HTMLButtonElement)) event.preventDefault();
  });
  addEventListener("contextmenu", (event) => event.preventDefault());
  return fresh();
}

function leftOf({ token }: ProfileSummary, now: number): string {
  if (token.kind === "failed") return "failed";
  if (token.kind === "unknown") return "locked";
  return token.kind === "ready" && token.expires_at > now ? shortSpan(token.expires_at - now) : "–";
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string>,
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
