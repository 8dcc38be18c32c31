/*
 * Colours JSON and `{{variables}}`. A regular expression over one piece of text at a time is enough for that, costs no
 * library, and inserts no style elements, which the content security policy would refuse.
 */
import { Fragment, type ReactNode } from "react";

const TOKENS =
  /(\{\{[^{}\s]+\}\})|("(?:[^"\\\n]|\\.)*"?)(\s*:)?|(-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b)|\b(true|false|null)\b/g;
const VARIABLES = /(\{\{[^{}\s]+\}\})/;

/** What `text` looks like: JSON coloured by kind, other text with its variables marked. */
export function highlighted(text: string, language: "json" | "text"): ReactNode {
  if (language === "text") return variablesIn(text);
  const parts: ReactNode[] = [];
  let done = 0;
  for (const match of text.matchAll(TOKENS)) {
    const [whole, variable, quoted, colon, number, word] = match;
    if (match.index > done) parts.push(text.slice(done, match.index));
    done = match.index + whole.length;
    const key = match.index;
    if (quoted !== undefined) {
      parts.push(
        <span key={key} className={colon ? "code-name" : "code-text"}>
          {variablesIn(quoted)}
        </span>,
        colon ?? "",
      );
    } else {
      const kind = variable ? "code-variable" : number ? "code-number" : word ? "code-word" : "";
      parts.push(
        <span key={key} className={kind}>
          {whole}
        </span>,
      );
    }
  }
  parts.push(text.slice(done));
  return parts;
}

function variablesIn(text: string): ReactNode {
  if (!text.includes("{{")) return text;
  return text.split(VARIABLES).map((part, n) =>
    part.startsWith("{{") ? (
      // Parts have no identity but their place.
      // oxlint-disable-next-line react/no-array-index-key
      <span key={n} className="code-variable">
        {part}
      </span>
    ) : (
      // oxlint-disable-next-line react/no-array-index-key
      <Fragment key={n}>{part}</Fragment>
    ),
  );
}
