/*
 * Something that lies over the page beside what it belongs to, wherever that is cut or scrolled.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { HTMLAttributes, ReactNode } from "react";
import { floating } from "../../shared/floating";

export interface Spot {
  left: number;
  top: number;
}

interface BesideProps extends HTMLAttributes<HTMLDivElement> {
  spot: Spot;
  testId: string;
  children: ReactNode;
}

const box = style({ maxWidth: "[min(440px, calc(100vw - 16px))]" });

const WIDEST = 440;
const HIGHEST = 260;

/** Within the window, whatever it is beside. */
export function spotUnder({ left, bottom }: Pick<DOMRect, "left" | "bottom">): Spot {
  return {
    left: Math.max(8, Math.min(left, innerWidth - WIDEST - 8)),
    top: Math.max(8, Math.min(bottom, innerHeight - HIGHEST)),
  };
}

export function Beside({ spot, testId, children, ...others }: BesideProps) {
  return (
    <div
      {...others}
      // A popover is cut by nothing, and lies over dialogs too.
      popover="manual"
      ref={(element) => element?.showPopover?.()}
      className={floating + box}
      style={spot}
      data-testid={testId}
    >
      {children}
    </div>
  );
}
