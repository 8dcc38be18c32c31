/*
 * For what a screen reader says and nobody sees.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };

export const heard = style({
  position: "absolute",
  overflow: "hidden",
  width: 1,
  height: 1,
  opacity: 0,
  pointerEvents: "none",
});
