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
  "quickList" | "quickHide" | "windowShow" | "tokenCopy" | "settingsGet" | "listenQuick" | "listen"
>;

/** As many as fit; typing narrows them. */
const MOST = 8;
const RISKS = { production: "production", staging: "staging", development: "" };

interface Row {
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
    placeholder: "Type part of a profile’s name",
  });
  const list = make("ul", { id: "quick-list", role: "listbox", "aria-label": "Profiles" });
  const said = make("p", { role: "status", class: "said" });
  const keys = make("p", { class: "keys" });
  root.replaceChildren(input, list, said, keys);

  let profiles: ProfileSummary[] = [];
  let at = 0;
  /** Whose forms are listed in place of the profiles. */
  let forms: ProfileSummary | null = null;
  let isBusy = false;
  /** Where the pointer was seen last since the window was shown. */
  let pointer: { x: number; y: number } | null = null;

  const copy = async (profile: ProfileSummary, form: TokenForm) => {
    if (isBusy) return;
    isBusy = true;
    said.textContent = "Getting the token…";
    try {
      await platform.tokenCopy(profile.id, form);
      await platform.quickHide();
    } catch (error) {
      tell(toProblem(error));
    }
    isBusy = false;
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
        title: profile.title,
        side: [RISKS[profile.risk], leftOf(profile, now)].filter(Boolean).join(" · "),
        isProduction: profile.risk === "production",
        run: ({ shift, alt }) => void copy(profile, shift ? "curl" : alt ? "header" : "token"),
      }));
  };

  const draw = () => {
    const shown = rows();
    at = Math.max(0, Math.min(at, shown.length - 1));
    list.replaceChildren(...shown.map((row, n) => drawRow(row, n, n === at)));
    if (shown.length) input.setAttribute("aria-activedescendant", `quick-${at}`);
    else input.removeAttribute("aria-activedescendant");
    list.querySelector("[aria-selected=true]")?.scrollIntoView?.({ block: "nearest" });
    if (!shown.length) {
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
      if (!moves || at === n) return;
      at = n;
      draw();
    });
    line.addEventListener("click", ({ shiftKey, altKey }) => row.run({ shift: shiftKey, alt: altKey }));
    return line;
  };

  const fresh = async () => {
    input.value = "";
    at = 0;
    forms = null;
    pointer = null;
    said.textContent = "";
    input.focus();
    draw();
    try {
      const { theme } = await platform.settingsGet();
      document.documentElement.style.colorScheme = theme === "system" ? "light dark" : theme;
      profiles = await platform.quickList();
      draw();
    } catch (error) {
      tell(toProblem(error));
    }
  };

  input.addEventListener("input", () => {
    at = 0;
    said.textContent = "";
    draw();
  });
  input.addEventListener("keydown", (event) => {
    const { key, shiftKey: shift, altKey: alt } = event;
    const isAtEnd = input.selectionStart === input.value.length && input.selectionEnd === input.value.length;
    if (key === "ArrowDown" || key === "ArrowUp") {
      const all = list.children.length;
      if (all) at = (at + (key === "ArrowDown" ? 1 : -1) + all) % all;
      draw();
    } else if (key === "Enter") {
      rows()[at]?.run({ shift, alt });
    } else if (key === "ArrowRight" && isAtEnd && !forms) {
      const chosen = chosenOf(input.value);
      if (chosen) listForms(chosen);
    } else if (key === "Escape" || (key === "ArrowLeft" && forms && input.value === "")) {
      if (forms) listForms(null);
      else if (key === "Escape") void platform.quickHide();
    } else return;
    event.preventDefault();
  });
  const chosenOf = (text: string) =>
    found(profiles, text, (one) => ({ name: one.title, rest: `${one.org_id} ${one.client_id} ${one.risk}` }))[
      at
    ];
  const listForms = (profile: ProfileSummary | null) => {
    forms = profile;
    input.value = "";
    input.placeholder = profile ? visibleLine(profile.title) : "Type part of a profile’s name";
    at = 0;
    said.textContent = "";
    draw();
  };

  void platform.listenQuick(() => void fresh());
  void platform.listen((event) => {
    if (event.kind === "profiles_changed" || event.kind === "vault_changed") {
      void platform.quickList().then(
        (now) => {
          profiles = now;
          draw();
        },
        // Whoever opens the window is told.
        () => undefined,
      );
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
