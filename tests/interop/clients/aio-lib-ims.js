import { createRequire } from "node:module";
import { report } from "../run.js";

const { Ims, context, getToken } = createRequire(import.meta.url)("@adobe/aio-lib-ims");

// Either one method of the Ims class with its arguments, or the whole way through a context: one that stands in the current
// folder's files, or one to be stored first.
await report(async ({ method, args, context: name, store }) => {
  if (method) return (await new Ims("prod")[method](...args)) ?? null;
  if (name) return await getToken(name);
  await context.set("practice", store);
  return await getToken("practice");
});
