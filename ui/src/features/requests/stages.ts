/*
 * The stages of one request on its way, in their order: those that were measured.
 */
import type { TimelineLeg } from "../../bindings/TimelineLeg";

/** One stage, in milliseconds from the start of the exchange. */
export interface Stage {
  title: string;
  kind: "connect" | "wait" | "body";
  from: number;
  to: number;
}

/** `lastByte` is null for a request that another one followed, and for a body that broke off. */
export function stagesOf(leg: TimelineLeg, lastByte: number | null): Stage[] {
  const stages: Stage[] = [];
  const add = (title: string, kind: Stage["kind"], from: number, to: number) =>
    stages.push({ title, kind, from, to });
  const connecting = [
    ["Name resolution", leg.resolve],
    ["Connect", leg.connect],
    ["TLS", leg.tls],
  ] as const;
  for (const [title, span] of connecting) if (span) add(title, "connect", span.from_ms, span.to_ms);
  let from = stages.at(-1)?.to ?? leg.begin_ms;
  if (leg.sent_ms !== null) {
    add("Send the body", "wait", from, leg.sent_ms);
    from = leg.sent_ms;
  }
  if (leg.headers_ms === null) return stages;
  // When a request without a large body has left is not told; the wait for the answer has it in it.
  add(leg.sent_ms === null ? "Send and wait" : "Wait", "wait", from, leg.headers_ms);
  if (lastByte !== null) add("Receive the body", "body", leg.headers_ms, lastByte);
  return stages;
}
