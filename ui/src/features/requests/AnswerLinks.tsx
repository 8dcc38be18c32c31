/*
 * Where an answer leads: its next page, all pages as one, and its other links, each into a tab of its own.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useState } from "react";
import type { AnswerLink } from "../../bindings/AnswerLink";
import type { ExchangeId } from "../../bindings/ExchangeId";
import type { ExchangeView } from "../../bindings/ExchangeView";
import type { JobId } from "../../bindings/JobId";
import type { PagesView } from "../../bindings/PagesView";
import type { Request } from "../../bindings/Request";
import { useTask } from "../../shared/async";
import { Busy } from "../../shared/Busy";
import { LazyMenu } from "../../shared/LazyMenu";
import { ProblemNote } from "../../shared/ProblemNote";
import { count } from "../../shared/size";
import type { Bodies } from "./bodies";

/** So many pages are fetched at once; more are asked for again. */
const MOST_PAGES = 100;

const bar = style({ display: "flex", alignItems: "center", gap: 8, paddingX: 16, flexWrap: "wrap" });
const said = style({ font: "ui-sm", color: "neutral-subdued" });

interface AnswerLinksProps {
  exchange: ExchangeView;
  bodies: Bodies;
  /** Opens a request in a tab of its own. */
  onOpen: (request: Request) => void;
  /** Shows the elements of these pages; none shows the answer alone. */
  onPages: (pages: ExchangeId[]) => void;
}

export function AnswerLinks({ exchange, bodies, onOpen, onPages }: AnswerLinksProps) {
  const { links, request, summary } = exchange;
  const pages = useTask<PagesView>();
  const [job, setJob] = useState<JobId | null>(null);
  if (links.length === 0) return null;
  const next = links.find(({ rel }) => rel === "next");
  const follow = (link: AnswerLink) =>
    onOpen({ ...request, name: `${request.name}, ${link.rel}`, method: "GET", url: link.url, body: null });
  const all = async () => {
    const mine = crypto.randomUUID();
    setJob(mine);
    const outcome = await pages.run(() => bodies.answerPages(mine, summary.id, MOST_PAGES));
    if (outcome.kind === "ready") onPages(outcome.value.pages);
  };
  const others = links.filter((link) => link !== next);
  return (
    <div className={bar} data-testid="answer-links">
      {next && (
        <ActionButton size="S" onPress={() => follow(next)}>
          Next page
        </ActionButton>
      )}
      {next && summary.method === "GET" && pages.state.kind !== "waiting" && (
        <ActionButton size="S" onPress={() => void all()}>
          All pages
        </ActionButton>
      )}
      {others.length > 0 && (
        <LazyMenu
          label="Links"
          icon="word"
          size="S"
          entries={others.map((link) => ({
            id: link.rel,
            title: link.is_same_server ? link.rel : `${link.rel} (another server)`,
            run: () => follow(link),
          }))}
        />
      )}
      {pages.state.kind === "waiting" && job && (
        <Busy sentence="Fetching the pages…" onCancel={() => void bodies.jobStop(job)} />
      )}
      {pages.state.kind === "failed" && <ProblemNote problem={pages.state.problem} />}
      {pages.state.kind === "ready" && (
        <span className={said} role="status">
          {count(pages.state.value.pages.length, "page")}. {endOf(pages.state.value)}
        </span>
      )}
    </div>
  );
}

function endOf({ ended, problem }: PagesView): string {
  switch (ended.kind) {
    case "last":
      return "The last one names no further one.";
    case "limit":
      return `There are more than ${MOST_PAGES}.`;
    case "another_server":
      return "The next one is on another server. Open it yourself if you trust that server.";
    case "circle":
      return "The next one is one of these.";
    case "failed":
      return problem?.message ?? "The next one did not come.";
    case "stopped":
      return "Stopped.";
    case "too_large":
      return "The last one is too large to look for the next in it.";
  }
}
