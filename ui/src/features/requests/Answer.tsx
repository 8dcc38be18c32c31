/*
 * What came back: status, time and size, then body, headers and what was sent. A body of any size is shown by the
 * rows that the engine cuts.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { Tab, TabList, TabPanel, Tabs } from "@react-spectrum/s2/Tabs";
import { useEffect, useState, type ReactNode } from "react";
import type { ExchangeId } from "../../bindings/ExchangeId";
import type { ExchangeView } from "../../bindings/ExchangeView";
import type { Request } from "../../bindings/Request";
import { CodeView } from "../../shared/CodeView";
import { HeaderList } from "../../shared/HeaderList";
import { ProblemNote } from "../../shared/ProblemNote";
import type { RemedyButton } from "../../shared/RemedyVerb";
import { Scroll } from "../../shared/Scroll";
import { bytes, milliseconds } from "../../shared/size";
import { say } from "../../shared/toast";
import { AnswerBody } from "./AnswerBody";
import { AnswerChecks, saidOfChecks } from "./AnswerChecks";
import { AnswerLinks } from "./AnswerLinks";
import { AnswerTimeline } from "./AnswerTimeline";
import type { Bodies } from "./bodies";
import { Foreign } from "../../shared/Foreign";

interface AnswerProps {
  exchange: ExchangeView;
  /** The button for what the answer says went wrong. */
  remedy: RemedyButton | undefined;
  /** Looks at its body. */
  bodies: Bodies;
  /** Opens a request in a tab of its own. */
  onOpen: (request: Request) => void;
  /** What else there is to say of this answer, and to do about it. */
  note?: ReactNode;
  /** What can be done with the answer as a whole. */
  verbs?: ReactNode;
}

const pane = style({ display: "flex", flexDirection: "column", minHeight: 0, minWidth: 0, flexGrow: 1 });
const bar = style({
  display: "flex",
  alignItems: "center",
  gap: 16,
  paddingX: 16,
  paddingTop: 12,
  font: "ui",
  color: "neutral-subdued",
});
const status = style({
  fontWeight: "bold",
  paddingX: 8,
  paddingY: 2,
  borderRadius: "default",
  color: "body",
  backgroundColor: {
    default: "gray-subtle",
    kind: { good: "positive-subtle", odd: "notice-subtle", bad: "negative-subtle" },
  },
});
const tabs = style({ flexGrow: 1, flexShrink: 1, flexBasis: 0, minHeight: 0, marginX: 16, marginTop: 4 });
const panel = style({ flexGrow: 1, flexShrink: 1, flexBasis: 0, minHeight: 0, marginX: 0 });
const problem = style({ paddingX: 16, paddingTop: 12 });
const line = style({ font: "code-sm", margin: 0, paddingBottom: 8, overflowWrap: "anywhere" });

/** The answer itself. */
const ONE_PAGE: ExchangeId[] = [];

function kindOf(code: number | null): "good" | "odd" | "bad" {
  if (code === null || code >= 400) return "bad";
  return code < 300 ? "good" : "odd";
}

const WORDS: Record<number, string> = {
  200: "OK",
  201: "Created",
  202: "Accepted",
  204: "No Content",
  301: "Moved Permanently",
  302: "Found",
  304: "Not Modified",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  412: "Precondition Failed",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

function statusOf(code: number | null): string {
  return code === null ? "No answer" : `${code} ${WORDS[code] ?? ""}`.trim();
}

/** What a screen reader says when an answer has come. */
function saidOf({ summary, checks }: ExchangeView): string {
  const { status: code, total_ms, body_bytes } = summary;
  const size = body_bytes === null ? "" : `, ${bytes(body_bytes)}`;
  const said = saidOfChecks(checks);
  return `${summary.name}: ${statusOf(code)} after ${milliseconds(total_ms)}${size}${said && `, ${said}`}`;
}

export function Answer({ exchange, remedy, bodies, onOpen, note, verbs }: AnswerProps) {
  const [pages, setPages] = useState<ExchangeId[]>(ONE_PAGE);
  const { summary, timings } = exchange;
  const spoken = saidOf(exchange);
  useEffect(() => say(spoken), [spoken]);
  const stages = [
    timings.connect_ms !== null && `connected in ${milliseconds(timings.connect_ms)}`,
    timings.first_byte_ms !== null && `first byte after ${milliseconds(timings.first_byte_ms)}`,
  ].filter(Boolean);
  return (
    <section className={pane} aria-label="Answer" data-testid="answer" data-status={summary.status ?? "none"}>
      <div className={bar}>
        <span className={status({ kind: kindOf(summary.status) })} data-testid="status">
          {statusOf(summary.status)}
        </span>
        <span title={stages.join(", ")} data-testid="time">
          {milliseconds(summary.total_ms)}
        </span>
        {summary.status !== null && summary.failed !== null && (
          <span className={status({ kind: "bad" })} data-testid="incomplete">
            Incomplete
          </span>
        )}
        {summary.body_bytes !== null && <span data-testid="size">{bytes(summary.body_bytes)}</span>}
        {verbs}
      </div>
      <AnswerLinks exchange={exchange} bodies={bodies} onOpen={onOpen} onPages={setPages} />
      {note}
      <AnswerChecks checks={exchange.checks} captured={exchange.captured} />
      {exchange.problem && (
        <div className={problem}>
          <ProblemNote problem={exchange.problem} remedy={remedy} />
        </div>
      )}
      <Tabs aria-label="Parts of the answer" density="compact" styles={tabs}>
        <TabList>
          <Tab id="body">Body</Tab>
          <Tab id="headers">{`Headers (${exchange.headers.length})`}</Tab>
          <Tab id="timeline">Timeline</Tab>
          <Tab id="sent">Sent</Tab>
        </TabList>
        <TabPanel id="body" styles={panel}>
          <AnswerBody
            key={`${summary.id} ${pages.length}`}
            exchange={exchange}
            pages={pages}
            bodies={bodies}
          />
        </TabPanel>
        <TabPanel id="headers" styles={panel}>
          <Scroll label="Headers of the answer">
            <HeaderList label="Headers of the answer" headers={exchange.headers} />
          </Scroll>
        </TabPanel>
        <TabPanel id="timeline" styles={panel}>
          <Scroll label="Timeline">
            <AnswerTimeline exchange={exchange} />
          </Scroll>
        </TabPanel>
        <TabPanel id="sent" styles={panel}>
          <Scroll label="What was sent">
            <p className={line}>
              {summary.method} <Foreign text={summary.url} />
            </p>
            <HeaderList label="Headers that were sent" headers={exchange.sent_headers} />
            {exchange.sent_body && (
              <div className={style({ paddingTop: 8 })}>
                <CodeView text={exchange.sent_body} language="json" label="Body that was sent" />
              </div>
            )}
          </Scroll>
        </TabPanel>
      </Tabs>
    </section>
  );
}
