/*
 * A name that came from a person or a file, in one line: its direction of reading ends with it, what cannot be seen in it is
 * escaped, and one that is too long for its place is cut in its middle, since names often differ at their ends. `WholeName`
 * shows all of it on hover and on focus.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { heard } from "./heard";
import { visibleLine } from "./visible";

/** Letters at the end that are the last to be cut away. */
const TAIL = 10;
/** Shorter ones have no middle worth cutting. */
const SHORTEST_CUT = 32;

const whole = style({ display: "flex", position: "relative", minWidth: 0, maxWidth: "full" });
const head = style({
  minWidth: 48,
  flexShrink: 9999,
  overflow: "hidden",
  textOverflow: "ellipsis",
  whiteSpace: "pre",
});
const alone = style({ minWidth: 0, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "pre" });
const tail = style({ minWidth: 0, overflow: "hidden", whiteSpace: "pre" });

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The two parts of a long name: an emoji is not taken apart, nor is a short last word. */
export function parted(name: string): [string, string] {
  if (name.length < SHORTEST_CUT) return [name, ""];
  const all = [...letters.segment(name)].map(({ segment }) => segment);
  if (all.length < SHORTEST_CUT) return [name, ""];
  const from = all.length - TAIL;
  const word = all.findLastIndex((letter, n) => n >= from - 4 && n < all.length - 3 && letter === " ");
  const cut = word === -1 ? from : word;
  return [all.slice(0, cut).join(""), all.slice(cut).join("")];
}

export function Name({ text }: { text: string }) {
  const name = visibleLine(text);
  const [before, after] = parted(name);
  return (
    <bdi className={whole} data-whole={name}>
      {/* Two parts would be read out as two words. */}
      {after && <span className={heard}>{name}</span>}
      <span className={after ? head : alone} aria-hidden={after ? true : undefined}>
        {before}
      </span>
      {after && (
        <span className={tail} aria-hidden="true">
          {after}
        </span>
      )}
    </bdi>
  );
}
