// How long programs take from their start to a mark in their page.

import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../e2e/harness/process.mjs";

/** What says in a page that a person can use the window. */
export const USABLE = "mudbrick-usable";

export class Starts {
  #driver;
  #folder;
  #wrapped = new Map();

  /** @param {import('../e2e/harness/webdriver.mjs').Driver} driver */
  static async of(driver) {
    const starts = new Starts();
    starts.#driver = driver;
    starts.#folder = await mkdtemp(join(tmpdir(), "mudbrick-starts-"));
    return starts;
  }

  /** Starts a program, waits for the mark, and ends it. In milliseconds. */
  async timeTo(mark, program) {
    const session = await this.#driver.open(await this.#wrap(program));
    try {
      const seen = await until(`the mark "${mark}"`, () => session.run(timeOfMark, mark));
      const start = (await readFile(this.#started, "utf8")).trim().replace(",", ".");
      return seen - Number(start) * 1000;
    } finally {
      await session.close();
    }
  }

  /** Removes its folder. */
  async end() {
    await rm(this.#folder, { recursive: true });
  }

  get #started() {
    return join(this.#folder, "started");
  }

  /** The driver starts the program, so a line of bash notes the time and becomes the program. */
  async #wrap(program) {
    const known = this.#wrapped.get(program);
    if (known) return known;
    const wrapper = join(this.#folder, String(this.#wrapped.size));
    const script = `#!/bin/bash\necho "$EPOCHREALTIME" > '${this.#started}'\nexec '${program}' "$@"\n`;
    await writeFile(wrapper, script);
    await chmod(wrapper, 0o755);
    this.#wrapped.set(program, wrapper);
    return wrapper;
  }
}

// What follows runs in the page.

function timeOfMark(name) {
  const [mark] = performance.getEntriesByName(name);
  return mark ? performance.timeOrigin + mark.startTime : null;
}
