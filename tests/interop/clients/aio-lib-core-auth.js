import { createRequire } from "node:module";
import { report } from "../run.js";

const { generateAccessToken } = createRequire(import.meta.url)("@adobe/aio-lib-core-auth");

await report(({ params, env }) => generateAccessToken(params, env));
