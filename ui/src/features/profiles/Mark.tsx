/*
 * A profile's mark: its colour, and its token's state as a shape, so that neither needs the other to be read.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { Colour } from "../../bindings/Colour";
import type { TokenState } from "../../bindings/TokenState";

const mark = style({
  size: 12,
  flexShrink: 0,
  fill: {
    colour: {
      blue: "blue",
      green: "green",
      orange: "orange",
      red: "red",
      purple: "purple",
      grey: "gray",
    },
  },
});

const SHAPES: Record<TokenState["kind"], string> = {
  // A full disc, a ring, a ring with a bar, a triangle.
  ready: "M6 0a6 6 0 1 1 0 12A6 6 0 0 1 6 0Z",
  none: "M6 0a6 6 0 1 1 0 12A6 6 0 0 1 6 0Zm0 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z",
  unknown: "M6 0a6 6 0 1 1 0 12A6 6 0 0 1 6 0Zm0 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4 5h4v2H4Z",
  failed: "M6 .5 12 11.5H0Z",
};

/** The state in words, for a screen reader and a hover. */
export const STATE_WORDS: Record<TokenState["kind"], string> = {
  ready: "token ready",
  none: "no token yet",
  unknown: "vault closed",
  failed: "last token call failed",
};

export function Mark({ colour, state }: { colour: Colour; state: TokenState["kind"] }) {
  return (
    <svg viewBox="0 0 12 12" className={mark({ colour })} aria-hidden="true">
      <path fillRule="evenodd" d={SHAPES[state]} />
    </svg>
  );
}
