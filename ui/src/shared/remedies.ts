/*
 * How a problem gets its button wherever it is shown: a view above says what it can do about one. What is done is in
 * views/remedy.ts.
 */
import { createContext, useContext } from "react";
import type { Problem } from "../bindings/Problem";
import type { RemedyButton } from "./RemedyVerb";

/** Does again what failed; null where the person starts it once more anyway. */
export type Retry = (() => Promise<void> | void) | null;

export type Remedies = (problem: Problem, retry: Retry) => RemedyButton | undefined;

export const RemedyContext = createContext<Remedies>(() => undefined);

export const useRemedies = (): Remedies => useContext(RemedyContext);
