// Runs one client in a process of its own and gives back what it returned or threw.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Calls `clients/<name>.js` with `input`. The environment is what a person would set: the proxy, the root certificate, and a
 * home of its own, as aio-lib-ims keeps tokens there. It is also the current folder, where `.env` and `.aio` are looked for.
 */
export async function call(practice, name, input, folder = practice.folder) {
  const script = fileURLToPath(new URL(`clients/${name}.js`, import.meta.url));
  const proxy = fileURLToPath(new URL("proxy.js", import.meta.url));
  const { stdout } = await run(process.execPath, ["--import", proxy, script, JSON.stringify(input)], {
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      USERPROFILE: folder,
      XDG_CONFIG_HOME: folder,
      HTTPS_PROXY: practice.base,
      NO_PROXY: "127.0.0.1,localhost",
      NODE_EXTRA_CA_CERTS: practice.ca,
    },
    cwd: folder,
    timeout: 60_000,
  });
  return JSON.parse(stdout.slice(stdout.indexOf("{")));
}

/** For the client scripts: prints what `work` returned or threw. */
export async function report(work) {
  const input = JSON.parse(process.argv[2]);
  const outcome = await work(input).then(
    (value) => ({ value }),
    (error) => ({
      error: { name: error.name, code: error.code, message: error.message, details: error.sdkDetails },
    }),
  );
  process.stdout.write(JSON.stringify(outcome));
}

/** The payload of an access token. */
export function payload(token) {
  return JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString());
}
