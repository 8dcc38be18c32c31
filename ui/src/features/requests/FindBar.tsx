/*
 * Finds text in what is shown of an answer. Marks are painted by the browser over the text as it stands (CSS custom
 * highlights), so that nothing of it has to be drawn again.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import ChevronDown from "@react-spectrum/s2/icons/ChevronDown";
import ChevronUp from "@react-spectrum/s2/icons/ChevronUp";
import Close from "@react-spectrum/s2/icons/Close";
import { SearchField } from "@react-spectrum/s2/SearchField";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useEffect, useState, type RefObject } from "react";
import { useSettled } from "../../shared/async";

interface FindBarProps {
  inside: RefObject<HTMLElement | null>;
  /** Searched anew when it changes. */
  text: string;
  onClose: () => void;
}

/** More marks than this help nobody. */
const MOST = 2000;

const bar = style({
  display: "flex",
  alignItems: "center",
  gap: 8,
  position: "sticky",
  top: 0,
  paddingY: 4,
  backgroundColor: "layer-2",
  zIndex: 1,
});
const count = style({ font: "ui-sm", color: "neutral-subdued", minWidth: 64 });

/** Scrolls the nearest thing that scrolls, and nothing around it. */
function bringIntoView(range: Range) {
  let box = range.startContainer.parentElement;
  while (box && (box.scrollHeight <= box.clientHeight || getComputedStyle(box).overflowY === "visible")) {
    box = box.parentElement;
  }
  if (!box) return;
  const middle = box.getBoundingClientRect().top + box.clientHeight / 2;
  box.scrollTop += range.getBoundingClientRect().top - middle;
}

/** Every place where `wanted` stands, whatever elements it runs through. */
export function rangesOf(root: Node, wanted: string): Range[] {
  if (!wanted) return [];
  const nodes: Array<{ node: Text; from: number }> = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let all = "";
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    nodes.push({ node, from: all.length });
    all += node.data;
  }
  const text = all.toLowerCase();
  const needle = wanted.toLowerCase();
  const ranges: Range[] = [];
  let n = 0;
  const seek = (offset: number) => {
    while (n + 1 < nodes.length && (nodes[n + 1]?.from ?? Infinity) <= offset) n++;
    return nodes[n];
  };
  for (
    let at = text.indexOf(needle);
    at !== -1 && ranges.length < MOST;
    at = text.indexOf(needle, at + needle.length)
  ) {
    const range = document.createRange();
    const start = seek(at);
    if (!start) break;
    range.setStart(start.node, at - start.from);
    const end = seek(at + needle.length - 1);
    if (!end) break;
    range.setEnd(end.node, at + needle.length - end.from);
    ranges.push(range);
  }
  return ranges;
}

export function FindBar({ inside, text, onClose }: FindBarProps) {
  const [wanted, setWanted] = useState("");
  const settled = useSettled(wanted, 120);
  const [ranges, setRanges] = useState<Range[]>([]);
  const [at, setAt] = useState(0);

  useEffect(() => {
    // After the text has been drawn, which may be in this very frame.
    const frame = requestAnimationFrame(() => {
      const found = text && inside.current ? rangesOf(inside.current, settled) : [];
      setRanges(found);
      setAt(0);
      if ("highlights" in CSS) CSS.highlights.set("found", new Highlight(...found));
    });
    return () => {
      cancelAnimationFrame(frame);
      if ("highlights" in CSS) CSS.highlights.delete("found");
    };
  }, [inside, settled, text]);

  useEffect(() => {
    const range = ranges[at];
    if (!range) return;
    bringIntoView(range);
    const selection = getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
  }, [ranges, at]);

  const go = (by: number) => setAt((now) => (ranges.length ? (now + by + ranges.length) % ranges.length : 0));
  return (
    <div className={bar} role="search" aria-label="Find in answer" data-testid="find-bar">
      <SearchField
        aria-label="Find in answer"
        size="S"
        autoFocus
        value={wanted}
        onChange={setWanted}
        onSubmit={() => go(1)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onClose();
        }}
      />
      <span className={count} role="status">
        {settled && (ranges.length ? `${at + 1} of ${ranges.length}` : "Not found")}
      </span>
      <ActionButton
        isQuiet
        size="S"
        aria-label="Previous match"
        isDisabled={!ranges.length}
        onPress={() => go(-1)}
      >
        <ChevronUp />
      </ActionButton>
      <ActionButton
        isQuiet
        size="S"
        aria-label="Next match"
        isDisabled={!ranges.length}
        onPress={() => go(1)}
      >
        <ChevronDown />
      </ActionButton>
      <ActionButton isQuiet size="S" aria-label="Close the search" onPress={onClose}>
        <Close />
      </ActionButton>
    </div>
  );
}
