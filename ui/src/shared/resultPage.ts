/*
 * How pages look that show what came of some work: a bar with what is said of it and what can be done, and tables below.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };

export const page = style({ display: "flex", flexDirection: "column", height: "full", minHeight: 0 });
/** What is below the page's head. */
export const pad = style({
  display: "flex",
  flexDirection: "column",
  gap: 8,
  flexGrow: 1,
  minHeight: 0,
  paddingX: 24,
  paddingBottom: 16,
});
export const bar = style({ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 12 });
export const said = style({ font: "ui", flexGrow: 1 });
export const table = style({ font: "ui", width: "full", borderCollapse: "collapse" });
export const cell = style({
  textAlign: "start",
  verticalAlign: "top",
  paddingX: 8,
  paddingY: 4,
  fontWeight: "normal",
  borderStyle: "solid",
  borderWidth: 0,
  borderTopWidth: 1,
  borderColor: "gray-200",
});
/** Of a name, which is cut before it pushes what came of it out of sight. */
export const nameCell = style({ maxWidth: "[40vw]" });
export const head = style({ font: "ui-sm", fontWeight: "bold" });
export const status = style({ fontWeight: "bold", color: { default: "green-1100", isBad: "red-1100" } });
/** A section's head. */
export const title = style({ font: "title", margin: 0, minWidth: 0 });
