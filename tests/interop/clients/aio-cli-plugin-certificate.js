import { createRequire } from "node:module";
import { report } from "../run.js";

const { fingerprint, generate } = createRequire(import.meta.url)("@adobe/aio-cli-plugin-certificate");

await report(async () => {
  const made = generate("interop.example.com", 365, { country: "DE", organization: "Interop" });
  return { ...made, fingerprint: fingerprint(made.cert).certificateFingerprint };
});
