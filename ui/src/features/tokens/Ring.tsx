/*
 * How much of a token's life is left, as a ring.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };

const track = style({ stroke: "gray-300", fill: "none" });
const rest = style({
  fill: "none",
  stroke: { left: { plenty: "green-900", little: "orange-900", none: "gray-300" } },
});

interface RingProps {
  /** 0 to 1. */
  part: number;
}

const RADIUS = 12;
const LENGTH = 2 * Math.PI * RADIUS;

export function Ring({ part }: RingProps) {
  const shown = Math.max(0, Math.min(1, part));
  const left = shown === 0 ? "none" : shown < 0.05 ? "little" : "plenty";
  return (
    <svg viewBox="0 0 32 32" width={32} height={32} aria-hidden="true" className={style({ flexShrink: 0 })}>
      <g strokeWidth={4} transform="rotate(-90 16 16)">
        <circle cx={16} cy={16} r={RADIUS} className={track} />
        <circle
          cx={16}
          cy={16}
          r={RADIUS}
          className={rest({ left })}
          strokeDasharray={`${shown * LENGTH} ${LENGTH}`}
        />
      </g>
    </svg>
  );
}
