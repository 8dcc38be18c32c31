/*
 * What comes later than its place and takes long to draw: one picture later than what is around it, which is on screen, and can be
 * used, meanwhile. What is there from the beginning is drawn at once.
 */
import { startTransition, useEffect, useState, type ReactNode } from "react";

export function NextPicture({ children }: { children: ReactNode }) {
  const [isNext, setNext] = useState(Boolean(children));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      // The picture is drawn when the frame ends, and a timer comes behind that.
      timer = setTimeout(() => startTransition(() => setNext(true)), 0);
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return isNext && children;
}
