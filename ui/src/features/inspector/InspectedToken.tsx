/*
 * What is in a token: what it is, how long it lasts, whose it is, what it opens, and every claim in words.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ReactNode } from "react";
import type { InspectedKind } from "../../bindings/InspectedKind";
import type { InspectedView } from "../../bindings/InspectedView";
import { Foreign } from "../../shared/Foreign";
import { exact, finely, span, until, useNow } from "../../shared/time";

interface InspectedTokenProps {
  token: InspectedView;
  /** The profile it was compared with, by its title. */
  whose: string | null;
  /** What can be done about it. */
  children: ReactNode;
}

const KINDS: Record<InspectedKind, string> = {
  access_token: "Access token",
  refresh_token: "Refresh token",
  assertion: "Assertion, to be exchanged for a token",
  other: "Token of another kind",
};

const stack = style({ display: "flex", flexDirection: "column", gap: 16 });
const head = style({ display: "flex", flexDirection: "column", gap: 4 });
const main = style({ font: "title", margin: 0 });
const left = style({ font: "ui-lg", color: { default: "body", isOver: "negative" }, margin: 0 });
const whoseStyle = style({ font: "ui", margin: 0, color: { default: "body", isWrong: "negative" } });
const title = style({ font: "title-sm", margin: 0 });
const list = style({ display: "flex", flexDirection: "column", margin: 0 });
const entry = style({
  display: "grid",
  gridTemplateColumns: ["minmax(120px, 1fr)", "minmax(0, 3fr)"],
  columnGap: 16,
  alignItems: "baseline",
  paddingY: 4,
  borderStyle: "solid",
  borderWidth: 0,
  borderBottomWidth: 1,
  borderColor: "gray-100",
});
const term = style({ font: "code-sm", color: "body", overflowWrap: "anywhere", margin: 0 });
const value = style({ font: "code-sm", color: "body", overflowWrap: "anywhere", margin: 0 });
const words = style({ font: "ui-sm", color: "neutral-subdued", display: "block" });

export function InspectedToken({ token, whose, children }: InspectedTokenProps) {
  const { kind, claims, scopes, not_the_profiles: faults } = token;
  return (
    <div className={stack} data-testid="inspected-token">
      <div className={head}>
        <h2 className={main} data-testid="inspected-kind">
          {KINDS[kind]}
        </h2>
        <Lasting token={token} />
        {whose !== null && (
          <div
            className={whoseStyle({ isWrong: faults.length > 0 })}
            role="status"
            data-testid="inspected-whose"
          >
            {faults.length > 0 ? "Not a token of " : "A token of "}
            <Foreign text={whose} />.
            {faults.map((fault) => (
              <div key={fault}>
                <Foreign text={fault} />
              </div>
            ))}
          </div>
        )}
      </div>
      {children}
      {scopes.length > 0 && (
        <section>
          <h3 className={title}>What it opens</h3>
          <dl className={list} aria-label="Scopes">
            {scopes.map(({ name, opens, is_verified }) => (
              <div key={name} className={entry}>
                <dt className={term}>
                  <Foreign text={name} />
                </dt>
                <dd className={style({ font: "ui-sm", color: "body", margin: 0 })}>
                  {opens ?? "Nothing is documented of it"}
                  {opens !== null && !is_verified && " (not verified)"}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <section>
        <h3 className={title}>Claims</h3>
        <dl className={list} aria-label="Claims">
          {claims.map((claim) => (
            <div key={claim.name} className={entry}>
              <dt className={term}>
                <Foreign text={claim.name} />
              </dt>
              <dd className={value}>
                <Foreign text={claim.value} />
                {claim.when !== null && <span className={words}>{exact(claim.when)}</span>}
                {claim.meaning !== null && <span className={words}>{claim.meaning}</span>}
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}

/** By this machine's clock, every second. */
function Lasting({ token: { created_at: created, expires_at: end } }: { token: InspectedView }) {
  const now = useNow(1000);
  const made = created === null ? "" : `Made ${exact(created)}. `;
  if (end === null) return <p className={left({ isOver: false })}>{made}It does not say when it ends.</p>;
  const isOver = end <= now;
  return (
    <p className={left({ isOver })} title={`${made}Until ${exact(end)}`} data-testid="inspected-left">
      {isOver ? `Ended ${span(now - end)} ago, ` : `${finely(end - now)} left, until `}
      <time dateTime={new Date(end).toISOString()}>{until(end, now)}</time>
    </p>
  );
}
