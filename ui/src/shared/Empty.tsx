/*
 * What stands where nothing is yet.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ReactNode } from "react";

const box = style({
  display: "flex",
  flexDirection: "column",
  alignItems: "center",
  justifyContent: "center",
  gap: 4,
  flexGrow: 1,
  padding: 32,
  textAlign: "center",
});
const heading = style({ font: "title", margin: 0 });
const text = style({ font: "ui", color: "neutral-subdued", margin: 0, maxWidth: 400 });

export function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={box}>
      <h2 className={heading}>{title}</h2>
      <div className={text}>{children}</div>
    </div>
  );
}
