/*
 * What is to be told of a body beside itself.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { BodyLook } from "../../bindings/BodyLook";
import type { BodyResults } from "../../bindings/BodyResults";
import type { QueryLanguage } from "../../bindings/QueryLanguage";
import type { BodyView } from "../../bindings/BodyView";
import type { Async } from "../../shared/async";
import { Busy } from "../../shared/Busy";
import { ProblemNote } from "../../shared/ProblemNote";
import { bytes, count } from "../../shared/size";

const LANGUAGES: Record<QueryLanguage, string> = { json_path: "JSONPath", jq: "jq" };

const note = style({ font: "ui-sm", color: "neutral-subdued", margin: 0 });

interface BodyRemarksProps {
  view: BodyView;
  look: BodyLook;
  /** What was asked, in either language. */
  asked: Async<BodyResults>;
  onFault: (row: number) => void;
}

/** What is to be told of a body: that it is still looked through, where it is no JSON, which characters are none. */
export function BodyRemarks({ view, look, asked, onFault }: BodyRemarksProps) {
  const { fault } = view;
  const said = [
    !view.is_whole && `${bytes(view.looked_through)} of ${bytes(view.text_bytes)} looked through…`,
    look === "page" && view.page_bytes < view.text_bytes && `the text of the first ${bytes(view.page_bytes)}`,
    view.undecodable > 0 && `Places that are no characters in ${view.charset}: ${view.undecodable}`,
    view.charset !== "UTF-8" && view.charset,
    asked.kind === "ready" && `${LANGUAGES[asked.value.language]}: ${count(asked.value.count, "result")}`,
    asked.kind === "ready" && asked.value.is_cut && "not all are shown, they are too large",
    asked.kind === "ready" &&
      asked.value.language === "jq" &&
      "numbers that it computes can be rounded; of members with one name it sees the last",
  ].filter(Boolean);
  return (
    <>
      {asked.kind === "waiting" && <Busy sentence="Asking the answer…" />}
      {asked.kind === "failed" && <ProblemNote problem={asked.problem} />}
      {said.length > 0 && (
        <p className={note} role="status" data-testid="body-remarks">
          {said.join(" · ")}
        </p>
      )}
      {fault && (
        <p className={note} data-testid="body-fault">
          {`Not JSON from line ${fault.line}, column ${fault.column} on. ${fault.sentence}. `}
          <ActionButton isQuiet size="XS" onPress={() => onFault(fault.row)}>
            Go there
          </ActionButton>
        </p>
      )}
    </>
  );
}
