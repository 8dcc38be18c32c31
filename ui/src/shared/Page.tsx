/*
 * A page with a heading that scrolls as a whole.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ReactNode } from "react";

const page = style({
  height: "full",
  overflow: "auto",
  boxSizing: "border-box",
  paddingX: 24,
  paddingTop: 16,
  paddingBottom: 48,
  display: "flex",
  flexDirection: "column",
  gap: 24,
});
const heading = style({ font: "title-xl", margin: 0 });

interface PageProps {
  /** None where a heading stands above the page already. */
  title?: string;
  testId: string;
  children: ReactNode;
}

export function Page({ title, testId, children }: PageProps) {
  return (
    <div className={page} data-testid={testId}>
      {title && <h1 className={heading}>{title}</h1>}
      {children}
    </div>
  );
}
