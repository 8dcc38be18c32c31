/*
 * A stretch that scrolls, by keyboard too: Tab stops at it while there is more of it than is seen, and the arrow keys, Page
 * Up and Page Down move it.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useEffect, useRef, useState, type ReactNode } from "react";

const box = style({
  height: "full",
  // A frame that is only as high as it has to be has no height of which this could be the whole.
  minHeight: 0,
  overflow: "auto",
  boxSizing: "border-box",
  paddingY: 8,
  // Some systems draw the bar over what scrolls: a button at the end of a row is beside it.
  paddingEnd: 12,
});

export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  const ref = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const [element, inner] = [ref.current, content.current];
    if (!element || !inner) return;
    const look = () =>
      setScrolls(
        element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1,
      );
    look();
    const watch = new ResizeObserver(look);
    watch.observe(element);
    watch.observe(inner);
    return () => watch.disconnect();
  }, []);
  return (
    <section
      ref={ref}
      className={box + " focusable-inside"}
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keyboard
      tabIndex={scrolls ? 0 : undefined}
    >
      <div ref={content}>{children}</div>
    </section>
  );
}
