import { createRequire } from "node:module";
import { report } from "../run.js";

const config = createRequire(import.meta.url)("@adobe/aio-lib-core-config");

// What the aio CLI and its plugins see in the current folder, and what an action finds in its environment.
await report(async () => ({
  contexts: config.get("ims.contexts"),
  adobe: config.get("cli.env"),
  action: Object.fromEntries(
    Object.entries(process.env).filter(([name]) => /^(SERVICE_API|IMS_OAUTH)_/.test(name)),
  ),
}));
