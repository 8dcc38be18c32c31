/*
 * What a request is opened for: a part of it that has to be corrected, perhaps with a header that is filled in.
 */
import type { Header } from "../../bindings/Header";
import type { Request } from "../../bindings/Request";
import type { RequestPart } from "../../bindings/RequestPart";

export interface Seek {
  part: RequestPart;
  header?: Header | undefined;
}

const same = (one: Header, other: Header) => one.name.toLowerCase() === other.name.toLowerCase();

/** The headers with the one that is sought: in the place of the one that is there, else at the end. */
export function withHeader({ headers }: Request, { header }: Seek): Header[] {
  if (!header) return headers;
  if (!headers.some((one) => same(one, header))) return [...headers, header];
  return headers.map((one) => (same(one, header) ? { name: one.name, value: header.value } : one));
}

/** Puts the keyboard where the correction is typed; false while that is not drawn yet. */
export function focusSought(editor: HTMLElement, seek: Seek, headers: Header[]): boolean {
  if (seek.part === "body") return focusBody(editor.querySelector("[data-part=body]"));
  const { header } = seek;
  const at = header ? headers.findIndex((one) => same(one, header)) : 0;
  const selector = {
    url: "[data-testid=url]",
    headers: `[aria-label="Header ${at + 1} ${header ? "value" : "name"}"]`,
  }[seek.part];
  return focusOn(editor.querySelector<HTMLElement>(selector));
}

/** The text is in a shadow root of its own, and fetched when it is first needed; there is none where a request has no body. */
function focusBody(part: Element | null): boolean {
  const host = part?.querySelector("[data-editor]");
  if (!host) return focusOn(part?.querySelector<HTMLElement>("textarea, button") ?? null);
  return focusOn(host.shadowRoot?.querySelector<HTMLElement>("[contenteditable=true]") ?? null);
}

function focusOn(target: HTMLElement | null): boolean {
  if (!target) return false;
  target.scrollIntoView({ block: "center" });
  target.focus({ preventScroll: true });
  return true;
}
