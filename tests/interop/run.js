// Runs one client in a process of its own and gives back what it returned or threw.
import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const made =
  process.platform === "win32"
    ? "../../target/interop/python/Scripts/python.exe"
    : "../../target/interop/python/bin/python";

/** The Python that has Adobe's clients; `cargo xtask test` makes it. */
const python = process.env.MUDBRICK_INTEROP_PYTHON ?? here(made);

/**
 * How a client is run. The environment is what a person would set: the proxy, the root certificate in the variable that each
 * library looks at, and a home of its own, as aio-lib-ims keeps tokens there. It is also the current folder, where `.env` and
 * `.aio` are looked for.
 */
const place = (practice, folder = practice.folder) => ({
  env: {
    PATH: process.env.PATH,
    // Windows finds no sockets without it.
    ...(process.env.SYSTEMROOT && { SYSTEMROOT: process.env.SYSTEMROOT }),
    HOME: folder,
    USERPROFILE: folder,
    XDG_CONFIG_HOME: folder,
    HTTPS_PROXY: practice.base,
    NO_PROXY: "127.0.0.1,localhost",
    NODE_EXTRA_CA_CERTS: practice.ca,
    REQUESTS_CA_BUNDLE: practice.ca,
    SSL_CERT_FILE: practice.ca,
    // Beside that Python, and not beside the scripts.
    PYTHONPYCACHEPREFIX: join(dirname(python), "../compiled"),
    PYTHONUTF8: "1",
  },
  cwd: folder,
  timeout: 600_000,
  maxBuffer: 64 * 1024 * 1024,
});

/** Calls `clients/<name>.js` with `input`. */
export async function call(practice, name, input, folder) {
  const script = here(`clients/${name}.js`);
  const { stdout } = await run(
    process.execPath,
    ["--import", here("proxy.js"), script, JSON.stringify(input)],
    place(practice, folder),
  );
  return JSON.parse(stdout.slice(stdout.indexOf("{")));
}

/** Calls `python/<name>.py` with `input`, and gives back what it printed. */
export async function callPython(practice, name, input) {
  const running = run(python, [here(`python/${name}.py`)], place(practice));
  running.child.stdin.end(JSON.stringify(input));
  try {
    return JSON.parse((await running).stdout);
  } catch (error) {
    // What it said last: the call that it was in.
    throw new Error(`${name}.py: ${error.stderr?.slice(-500) ?? error.message}`, { cause: error });
  }
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
  // A client may keep connections open, which keep its process.
  process.stdout.write(JSON.stringify(outcome), () => process.exit());
}

/** The payload of an access token. */
export function payload(token) {
  return JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString());
}
