/*
 * The forms in which a token is copied, one list for every menu. What each holds is the engine's.
 */
import type { TokenForm } from "../../bindings/TokenForm";
import type { Choice } from "../../shared/choice";

type CopyForm = Choice<TokenForm>;

/** What is copied ten times a day. */
export const USUAL_FORMS: CopyForm[] = [
  { id: "token", title: "Copy token" },
  { id: "header", title: "Copy as Authorization header" },
  { id: "curl", title: "Copy all headers for curl" },
];

export const OTHER_FORMS: CopyForm[] = [
  { id: "bearer", title: "Copy Authorization value" },
  { id: "headers", title: "Copy all headers" },
  { id: "powershell", title: "Copy for PowerShell" },
  { id: "env", title: "Copy as .env file" },
  { id: "postman", title: "Copy as Postman environment" },
  { id: "node", title: "Copy for JavaScript" },
  { id: "python", title: "Copy for Python" },
];

export const FORMS: CopyForm[] = [...USUAL_FORMS, ...OTHER_FORMS];
