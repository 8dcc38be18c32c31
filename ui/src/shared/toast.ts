/*
 * Short notices at the window's foot. Spectrum's toasts are fetched when the first one is shown.
 */
import { lazy } from "react";
import type { Problem } from "../bindings/Problem";
import { inWords } from "./problem";
import { visibleLine } from "./visible";

const spectrum = () => import("@react-spectrum/s2/Toast");

/** Where toasts appear; nothing until its code is there. */
export const Toasts = lazy(async () => ({ default: (await spectrum()).ToastContainer }));

interface Offer {
  /** The button's word, such as `Undo`. */
  label: string;
  run: () => void;
}

/** Tells that something was done, with a way back when there is one. */
export async function tell(message: string, offer?: Offer) {
  const { ToastQueue } = await spectrum();
  ToastQueue.positive(visibleLine(message), {
    timeout: offer ? 10_000 : 5_000,
    shouldCloseOnAction: true,
    ...(offer && { actionLabel: offer.label, onAction: offer.run }),
  });
}

/** Tells that something a person asked for failed, where there is no better place to say it. */
export async function tellProblem(problem: Problem) {
  const { ToastQueue } = await spectrum();
  ToastQueue.negative(visibleLine(inWords(problem)), {
    timeout: 10_000,
  });
}
