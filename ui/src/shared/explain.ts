/*
 * What a value of an answer says, for a hover: times as a person reads them, and Adobe's ids by their kind. A number that can be
 * a time need not be one, and so it is said with care.
 */
import { exact } from "./time";

/** From 2001 to 2100: other numbers of so many digits are seldom times. */
const EARLIEST = Date.UTC(2001, 8, 9);
const LATEST = Date.UTC(2100, 0, 1);

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:?\d{2})$/;

/* Endings as in adobe/01-ims.md and 02-access-token-shape.md. */
const IDS: Array<[RegExp, string]> = [
  [/^[0-9A-F]{24}@AdobeOrg$/, "Organization ID"],
  [/^[0-9A-F]{24}@techacct\.adobe\.com$/, "Technical account ID"],
  [/^[0-9A-F]{24}@AdobeID$/, "User ID"],
];

/** What a value of JSON, as it is written, says; undefined when there is nothing to add. */
export function explained(written: string): string | undefined {
  if (/^\d{10}(\d{3})?$/.test(written)) {
    const seconds = written.length === 10;
    const at = seconds ? Number(written) * 1000 : Number(written);
    if (at < EARLIEST || at > LATEST) return undefined;
    return `As a time in ${seconds ? "seconds" : "milliseconds"} since 1970: ${exact(at)}`;
  }
  const text = /^"([^"\\]*)"$/.exec(written)?.[1];
  if (text === undefined) return undefined;
  if (RFC_3339.test(text)) {
    const at = Date.parse(text.replace(" ", "T"));
    return Number.isNaN(at) ? undefined : exact(at);
  }
  return IDS.find(([shape]) => shape.test(text))?.[1];
}
