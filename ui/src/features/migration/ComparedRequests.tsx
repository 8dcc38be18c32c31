/*
 * Recent requests, sent with both: both statuses, whether the answers are the same, and what was not sent.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { Fragment, type ComponentType } from "react";
import type { ComparedRequest } from "../../bindings/ComparedRequest";
import type { ExchangeId } from "../../bindings/ExchangeId";
import type { LeftOutRequest } from "../../bindings/LeftOutRequest";
import type { MigrationComparison } from "../../bindings/MigrationComparison";
import { Foreign } from "../../shared/Foreign";
import { heard } from "../../shared/heard";
import { MethodMark } from "../../shared/MethodMark";
import { cell, head, status, table, title } from "../../shared/resultPage";
import { count } from "../../shared/size";
import { comparedWords } from "../replay/replayRun";

interface ComparedRequestsProps {
  comparison: MigrationComparison;
  onCompare: (jwt: ExchangeId, oauth: ExchangeId) => void;
  /** Draws what went wrong with one, with the button that mends it. */
  Problem: ComponentType<{ request: ComparedRequest }>;
}

const section = style({ display: "flex", flexDirection: "column", gap: 8, paddingTop: 16 });
const text = style({ font: "ui", margin: 0 });
const url = style({ overflowWrap: "anywhere" });
const wide = style({ padding: 8 });
const soft = style({ color: "neutral-subdued" });
const list = style({ font: "ui-sm", margin: 0, paddingStart: 16, paddingY: 4 });
const entry = style({ overflowWrap: "anywhere", display: "flex", gap: 8 });

export function ComparedRequests({ comparison, onCompare, Problem }: ComparedRequestsProps) {
  const { requests, left_out: leftOut, jwt_problem: over } = comparison;
  return (
    <section className={section} aria-label="Recent requests" data-testid="compared-requests">
      <h2 className={title}>Recent requests</h2>
      <p className={text} role="status">
        {saidOf(requests)}
      </p>
      {requests.length > 0 && (
        <table className={table}>
          <thead>
            <tr>
              {["Request", over ? "By JWT before" : "By JWT", "By OAuth", "Answer"].map((column) => (
                <th key={column} scope="col" className={cell + head}>
                  {column}
                </th>
              ))}
              <th scope="col" className={cell}>
                <span className={heard}>Verbs</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {requests.map((request) => (
              <Fragment key={request.exchange}>
                <Row request={request} onCompare={onCompare} />
                {request.problem && (
                  <tr>
                    <td colSpan={5} className={wide}>
                      <Problem request={request} />
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      )}
      <LeftOut requests={leftOut} />
    </section>
  );
}

function saidOf(requests: readonly ComparedRequest[]): string {
  if (requests.length === 0)
    return "The history has none that only read and were answered well. Nothing was sent.";
  const same = requests.filter((one) => one.is_same).length;
  return `${same.toLocaleString("en")} of ${count(requests.length, "request")} came with the same answer.`;
}

function Row({
  request,
  onCompare,
}: { request: ComparedRequest } & Pick<ComparedRequestsProps, "onCompare">) {
  const { jwt_exchange: jwt, oauth_exchange: oauth, compared } = request;
  return (
    <tr data-testid="compared-request" data-same={request.is_same}>
      <th scope="row" className={cell + url}>
        <Foreign text={request.url} />
      </th>
      <Status code={request.jwt_status} />
      <Status code={request.oauth_status} />
      <td className={cell} title={compared?.kind === "not_compared" ? compared.problem.message : undefined}>
        {comparedWords(compared)}
      </td>
      <td className={cell}>
        {jwt !== null && oauth !== null && (
          <ActionButton size="S" aria-label={`Compare ${request.url}`} onPress={() => onCompare(jwt, oauth)}>
            Compare
          </ActionButton>
        )}
      </td>
    </tr>
  );
}

function Status({ code }: { code: number | null }) {
  return (
    <td className={cell}>
      {code === null ? (
        <span className={soft}>No answer</span>
      ) : (
        <span className={status({ isBad: code >= 400 })}>{code}</span>
      )}
    </td>
  );
}

/** By why they were left out. */
function LeftOut({ requests }: { requests: readonly LeftOutRequest[] }) {
  const reasons = [...new Set(requests.map(({ words }) => words))];
  return reasons.map((words) => {
    const all = requests.filter((one) => one.words === words);
    return (
      <details key={words} data-testid="left-out">
        <summary className={text}>
          {count(all.length, "request")} not sent. {words}
        </summary>
        <ul className={list}>
          {all.map(({ exchange, method, url: address }) => (
            <li key={exchange} className={entry}>
              <MethodMark method={method} />
              <Foreign text={address} />
            </li>
          ))}
        </ul>
      </details>
    );
  });
}
