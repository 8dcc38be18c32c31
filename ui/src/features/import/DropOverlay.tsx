/*
 * Lies over the whole window while files are dragged over it.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };

const cover = style({
  position: "fixed",
  inset: 0,
  zIndex: 10,
  padding: 24,
  boxSizing: "border-box",
  backgroundColor: "base/95",
  pointerEvents: "none",
});
const frame = style({
  height: "full",
  boxSizing: "border-box",
  display: "flex",
  flexDirection: "column",
  alignItems: "center",
  justifyContent: "center",
  gap: 8,
  borderWidth: 2,
  borderStyle: "dashed",
  borderColor: "accent-900",
  borderRadius: "xl",
});
const title = style({ font: "heading", margin: 0 });
const text = style({ font: "body-lg", margin: 0 });

export function DropOverlay() {
  return (
    <div className={cover} role="status" data-testid="drop-overlay">
      <div className={frame}>
        <p className={title}>Drop to read</p>
        <p className={text}>You see what was understood before anything is saved.</p>
      </div>
    </div>
  );
}
