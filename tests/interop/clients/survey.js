// Calls one of Adobe's clients from npm method by method; python/survey.py does the same for those from PyPI.
import { report } from "../run.js";
import { SETUPS } from "./surveyed.js";

class Missing extends Error {}

/** The argument with each `<name>` replaced by what was kept under that name. */
function filled(value, kept) {
  if (Array.isArray(value)) return value.map((inner) => filled(inner, kept));
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, filled(inner, kept)]));
  const name = typeof value === "string" && value.match(/^<([A-Za-z0-9]+)>$/)?.[1];
  if (!name) return value;
  if (!(name in kept)) throw new Missing(`needs ${name}, which no call gave`);
  return kept[name];
}

/** Adobe's address at this machine's own name, for a client that asks it past the proxy. */
const here = ({ base }, address) =>
  address?.replace(/^https:\/\/[^/]+/, base.replace("http://127.0.0.1", "https://localhost"));

/** The functions of an object and of its class, in the order of their definition. */
function methodsOf(object) {
  const own = Object.getOwnPropertyNames(object);
  const prototype = Object.getPrototypeOf(object);
  const inherited = [Object.prototype, Function.prototype].includes(prototype)
    ? []
    : Object.getOwnPropertyNames(prototype);
  return [...own, ...inherited].filter(
    (name) => typeof object[name] === "function" && name !== "constructor" && !name.startsWith("_"),
  );
}

async function ask(control, method) {
  const headers = { [control.header]: control.token };
  const answer = await fetch(`${control.address}/requests`, { method, headers });
  return method === "GET" ? await answer.json() : undefined;
}

await report(async (order) => {
  const { objects, given: kept } = await SETUPS[order.client](order);
  const went = [];
  for (const [called, args = [], keep = {}] of order.calls) {
    const [owner, name] = called.split(".");
    const one = { method: called };
    await ask(order.control, "DELETE");
    let result;
    try {
      result = await objects[owner][name](...filled(args, kept));
    } catch (error) {
      one[error instanceof Missing ? "missing" : "raised"] = `${error.name}: ${error.message}`.slice(0, 300);
    }
    const seen = await ask(order.control, "GET");
    one.requests = seen.map(({ status, method, host, path }) => ({ status, method, host, path }));
    one.nothing = result === undefined || result === null || result === "";
    const text = JSON.stringify(result) ?? "null";
    one.result = text.length <= 300 ? JSON.parse(text) : "(long)";
    const came = !one.missing && !one.raised;
    for (const [kept_as, path] of came ? Object.entries(keep) : []) {
      const part = path.reduce(
        (value, step) => (step === "here" ? here(order, value) : value?.[step]),
        result,
      );
      if (part === undefined) one.lacks = kept_as;
      else kept[kept_as] = part;
    }
    went.push(one);
  }
  const names = Object.entries(objects).flatMap(([owner, object]) =>
    methodsOf(object).map((name) => `${owner}.${name}`),
  );
  return { went, public: names };
});
