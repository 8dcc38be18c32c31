/*
 * What is known of a body while the engine looks through it.
 */
import { useEffect, useState } from "react";
import type { BodyAt } from "../../bindings/BodyAt";
import type { BodyView } from "../../bindings/BodyView";
import { settle, waiting, type Async } from "../../shared/async";
import type { Bodies } from "./bodies";

/** How often it is asked how far a large body was looked through. */
const ASK_EVERY = 300;

/** The body as far as it was looked through, asked for again until that is all. */
export function useLookedThrough(bodies: Bodies, of: BodyAt): Async<BodyView> {
  const [held, setHeld] = useState<{ of: BodyAt; state: Async<BodyView> }>({ of, state: waiting });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let current = true;
    const look = async () => {
      const state = await settle(bodies.answerLook(of));
      if (!current) return;
      setHeld({ of, state });
      if (state.kind === "ready" && !state.value.is_whole) timer = setTimeout(() => void look(), ASK_EVERY);
    };
    void look();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [bodies, of]);
  // While results come in, what was there before stays: an empty pane would flicker.
  return held.of === of || held.state.kind === "ready" ? held.state : waiting;
}
