/*
 * What is shown while something takes time: nothing for 200 ms, then a sentence, then a way to stop it.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { ProgressCircle } from "@react-spectrum/s2/ProgressCircle";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useEffect, useState } from "react";

/** True once `ms` have passed since the component appeared. */
export function useAfter(ms: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return passed;
}

interface BusyProps {
  /** What is being waited for, as a sentence. */
  sentence: string;
  /** Stops it; offered after three seconds. */
  onCancel?: (() => void) | undefined;
}

export function Busy({ sentence, onCancel }: BusyProps) {
  const visible = useAfter(200);
  const long = useAfter(3000);
  if (!visible) return null;
  return (
    <div
      role="status"
      className={style({
        display: "flex",
        alignItems: "center",
        gap: 12,
        font: "ui",
        color: "neutral-subdued",
      })}
    >
      <ProgressCircle isIndeterminate size="S" aria-label={sentence} />
      <span>{sentence}</span>
      {long && onCancel && (
        <ActionButton size="S" onPress={onCancel}>
          Cancel
        </ActionButton>
      )}
    </div>
  );
}
