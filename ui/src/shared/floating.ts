/*
 * How a box looks that lies over the window beside what it is about. Where it is put, how wide it may be and what is in it are
 * its owner's.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };

export const floating = style({
  position: "fixed",
  inset: "auto",
  margin: 0,
  boxSizing: "border-box",
  font: "ui-sm",
  color: "body",
  backgroundColor: "elevated",
  borderWidth: 1,
  borderStyle: "solid",
  borderColor: "gray-300",
  borderRadius: "default",
  boxShadow: "elevated",
  overflowWrap: "anywhere",
});
