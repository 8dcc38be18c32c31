/*
 * What came of a request: nothing yet, the wait for it, the answer, or why there is none.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useEffect, useMemo, useRef } from "react";
import type { ExchangeId } from "../bindings/ExchangeId";
import type { ExchangeSummary } from "../bindings/ExchangeSummary";
import type { ExchangeView } from "../bindings/ExchangeView";
import type { Problem } from "../bindings/Problem";
import type { Request } from "../bindings/Request";
import { Answer } from "../features/requests/Answer";
import type { Async } from "../shared/async";
import { Busy } from "../shared/Busy";
import { useCommands } from "../shared/commands";
import { Empty } from "../shared/Empty";
import { LazyMenu } from "../shared/LazyMenu";
import { ProblemNote } from "../shared/ProblemNote";
import type { RemedyButton } from "../shared/RemedyVerb";
import { NewSecret } from "./NewSecret";
import { useCompare } from "./useCompare";

const pad = style({ padding: 16 });

const NONE_MARKED: ReadonlySet<ExchangeId> = new Set();

/** What stopped the request, or what its answer says went wrong. */
export function problemOf(sending: Async<ExchangeView>): Problem | undefined {
  if (sending.kind === "failed") return sending.problem;
  return sending.kind === "ready" ? (sending.value.problem ?? undefined) : undefined;
}

interface OutcomeProps {
  sending: Async<ExchangeView>;
  host: string;
  onCancel: () => void;
  remedy: RemedyButton | undefined;
  bodies: Parameters<typeof Answer>[0]["bodies"];
  onOpen: (request: Request) => void;
}

export function Outcome({ sending, host, onCancel, remedy, bodies, onOpen }: OutcomeProps) {
  switch (sending.kind) {
    case "idle":
      return <Empty title="No answer yet">Send the request. Its answer appears here.</Empty>;
    case "waiting":
      return (
        <div className={pad}>
          <Busy sentence={`Waiting for ${host}…`} onCancel={onCancel} />
        </div>
      );
    case "failed":
      return (
        <div className={pad}>
          <ProblemNote problem={sending.problem} remedy={remedy} />
        </div>
      );
    case "ready":
      return (
        <Answer
          key={sending.value.summary.id}
          exchange={sending.value}
          remedy={remedy}
          bodies={bodies}
          onOpen={onOpen}
          note={<NewSecret exchange={sending.value} />}
          verbs={<CompareAnswer summary={sending.value.summary} />}
        />
      );
  }
}

/** What the answer can be compared with, in a menu and in the palette. */
function CompareAnswer({ summary }: { summary: ExchangeSummary }) {
  const entries = useCompare(NONE_MARKED).verbsOf(summary);
  const latest = useRef(entries);
  useEffect(() => {
    latest.current = entries;
  });
  const { status } = summary;
  useCommands(
    useMemo(() => {
      // Nothing can be compared where no answer came.
      if (status === null) return [];
      const command = (id: string, title: string) => ({
        id,
        title,
        group: "Requests",
        run: () => latest.current.find((one) => one.id === id)?.run(),
      });
      return [
        command("compare-before", "Compare this answer with the one before"),
        command("compare-file", "Compare this answer with a file…"),
      ];
    }, [status]),
  );
  return <LazyMenu label="Compare" icon="word" size="S" entries={entries} testId="compare-menu" />;
}
