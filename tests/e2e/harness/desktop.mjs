// A desktop of its own for the window: a display without a screen, and a look at what is asked of the keyring. Bus,
// keyring and home folder are made around all this by `cargo xtask e2e`.

import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { output, start, stop, until } from "./process.mjs";

/** tests/e2e/x11: drops, types, reads titles. */
const helper = process.env.MUDBRICK_X11;

/** The size of the display and of every picture. */
export const WIDTH = 1280;
export const HEIGHT = 800;

/** Sizes of the page that are looked at. */
export const SMALL = { width: 900, height: 600 };
export const USUAL = { width: 1200, height: 800 };
export const LARGE = { width: 1920, height: 1200 };

export class Desktop {
  #programs = [];
  #display = "";
  #monitor;

  /** Starts the display; the pictures of the documentation are as big as it is without a size. */
  static async start({ width, height } = { width: WIDTH, height: HEIGHT }) {
    const desktop = new Desktop();
    try {
      await desktop.#startDisplay(width, height);
      await desktop.#watchKeyring();
    } catch (error) {
      await desktop.stop();
      throw error;
    }
    return desktop;
  }

  /** What a program needs to appear here. */
  get env() {
    return { DISPLAY: this.#display };
  }

  /** How often a secret was read from the keyring so far, by whomever, as the bus saw it. */
  get keyringReads() {
    return this.#monitor.said.split("\n").filter((line) => /member=GetSecrets?$/.test(line)).length;
  }

  /** What was copied, as any other program on this display would paste it. */
  async clipboard() {
    return output("xclip", ["-selection", "clipboard", "-out"], { env: this.env });
  }

  /** The forms in which what was copied is offered: histories look there whether they are to leave it out. */
  async clipboardForms() {
    const forms = ["-selection", "clipboard", "-out", "-target", "TARGETS"];
    return (await output("xclip", forms, { env: this.env })).split("\n");
  }

  /** Copies a text, as any other program would. */
  async copy(text) {
    // It goes on running to answer for what it holds, until somebody else copies.
    this.#programs.push(
      start("xclip", ["-selection", "clipboard", "-quiet"], { env: this.env, stdin: text }),
    );
    await until("the text to be copied", async () => (await this.clipboard()) === text);
  }

  /** Drops files on a window, as a file manager does. Gives the moment, in milliseconds since 1970. */
  async drop(title, files) {
    return Number(await output(helper, ["drop", title, ...files], { env: this.env }));
  }

  /** Types into one of the system's own dialogs, and Enter. */
  async type(title, text) {
    await until(`the dialog "${title}"`, async () => (await this.titles()).includes(title));
    await output(helper, ["type", title, text], { env: this.env });
  }

  /** The titles of all windows. */
  async titles() {
    return (await output(helper, ["titles"], { env: this.env })).split("\n");
  }

  /** Saves a picture of the whole display as soon as two in a row are the same: what was just drawn may not be shown yet. */
  async picture(folder, name) {
    await mkdir(folder, { recursive: true });
    const file = join(folder, `${name}.png`);
    let before = await this.#grab(file);
    await until(`"${name}" to stand still`, async () => {
      const now = await this.#grab(file);
      const same = now.equals(before);
      before = now;
      return same;
    });
  }

  async #grab(file) {
    // Without the time of making, an unchanged window gives an unchanged file.
    const plain = ["-strip", "-define", "png:exclude-chunks=date,time"];
    await output("import", ["-window", "root", ...plain, file], { env: this.env });
    return readFile(file);
  }

  /** What display and monitor said, for the error of a step. */
  get said() {
    return this.#programs
      .map(({ name, said, ended }) => `${name}${ended ? " (ended)" : ""}: ${said}`)
      .join("\n");
  }

  async stop() {
    for (const program of this.#programs.toReversed()) await stop(program);
  }

  async #startDisplay(width, height) {
    const args = ["-displayfd", "3", "-screen", "0", `${width}x${height}x24`, "-nolisten", "tcp", "-noreset"];
    const xvfb = start("Xvfb", args, { stdio: ["ignore", "pipe", "pipe", "pipe"] });
    this.#programs.push(xvfb);
    let number = "";
    xvfb.child.stdio[3].on("data", (chunk) => (number += chunk));
    await until("Xvfb", () => {
      if (xvfb.ended) throw new Error(xvfb.said);
      return number.endsWith("\n");
    });
    this.#display = `:${number.trim()}`;
  }

  async #watchKeyring() {
    const rule = (member) => `type='method_call',member='${member}'`;
    this.#monitor = start("dbus-monitor", ["--session", rule("GetSecret"), rule("GetSecrets")]);
    this.#programs.push(this.#monitor);
    // It speaks of itself first, once it listens.
    await until("dbus-monitor", () => this.#monitor.said.includes("member=NameLost"));
  }
}
