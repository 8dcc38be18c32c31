/*
 * A view whose code comes after the first view's: when it is first shown, or earlier, when the window has nothing else to do.
 */
import { useLayoutEffect, useState, type ComponentType, type ReactNode } from "react";

interface Later<Props> {
  (props: Props): ReactNode;
  /** Fetches its code, so that it is drawn at once when it is shown. */
  fetch: () => Promise<void>;
}

const nothing = () => null;

/**
 * The view, with what stands in its place while its code comes. React's `lazy` does not do: what stands in for a view stays for 300 ms
 * at least with it, however soon the code is there.
 */
export function later<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  meanwhile: (props: Props) => ReactNode = nothing,
): Later<Props> {
  let there: ComponentType<Props> | null = null;
  const fetch = async () => {
    there = (await load()).default;
  };
  function Late(props: Props) {
    const [View, setView] = useState(() => there);
    const isThere = View !== null;
    useLayoutEffect(() => {
      if (isThere) return;
      fetch().then(
        () => setView(() => there),
        (error: unknown) =>
          // To whoever catches what goes wrong while drawing.
          setView(() => {
            throw error;
          }),
      );
    }, [isThere]);
    return View ? <View {...props} /> : meanwhile(props);
  }
  return Object.assign(Late, { fetch });
}
