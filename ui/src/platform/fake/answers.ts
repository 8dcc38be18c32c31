/*
 * What the fake's Adobe answers: what the practice Adobe answered to the same request when it was recorded.
 */
import type { ExchangeView } from "../../bindings/ExchangeView";
import type { Request } from "../../bindings/Request";
import { recorded } from "./fixtures";

/** Whether a URL is one that a request of the catalogue would be sent to. */
function isOf(template: string, url: string): boolean {
  const [path = ""] = template.split("?");
  const parts = path.split(/\{\{\w+\}\}/).map((part) => part.replace(/[.*+?^$()[\]\\|]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^/?]+")}(\\?|$)`).test(url);
}

/** As many points of interest as are asked for, by saying again those that were recorded. */
function many(exchange: ExchangeView, count: number): ExchangeView {
  const body = JSON.parse(exchange.body.text) as { data: unknown[] };
  const data = Array.from({ length: count }, (_, n) => body.data[n % body.data.length]);
  return { ...exchange, body: { ...exchange.body, text: JSON.stringify({ ...body, data }, null, 2) } };
}

/** The answer to a request whose variables are filled. */
export function answer(url: string, { method, headers }: Request): ExchangeView {
  if (!headers.some(({ name }) => name.toLowerCase() === "x-api-key")) return recorded.answers.no_api_key;
  const known = recorded.requests.find((one) => one.request.method === method && isOf(one.request.url, url));
  if (!known) return recorded.answers.not_found;
  const limit = Number(/[?&]limit=(\d+)/.exec(url)?.[1] ?? 0);
  return url.includes("/pois?") && limit ? many(known.answer, limit) : known.answer;
}
