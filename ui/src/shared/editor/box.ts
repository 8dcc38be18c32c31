/*
 * The frame around an editor, which is there before the editor is.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };

export const editorBox = style({
  display: "flex",
  flexDirection: "column",
  borderRadius: "default",
  borderWidth: 1,
  borderStyle: "solid",
  borderColor: "gray-300",
  backgroundColor: "base",
  minHeight: 120,
  minWidth: 0,
  flexGrow: 1,
  flexBasis: 0,
  overflow: "hidden",
});
