/*
 * How the parts of a profile's form look: a title over fields in two columns.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };

export const section = style({ display: "flex", flexDirection: "column", gap: 16 });
export const title = style({ font: "title", margin: 0 });
export const columns = style({
  display: "grid",
  gridTemplateColumns: ["1fr", "1fr"],
  columnGap: 24,
  rowGap: 16,
  alignItems: "start",
});
