/*
 * A picture of what ends when. It is a filter too: a stretch of it is marked by dragging over it, or with the arrow keys. What it shows
 * is said beside it, and each part of it has its words.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import type { Bin, Stretch } from "./ends";

interface TimelineProps {
  /** `Next 24 hours`. */
  title: string;
  bins: Bin[];
  /** What the picture shows, in a sentence. */
  sentence: string;
  /** `2 tokens end`. */
  countOf: (ends: number) => string;
  /** How many bins share a label below them. */
  labelEvery: number;
  stretch: Stretch | null;
  onStretch: (stretch: Stretch | null) => void;
  testId: string;
}

const BIN = 10;
const HEIGHT = 40;
/** A bar that stands for one is still to be seen beside one that stands for a hundred. */
const LOWEST = 5;

const box = style({
  display: "flex",
  flexDirection: "column",
  gap: 4,
  margin: 0,
  padding: 12,
  paddingBottom: 8,
  minWidth: 0,
  borderRadius: "lg",
  borderWidth: 1,
  borderStyle: "solid",
  borderColor: "gray-200",
  backgroundColor: "layer-1",
});
const head = style({ display: "flex", alignItems: "baseline", gap: 8, minHeight: 24, minWidth: 0 });
const name = style({ font: "ui", fontWeight: "bold", color: "heading", flexShrink: 0, margin: 0 });
const said = style({ font: "ui-sm", color: "neutral-subdued", truncate: true, flexGrow: 1, minWidth: 0 });
const stage = style({ position: "relative", height: 40 });
const picture = style({ width: "full", height: 40, display: "block" });
const bar = style({ fill: { default: "blue-900", isFirst: "orange-900" } });
const line = style({ fill: "gray-300" });
const parts = style({ position: "absolute", inset: 0, display: "flex", touchAction: "none" });
const part = style({
  flexGrow: 1,
  flexBasis: 0,
  borderRadius: "sm",
  opacity: 0.25,
  backgroundColor: { default: "transparent", ":hover": "gray-300", isMarked: "blue-700" },
});
const labels = style({ display: "flex", font: "ui-xs", color: "neutral-subdued" });
const label = style({ flexGrow: 1, flexBasis: 0, minWidth: 0, whiteSpace: "nowrap", overflow: "hidden" });

export function Timeline(props: TimelineProps) {
  const { title, bins, sentence, countOf, labelEvery, stretch, onStretch, testId } = props;
  const list = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const begun = useRef<number | null>(null);
  const most = Math.max(1, ...bins.map(({ ids }) => ids.length));
  const marked = (n: number) =>
    stretch !== null && n >= Math.min(stretch.from, stretch.to) && n <= Math.max(stretch.from, stretch.to);

  const placeOf = (event: PointerEvent) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const n = Math.floor(((event.clientX - left) / Math.max(1, width)) * bins.length);
    return Math.max(0, Math.min(bins.length - 1, n));
  };
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const n = placeOf(event);
    event.currentTarget.setPointerCapture?.(event.pointerId);
    begun.current = n;
    setAt(n);
    // A press on what is marked alone takes the mark away.
    const isAlone = stretch !== null && stretch.from === stretch.to && stretch.from === n;
    if (isAlone) begun.current = null;
    onStretch(isAlone ? null : { from: n, to: n });
  };
  const onMove = (event: PointerEvent) => {
    if (begun.current === null || event.buttons === 0) return;
    const to = placeOf(event);
    if (stretch?.to !== to) onStretch({ from: begun.current, to });
  };

  const onKey = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: bins.length - 1,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      const next = Math.max(0, Math.min(bins.length - 1, step));
      setAt(next);
      if (event.shiftKey) onStretch({ from: stretch?.from ?? at, to: next });
      list.current?.children[next]?.scrollIntoView?.({ block: "nearest" });
    } else if (event.key === "Enter" || event.key === " ") {
      onStretch(marked(at) ? null : { from: at, to: at });
    } else if (event.key === "Escape" && stretch) onStretch(null);
    else return;
    event.preventDefault();
  };

  return (
    <figure className={box} data-testid={testId}>
      <figcaption className={head}>
        <span className={name}>{title}</span>
        <span className={said} title={sentence}>
          {sentence}
        </span>
        {stretch && (
          <ActionButton size="XS" onPress={() => onStretch(null)}>
            Show all
          </ActionButton>
        )}
      </figcaption>
      <div className={stage}>
        <svg
          className={picture}
          viewBox={`0 0 ${bins.length * BIN} ${HEIGHT}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <rect x={0} y={HEIGHT - 1} width={bins.length * BIN} height={1} className={line} />
          {bins.map(({ from, ids }, n) => {
            if (!ids.length) return null;
            const height = LOWEST + ((HEIGHT - LOWEST - 1) * ids.length) / most;
            return (
              <rect
                key={from}
                x={n * BIN + 1}
                y={HEIGHT - 1 - height}
                width={BIN - 2}
                height={height}
                className={bar({ isFirst: n === 0 })}
              />
            );
          })}
        </svg>
        <div
          ref={list}
          className={parts + " focusable"}
          role="listbox"
          aria-multiselectable="true"
          aria-orientation="horizontal"
          aria-label={`${title}: choose a stretch`}
          aria-activedescendant={`${testId}-${at}`}
          tabIndex={0}
          onKeyDown={onKey}
          onPointerDown={onDown}
          onPointerMove={onMove}
          onPointerUp={() => (begun.current = null)}
        >
          {bins.map(({ from, words, ids }, n) => (
            <div
              key={from}
              id={`${testId}-${n}`}
              role="option"
              tabIndex={-1}
              aria-selected={marked(n)}
              aria-label={`${words}: ${countOf(ids.length)}`}
              title={`${words}: ${countOf(ids.length)}`}
              className={part({ isMarked: marked(n) }) + (n === at ? " timeline-at" : "")}
            />
          ))}
        </div>
      </div>
      <div className={labels} aria-hidden="true">
        {bins
          .filter((_, n) => n % labelEvery === 0)
          .map(({ from, label: text }) => (
            <span key={from} className={label}>
              {text}
            </span>
          ))}
      </div>
    </figure>
  );
}
