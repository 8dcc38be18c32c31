// A script in the window's place: the driver starts programs with its own environment.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Has a variable in the window's environment. */
export const exporting = (name, value) => `export ${name}='${value}'`;

/** Has the window open over another home than the usual one. */
export const overHome = (home) => exporting("MUDBRICK_HOME", home);

/** Writes a script into a folder that does these first and is the program from then on. Gives its file. */
export async function starter(folder, name, program, ...first) {
  const file = join(folder, `start-${name}`);
  await writeFile(file, `#!/bin/sh\n${first.join("\n")}\nexec '${program}' "$@"\n`, { mode: 0o755 });
  return file;
}
