// As much of the W3C WebDriver protocol as the journey needs, spoken to WebKitGTK's own driver.

import { freePort } from "./port.mjs";
import { children, gone, start, stop, until } from "./process.mjs";

/** The member that holds an element's id in every answer (W3C WebDriver, section 12). */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

export class Driver {
  #program;
  #base;

  /** Starts the driver on a free port of this machine. */
  static async start(env) {
    const driver = new Driver();
    const port = await freePort();
    driver.#base = `http://127.0.0.1:${port}`;
    driver.#program = start("WebKitWebDriver", ["--host=127.0.0.1", `--port=${port}`], {
      env: {
        ...env,
        TAURI_AUTOMATION: "true",
        TAURI_WEBVIEW_AUTOMATION: "true",
        // There is no graphics card behind the display, and no accessibility bus behind the session.
        WEBKIT_DISABLE_DMABUF_RENDERER: "1",
        NO_AT_BRIDGE: "1",
      },
    });
    await until("WebKitWebDriver", async () => (await driver.#call("GET", "/status")).ready);
    return driver;
  }

  /** Starts a program and takes hold of its web view. */
  async open(binary, args = []) {
    const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": { binary, args } } };
    const { sessionId } = await this.#call("POST", "/session", { capabilities });
    const program = await this.started();
    return new Session(program, (method, path, body) =>
      this.#call(method, `/session/${sessionId}${path}`, body),
    );
  }

  /** Waits for the program's process, which may have no window yet. */
  async started() {
    let program;
    await until("the program to start", async () => {
      [program] = await children(this.#program.child.pid);
      return program !== undefined;
    });
    return program;
  }

  /** What the driver and the program said, for the error of a step. */
  get said() {
    return this.#program.said;
  }

  async stop() {
    await stop(this.#program);
  }

  async #call(method, path, body) {
    const answer = await fetch(this.#base + path, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: body === undefined ? {} : { "content-type": "application/json" },
      signal: AbortSignal.timeout(60_000),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message} (${method} ${path})`);
    return value;
  }
}

/** One window under control. */
export class Session {
  #program;
  #call;

  constructor(program, call) {
    this.#program = program;
    this.#call = call;
  }

  /** Runs a function in the page; arguments and result are JSON. */
  run(body, ...args) {
    const script = `return (${body}).apply(null, arguments)`;
    return this.#call("POST", "/execute/sync", { script, args });
  }

  /** The same for a function that gets a callback as its last argument, and calls it with the result. */
  runAsync(body, ...args) {
    const script = `return (${body}).apply(null, arguments)`;
    return this.#call("POST", "/execute/async", { script, args });
  }

  /** Runs a script as it is. The page's policy forbids it to take one in by itself. */
  inject(script) {
    return this.#call("POST", "/execute/sync", { script, args: [] });
  }

  async find(selector) {
    const element = await this.#call("POST", "/element", { using: "css selector", value: selector });
    return element[ELEMENT];
  }

  click(element) {
    return this.#call("POST", `/element/${element}/click`, {});
  }

  type(element, text) {
    return this.#call("POST", `/element/${element}/value`, { text });
  }

  /** Keys to whatever has the focus, pressed together and let go in reverse. */
  keys(...keys) {
    const press = keys.map((value) => ({ type: "keyDown", value }));
    const release = keys.toReversed().map((value) => ({ type: "keyUp", value }));
    const actions = [{ type: "key", id: "keyboard", actions: [...press, ...release] }];
    return this.#call("POST", "/actions", { actions });
  }

  /** The keys of a text one after the other, with a pause behind each. */
  keysInTurn(text, duration) {
    const of = (value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
      { type: "pause", duration },
    ];
    const actions = [{ type: "key", id: "keyboard", actions: [...text].flatMap(of) }];
    return this.#call("POST", "/actions", { actions });
  }

  resize(width, height) {
    return this.#call("POST", "/window/rect", { x: 0, y: 0, width, height });
  }

  /** Closes the window and with it the program, as a kill does: the driver may be stopped before it does so itself. */
  async close() {
    await this.#call("DELETE", "");
    await this.kill();
  }

  /** Stops the program where it stands, for good. */
  hold() {
    process.kill(this.#program, "SIGSTOP");
  }

  /** Kills the program, and waits until it has gone. */
  async kill() {
    try {
      process.kill(this.#program, "SIGKILL");
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
    await this.ended();
  }

  /** Waits until the program has gone. */
  ended(seconds) {
    return gone(this.#program, seconds);
  }
}
