import { createRequire } from "node:module";
import { report } from "../run.js";

const { Ims, context, getToken } = createRequire(import.meta.url)("@adobe/aio-lib-ims");

// Either one method of the Ims class with its arguments, or the whole way through a stored context.
await report(async ({ method, args, store }) => {
  if (method) return (await new Ims("prod")[method](...args)) ?? null;
  await context.set("practice", store);
  return await getToken("practice");
});
