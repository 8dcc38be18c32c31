// Runs the command-line program in a home of its own, as a person at a terminal would. The practice Adobe is left to
// practice.js.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const built = fileURLToPath(new URL("../../target/debug/mudbrick", import.meta.url));

/** The program under test. */
export const program = process.env.MUDBRICK_BIN ?? built;

/** The program over the home in `folder`, which it makes when it has something to keep. */
export function at(folder) {
  const env = { ...process.env, MUDBRICK_HOME: folder, MUDBRICK_PASSPHRASE: "correct horse", TZ: "UTC" };
  // Whatever happens, the person's own keyring is out of reach.
  delete env.DBUS_SESSION_BUS_ADDRESS;
  /** What it prints. Throws with its error output when it fails. */
  const text = async (...words) => (await run(program, words, { env, timeout: 60_000 })).stdout;
  return {
    folder,
    text,
    /** What it prints with `--json`. */
    json: async (...words) => JSON.parse(await text("--json", ...words)),
  };
}
