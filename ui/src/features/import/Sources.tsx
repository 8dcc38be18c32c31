/*
 * What was read and how it was understood, and what was left out and why.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { IgnoredItem } from "../../bindings/IgnoredItem";
import type { ImportSource } from "../../bindings/ImportSource";
import { ProblemNote } from "../../shared/ProblemNote";
import { count } from "../../shared/size";
import { Foreign } from "../../shared/Foreign";

const list = style({
  margin: 0,
  padding: 0,
  listStyleType: "none",
  display: "flex",
  flexDirection: "column",
});
const row = style({
  display: "grid",
  gridTemplateColumns: ["minmax(0, 2fr)", "minmax(0, 3fr)"],
  columnGap: 16,
  paddingY: 4,
  font: "ui",
  borderStyle: "solid",
  borderWidth: 0,
  borderTopWidth: 1,
  borderColor: "gray-100",
});
const file = style({ overflowWrap: "anywhere" });
const side = style({ color: "neutral-subdued", overflowWrap: "anywhere" });
const wide = style({ gridColumnStart: 1, gridColumnEnd: -1, paddingY: 4 });
const summary = style({ font: "ui", cursor: "pointer", color: "neutral-subdued", width: "fit", paddingY: 4 });

export function SourceList({ sources }: { sources: ImportSource[] }) {
  return (
    <ul className={list} aria-label="What was read" data-testid="sources">
      {sources.map((source) => (
        <li key={source.name} className={row}>
          <span className={file}>
            <Foreign text={source.name} />
          </span>
          <span className={side}>{source.format ?? "Not recognised"}</span>
          {source.repairs.map((repair) => (
            <span key={repair.text} className={wide}>
              <Foreign text={repair.text} />
            </span>
          ))}
          {source.problem && (
            <div className={wide}>
              <ProblemNote problem={source.problem} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Collapsed, unless there is nothing else to see. */
export function IgnoredList({ ignored, open }: { ignored: IgnoredItem[]; open: boolean }) {
  if (!ignored.length) return null;
  return (
    <details open={open} data-testid="ignored">
      <summary className={summary + " focusable"}>{count(ignored.length, "thing")} left out</summary>
      <ul className={list} aria-label="What was left out">
        {ignored.map((item) => (
          <li key={`${item.source} ${item.place} ${item.what}`} className={row}>
            <span className={file}>
              <Foreign text={item.what} />{" "}
              <span className={side}>
                in <Foreign text={item.place ? `${item.source} › ${item.place}` : item.source} />
              </span>
            </span>
            <span className={side}>
              <Foreign text={item.why} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
