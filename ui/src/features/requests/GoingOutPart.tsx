/*
 * The whole message as it would go out, each part of it with where it comes from. Nothing is sent for it.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback, useMemo } from "react";
import type { GoingOut } from "../../bindings/GoingOut";
import type { GoingOutPart as Part } from "../../bindings/GoingOutPart";
import type { OptionName } from "../../bindings/OptionName";
import type { PartOrigin } from "../../bindings/PartOrigin";
import type { ProfileId } from "../../bindings/ProfileId";
import type { EditedRequest } from "../../bindings/EditedRequest";
import type { RequestSource } from "../../bindings/RequestSource";
import type { VariableView } from "../../bindings/VariableView";
import { useLoad, useSettled } from "../../shared/async";
import { Foreign } from "../../shared/Foreign";
import { ProblemNote } from "../../shared/ProblemNote";
import { ORIGINS, SAID_BY } from "./origins";
import { isMissing, sourceOf, viewOf } from "./placeholders";
import { useOpened, useOpenRequests } from "./useOpenRequests";

interface GoingOutProps {
  profile: ProfileId;
  request: EditedRequest;
  source: RequestSource | null;
  variables: VariableView[];
}

const message = style({
  font: "code-sm",
  color: "body",
  margin: 0,
  whiteSpace: "pre-wrap",
  overflowWrap: "anywhere",
});
const quiet = style({ font: "ui-sm", color: "neutral-subdued", margin: 0 });
const origins = style({ display: "flex", flexDirection: "column", gap: 4, margin: 0, padding: 0 });
const origin = style({ font: "ui-sm", color: "neutral-subdued", listStyleType: "none" });
const name = style({ font: "code-sm", color: "body" });

const OPTIONS: Record<OptionName, string> = {
  redirects: "Redirects",
  connect: "Connecting",
  total: "Whole call",
  http_version: "HTTP version",
  proxy: "Proxy",
  roots: "Root certificates",
  client_certificate: "Client certificate",
  cookies: "Cookies",
  retries: "Further tries",
};

/** As much of a body as is drawn: it is here to be looked over. */
const MOST = 20_000;

export function GoingOutPart({ profile, request, source, variables }: GoingOutProps) {
  const open = useOpenRequests();
  const { current } = useOpened(profile);
  // What is typed and where it was opened from are another message each.
  const shown = useMemo(() => ({ key: current, request, source }), [current, request, source]);
  const settled = useSettled(shown, 250);
  const { state } = useLoad(
    useCallback(() => open.calls.goingOut(profile, settled.key), [open, profile, settled]),
  );
  if (state.kind === "failed") return <ProblemNote problem={state.problem} />;
  if (state.kind !== "ready") return null;
  return <Message goingOut={state.value} variables={variables} />;
}

function Message({ goingOut, variables }: { goingOut: GoingOut; variables: VariableView[] }) {
  const { method, url, headers, body, left_out, options } = goingOut;
  const all = [...url, ...headers.flatMap(({ value }) => value), ...(body ?? [])];
  return (
    <>
      <pre className={message} data-testid="going-out">
        {method} <Parts parts={url} />
        {headers.map((header, n) => (
          // Two headers may be the same in every letter.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={n}>
            {"\n"}
            <Foreign text={header.name} />: <Parts parts={header.value} />
          </span>
        ))}
        {body && (
          <>
            {"\n\n"}
            <Parts parts={body} />
          </>
        )}
      </pre>
      {left_out.length > 0 && (
        <p className={quiet}>
          Left out, since nothing is set for {left_out.length === 1 ? "it" : "them"}:{" "}
          <Foreign text={left_out.join(", ")} />
        </p>
      )}
      <ul className={origins} aria-label="Where the parts come from">
        {named(all).map(({ variable, from }) => (
          <li key={`${variable} ${from}`} className={origin}>
            <span className={name}>
              <Foreign text={variable} />
            </span>{" "}
            {comesFrom(variable, from, variables)}
          </li>
        ))}
      </ul>
      <ul className={origins} aria-label="How it is sent">
        {options.map((one) => (
          <li key={one.option} className={origin}>
            <span className={name}>{OPTIONS[one.option]}</span>: <Foreign text={one.text} />
            {one.origin !== "default" && `, ${SAID_BY[one.origin]}`}
          </li>
        ))}
      </ul>
    </>
  );
}

function Parts({ parts }: { parts: Part[] }) {
  let left = MOST;
  return parts.map(({ text, origin: from, variable }, n) => {
    const shown = text.slice(0, left);
    left -= shown.length;
    const rest = text.length - shown.length;
    return (
      // Parts have no names, and never change places.
      // oxlint-disable-next-line react/no-array-index-key
      <span key={n} className={classOf(from, variable)} title={ORIGINS[from]}>
        <Foreign text={shown} />
        {rest > 0 && ` … (${rest} more characters)`}
      </span>
    );
  });
}

function classOf(from: PartOrigin, variable: string | null): string | undefined {
  if (from === "unset") return "variable-missing";
  return variable === null ? undefined : "code-variable";
}

/** Each variable once. */
function named(parts: Part[]): Array<{ variable: string; from: PartOrigin }> {
  const found = new Map<string, PartOrigin>();
  for (const { variable, origin: from } of parts) if (variable !== null) found.set(variable, from);
  return [...found].map(([variable, from]) => ({ variable, from }));
}

function comesFrom(variable: string, from: PartOrigin, variables: VariableView[]): string {
  const view = viewOf(variables, variable);
  const first = view?.values[0];
  // The engine knows which file, and what will be asked for.
  if (first && !isMissing(view) && (from === "file" || from === "unset")) return sourceOf(first);
  return ORIGINS[from];
}
